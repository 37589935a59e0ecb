// Cipher kinds of SSL 2.0: three octets.
#pragma once

#include "dissect/registry/terms.gen.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace tlsonar::dissect {

struct Ssl2Cipher {
    std::uint32_t code;
    std::string_view name;
    Cipher cipher;
    Mac mac;
    std::uint16_t key_bits;
    std::uint16_t strength;
    bool export_grade;
    std::string_view reference;
};

std::span<const Ssl2Cipher> ssl2_ciphers();
const Ssl2Cipher* find_ssl2_cipher(std::uint32_t code);
std::string_view ssl2_cipher_name(std::uint32_t code);

}  // namespace tlsonar::dissect
