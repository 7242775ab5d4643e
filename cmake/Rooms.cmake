# axle_room(<name> SOURCES <file>... [ROOMS <room>...] [LIBRARIES <target>...])
# A room is one static library, axle_<name>, made of the listed files in src/<name>.
function(axle_room name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;ROOMS;LIBRARIES")
  list(TRANSFORM arg_ROOMS PREPEND axle_)
  add_library(axle_${name} STATIC ${arg_SOURCES})
  set_property(GLOBAL APPEND PROPERTY AXLE_ROOMS ${name})
  target_link_libraries(axle_${name} PUBLIC ${arg_ROOMS} axle_fmt PRIVATE axle_settings axle_warnings ${arg_LIBRARIES})
  target_precompile_headers(axle_${name} REUSE_FROM axle_prelude)
endfunction()

# The standard library's and fmt's headers, read once for all rooms: they are what compiling most files costs.
add_library(axle_prelude STATIC ${PROJECT_SOURCE_DIR}/cmake/prelude.cpp)
target_link_libraries(axle_prelude PUBLIC axle_fmt PRIVATE axle_settings axle_warnings)
target_precompile_headers(axle_prelude PRIVATE
  <algorithm> <array> <chrono> <compare> <cstdint> <deque> <expected> <filesystem> <functional> <map> <memory> <mutex> <optional> <set> <span>
  <string> <string_view> <tuple> <unordered_map> <utility> <variant> <vector> <fmt/format.h>)

# axle_test(<name> LABEL <label> SOURCES <file>... [APART <file>...] [ROOMS <room>...] [LIBRARIES <target>...])
# APART are sources, too: their short helpers (`v`, `a`) are called as those of another file, so they are never compiled together with it.
# A Catch2 program, test_<name>, whose cases are ctest's. Rooms are those it tests. A case whose name ctest and Catch2 read differently (a
# semicolon ends it for ctest) would run nothing and pass: hence the expression.
function(axle_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "LABEL" "SOURCES;APART;ROOMS;LIBRARIES")
  list(TRANSFORM arg_ROOMS PREPEND axle_)
  add_executable(test_${name} ${arg_SOURCES} ${arg_APART})
  set_source_files_properties(${arg_APART} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  target_include_directories(test_${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_link_libraries(test_${name} PRIVATE ${arg_ROOMS} axle_test_support axle_settings axle_warnings Catch2::Catch2WithMain ${arg_LIBRARIES})
  target_precompile_headers(test_${name} REUSE_FROM axle_test_support)
  catch_discover_tests(test_${name} TEST_PREFIX "${name}: " PROPERTIES LABELS ${arg_LABEL} TIMEOUT 300
    FAIL_REGULAR_EXPRESSION "No tests ran")
endfunction()

# axle_fuzz(<name> SOURCES <file> ROOMS <room>...)
# fuzz_<name> under AXLE_FUZZ (libFuzzer); always replay_<name>, a test that feeds it the files of tests/fuzz/corpus/<name>.
function(axle_fuzz name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;ROOMS;LIBRARIES")
  list(TRANSFORM arg_ROOMS PREPEND axle_)
  if(AXLE_FUZZ)
    add_executable(fuzz_${name} ${arg_SOURCES})
    target_link_libraries(fuzz_${name} PRIVATE ${arg_ROOMS} axle_settings axle_warnings ${arg_LIBRARIES})
    target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
  endif()
  add_executable(replay_${name} ${arg_SOURCES} ${PROJECT_SOURCE_DIR}/tests/fuzz/replay.cpp)
  target_link_libraries(replay_${name} PRIVATE ${arg_ROOMS} axle_settings axle_warnings ${arg_LIBRARIES})
  add_test(NAME "fuzz replay: ${name}" COMMAND replay_${name} ${PROJECT_SOURCE_DIR}/tests/fuzz/corpus/${name})
  set_tests_properties("fuzz replay: ${name}" PROPERTIES LABELS fuzz TIMEOUT 300)
endfunction()
