# Each public header compiles alone, and with the public ones only.
# cmake -D ROOT=<repository> -D COMPILER=<C++ compiler> -P headers.cmake
cmake_minimum_required(VERSION 3.25)

file(GLOB_RECURSE headers RELATIVE ${ROOT}/include ${ROOT}/include/axle/*.hpp)
set(faults "")
foreach(header IN LISTS headers)
  execute_process(COMMAND ${COMPILER} -std=c++23 -fsyntax-only -Wall -Wextra -Werror -x c++ -include ${ROOT}/include/${header} -I ${ROOT}/include /dev/null
                  RESULT_VARIABLE status ERROR_VARIABLE said)
  if(NOT status EQUAL 0)
    string(APPEND faults "${header}:\n${said}\n")
  endif()
endforeach()
if(faults)
  message(FATAL_ERROR "${faults}")
endif()
list(LENGTH headers count)
message(STATUS "${count} headers compile alone")
