# tlsonar_embed(room folder pattern name): files that are built into the program. Makes a .cc that
# defines `std::span<const Embedded> tlsonar::ROOM::NAME()` (core/embedded.h), sorted by name.
function(tlsonar_embed room folder pattern name)
  file(GLOB files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${folder}/${pattern})
  list(SORT files)
  set(out ${PROJECT_BINARY_DIR}/embedded/${name}.cc)
  set(script ${PROJECT_SOURCE_DIR}/cmake/embed_script.cmake)
  string(REPLACE ";" "|" joined "${files}")
  add_custom_command(OUTPUT ${out} DEPENDS ${files} ${script} VERBATIM
    COMMAND ${CMAKE_COMMAND} -DROOM=${room} -DNAME=${name} -DOUT=${out} "-DFILES=${joined}" -P ${script})
  target_sources(tlsonar_${room} PRIVATE ${out})
endfunction()
