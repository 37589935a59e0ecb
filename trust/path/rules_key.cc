#include "trust/der.h"
#include "trust/path/rules.h"
#include "trust/signature.h"

#include <algorithm>

namespace tlsonar::trust {
namespace {

constexpr std::uint32_t kMinRsaPublic = 2048;
// Below this anybody can break the key; private PKIs of old are not told more than that.
constexpr std::uint32_t kMinRsaPrivate = 1024;
constexpr std::uint32_t kMinCurvePrivate = 192;

std::string bits_text(std::uint32_t bits) { return std::to_string(bits) + " bits"; }

// The magnitudes of an RSAPublicKey's two numbers.
Bytes magnitude(Bytes integer) {
    while (!integer.empty() && integer[0] == 0)
        integer = integer.subspan(1);
    return integer;
}

// Odd, 3 or more, less than the modulus.
bool is_exponent_good(Bytes modulus, Bytes exponent) {
    if (exponent.empty() || (exponent[0] & 0x80U) != 0) return false;
    exponent = magnitude(exponent);
    modulus = magnitude(modulus);
    if (exponent.empty() || (exponent.back() & 1U) == 0) return false;
    if (exponent.size() == 1 && exponent[0] < 3) return false;
    return exponent.size() != modulus.size()
               ? exponent.size() < modulus.size()
               : std::lexicographical_compare(exponent.begin(), exponent.end(), modulus.begin(),
                                              modulus.end());
}

void judge_exponent(const RuleContext& context) {
    const PublicKey& key = context.summary().public_key;
    DerReader outer(context.certificate.bytes(key.key));
    DerItem sequence;
    DerItem modulus;
    DerItem exponent;
    if (!outer.next_if(tag::sequence, sequence)) return;  // told as key_malformed
    DerReader reader = DerReader::inside(sequence);
    if (!reader.next_if(tag::integer, modulus) || !reader.next_if(tag::integer, exponent)) return;
    if (!is_exponent_good(modulus.content, exponent.content))
        context.fail(PathKind::key_exponent,
                     exponent.content.size() <= 8
                         ? std::to_string(key.rsa_exponent)
                         : "a number of " + std::to_string(exponent.content.size()) + " octets",
                     "65537");
}

void judge_rsa(const RuleContext& context) {
    const PublicKey& key = context.summary().public_key;
    judge_exponent(context);
    // Baseline Requirements section 7.1.3.1.1; no browser reads the other identifier.
    if (context.is_webpki() && key.kind == KeyKind::rsa_pss)
        context.fail(PathKind::key_kind, std::string(key.algorithm.label()), "rsaEncryption");
    const std::uint32_t least = context.is_webpki() ? kMinRsaPublic : kMinRsaPrivate;
    if (key.bits < least)
        context.fail(PathKind::key_size, "RSA, " + bits_text(key.bits), bits_text(least));
    else if (context.is_webpki() && key.bits % 8 != 0)
        context.fail(PathKind::key_size_odd, "RSA, " + bits_text(key.bits));
}

void judge_curve(const RuleContext& context) {
    const PublicKey& key = context.summary().public_key;
    if (key.explicit_curve) return context.fail(PathKind::key_curve, "spelled out by parameters");
    if (context.is_webpki() && key.curve != "secp256r1" && key.curve != "secp384r1" &&
        key.curve != "secp521r1")
        return context.fail(PathKind::key_curve, key.curve, "P-256, P-384 or P-521");
    if (key.bits != 0 && key.bits < kMinCurvePrivate)
        context.fail(PathKind::key_size, key.curve, bits_text(kMinCurvePrivate));
}

bool is_known_but_not_public(KeyKind kind) {
    switch (kind) {
        case KeyKind::dsa:
        case KeyKind::dh:
        case KeyKind::ed25519:
        case KeyKind::ed448:
        case KeyKind::x25519:
        case KeyKind::x448:
        case KeyKind::gost:
        case KeyKind::sm2:
            return true;
        default:
            return false;
    }
}

bool is_hash_for_public(std::string_view hash) {
    return hash == "SHA-256" || hash == "SHA-384" || hash == "SHA-512";
}

}  // namespace

void judge_key(const RuleContext& context) {
    const PublicKey& key = context.summary().public_key;
    if (key.kind == KeyKind::rsa || key.kind == KeyKind::rsa_pss) return judge_rsa(context);
    if (key.kind == KeyKind::ec) return judge_curve(context);
    if (context.is_webpki() && is_known_but_not_public(key.kind))
        return context.fail(PathKind::key_kind, std::string(key.algorithm.label()), "RSA or ECDSA");
    // Kinds to come: nobody here can say what such a key is worth, and no browser knows it yet.
    if (context.is_webpki() && context.is_leaf())
        return context.out.add(PathKind::key_kind, Effect::doubt, 0,
                               std::string(key.algorithm.label()), "RSA or ECDSA");
    // Without parameters of its own (0 bits) it has those of its issuer.
    if (key.kind == KeyKind::dsa && key.bits != 0 && key.bits < kMinRsaPrivate)
        context.fail(PathKind::key_size, "DSA, " + bits_text(key.bits), bits_text(kMinRsaPrivate));
}

void judge_signature_algorithm(const RuleContext& context) {
    const SignatureAlgorithm& signature = context.summary().signature;
    const bool broken = signature.hash == "MD2" || signature.hash == "MD4" ||
                        signature.hash == "MD5" || signature.hash == "RIPEMD-160";
    const bool classic = signature.key == KeyKind::rsa || signature.key == KeyKind::rsa_pss ||
                         signature.key == KeyKind::ec;
    const bool refused = context.is_webpki() && (is_known_but_not_public(signature.key) ||
                                                 (classic && !is_hash_for_public(signature.hash)));
    // Baseline Requirements section 7.1.3.2.1 lists the forms of RSASSA-PSS one by one.
    const bool odd = context.is_webpki() && signature.key == KeyKind::rsa_pss &&
                     !is_plain_pss(context.certificate.bytes(signature.der));
    if (odd && !refused)
        context.fail(PathKind::signature_algorithm_weak, signature.text() + ", odd parameters",
                     "a mask by the same hash, a salt as long as that");
    if (broken || refused)
        context.fail(PathKind::signature_algorithm_weak, signature.text(), "SHA-256 or better");
    else if (signature.hash == "SHA-1")
        context.note(PathKind::signature_algorithm_weak, signature.text(), "SHA-256 or better");
}

}  // namespace tlsonar::trust
