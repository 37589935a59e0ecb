# What is installed, and how it is packed:
#   bin/tlsonar, lib/libtlsonar_ROOM.a, include/tlsonar/ROOM/…, lib/cmake/tlsonar (the CMake package),
#   share/tlsonar/schema, share/doc/tlsonar.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/tlsonar)
set(document_dir share/doc/tlsonar)

if(TARGET tlsonar)
  install(TARGETS tlsonar RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()

get_property(rooms GLOBAL PROPERTY TLSONAR_ROOMS)
install(TARGETS ${rooms} EXPORT tlsonar ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
foreach(room ${rooms})
  string(REPLACE tlsonar_ "" room ${room})
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/${room} DESTINATION include/tlsonar
    FILES_MATCHING PATTERN "*.h" PATTERN "*_private.h" EXCLUDE)
endforeach()

install(EXPORT tlsonar NAMESPACE tlsonar:: FILE tlsonar-targets.cmake DESTINATION ${package_dir})
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/tlsonar-config.cmake.in
  ${PROJECT_BINARY_DIR}/tlsonar-config.cmake INSTALL_DESTINATION ${package_dir})
# Before 1.0 a minor version may change the interface.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/tlsonar-config-version.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/tlsonar-config.cmake
  ${PROJECT_BINARY_DIR}/tlsonar-config-version.cmake DESTINATION ${package_dir})

install(DIRECTORY ${PROJECT_SOURCE_DIR}/reports/schema ${PROJECT_SOURCE_DIR}/audit/schema
  DESTINATION share/tlsonar FILES_MATCHING PATTERN "*.json")
install(DIRECTORY ${PROJECT_SOURCE_DIR}/docs/ DESTINATION ${document_dir}
  FILES_MATCHING PATTERN "*.md")
install(FILES ${PROJECT_SOURCE_DIR}/README.md ${PROJECT_SOURCE_DIR}/CHANGELOG.md
  ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${document_dir})

set(CPACK_GENERATOR TGZ DEB)
set(CPACK_PACKAGE_NAME tlsonar)
set(CPACK_PACKAGE_VENDOR tlsonar)
set(CPACK_PACKAGE_CONTACT "The tlsonar authors <tlsonar@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "TLS handshakes reconstructed from captures")
set(CPACK_PACKAGE_FILE_NAME tlsonar-${PROJECT_VERSION}-${CMAKE_SYSTEM_NAME}-${CMAKE_SYSTEM_PROCESSOR})
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "libpcap-dev, libssl-dev, zlib1g-dev, libzstd-dev, libbrotli-dev")
# The program's dependencies are read off it where Debian's tool for that is there.
find_program(SHLIBDEPS dpkg-shlibdeps)
if(SHLIBDEPS)
  set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
else()
  set(CPACK_DEBIAN_PACKAGE_DEPENDS "libc6, libstdc++6, libpcap0.8, libssl3, zlib1g, libzstd1, libbrotli1")
endif()
include(CPack)
