#include "trust/name/distinguished.h"

#include "core/text.h"
#include "trust/certificate.h"
#include "trust/der.h"
#include "trust/oid_table.h"

#include <algorithm>

namespace tlsonar::trust {
namespace {

constexpr std::string_view kEmailAddress =
    oid_table::kEntries[oid_table::index_of("1.2.840.113549.1.9.1")].der;

bool is_string_tag(std::uint8_t octet) {
    switch (octet) {
        case tag::utf8_string:
        case tag::numeric_string:
        case tag::printable_string:
        case tag::t61_string:
        case tag::ia5_string:
        case tag::visible_string:
        case tag::universal_string:
        case tag::bmp_string:
            return true;
        default:
            return false;
    }
}

// Simple case folding of the scripts that names of organisations use: Latin-1, Greek, Cyrillic.
std::uint32_t fold(std::uint32_t c) {
    if (c < 0x80) return static_cast<unsigned char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    if ((c >= 0xC0 && c <= 0xDE && c != 0xD7) || (c >= 0x391 && c <= 0x3A9) ||
        (c >= 0x410 && c <= 0x42F))
        return c + 32;
    return c >= 0x400 && c <= 0x40F ? c + 80 : c;
}

void append_code_point(std::string& out, std::uint32_t c) {
    if (c < 0x80) {
        out += static_cast<char>(c);
        return;
    }
    // All that fold() changes lie below U+0800: two octets.
    out += static_cast<char>(0xC0U | (c >> 6));
    out += static_cast<char>(0x80U | (c & 0x3FU));
}

// Folded, without spaces at the ends, one space where there were several.
std::string normal_text(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    bool space = false;
    while (!text.empty()) {
        const CodePoint point = decode_utf8(text);
        const std::string_view octets = text.substr(0, std::max(point.length, 1U));
        text.remove_prefix(octets.size());
        if (octets == " ") {
            space = !out.empty();
            continue;
        }
        if (space) out += ' ';
        space = false;
        if (point.length == 1 || point.length == 2)
            append_code_point(out, fold(point.value));
        else
            out += octets;
    }
    return out;
}

void append_sized(std::string& out, std::string_view text) {
    for (int shift = 24; shift >= 0; shift -= 8)
        out += static_cast<char>((text.size() >> shift) & 0xFFU);
    out += text;
}

// One AttributeTypeAndValue in its normal form; empty when it is none.
std::string normal_attribute(const DerItem& sequence, DistinguishedName& name) {
    DerReader reader = DerReader::inside(sequence);
    DerItem type;
    DerItem value;
    if (!reader.next_if(tag::object_identifier, type) || !reader.next(value) || reader.more())
        return {};
    std::string out;
    append_sized(out, as_text(type.content));
    if (!is_string_tag(value.tag.octet)) {
        append_sized(out, as_text(value.whole()));
        return out;
    }
    NameAttribute attribute;
    attribute.tag = value.tag.octet;
    attribute.octets = std::string(as_text(value.content));
    const std::string text = attribute.text();
    if (as_text(type.content) == kEmailAddress) name.emails.push_back(text);
    out += 's';  // apart from values of other types
    append_sized(out, normal_text(text));
    return out;
}

bool read_rdn(const DerItem& set, DistinguishedName& name) {
    DerReader reader = DerReader::inside(set);
    DerItem item;
    std::vector<std::string> attributes;
    while (reader.next_if(tag::sequence, item)) {
        attributes.push_back(normal_attribute(item, name));
        if (attributes.back().empty()) return false;
    }
    if (reader.more() || reader.failed() || attributes.empty()) return false;
    std::sort(attributes.begin(), attributes.end());
    std::string& rdn = name.rdns.emplace_back();
    for (const std::string& attribute : attributes)
        append_sized(rdn, attribute);
    return true;
}

}  // namespace

DistinguishedName read_distinguished_name(Bytes octets) {
    DistinguishedName name;
    DerReader outer(octets);
    DerItem item;
    bool good = outer.next_if(tag::sequence, item) && !outer.more() && !outer.failed();
    if (good) {
        DerReader reader = DerReader::inside(item);
        while (good && reader.next_if(tag::set, item))
            good = read_rdn(item, name);
        good = good && !reader.more() && !reader.failed();
    }
    if (good) return name;
    name.readable = false;
    name.rdns.assign(1, "?" + std::string(as_text(octets)));
    return name;
}

std::string DistinguishedName::key() const {
    std::string out(1, readable ? '=' : '?');
    for (const std::string& rdn : rdns)
        append_sized(out, rdn);
    return out;
}

bool DistinguishedName::is_within(const DistinguishedName& base) const {
    return readable && base.readable && base.rdns.size() <= rdns.size() &&
           std::equal(base.rdns.begin(), base.rdns.end(), rdns.begin());
}

std::string name_key(Bytes name) { return read_distinguished_name(name).key(); }

bool same_name(Bytes a, Bytes b) { return equal(a, b) || name_key(a) == name_key(b); }

}  // namespace tlsonar::trust
