#include "trust/path/rules.h"

namespace tlsonar::trust {
namespace {

constexpr std::uint32_t kMinRsaPublic = 2048;
// Below this anybody can break the key; private PKIs of old are not told more than that.
constexpr std::uint32_t kMinRsaPrivate = 1024;
constexpr std::uint32_t kMinCurvePrivate = 192;

std::string bits_text(std::uint32_t bits) { return std::to_string(bits) + " bits"; }

void judge_rsa(const RuleContext& context) {
    const PublicKey& key = context.summary().public_key;
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
    if (broken || refused)
        context.fail(PathKind::signature_algorithm_weak, signature.text(), "SHA-256 or better");
    else if (signature.hash == "SHA-1")
        context.note(PathKind::signature_algorithm_weak, signature.text(), "SHA-256 or better");
}

}  // namespace tlsonar::trust
