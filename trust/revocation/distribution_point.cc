#include "trust/revocation/distribution_point.h"

#include "trust/name/distinguished.h"
#include "trust/revocation/reading_private.h"

#include <algorithm>

namespace tlsonar::trust {
namespace {

void append_der_header(std::string& out, std::uint8_t tag, std::size_t length) {
    out += static_cast<char>(tag);
    if (length < 0x80) {
        out += static_cast<char>(length);
        return;
    }
    int width = 1;
    while ((length >> (8 * width)) != 0)
        ++width;
    out += static_cast<char>(0x80 | width);
    for (int i = width - 1; i >= 0; --i)
        out += static_cast<char>((length >> (8 * i)) & 0xFFU);
}

// The Name `issuer` with one more RDN.
std::string name_below(Bytes issuer, std::string_view rdn) {
    DerItem sequence;
    if (!only_item(issuer, tag::sequence, sequence)) return {};
    std::string set;
    append_der_header(set, tag::set, rdn.size());
    set += rdn;
    std::string out;
    append_der_header(out, tag::sequence, sequence.content.size() + set.size());
    out += as_text(sequence.content);
    out += set;
    return out;
}

// Equal for names that are the same name.
std::string comparable(const GeneralName& name) {
    std::string key(1, static_cast<char>(name.kind));
    if (name.kind == GeneralName::Kind::directory)
        key += name_key(as_bytes(name.octets));
    else
        key += name.octets;
    return key;
}

// DistributionPoint ::= SEQUENCE { [0] DistributionPointName, [1] ReasonFlags, [2] GeneralNames }.
bool read_point(const DerItem& sequence, DistributionPoint& point) {
    DerReader reader = DerReader::inside(sequence);
    DerItem item;
    if (reader.next_if(tag::constructed(0), item)) {
        point.name = read_distribution_point_name(item.content);
        if (!point.name) return false;
    }
    if (reader.next_if(tag::context(1), item)) {
        point.reasons = read_reason_flags(item.content);
        if (!point.reasons) return false;
    }
    if (reader.next_if(tag::constructed(2), item)) {
        auto names = read_general_names(item.content);
        if (!names) return false;
        point.crl_issuer = std::move(*names);
    }
    return !reader.more() && !reader.failed();
}

}  // namespace

bool only_item(Bytes octets, std::uint8_t tag, DerItem& item) {
    DerReader reader(octets);
    return reader.next_if(tag, item) && !reader.more() && !reader.failed();
}

std::optional<std::vector<GeneralName>> read_general_names(Bytes content) {
    std::vector<GeneralName> names;
    CertificateSummary scratch;
    CertificateParse parse(scratch);
    DerReader reader(content);
    DerItem item;
    while (reader.next(item)) {
        if (names.size() == DistributionPoint::kMaxNames) return std::nullopt;
        if (!read_general_name(parse, item, names.emplace_back())) return std::nullopt;
    }
    if (reader.failed() || names.empty()) return std::nullopt;
    return names;
}

std::optional<DistributionPointName> read_distribution_point_name(Bytes content) {
    DerReader reader(content);
    DerItem item;
    DistributionPointName name;
    if (reader.next_if(tag::constructed(0), item)) {
        auto full = read_general_names(item.content);
        if (!full) return std::nullopt;
        name.full = std::move(*full);
    } else if (reader.next_if(tag::constructed(1), item) && !item.content.empty()) {
        name.relative = octets_of(item);
    } else {
        return std::nullopt;
    }
    if (reader.more() || reader.failed()) return std::nullopt;
    return name;
}

std::optional<std::uint16_t> read_reason_flags(Bytes content) {
    if (content.empty() || content[0] > 7) return std::nullopt;
    unsigned flags = 0;
    for (unsigned bit = 0; bit < 9 && 1 + bit / 8 < content.size(); ++bit)
        flags |= ((unsigned{content[1 + bit / 8]} >> (7 - bit % 8)) & 1U) << bit;
    return static_cast<std::uint16_t>(flags & kAllReasons);
}

Bytes shortest_integer(Bytes content) {
    while (content.size() > 1 && (content[0] == 0 || content[0] == 0xFF) &&
           ((content[0] ^ content[1]) & 0x80U) == 0)
        content = content.subspan(1);
    return content;
}

bool read_status_extension(const DerItem& sequence, StatusExtension& extension) {
    DerReader reader = DerReader::inside(sequence);
    DerItem item;
    if (!sequence.is(tag::sequence) || !reader.next_if(tag::object_identifier, extension.oid))
        return false;
    extension.critical = reader.next_if(tag::boolean, item) && read_boolean(item.content);
    return reader.next_if(tag::octet_string, extension.value) && !reader.more() && !reader.failed();
}

std::vector<GeneralName> DistributionPointName::resolved(Bytes issuer) const {
    std::vector<GeneralName> names = full;
    if (!relative.empty())
        names.push_back({GeneralName::Kind::directory, name_below(issuer, relative)});
    return names;
}

DistributionPoints read_distribution_points(Bytes value) {
    DistributionPoints out;
    DerItem sequence;
    if (!only_item(value, tag::sequence, sequence)) {
        out.malformed = true;
        return out;
    }
    DerReader reader = DerReader::inside(sequence);
    DerItem item;
    while (reader.next(item)) {
        DistributionPoint point;
        if (!item.is(tag::sequence) || out.points.size() == DistributionPoint::kMaxPoints ||
            !read_point(item, point)) {
            out.malformed = true;
            return out;
        }
        out.points.push_back(std::move(point));
    }
    out.malformed = reader.failed() || out.points.empty();
    return out;
}

bool share_a_name(const std::vector<GeneralName>& a, const std::vector<GeneralName>& b) {
    std::vector<std::string> keys;
    keys.reserve(a.size());
    for (const GeneralName& name : a)
        keys.push_back(comparable(name));
    std::sort(keys.begin(), keys.end());
    return std::any_of(b.begin(), b.end(), [&keys](const GeneralName& name) {
        return std::binary_search(keys.begin(), keys.end(), comparable(name));
    });
}

bool has_directory_name(const std::vector<GeneralName>& names, Bytes name) {
    return share_a_name(names, {{GeneralName::Kind::directory, std::string(as_text(name))}});
}

}  // namespace tlsonar::trust
