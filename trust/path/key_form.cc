// Whether a public key is written as its kind wants, without making a key of it: the library's
// decoders cost more than a signature check.
#include "trust/certificate.h"
#include "trust/der.h"
#include "trust/path/facts.h"

#include <memory>

#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/obj_mac.h>

namespace tlsonar::trust {
namespace {

struct Free {
    void operator()(EC_GROUP* group) const { EC_GROUP_free(group); }
    void operator()(EC_POINT* point) const { EC_POINT_free(point); }
};

// The curves that the Web PKI allows; of others somebody else may say.
int known_curve(std::string_view name) {
    if (name == "secp256r1") return NID_X9_62_prime256v1;
    if (name == "secp384r1") return NID_secp384r1;
    return name == "secp521r1" ? NID_secp521r1 : NID_undef;
}

// RFC 5480 section 2.2: uncompressed or compressed, and on the curve.
bool is_point(int curve, Bytes octets) {
    if (octets.empty() || (octets[0] != 2 && octets[0] != 3 && octets[0] != 4)) return false;
    const std::unique_ptr<EC_GROUP, Free> group(EC_GROUP_new_by_curve_name(curve));
    if (!group) return true;  // a library without the curve cannot say
    const std::unique_ptr<EC_POINT, Free> point(EC_POINT_new(group.get()));
    const bool good = point && EC_POINT_oct2point(group.get(), point.get(), octets.data(),
                                                  octets.size(), nullptr) == 1;
    ERR_clear_error();
    return good;
}

bool is_positive(const DerItem& integer) {
    return !integer.content.empty() && (integer.content[0] & 0x80U) == 0 && integer.minimal;
}

// RSAPublicKey ::= SEQUENCE { modulus, publicExponent } (RFC 8017 appendix A.1.1).
bool is_rsa_key(Bytes octets) {
    DerReader outer(octets);
    DerItem sequence;
    DerItem modulus;
    DerItem exponent;
    if (!outer.next_if(tag::sequence, sequence) || outer.more()) return false;
    DerReader reader = DerReader::inside(sequence);
    return reader.next_if(tag::integer, modulus) && reader.next_if(tag::integer, exponent) &&
           !reader.more() && is_positive(modulus) && !exponent.content.empty();
}

}  // namespace

bool is_key_well_formed(const Certificate& certificate) {
    constexpr std::size_t kEd25519 = 32;
    constexpr std::size_t kEd448 = 57;
    const PublicKey& key = certificate.summary.public_key;
    const Bytes octets = certificate.bytes(key.key);
    switch (key.kind) {
        case KeyKind::ec: {
            const int curve = key.explicit_curve ? NID_undef : known_curve(key.curve);
            return curve == NID_undef || is_point(curve, octets);
        }
        case KeyKind::rsa:
        case KeyKind::rsa_pss:
            return is_rsa_key(octets);
        case KeyKind::ed25519:
            return octets.size() == kEd25519;
        case KeyKind::ed448:
            return octets.size() == kEd448;
        default:
            return true;
    }
}

}  // namespace tlsonar::trust
