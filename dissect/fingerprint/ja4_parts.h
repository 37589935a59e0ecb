// The three parts of JA4 as text, before hashing. Private to this folder.
#pragma once

#include "dissect/fingerprint/ja4.h"

#include <cstdint>
#include <string>
#include <vector>

namespace tlsonar::dissect::ja4 {

// Always 10 characters.
inline constexpr std::size_t kPrefixSize = 10;

void append_prefix(std::string& out, const ClientHello& hello, Ja4Transport transport);
// `scratch` is for sorting, and reused. Nothing is appended where there is nothing: in the
// fingerprint that is "000000000000".
void append_ciphers(std::string& out, const ClientHello& hello,
                    std::vector<std::uint16_t>& scratch);
void append_extensions(std::string& out, const ClientHello& hello,
                       std::vector<std::uint16_t>& scratch);

}  // namespace tlsonar::dissect::ja4
