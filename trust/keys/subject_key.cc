#include "trust/keys/subject_key.h"

#include "trust/certificate_parse.h"
#include "trust/keys/blocklist.h"
#include "trust/keys/key_numbers_private.h"

#include <cstring>

namespace tlsonar::trust {
namespace {

constexpr std::string_view kRsaAlgorithm(
    "\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x00", 15);

void append_header(std::vector<std::uint8_t>& out, std::uint8_t tag, std::size_t length) {
    out.push_back(tag);
    if (length < 0x80) return out.push_back(static_cast<std::uint8_t>(length));
    unsigned octets = 1;
    while ((length >> (8 * octets)) != 0)
        ++octets;
    out.push_back(static_cast<std::uint8_t>(0x80U | octets));
    while (octets-- > 0)
        out.push_back(static_cast<std::uint8_t>(length >> (8 * octets)));
}

bool same_numbers(const SubjectKey& a, const SubjectKey& b) {
    if (!same_parameters(a, b)) return false;
    const auto hash = key_hash(a);
    if (!hash || hash != key_hash(b)) return false;
    return key_tail(a) == key_tail(b);
}

}  // namespace

std::string SubjectKey::text() const {
    const std::string bits = " " + std::to_string(summary.bits);
    switch (summary.kind) {
        case KeyKind::rsa:
            return "RSA" + bits;
        case KeyKind::rsa_pss:
            return "RSASSA-PSS" + bits;
        case KeyKind::dsa:
            return "DSA" + bits;
        case KeyKind::dh:
            return "DH" + bits;
        case KeyKind::ec:
            return summary.explicit_curve ? "EC with explicit parameters," + bits + " bits"
                                          : "EC " + summary.curve;
        default:
            break;
    }
    if (!summary.parameter_set.empty()) return std::string(summary.parameter_set);
    return summary.algorithm.empty() ? "unreadable" : std::string(summary.algorithm.label());
}

SubjectKeyPtr make_subject_key(Bytes spki) {
    auto made = std::make_shared<SubjectKey>();
    CertificateSummary scratch;
    scratch.complete = true;
    CertificateParse parse(scratch);
    DerReader reader = DerReader::prefix(spki);
    DerItem info;
    if (!reader.next(info) || !info.is(tag::sequence)) {
        parse.fault("not a SEQUENCE", 0);
        made->der.assign(spki.begin(), spki.end());
    } else {
        const Bytes whole = info.whole();
        made->der.assign(whole.begin(), whole.end());
        if (info.cut) parse.fault("truncated", whole.size());
        read_public_key(parse, info, made->summary);
    }
    made->complete = scratch.complete && !made->summary.algorithm.empty();
    made->sha256 = CertificateHasher().sha256(made->der);
    return made;
}

SubjectKeyPtr make_rsa_subject_key(Bytes rsa_public_key) {
    std::vector<std::uint8_t> bits;
    append_header(bits, tag::bit_string, rsa_public_key.size() + 1);
    bits.push_back(0);
    bits.insert(bits.end(), rsa_public_key.begin(), rsa_public_key.end());
    std::vector<std::uint8_t> info;
    append_header(info, tag::sequence, kRsaAlgorithm.size() + bits.size());
    const Bytes algorithm = as_bytes(kRsaAlgorithm);
    info.insert(info.end(), algorithm.begin(), algorithm.end());
    info.insert(info.end(), bits.begin(), bits.end());
    return make_subject_key(info);
}

KeyMatch match_keys(const SubjectKey& a, const SubjectKey& b) {
    if (a.der.empty() || b.der.empty()) return KeyMatch::different;
    if (equal(a.der, b.der)) return KeyMatch::same;
    const auto rsa = [](KeyKind kind) { return kind == KeyKind::rsa || kind == KeyKind::rsa_pss; };
    const bool both_rsa = rsa(a.summary.kind) && rsa(b.summary.kind);
    if (a.summary.kind != b.summary.kind && !both_rsa) return KeyMatch::different;
    if (!same_numbers(a, b)) return KeyMatch::different;
    return a.summary.kind == b.summary.kind ? KeyMatch::other_encoding : KeyMatch::other_algorithm;
}

}  // namespace tlsonar::trust
