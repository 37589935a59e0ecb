# -O3 buys nothing here that a profile shows, and costs build time.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")

# One set of flags for everything the project compiles itself.
add_library(tlsonar_flags INTERFACE)
target_compile_options(tlsonar_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor
  -Wold-style-cast -Wcast-align -Woverloaded-virtual -Werror -fno-omit-frame-pointer)
# GCC 12's false alarms inside std::string and std::vector (GCC bugs 105651, 105329, 107852); clang and
# later GCCs keep these checks.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(tlsonar_flags INTERFACE
    -Wno-restrict -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread)
endif()
# Hardening that distributions use, too (peers' octets are hostile).
target_compile_options(tlsonar_flags INTERFACE -fstack-protector-strong)
# Not with sanitizers: AddressSanitizer does not see into the functions that this puts in their place.
if(NOT TLSONAR_SANITIZE AND CMAKE_BUILD_TYPE MATCHES "^(Release|RelWithDebInfo)$")
  target_compile_definitions(tlsonar_flags INTERFACE _FORTIFY_SOURCE=2)
endif()

# Corpora are replayed without the counters that only fuzzing needs.
if(TLSONAR_FUZZ AND NOT TLSONAR_UNITY)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
if(TLSONAR_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all)
  add_link_options(-fsanitize=address,undefined)
endif()

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()
