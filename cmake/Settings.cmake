# Two targets that every target of ours links privately: how we compile, and what we want to be warned of.
add_library(axle_settings INTERFACE)
target_compile_features(axle_settings INTERFACE cxx_std_23)
target_include_directories(axle_settings INTERFACE ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR}/src)
target_compile_definitions(axle_settings INTERFACE AXLE_VERSION="${PROJECT_VERSION}")
if(AXLE_SANITIZE)
  target_compile_options(axle_settings INTERFACE -fsanitize=${AXLE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
  target_link_options(axle_settings INTERFACE -fsanitize=${AXLE_SANITIZE})
endif()
if(AXLE_STATIC_RUNTIME AND NOT APPLE)
  target_link_options(axle_settings INTERFACE -static-libstdc++ -static-libgcc)
endif()

# A development build links some hundred programs; mold does each in a tenth of the time.
find_program(AXLE_MOLD mold)
if(AXLE_MOLD AND NOT APPLE AND NOT CMAKE_BUILD_TYPE STREQUAL "Release")
  target_link_options(axle_settings INTERFACE -fuse-ld=mold)
endif()

add_library(axle_warnings INTERFACE)
target_compile_options(axle_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual -Wold-style-cast
  $<$<BOOL:${AXLE_WERROR}>:-Werror>)
# gcc 12 sees dangling and uninitialised storage inside std::optional and std::variant that is not there.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(axle_warnings INTERFACE -Wno-maybe-uninitialized -Wno-restrict -Wno-stringop-overflow -Wno-array-bounds)
endif()

set(CMAKE_CXX_EXTENSIONS OFF)
if(AXLE_LTO)
  include(CheckIPOSupported)
  check_ipo_supported(RESULT axle_lto OUTPUT axle_lto_message LANGUAGES CXX)
  set(CMAKE_INTERPROCEDURAL_OPTIMIZATION ${axle_lto})
endif()
