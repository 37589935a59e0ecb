#include "trust/certificate_parse.h"
#include "trust/oid_table.h"

#include <array>

namespace tlsonar::trust {
namespace {

// Reads the content of extnValue into the summary.
using Handler = void (*)(CertificateParse&, const DerItem& value);

bool full(CertificateParse& parse, std::size_t size, std::size_t limit, std::size_t offset) {
    if (size < limit) return false;
    parse.fault("too many items in an extension", offset);
    return true;
}

void on_basic_constraints(CertificateParse& parse, const DerItem& value) {
    CertificateWalk outer(parse, value);
    DerItem item;
    if (!outer.expect(tag::sequence, item, "basicConstraints is not a SEQUENCE") || item.cut)
        return;
    CertificateWalk walk(parse, item);
    BasicConstraints constraints;
    if (walk.next_if(tag::boolean, item))
        constraints.ca = !item.content.empty() && item.content[0] != 0;
    if (walk.next_if(tag::integer, item)) {
        const auto length = unsigned_of(item.content);
        if (!length || *length > 0xFFFFFFFFU)
            parse.problem("pathLenConstraint out of range", item.start);
        else
            constraints.path_length = static_cast<std::uint32_t>(*length);
    }
    parse.out.basic_constraints = constraints;
}

// KeyUsage ::= BIT STRING: the first octet counts the unused bits, bit 0 is the highest of the
// next.
void on_key_usage(CertificateParse& parse, const DerItem& value) {
    CertificateWalk walk(parse, value);
    DerItem item;
    if (!walk.expect(tag::bit_string, item, "keyUsage is not a BIT STRING") || item.cut) return;
    if (item.content.empty()) return parse.problem("keyUsage is empty", item.start);
    unsigned usage = 0;
    for (unsigned bit = 0; bit < 9 && 1 + bit / 8 < item.content.size(); ++bit) {
        const unsigned octet = item.content[1 + bit / 8];
        usage |= ((octet >> (7 - bit % 8)) & 1U) << bit;
    }
    parse.out.key_usage = static_cast<std::uint16_t>(usage);
}

void on_extended_key_usage(CertificateParse& parse, const DerItem& value) {
    CertificateWalk outer(parse, value);
    DerItem item;
    if (!outer.expect(tag::sequence, item, "extKeyUsage is not a SEQUENCE")) return;
    CertificateWalk walk(parse, item);
    auto& usages = parse.out.extended_key_usage;
    while (walk.more() && walk.expect(tag::object_identifier, item, "KeyPurposeId expected")) {
        if (item.cut || full(parse, usages.size(), CertificateSummary::kMaxItems, item.start))
            return;
        usages.emplace_back(item.content);
    }
}

void on_subject_alt_name(CertificateParse& parse, const DerItem& value) {
    parse.out.has_subject_alt_name = true;
    CertificateWalk outer(parse, value);
    DerItem item;
    if (!outer.expect(tag::sequence, item, "subjectAltName is not a SEQUENCE")) return;
    CertificateWalk walk(parse, item);
    auto& names = parse.out.subject_alt_names;
    while (walk.next(item)) {
        if (full(parse, names.size(), CertificateSummary::kMaxGeneralNames, item.start)) return;
        if (!read_general_name(parse, item, names.emplace_back())) names.pop_back();
    }
}

void on_subject_key_id(CertificateParse& parse, const DerItem& value) {
    CertificateWalk walk(parse, value);
    DerItem item;
    if (walk.expect(tag::octet_string, item, "subjectKeyIdentifier is not an OCTET STRING") &&
        !item.cut)
        parse.out.subject_key_id = octets_of(item);
}

void on_authority_key_id(CertificateParse& parse, const DerItem& value) {
    CertificateWalk outer(parse, value);
    DerItem item;
    if (!outer.expect(tag::sequence, item, "authorityKeyIdentifier is not a SEQUENCE")) return;
    CertificateWalk walk(parse, item);
    if (walk.next_if(tag::context(0), item) && !item.cut)
        parse.out.authority_key_id = octets_of(item);
}

void on_policies(CertificateParse& parse, const DerItem& value) {
    CertificateWalk outer(parse, value);
    DerItem item;
    if (!outer.expect(tag::sequence, item, "certificatePolicies is not a SEQUENCE")) return;
    CertificateWalk walk(parse, item);
    auto& policies = parse.out.policies;
    while (walk.more() && walk.expect(tag::sequence, item, "PolicyInformation expected")) {
        CertificateWalk information(parse, item);
        DerItem oid;
        if (!information.expect(tag::object_identifier, oid, "policyIdentifier expected") ||
            oid.cut)
            return;
        if (full(parse, policies.size(), CertificateSummary::kMaxItems, oid.start)) return;
        policies.emplace_back(oid.content);
    }
}

// AccessDescription ::= SEQUENCE { accessMethod, accessLocation GeneralName }; only URIs are kept.
void on_authority_info_access(CertificateParse& parse, const DerItem& value) {
    static constexpr std::string_view kOcsp =
        oid_table::kEntries[oid_table::index_of("1.3.6.1.5.5.7.48.1")].der;
    static constexpr std::string_view kCaIssuers =
        oid_table::kEntries[oid_table::index_of("1.3.6.1.5.5.7.48.2")].der;
    CertificateWalk outer(parse, value);
    DerItem item;
    if (!outer.expect(tag::sequence, item, "authorityInfoAccess is not a SEQUENCE")) return;
    CertificateWalk walk(parse, item);
    while (walk.more() && walk.expect(tag::sequence, item, "AccessDescription expected")) {
        CertificateWalk description(parse, item);
        DerItem method;
        DerItem location;
        if (!description.expect(tag::object_identifier, method, "accessMethod expected")) return;
        if (!description.next_if(tag::context(6), location) || location.cut) continue;
        auto& urls =
            as_text(method.content) == kOcsp ? parse.out.ocsp_urls : parse.out.ca_issuer_urls;
        if (&urls == &parse.out.ca_issuer_urls && as_text(method.content) != kCaIssuers) continue;
        if (full(parse, urls.size(), CertificateSummary::kMaxItems, item.start)) return;
        urls.push_back(octets_of(location));
    }
}

// DistributionPoint ::= SEQUENCE { [0] { [0] fullName GeneralNames … } … }: URIs of the full names.
void read_distribution_point(CertificateParse& parse, const DerItem& point) {
    CertificateWalk walk(parse, point);
    DerItem item;
    if (!walk.next_if(tag::constructed(0), item)) return;
    CertificateWalk name(parse, item);
    if (!name.next_if(tag::constructed(0), item)) return;
    CertificateWalk names(parse, item);
    auto& urls = parse.out.crl_urls;
    while (names.next(item)) {
        if (!item.is(tag::context(6)) || item.cut) continue;
        if (full(parse, urls.size(), CertificateSummary::kMaxItems, item.start)) return;
        urls.push_back(octets_of(item));
    }
}

void on_crl_distribution_points(CertificateParse& parse, const DerItem& value) {
    CertificateWalk outer(parse, value);
    DerItem item;
    if (!outer.expect(tag::sequence, item, "cRLDistributionPoints is not a SEQUENCE")) return;
    CertificateWalk walk(parse, item);
    while (walk.more() && walk.expect(tag::sequence, item, "DistributionPoint expected"))
        read_distribution_point(parse, item);
}

// TLSFeatures ::= SEQUENCE OF INTEGER (RFC 7633); 5 is status_request.
void on_tls_feature(CertificateParse& parse, const DerItem& value) {
    CertificateWalk outer(parse, value);
    DerItem item;
    if (!outer.expect(tag::sequence, item, "tlsfeature is not a SEQUENCE")) return;
    CertificateWalk walk(parse, item);
    while (walk.more() && walk.expect(tag::integer, item, "feature is not an INTEGER"))
        if (unsigned_of(item.content) == 5U) parse.out.must_staple = true;
}

// An OCTET STRING holding SignedCertificateTimestampList (RFC 6962 section 3.3), in TLS's notation.
void on_sct_list(CertificateParse& parse, const DerItem& value) {
    parse.out.has_sct_list = true;
    CertificateWalk walk(parse, value);
    DerItem item;
    if (!walk.expect(tag::octet_string, item, "SCT list is not an OCTET STRING") || item.cut)
        return;
    Bytes rest = item.content;
    if (rest.size() < 2 || load_be16(rest.data()) != rest.size() - 2)
        return parse.problem("SCT list has another length", item.start);
    rest = rest.subspan(2);
    while (rest.size() >= 2 && rest.size() - 2 >= load_be16(rest.data())) {
        ++parse.out.sct_count;
        rest = rest.subspan(2U + load_be16(rest.data()));
    }
    if (!rest.empty()) parse.problem("SCT list is malformed", item.start);
}

void on_ct_poison(CertificateParse& parse, const DerItem& /*value*/) { parse.out.ct_poison = true; }

// The catalogue of extensions that fill the summary, by the place of their identifier in the table.
consteval std::array<Handler, oid_table::kCount> build_handlers() {
    std::array<Handler, oid_table::kCount> handlers{};
    handlers[oid_table::index_of("2.5.29.19")] = on_basic_constraints;
    handlers[oid_table::index_of("2.5.29.15")] = on_key_usage;
    handlers[oid_table::index_of("2.5.29.37")] = on_extended_key_usage;
    handlers[oid_table::index_of("2.5.29.17")] = on_subject_alt_name;
    handlers[oid_table::index_of("2.5.29.14")] = on_subject_key_id;
    handlers[oid_table::index_of("2.5.29.35")] = on_authority_key_id;
    handlers[oid_table::index_of("2.5.29.32")] = on_policies;
    handlers[oid_table::index_of("2.5.29.31")] = on_crl_distribution_points;
    handlers[oid_table::index_of("1.3.6.1.5.5.7.1.1")] = on_authority_info_access;
    handlers[oid_table::index_of("1.3.6.1.5.5.7.1.24")] = on_tls_feature;
    handlers[oid_table::index_of("1.3.6.1.4.1.11129.2.4.2")] = on_sct_list;
    handlers[oid_table::index_of("1.3.6.1.4.1.11129.2.4.3")] = on_ct_poison;
    return handlers;
}
constexpr std::array<Handler, oid_table::kCount> kHandlers = build_handlers();

void note_duplicate(CertificateParse& parse, const CertificateExtension& extension) {
    for (const CertificateExtension& earlier : parse.out.extensions)
        if (&earlier != &extension && earlier.type == extension.type)
            return parse.problem("extension appears twice", extension.value.offset);
}

// Extension ::= SEQUENCE { extnID, critical BOOLEAN DEFAULT FALSE, extnValue OCTET STRING }.
void read_extension(CertificateParse& parse, const DerItem& sequence) {
    CertificateWalk walk(parse, sequence);
    DerItem oid;
    DerItem item;
    if (!walk.expect(tag::object_identifier, oid, "extension has no identifier") || oid.cut) return;
    bool critical = false;
    if (walk.next_if(tag::boolean, item)) critical = !item.content.empty() && item.content[0] != 0;
    if (!walk.expect(tag::octet_string, item, "extnValue is not an OCTET STRING")) return;
    CertificateExtension& extension = parse.out.extensions.emplace_back();
    extension.type = ObjectId(oid.content);
    extension.critical = critical;
    extension.value = content_range(item);
    note_duplicate(parse, extension);
    const OidEntry* entry = extension.type.entry();
    if (entry != nullptr && kHandlers[entry->index] != nullptr)
        kHandlers[entry->index](parse, item);
}

}  // namespace

void read_extensions(CertificateParse& parse, const DerItem& sequence) {
    parse.out.extensions.reserve(10);
    CertificateWalk walk(parse, sequence);
    DerItem item;
    while (walk.next(item)) {
        if (parse.out.extensions.size() == CertificateSummary::kMaxExtensions)
            return parse.fault("too many extensions", item.start);
        if (item.is(tag::sequence))
            read_extension(parse, item);
        else
            parse.fault("Extension is not a SEQUENCE", item.start);
    }
}

}  // namespace tlsonar::trust
