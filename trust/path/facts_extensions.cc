#include "core/text.h"
#include "trust/der.h"
#include "trust/oid_table.h"
#include "trust/path/facts.h"

#include <algorithm>

namespace tlsonar::trust {
namespace {

// Nesting that no honest extension has.
constexpr unsigned kMaxDepth = 24;

bool is_primitive_good(const DerItem& item) {
    const Bytes content = item.content;
    if (item.is(tag::boolean))
        return content.size() == 1 && (content[0] == 0 || content[0] == 0xFF);
    if (!item.is(tag::integer)) return true;
    return !content.empty() && (content.size() == 1 || (content[0] != 0 && content[0] != 0xFF) ||
                                ((content[0] ^ content[1]) & 0x80U) != 0);
}

bool is_well_formed(Bytes octets, unsigned depth) {
    if (depth == kMaxDepth) return false;
    DerReader reader(octets);
    DerItem item;
    while (reader.next(item)) {
        if (!item.minimal || !is_primitive_good(item)) return false;
        const bool constructed = (item.tag.octet & 0x20U) != 0;
        if (constructed && !is_well_formed(item.content, depth + 1)) return false;
    }
    return !reader.failed() && reader.rest().empty();
}

// One item with that tag, and nothing after it.
bool read_whole(Bytes value, std::uint8_t wanted, DerItem& item) {
    DerReader reader(value);
    return reader.next_if(wanted, item) && !reader.more() && !reader.failed();
}

// SEQUENCE SIZE (1..MAX) OF items with that tag.
template <class Each>
bool read_list(Bytes value, std::uint8_t wanted, Each each) {
    DerItem item;
    if (!read_whole(value, tag::sequence, item) || item.content.empty()) return false;
    DerReader reader = DerReader::inside(item);
    while (reader.next_if(wanted, item))
        if (!each(item)) return false;
    return !reader.more() && !reader.failed();
}

// A content of an INTEGER (0..MAX); larger ones than any path is long are as good as the largest.
std::optional<std::uint32_t> skip_count(Bytes content) {
    if (content.empty() || (content[0] & 0x80U) != 0) return std::nullopt;
    std::uint64_t n = 0;
    for (const std::uint8_t octet : content)
        n = std::min<std::uint64_t>(n * 256 + octet, 0xFFFFFFFFU);
    return static_cast<std::uint32_t>(n);
}

// Each reads the content of extnValue; false when it is malformed.
using Read = bool (*)(Bytes value, PathFacts& facts);

bool read_authority_key_id(Bytes value, PathFacts& facts) {
    DerItem item;
    if (!read_whole(value, tag::sequence, item)) return false;
    DerReader reader = DerReader::inside(item);
    reader.next_if(tag::context(0), item);
    const bool issuer = reader.next_if(tag::constructed(1), item);
    const bool serial = reader.next_if(tag::context(2), item);
    facts.names_issuer_and_serial = issuer || serial;
    return !reader.more() && !reader.failed();
}

bool read_octet_string(Bytes value, PathFacts& /*facts*/) {
    DerItem item;
    return read_whole(value, tag::octet_string, item) && !item.content.empty();
}

// A BIT STRING with some bit set, and zeros in the bits that are not used.
bool read_key_usage(Bytes value, PathFacts& /*facts*/) {
    DerItem item;
    if (!read_whole(value, tag::bit_string, item) || item.content.size() < 2) return false;
    const unsigned unused = item.content[0];
    if (unused > 7 || (item.content.back() & ((1U << unused) - 1)) != 0) return false;
    return std::any_of(item.content.begin() + 1, item.content.end(),
                       [](std::uint8_t octet) { return octet != 0; });
}

bool read_basic_constraints(Bytes value, PathFacts& /*facts*/) {
    DerItem item;
    if (!read_whole(value, tag::sequence, item)) return false;
    DerReader reader = DerReader::inside(item);
    const bool ca = reader.next_if(tag::boolean, item) && item.content[0] != 0;
    const bool length = reader.next_if(tag::integer, item);
    return !reader.more() && !reader.failed() &&
           (!length || (ca && skip_count(item.content).has_value()));
}

bool read_alt_name(Bytes value, PathFacts& /*facts*/) {
    DerItem item;
    return read_whole(value, tag::sequence, item) && !item.content.empty();
}

bool read_extended_key_usage(Bytes value, PathFacts& /*facts*/) {
    return read_list(value, tag::object_identifier,
                     [](const DerItem& item) { return !item.content.empty(); });
}

bool read_policies(Bytes value, PathFacts& facts) {
    return read_list(value, tag::sequence, [&facts](const DerItem& information) {
        DerReader reader = DerReader::inside(information);
        DerItem item;
        if (!reader.next_if(tag::object_identifier, item)) return false;
        std::string policy(as_text(item.content));
        // "A certificate policy OID MUST NOT appear more than once."
        if (facts.policies.size() >= CertificateSummary::kMaxItems ||
            std::find(facts.policies.begin(), facts.policies.end(), policy) != facts.policies.end())
            return false;
        facts.policies.push_back(std::move(policy));
        if (reader.next_if(tag::sequence, item) && item.content.empty()) return false;
        return !reader.more() && !reader.failed();
    });
}

bool read_policy_mappings(Bytes value, PathFacts& facts) {
    return read_list(value, tag::sequence, [&facts](const DerItem& mapping) {
        DerReader reader = DerReader::inside(mapping);
        DerItem issuer;
        DerItem subject;
        if (facts.mappings.size() >= CertificateSummary::kMaxItems ||
            !reader.next_if(tag::object_identifier, issuer) ||
            !reader.next_if(tag::object_identifier, subject) || reader.more())
            return false;
        facts.mappings.push_back(
            {std::string(as_text(issuer.content)), std::string(as_text(subject.content))});
        return true;
    });
}

bool read_policy_constraints(Bytes value, PathFacts& facts) {
    DerItem item;
    if (!read_whole(value, tag::sequence, item) || item.content.empty()) return false;
    DerReader reader = DerReader::inside(item);
    if (reader.next_if(tag::context(0), item)) {
        facts.require_explicit_policy = skip_count(item.content);
        if (!facts.require_explicit_policy) return false;
    }
    if (reader.next_if(tag::context(1), item)) {
        facts.inhibit_policy_mapping = skip_count(item.content);
        if (!facts.inhibit_policy_mapping) return false;
    }
    return !reader.more() && !reader.failed();
}

bool read_inhibit_any_policy(Bytes value, PathFacts& facts) {
    DerItem item;
    if (!read_whole(value, tag::integer, item)) return false;
    facts.inhibit_any_policy = skip_count(item.content);
    return facts.inhibit_any_policy.has_value();
}

bool read_constraints(Bytes value, PathFacts& facts) {
    ReadConstraints read = read_name_constraints(value);
    if (read.constraints) {
        facts.constraints = std::move(read.constraints);
        return true;
    }
    std::string found(read.fault);
    if (!read.at.empty()) found += ": " + read.at;
    facts.defects.push_back({PathKind::name_constraints_malformed, std::move(found)});
    return true;  // told
}

// AccessDescription ::= SEQUENCE { accessMethod, accessLocation }.
bool read_access(Bytes value, PathFacts& /*facts*/) {
    return read_list(value, tag::sequence, [](const DerItem& description) {
        DerReader reader = DerReader::inside(description);
        DerItem item;
        return reader.next_if(tag::object_identifier, item) && reader.next(item) &&
               (item.tag.octet & 0xC0U) == 0x80 && item.tag.number <= 8 && !reader.more();
    });
}

bool read_sequences(Bytes value, PathFacts& /*facts*/) {
    return read_list(value, tag::sequence, [](const DerItem&) { return true; });
}

bool read_features(Bytes value, PathFacts& /*facts*/) {
    return read_list(value, tag::integer, [](const DerItem&) { return true; });
}

struct Row {
    std::size_t oid;  // its place in the table of identifiers
    Read read;
};

// In the order of PathExtension: the catalogue of what is processed.
constexpr Row kRows[] = {
    {oid_table::index_of("2.5.29.35"), read_authority_key_id},
    {oid_table::index_of("2.5.29.14"), read_octet_string},
    {oid_table::index_of("2.5.29.15"), read_key_usage},
    {oid_table::index_of("2.5.29.32"), read_policies},
    {oid_table::index_of("2.5.29.33"), read_policy_mappings},
    {oid_table::index_of("2.5.29.17"), read_alt_name},
    {oid_table::index_of("2.5.29.18"), read_alt_name},
    {oid_table::index_of("2.5.29.19"), read_basic_constraints},
    {oid_table::index_of("2.5.29.30"), read_constraints},
    {oid_table::index_of("2.5.29.36"), read_policy_constraints},
    {oid_table::index_of("2.5.29.37"), read_extended_key_usage},
    {oid_table::index_of("2.5.29.31"), read_sequences},
    {oid_table::index_of("2.5.29.46"), read_sequences},
    {oid_table::index_of("2.5.29.54"), read_inhibit_any_policy},
    {oid_table::index_of("1.3.6.1.5.5.7.1.1"), read_access},
    {oid_table::index_of("1.3.6.1.5.5.7.1.11"), read_access},
    {oid_table::index_of("1.3.6.1.5.5.7.1.24"), read_features},
};
static_assert(sizeof kRows / sizeof kRows[0] == static_cast<std::size_t>(PathExtension::count));

std::size_t row_of(const CertificateExtension& extension) {
    const OidEntry* entry = extension.type.entry();
    std::size_t row = 0;
    while (row < std::size(kRows) && (entry == nullptr || kRows[row].oid != entry->index))
        ++row;
    return row;
}

}  // namespace

bool is_well_formed_der(Bytes octets) { return is_well_formed(octets, 0); }

void read_path_extensions(const Certificate& certificate, PathFacts& facts) {
    for (const CertificateExtension& extension : certificate.summary.extensions) {
        const std::size_t row = row_of(extension);
        if (row == std::size(kRows)) {
            if (extension.critical)
                facts.defects.push_back(
                    {PathKind::unknown_critical_extension, std::string(extension.type.dotted())});
            continue;
        }
        // The first of several counts; that there are several is a defect already.
        if (facts.present[row]) continue;
        facts.present[row] = true;
        facts.critical[row] = extension.critical;
        const Bytes value = certificate.bytes(extension.value);
        if (!is_well_formed_der(value) || !kRows[row].read(value, facts))
            facts.defects.push_back(
                {PathKind::malformed_extension, std::string(extension.type.label())});
    }
}

}  // namespace tlsonar::trust
