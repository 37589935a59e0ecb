#include "cli/code_book.h"

#include "dissect/registry/cipher_suite.h"
#include "dissect/registry/named_group.h"
#include "dissect/registry/signature_scheme.h"
#include "dissect/registry/ssl2_cipher.h"

namespace tlsonar::cli {
namespace {

constexpr std::uint16_t kSsl2 = 0x0002;
constexpr std::uint8_t kShortTag = 8;

reports::SuiteFacts ssl2_facts(std::uint32_t code) {
    reports::SuiteFacts out;
    const dissect::Ssl2Cipher* cipher = dissect::find_ssl2_cipher(code);
    if (cipher == nullptr) return out;
    out.known = true;
    out.key_exchange = name_of(dissect::KeyExchange::rsa);
    out.authentication = name_of(dissect::Authentication::rsa);
    out.cipher = name_of(cipher->cipher);
    out.mac = name_of(cipher->mac);
    out.key_bits = cipher->key_bits;
    out.strength = cipher->strength;
    out.export_grade = cipher->export_grade;
    out.encrypts = cipher->cipher != dissect::Cipher::null;
    out.authenticates = true;
    out.rc4 = cipher->cipher == dissect::Cipher::rc4;
    // RC2, IDEA, DES and 3DES: all others of SSLv2 have blocks of 64 bits, chained.
    if (out.encrypts && !out.rc4) out.block_bits = 64;
    out.md5 = cipher->mac == dissect::Mac::md5;
    return out;
}

reports::SuiteFacts suite_facts(std::uint16_t version, std::uint32_t code) {
    if (version == kSsl2) return ssl2_facts(code);
    reports::SuiteFacts out;
    const dissect::CipherSuite* suite =
        dissect::find_cipher_suite(static_cast<std::uint16_t>(code));
    if (suite == nullptr) return out;
    out.known = true;
    out.key_exchange = name_of(suite->kx);
    out.authentication = name_of(suite->auth);
    out.cipher = name_of(suite->cipher);
    out.mode = name_of(suite->mode);
    out.mac = name_of(suite->mac);
    out.recommended = name_of(suite->recommended);
    out.key_bits = suite->key_bits;
    out.strength = suite->strength;
    out.export_bits = suite->export_bits;
    out.block_bits = static_cast<std::uint16_t>(8 * suite->block_length);
    out.forward_secrecy = suite->forward_secrecy;
    out.encrypts = suite->cipher != dissect::Cipher::null;
    out.authenticates = suite->auth != dissect::Authentication::anonymous &&
                        suite->auth != dissect::Authentication::none;
    out.aead = suite->mac == dissect::Mac::aead;
    out.rc4 = suite->cipher == dissect::Cipher::rc4;
    out.md5 = suite->mac == dissect::Mac::md5;
    out.short_tag = suite->tag_length == kShortTag;
    out.export_grade = suite->export_bits != 0;
    return out;
}

reports::GroupFacts group_facts(std::uint16_t code) {
    reports::GroupFacts out;
    const dissect::NamedGroup* group = dissect::find_named_group(code);
    if (group == nullptr) return out;
    out.known = true;
    out.kind = name_of(group->kind);
    out.recommended = name_of(group->recommended);
    out.bits = group->bits;
    out.post_quantum = group->post_quantum;
    out.finite_field = group->kind == dissect::GroupKind::ffdh;
    return out;
}

reports::SchemeFacts scheme_facts(std::uint16_t code) {
    reports::SchemeFacts out;
    const dissect::SignatureScheme* scheme = dissect::find_signature_scheme(code);
    if (scheme == nullptr) return out;
    out.known = true;
    out.algorithm = name_of(scheme->algorithm);
    out.hash = name_of(scheme->hash);
    out.recommended = name_of(scheme->recommended);
    out.post_quantum = scheme->post_quantum;
    out.weak_hash = scheme->hash == dissect::Hash::md5 || scheme->hash == dissect::Hash::sha1;
    return out;
}

}  // namespace

reports::CodeBook code_book() { return {suite_facts, group_facts, scheme_facts}; }

}  // namespace tlsonar::cli
