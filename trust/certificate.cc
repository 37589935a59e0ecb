#include "trust/certificate.h"

#include "core/text.h"
#include "trust/certificate_parse.h"

namespace tlsonar::trust {

bool CertificateWalk::check(bool found, const DerItem& item) {
    if (!found) {
        if (troubled_ || !(reader_.failed() || (reader_.cut() && !parent_cut_))) return false;
        troubled_ = true;
        parse_.fault(reader_.failed() ? "tag or length that DER cannot have" : "truncated",
                     reader_.offset());
        return false;
    }
    if (item.cut && !troubled_) {
        troubled_ = true;
        if (!parent_cut_) parse_.fault("runs past the end", item.start);
    } else if (!item.minimal) {
        parse_.problem("length is not in its shortest form", item.start);
    }
    return true;
}

std::optional<std::uint64_t> unsigned_of(Bytes integer) {
    if (integer.empty() || (integer[0] & 0x80U) != 0) return std::nullopt;
    while (!integer.empty() && integer[0] == 0)
        integer = integer.subspan(1);
    if (integer.size() > 8) return std::nullopt;
    std::uint64_t n = 0;
    for (const std::uint8_t octet : integer)
        n = (n << 8) | octet;
    return n;
}

std::uint32_t bit_width_of(Bytes integer) {
    while (!integer.empty() && integer[0] == 0)
        integer = integer.subspan(1);
    if (integer.empty()) return 0;
    std::uint32_t bits = static_cast<std::uint32_t>(integer.size() - 1) * 8;
    for (unsigned top = integer[0]; top != 0; top >>= 1)
        ++bits;
    return bits;
}

namespace {

// Version ::= INTEGER { v1(0), v2(1), v3(2) }, in [0] EXPLICIT.
void read_version(CertificateParse& parse, CertificateWalk& tbs) {
    parse.out.version = 1;
    DerItem outer;
    DerItem integer;
    if (!tbs.next_if(tag::constructed(0), outer)) return;
    CertificateWalk walk(parse, outer);
    if (!walk.expect(tag::integer, integer, "version is not an INTEGER")) return;
    const auto version = unsigned_of(integer.content);
    if (!version || *version > 2) parse.problem("unknown version", integer.start);
    parse.out.version = version && *version < 1000 ? static_cast<int>(*version) + 1 : 0;
}

// The magnitude in hex, as people compare it: without sign octet, negative ones with "-".
std::string serial_text(Bytes integer) {
    std::string out;
    if (!integer.empty() && (integer[0] & 0x80U) != 0) {
        std::string magnitude(as_text(integer));
        unsigned carry = 1;
        for (std::size_t i = magnitude.size(); i-- > 0;) {
            carry += static_cast<std::uint8_t>(~static_cast<unsigned char>(magnitude[i]));
            magnitude[i] = static_cast<char>(carry & 0xFFU);
            carry >>= 8;
        }
        out = "-";
        append_hex(out, as_bytes(magnitude));
        return out;
    }
    while (integer.size() > 1 && integer[0] == 0)
        integer = integer.subspan(1);
    append_hex(out, integer);
    return out;
}

bool read_serial(CertificateParse& parse, CertificateWalk& tbs) {
    DerItem integer;
    if (!tbs.expect(tag::integer, integer, "serialNumber is not an INTEGER")) return false;
    if (integer.cut) return false;
    const Bytes content = integer.content;
    if (content.empty()) parse.problem("serialNumber is empty", integer.start);
    if (content.size() > 1 && (content[0] == 0 || content[0] == 0xFF) &&
        ((content[0] ^ content[1]) & 0x80U) == 0)
        parse.problem("serialNumber is padded", integer.start);
    parse.out.serial = serial_text(content);
    parse.out.serial_octets = content_range(integer);
    return true;
}

std::optional<std::int64_t> read_date(CertificateParse& parse, CertificateWalk& validity,
                                      std::string& text) {
    DerItem item;
    if (!validity.next(item) || item.cut) return std::nullopt;
    text = octets_of(item);
    bool der_form = true;
    const auto time = read_time(item.tag.octet, item.content, der_form);
    if (!time)
        parse.problem("time cannot be read", item.start);
    else if (!der_form)
        parse.problem("time is not written as RFC 5280 section 4.1.2.5 wants", item.start);
    return time;
}

void read_validity(CertificateParse& parse, const DerItem& sequence) {
    CertificateWalk walk(parse, sequence);
    parse.out.not_before = read_date(parse, walk, parse.out.not_before_text);
    parse.out.not_after = read_date(parse, walk, parse.out.not_after_text);
}

// issuerUniqueID, subjectUniqueID and extensions.
void read_tbs_end(CertificateParse& parse, CertificateWalk& tbs) {
    DerItem item;
    while (tbs.next(item)) {
        if (item.is(tag::context(1)) || item.is(tag::context(2)) || item.is(tag::constructed(1)) ||
            item.is(tag::constructed(2)))
            continue;
        if (!item.is(tag::constructed(3))) {
            parse.problem("unexpected element in TBSCertificate", item.start);
            continue;
        }
        CertificateWalk walk(parse, item);
        DerItem sequence;
        if (walk.expect(tag::sequence, sequence, "extensions are not a SEQUENCE"))
            read_extensions(parse, sequence);
    }
}

bool same(Bytes der, Range a, Range b) { return equal(a.of(der), b.of(der)); }

void read_tbs(CertificateParse& parse, Bytes der, const DerItem& sequence) {
    CertificateSummary& out = parse.out;
    CertificateWalk tbs(parse, sequence);
    DerItem item;
    DerItem issuer;
    read_version(parse, tbs);
    if (!read_serial(parse, tbs)) return;
    if (!tbs.expect(tag::sequence, item, "signature is not a SEQUENCE")) return;
    read_signature_algorithm(parse, item, out.signature);
    if (!tbs.expect(tag::sequence, issuer, "issuer is not a SEQUENCE")) return;
    read_name(parse, issuer, out.issuer);
    if (!tbs.expect(tag::sequence, item, "validity is not a SEQUENCE")) return;
    read_validity(parse, item);
    if (!tbs.expect(tag::sequence, item, "subject is not a SEQUENCE")) return;
    read_name(parse, item, out.subject);
    out.self_issued = !out.subject.empty() && !item.cut && !issuer.cut &&
                      same(der, out.issuer.der, out.subject.der);
    if (!tbs.expect(tag::sequence, item, "subjectPublicKeyInfo is not a SEQUENCE")) return;
    read_public_key(parse, item, out.public_key);
    read_tbs_end(parse, tbs);
}

void read_outer_signature(CertificateParse& parse, Bytes der, CertificateWalk& walk) {
    DerItem item;
    if (!walk.expect(tag::sequence, item, "signatureAlgorithm is not a SEQUENCE")) return;
    SignatureAlgorithm outer;
    read_signature_algorithm(parse, item, outer);
    if (!item.cut) {
        parse.out.signature_mismatch = !outer.algorithm.empty() &&
                                       !parse.out.signature.algorithm.empty() &&
                                       !same(der, outer.der, parse.out.signature.der);
        parse.out.signature = std::move(outer);
    }
    if (!walk.expect(tag::bit_string, item, "signatureValue is not a BIT STRING")) return;
    if (item.content.empty()) return parse.fault("signatureValue is empty", item.start);
    parse.out.signature_value = {item.content_offset() + 1, item.content.size() - 1};
    if (walk.more()) parse.problem("more than three elements in Certificate", walk.offset());
}

}  // namespace

CertificateSummary parse_certificate(Bytes der) {
    CertificateSummary out;
    out.complete = true;
    CertificateParse parse(out);
    DerReader reader = DerReader::prefix(der);
    DerItem certificate;
    if (!reader.next(certificate) || !certificate.is(tag::sequence)) {
        parse.fault("not a SEQUENCE", 0);
        return out;
    }
    out.size = certificate.header + certificate.length;
    if (certificate.cut) parse.fault("truncated", der.size());
    if (reader.more()) parse.problem("octets after the certificate", reader.offset());
    CertificateWalk walk(parse, certificate);
    DerItem tbs;
    if (!walk.expect(tag::sequence, tbs, "tbsCertificate is not a SEQUENCE")) return out;
    out.tbs = range_of(tbs);
    read_tbs(parse, der, tbs);
    if (!tbs.cut) read_outer_signature(parse, der, walk);
    return out;
}

std::string CertificateSummary::common_name() const {
    const NameAttribute* attribute = subject.find("CN");
    return attribute ? attribute->text() : std::string();
}

std::vector<std::string_view> CertificateSummary::key_usage_names() const {
    static constexpr std::string_view kNames[] = {
        "digitalSignature", "nonRepudiation", "keyEncipherment", "dataEncipherment", "keyAgreement",
        "keyCertSign",      "cRLSign",        "encipherOnly",    "decipherOnly"};
    std::vector<std::string_view> names;
    const unsigned usage = key_usage.value_or(0);
    for (unsigned bit = 0; bit < 9; ++bit)
        if (((usage >> bit) & 1U) != 0) names.push_back(kNames[bit]);
    return names;
}

}  // namespace tlsonar::trust
