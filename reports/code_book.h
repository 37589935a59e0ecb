// CodeBook: what the registries say of code points, beyond their names. The tables are dissect's,
// which this room does not know: who wires the rooms lends a way to look things up. Words are the
// registry's own ("ecdhe", "discouraged"); views of literals.
#pragma once

#include <cstdint>
#include <string_view>

namespace tlsonar::reports {

struct SuiteFacts {
    bool known = false;  // else nothing below counts
    std::string_view key_exchange;
    std::string_view authentication;
    std::string_view cipher;
    std::string_view mode;
    std::string_view mac;
    std::string_view recommended;
    std::uint16_t key_bits = 0;
    std::uint16_t strength = 0;     // bits of work of the best attack on the cipher's key
    std::uint16_t export_bits = 0;  // limit of the key exchange in export suites, else 0
    std::uint16_t block_bits = 0;   // of a CBC cipher, else 0
    bool forward_secrecy = false;
    bool encrypts = false;
    bool authenticates = false;  // else it is open to a man in the middle
    bool aead = false;
    bool rc4 = false;
    bool md5 = false;
    bool short_tag = false;  // an AEAD with a tag of 8 octets
    bool export_grade = false;
};

struct GroupFacts {
    bool known = false;
    std::string_view kind;
    std::string_view recommended;
    std::uint16_t bits = 0;
    bool post_quantum = false;
    bool finite_field = false;
};

struct SchemeFacts {
    bool known = false;
    std::string_view algorithm;
    std::string_view hash;
    std::string_view recommended;
    bool post_quantum = false;
    bool weak_hash = false;  // MD5 or SHA-1
};

// Without a way to look things up, names are told and nothing more.
struct CodeBook {
    // `version` as on the wire: SSLv2 has a registry of its own.
    SuiteFacts (*find_suite)(std::uint16_t version, std::uint32_t code) = nullptr;
    GroupFacts (*find_group)(std::uint16_t code) = nullptr;
    SchemeFacts (*find_scheme)(std::uint16_t code) = nullptr;

    SuiteFacts suite(std::uint16_t version, std::uint32_t code) const {
        return find_suite == nullptr ? SuiteFacts{} : find_suite(version, code);
    }
    GroupFacts group(std::uint32_t code) const {
        return find_group == nullptr ? GroupFacts{} : find_group(static_cast<std::uint16_t>(code));
    }
    SchemeFacts scheme(std::uint32_t code) const {
        return find_scheme == nullptr ? SchemeFacts{}
                                      : find_scheme(static_cast<std::uint16_t>(code));
    }
};

}  // namespace tlsonar::reports
