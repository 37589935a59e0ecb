// The registries of dissect as a CodeBook: what cli lends to reports.
#pragma once

#include "dissect/registry/cipher_suite.h"
#include "dissect/registry/named_group.h"
#include "dissect/registry/signature_scheme.h"
#include "dissect/registry/ssl2_cipher.h"
#include "reports/code_book.h"

namespace tlsonar::reports {

inline SuiteFacts facts_of(const dissect::Ssl2Cipher& cipher) {
    SuiteFacts out;
    out.known = true;
    out.key_exchange = name_of(dissect::KeyExchange::rsa);
    out.authentication = name_of(dissect::Authentication::rsa);
    out.cipher = name_of(cipher.cipher);
    const bool stream = cipher.cipher == dissect::Cipher::rc4;
    out.encrypts = cipher.cipher != dissect::Cipher::null;
    out.mode = name_of(!out.encrypts ? dissect::Mode::none
                       : stream      ? dissect::Mode::stream
                                     : dissect::Mode::cbc);
    out.mac = name_of(cipher.mac);
    out.key_bits = cipher.key_bits;
    out.strength = cipher.strength;
    out.block_bits = out.encrypts && !stream ? 64 : 0;  // RC2, IDEA, DES
    out.authenticates = true;
    out.rc4 = stream;
    out.md5 = cipher.mac == dissect::Mac::md5;
    out.export_grade = cipher.export_grade;
    return out;
}

inline SuiteFacts facts_of(const dissect::CipherSuite& suite) {
    SuiteFacts out;
    out.known = true;
    out.key_exchange = name_of(suite.kx);
    out.authentication = name_of(suite.auth);
    out.cipher = name_of(suite.cipher);
    out.mode = name_of(suite.mode);
    out.mac = name_of(suite.mac);
    out.recommended = name_of(suite.recommended);
    out.key_bits = suite.key_bits;
    out.strength = suite.strength;
    out.export_bits = suite.export_bits;
    out.block_bits = static_cast<std::uint16_t>(8 * suite.block_length);
    out.forward_secrecy = suite.forward_secrecy;
    out.encrypts = suite.cipher != dissect::Cipher::null;
    out.authenticates = suite.auth != dissect::Authentication::anonymous &&
                        suite.auth != dissect::Authentication::none;
    out.aead = suite.mac == dissect::Mac::aead;
    out.rc4 = suite.cipher == dissect::Cipher::rc4;
    out.md5 = suite.mac == dissect::Mac::md5;
    out.short_tag = out.aead && suite.tag_length == 8;
    // A cipher key of 40 bits is export whatever the key exchange.
    out.export_grade = suite.export_bits != 0 || (out.encrypts && suite.key_bits <= 40);
    return out;
}

inline SuiteFacts find_suite_facts(std::uint16_t version, std::uint32_t code) {
    constexpr std::uint16_t kSsl2 = 0x0002;
    if (version == kSsl2) {
        const dissect::Ssl2Cipher* cipher = dissect::find_ssl2_cipher(code);
        return cipher == nullptr ? SuiteFacts{} : facts_of(*cipher);
    }
    const auto* suite = dissect::find_cipher_suite(static_cast<std::uint16_t>(code));
    return suite == nullptr ? SuiteFacts{} : facts_of(*suite);
}

inline GroupFacts find_group_facts(std::uint16_t code) {
    const dissect::NamedGroup* group = dissect::find_named_group(code);
    if (group == nullptr) return {};
    return {true,        name_of(group->kind), name_of(group->recommended),
            group->bits, group->post_quantum,  group->kind == dissect::GroupKind::ffdh};
}

inline SchemeFacts find_scheme_facts(std::uint16_t code) {
    const dissect::SignatureScheme* scheme = dissect::find_signature_scheme(code);
    if (scheme == nullptr) return {};
    const bool weak = scheme->hash == dissect::Hash::md5 || scheme->hash == dissect::Hash::sha1;
    return {true,
            name_of(scheme->algorithm),
            name_of(scheme->hash),
            name_of(scheme->recommended),
            scheme->post_quantum,
            weak};
}

inline constexpr CodeBook kRegistryBook = {find_suite_facts, find_group_facts, find_scheme_facts};

}  // namespace tlsonar::reports
