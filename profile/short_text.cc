#include "profile/short_text.h"

#include "dissect/registry/cipher_suite.h"

namespace tlsonar::profile {
namespace {

using dissect::Cipher;
using dissect::KeyExchange;
using dissect::Mode;

std::string hex_code(std::uint32_t value) {
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string out = "0x0000";
    for (std::size_t i = 0; i < 4; ++i)
        out[2 + i] = kDigits[(value >> (12 - 4 * i)) & 15];
    return out;
}

std::string_view mode_text(Mode mode) {
    switch (mode) {
        case Mode::cbc:
            return "-CBC";
        case Mode::gcm:
            return "-GCM";
        case Mode::ccm:
            return "-CCM";
        case Mode::ccm_8:
            return "-CCM-8";
        case Mode::poly1305:
            return "-Poly1305";
        case Mode::ctr:
            return "-CTR";
        case Mode::cnt:
            return "-CNT";
        case Mode::mgm:
            return "-MGM";
        default:
            return {};
    }
}

bool names_its_size(Cipher cipher) {
    return cipher == Cipher::aes || cipher == Cipher::camellia || cipher == Cipher::aria ||
           cipher == Cipher::rc4 || cipher == Cipher::rc2;
}

// As people write it: the registry's facts are in lower case.
std::string cipher_name(Cipher cipher) {
    if (cipher == Cipher::chacha20) return "ChaCha20";
    if (cipher == Cipher::triple_des) return "3DES-EDE";
    if (cipher == Cipher::camellia) return "Camellia";
    std::string out(name_of(cipher));
    for (char& c : out)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - ('a' - 'A'));
    return out;
}

const dissect::CipherSuite* suite_of(const Record& record) {
    return dissect::find_cipher_suite(static_cast<std::uint16_t>(record.server.suite.value));
}

}  // namespace

std::string cipher_text(const Record& record) {
    if (!record.server.seen || record.server.partial || record.version.value == 0x0002) return {};
    const auto* suite = suite_of(record);
    if (suite == nullptr) return hex_code(record.server.suite.value);
    if (suite->cipher == Cipher::null) return "NULL";
    std::string out = cipher_name(suite->cipher);
    if (names_its_size(suite->cipher)) out += "-" + std::to_string(suite->key_bits);
    return out.append(mode_text(suite->mode));
}

std::string key_exchange_text(const Record& record) {
    if (record.server.group)
        return record.server.group->name.empty() ? hex_code(record.server.group->value)
                                                 : std::string(record.server.group->name);
    if (!record.server.seen || record.server.partial) return {};
    if (record.server.dh_bits != 0) return "DHE " + std::to_string(record.server.dh_bits);
    if (record.resumption.value_or(Resumption::none) != Resumption::none) return "(resumed)";
    const auto* suite = suite_of(record);
    if (suite == nullptr || suite->kx == KeyExchange::any || suite->kx == KeyExchange::none)
        return {};
    switch (suite->kx) {
        case KeyExchange::rsa:
            return "RSA";
        case KeyExchange::psk:
            return "PSK";
        case KeyExchange::rsa_psk:
            return "RSA-PSK";
        case KeyExchange::ecdhe:
        case KeyExchange::ecdhe_psk:
            return "ECDHE";
        case KeyExchange::dhe:
        case KeyExchange::dhe_psk:
            return "DHE";
        default:
            return std::string(name_of(suite->kx));
    }
}

}  // namespace tlsonar::profile
