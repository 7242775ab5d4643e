# Where each library comes from: the system (Debian, Homebrew). Those that only some runs need are opened with dlopen
# when they are needed, so that `axle --version` does not pay for them; their headers are needed to build.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)

find_package(CURL 7.85 REQUIRED)          # headers; the library is opened by src/net/curl_library.cpp
find_package(OpenSSL REQUIRED)            # headers; the library is opened by src/base/sha256.cpp
find_package(nlohmann_json 3.9 REQUIRED)
find_package(CLI11 2.1 REQUIRED)
find_package(spdlog 1.8 REQUIRED)         # header-only and in one file, src/base/log.cpp
find_package(fmt 8 REQUIRED)
pkg_check_modules(tomlplusplus REQUIRED IMPORTED_TARGET tomlplusplus)
pkg_check_modules(libdeflate REQUIRED IMPORTED_TARGET libdeflate)
pkg_check_modules(libisal REQUIRED IMPORTED_TARGET libisal)      # headers; the library is opened by src/base/inflate_library.cpp

if(AXLE_TESTS)
  find_package(Catch2 REQUIRED)
  # Debian's CMake config of libzip is an error unless its tools are installed as well.
  pkg_check_modules(libzip REQUIRED IMPORTED_TARGET libzip)
endif()

# Every library that is not there at the start saves 0.1 ms of it.
add_library(axle_libdeflate INTERFACE)
find_library(AXLE_LIBDEFLATE_ARCHIVE libdeflate.a HINTS ${libdeflate_LIBRARY_DIRS})
if(AXLE_STATIC_RUNTIME AND AXLE_LIBDEFLATE_ARCHIVE)
  target_include_directories(axle_libdeflate SYSTEM INTERFACE ${libdeflate_INCLUDE_DIRS})
  target_link_libraries(axle_libdeflate INTERFACE ${AXLE_LIBDEFLATE_ARCHIVE})
else()
  target_link_libraries(axle_libdeflate INTERFACE PkgConfig::libdeflate)
endif()

add_library(axle_fmt INTERFACE)
add_library(axle_tomlplusplus INTERFACE)          # in one file, src/toml/toml.cpp; header-only: Debian's library needs libstdc++.so
target_compile_definitions(axle_tomlplusplus INTERFACE TOML_HEADER_ONLY=1)
target_include_directories(axle_tomlplusplus SYSTEM INTERFACE ${tomlplusplus_INCLUDE_DIRS})
if(fmt_VERSION MATCHES "^9\\." AND (AXLE_STATIC_RUNTIME OR AXLE_TESTS))
  add_library(axle_fmt_library STATIC ${CMAKE_CURRENT_LIST_DIR}/fmt_library.cpp)
  target_include_directories(axle_fmt_library SYSTEM PUBLIC $<TARGET_PROPERTY:fmt::fmt,INTERFACE_INCLUDE_DIRECTORIES>)
  target_compile_options(axle_fmt_library PRIVATE -O2)      # as in the release, also for tests/own_fmt.cmake: without, more happens to be in it
endif()
if(AXLE_STATIC_RUNTIME AND TARGET axle_fmt_library)
  target_link_libraries(axle_fmt INTERFACE axle_fmt_library)
elseif(AXLE_STATIC_RUNTIME)
  target_link_libraries(axle_fmt INTERFACE fmt::fmt-header-only)
else()
  target_link_libraries(axle_fmt INTERFACE fmt::fmt)
endif()
