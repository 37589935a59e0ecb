# TLSONAR_UNITY: the files of a folder are compiled together, so many that a compile costs about the same
# everywhere. Half of a compile is headers; the whole run of ./dev test, which compiles everything
# twice, halves its time by that. Who changes a file and compiles again is better off without.
#
# Together are only files of one folder, whatever is added elsewhere. Files that give the same name to
# things of their own (tools/check/names.py) are compiled alone.
option(TLSONAR_UNITY "Compile the files of a folder together" OFF)

set(TLSONAR_UNITY_OCTETS 60000)  # of source in one compile

if(TLSONAR_UNITY)
  find_package(Python3 REQUIRED COMPONENTS Interpreter)
  execute_process(COMMAND ${Python3_EXECUTABLE} ${PROJECT_SOURCE_DIR}/tools/check/names.py --apart
    OUTPUT_VARIABLE TLSONAR_APART OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
  string(REPLACE "\n" ";" TLSONAR_APART "${TLSONAR_APART}")
endif()

function(tlsonar_unity target)
  if(NOT TLSONAR_UNITY)
    return()
  endif()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
  # What GCC means are types of a header; files compiled together are headers to it.
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(${target} PRIVATE -Wno-subobject-linkage)
  endif()
  set(folder "")
  get_target_property(sources ${target} SOURCES)
  if(TLSONAR_APART)
    list(REMOVE_ITEM sources ${TLSONAR_APART})
  endif()
  foreach(source ${sources})
    file(SIZE ${source} octets)
    cmake_path(GET source PARENT_PATH its_folder)
    math(EXPR together "${together} + ${octets}" OUTPUT_FORMAT DECIMAL)
    if(NOT its_folder STREQUAL folder OR together GREATER TLSONAR_UNITY_OCTETS)
      set(folder ${its_folder})
      set(together ${octets})
      math(EXPR group "${group} + 1")
    endif()
    set_source_files_properties(${source} PROPERTIES UNITY_GROUP ${group})
  endforeach()
endfunction()
