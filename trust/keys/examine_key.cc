#include "trust/keys/examine_key.h"

#include "trust/der.h"
#include "trust/keys/key_checks_private.h"
#include "trust/keys/key_numbers_private.h"

#include <algorithm>
#include <string_view>

namespace tlsonar::trust {
namespace {

struct FixedSize {
    KeyKind kind;
    std::string_view set;  // of the parameter set's name: its end; empty: any
    std::size_t octets;
};

// RFC 8410, FIPS 203, 204 and 205.
constexpr FixedSize kSizes[] = {
    {KeyKind::ed25519, "", 32},      {KeyKind::ed448, "", 57},
    {KeyKind::x25519, "", 32},       {KeyKind::x448, "", 56},
    {KeyKind::ml_dsa, "-44", 1312},  {KeyKind::ml_dsa, "-65", 1952},
    {KeyKind::ml_dsa, "-87", 2592},  {KeyKind::slh_dsa, "128s", 32},
    {KeyKind::slh_dsa, "128f", 32},  {KeyKind::slh_dsa, "192s", 48},
    {KeyKind::slh_dsa, "192f", 48},  {KeyKind::slh_dsa, "256s", 64},
    {KeyKind::slh_dsa, "256f", 64},  {KeyKind::ml_kem, "-512", 800},
    {KeyKind::ml_kem, "-768", 1184}, {KeyKind::ml_kem, "-1024", 1568},
};

// y of the points of edwards25519 whose order divides 8, little-endian with the sign of x masked:
// 0, 1, −1, and the two pairs of order 8. With the encodings that are not reduced (p, p + 1).
constexpr std::string_view kSmallOrderPoints[] = {
    {"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
     "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
     32},
    {"\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
     "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
     32},
    {"\xec\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"
     "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f",
     32},
    {"\xed\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"
     "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f",
     32},
    {"\xee\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"
     "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f",
     32},
    {"\x26\xe8\x95\x8f\xc2\xb2\x27\xb0\x45\xc3\xf4\x89\xf2\xef\x98\xf0"
     "\xd5\xdf\xac\x05\xd3\xc6\x33\x39\xb1\x38\x02\x88\x6d\x53\xfc\x05",
     32},
    {"\xc7\x17\x6a\x70\x3d\x4d\xd8\x4f\xba\x3c\x0b\x76\x0d\x10\x67\x0f"
     "\x2a\x20\x53\xfa\x2c\x39\xcc\xc6\x4e\xc7\xfd\x77\x92\xac\x03\x7a",
     32},
};

bool is_small_order(Bytes point) {
    std::string octets(as_text(point));
    octets.back() = static_cast<char>(octets.back() & 0x7F);
    return std::find(std::begin(kSmallOrderPoints), std::end(kSmallOrderPoints), octets) !=
           std::end(kSmallOrderPoints);
}

// x² = (y² − 1) / (d·y² + 1) has a root modulo p = 2^255 − 19 (RFC 8032 section 5.1.3).
bool is_edwards_point(Bytes point) {
    std::string octets(as_text(point));
    octets.back() = static_cast<char>(octets.back() & 0x7F);
    std::reverse(octets.begin(), octets.end());
    Big y(as_bytes(octets));
    Big p(1);
    mpz_mul_2exp(p, p, 255);
    mpz_sub_ui(p, p, 19);
    if (!(y < p)) return false;
    Big d(121666);  // d = −121665/121666
    mpz_invert(d, d, p);
    mpz_mul_ui(d, d, 121665);
    mpz_neg(d, d);
    mpz_mul(y, y, y);
    Big below;
    mpz_mul(below, d, y);
    mpz_add_ui(below, below, 1);
    mpz_sub_ui(y, y, 1);
    // A quotient is a square when the product is one. 0 (y = ±1) is of small order: told before.
    mpz_mul(y, y, below);
    mpz_mod(y, y, p);
    return mpz_legendre(y, p) >= 0;
}

void examine_group(const SubjectKey& key, const FindingKind* kind, KeyFindings& out) {
    const std::string bits = std::to_string(key.summary.bits) + " bits";
    out.add(kind, bits, "an ECDSA or RSA key");
    if (key.summary.bits < 2048) out.add(key_kind("key.small-prime"), bits, "2048 bits or more");
    if (magnitude(integer_key(key)).empty())
        out.add(key_kind("key.unreadable"), "no public number");
}

void examine_known(const SubjectKey& key, const KeyExamination& how, KeyFindings& out) {
    const auto hash = key_hash(key);
    if (!hash) return;
    if (const std::string_view where = known_example_key(*hash); !where.empty())
        out.add(key_kind("key.known-example"), std::string(where), "a key of your own");
    if (how.blocklist == nullptr) return;
    if (const auto id = how.blocklist->find(*hash))
        out.add(key_kind("key.known-private"), how.blocklist->list_name(*id), "a key of your own");
}

void examine_by_kind(const SubjectKey& key, const KeyExamination& how, KeyFindings& out) {
    switch (key.summary.kind) {
        case KeyKind::rsa:
        case KeyKind::rsa_pss:
            return examine_rsa(key, how, out);
        case KeyKind::ec:
            return examine_ec(key, out);
        case KeyKind::dsa:
            return examine_group(key, key_kind("key.dsa-deprecated"), out);
        case KeyKind::dh:
            return examine_group(key, key_kind("key.dh-deprecated"), out);
        default:
            return examine_fixed_size(key, out);
    }
}

}  // namespace

void examine_fixed_size(const SubjectKey& key, KeyFindings& out) {
    const Bytes octets = key.bytes(key.summary.key);
    for (const FixedSize& size : kSizes) {
        if (size.kind != key.summary.kind || !key.summary.parameter_set.ends_with(size.set))
            continue;
        if (octets.size() != size.octets)
            return out.add(key_kind("key.invalid-size"), std::to_string(octets.size()) + " octets",
                           std::to_string(size.octets) + " octets");
        break;
    }
    if (!key.summary.parameter_set.empty())
        out.add(key_kind("key.pq-unverifiable"), std::string(key.summary.parameter_set));
    if (key.summary.kind != KeyKind::ed25519 || octets.size() != 32) return;
    if (is_small_order(octets))
        out.add(key_kind("key.weak-point"), "a point of small order");
    else if (!is_edwards_point(octets))
        out.add(key_kind("key.weak-point"), "no point of edwards25519");
}

std::vector<Finding> examine_key(const SubjectKey& key, const KeyExamination& how) {
    KeyFindings out;
    if (!key.complete)
        out.add(key_kind("key.unreadable"), std::to_string(key.der.size()) + " octets");
    else
        examine_by_kind(key, how, out);
    examine_known(key, how, out);
    std::stable_sort(out.all.begin(), out.all.end(), [](const Finding& a, const Finding& b) {
        return a.kind->severity > b.kind->severity;
    });
    return std::move(out.all);
}

std::vector<Finding> examine_key(Bytes spki, const KeyExamination& how) {
    return examine_key(*make_subject_key(spki), how);
}

}  // namespace tlsonar::trust
