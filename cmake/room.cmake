# tlsonar_room(name [USES rooms…] [LIBS targets…]): a static library of all .cc files below name/.
# CONFIGURE_DEPENDS makes "one file, one line in the folder's list" enough to add an entry to a
# catalogue: no build file needs an edit.
include(${CMAKE_CURRENT_LIST_DIR}/unity.cmake)

function(tlsonar_room name)
  cmake_parse_arguments(ROOM "" "" "USES;LIBS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${name}/*.cc)
  set(target tlsonar_${name})
  if(sources)
    add_library(${target} STATIC ${sources})
    tlsonar_unity(${target})
    set(scope PUBLIC)
    set_target_properties(${target} PROPERTIES EXPORT_NAME ${name} POSITION_INDEPENDENT_CODE ON)
    target_link_libraries(${target} PRIVATE $<BUILD_INTERFACE:tlsonar_flags> ${ROOM_LIBS})
  else()
    add_library(${target} INTERFACE)
    set(scope INTERFACE)
    set_target_properties(${target} PROPERTIES EXPORT_NAME ${name})
  endif()
  target_compile_features(${target} ${scope} cxx_std_20)
  target_include_directories(${target} ${scope}
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}> $<INSTALL_INTERFACE:include/tlsonar>)
  foreach(used ${ROOM_USES})
    target_link_libraries(${target} ${scope} tlsonar_${used})
  endforeach()
  add_library(tlsonar::${name} ALIAS ${target})
  set_property(GLOBAL APPEND PROPERTY TLSONAR_ROOMS ${target})
endfunction()
