#include "core/text.h"
#include "trust/certificate_parse.h"

#include <arpa/inet.h>

namespace tlsonar::trust {
namespace {

void append_utf8(std::string& out, std::uint32_t c) {
    const auto put = [&out](std::uint32_t octet) { out += static_cast<char>(octet); };
    if (c < 0x80) {
        put(c);
    } else if (c < 0x800) {
        put(0xC0U | (c >> 6));
        put(0x80U | (c & 0x3FU));
    } else if (c < 0x10000) {
        put(0xE0U | (c >> 12));
        put(0x80U | ((c >> 6) & 0x3FU));
        put(0x80U | (c & 0x3FU));
    } else {
        put(0xF0U | (c >> 18));
        put(0x80U | ((c >> 12) & 0x3FU));
        put(0x80U | ((c >> 6) & 0x3FU));
        put(0x80U | (c & 0x3FU));
    }
}

bool is_surrogate(std::uint32_t c) { return c >= 0xD800 && c <= 0xDFFF; }

// BMPString is UCS-2, but surrogate pairs are found in it. Empty when it is neither.
std::string from_utf16(Bytes octets) {
    std::string out;
    if (octets.size() % 2 != 0) return out;
    for (std::size_t i = 0; i < octets.size(); i += 2) {
        std::uint32_t c = load_be16(octets.data() + i);
        if (is_surrogate(c)) {
            if (c >= 0xDC00 || i + 4 > octets.size()) return {};
            const std::uint32_t low = load_be16(octets.data() + i + 2);
            if (low < 0xDC00 || low > 0xDFFF) return {};
            c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
            i += 2;
        }
        append_utf8(out, c);
    }
    return out;
}

std::string from_utf32(Bytes octets) {
    std::string out;
    if (octets.size() % 4 != 0) return out;
    for (std::size_t i = 0; i < octets.size(); i += 4) {
        const std::uint32_t c = load_be32(octets.data() + i);
        if (c > 0x10FFFF || is_surrogate(c)) return {};
        append_utf8(out, c);
    }
    return out;
}

std::string from_latin1(Bytes octets) {
    std::string out;
    for (const std::uint8_t octet : octets)
        append_utf8(out, octet);
    return out;
}

// RFC 4514 section 2.4.
void append_escaped(std::string& out, std::string_view value) {
    for (std::size_t i = 0; i < value.size(); ++i) {
        const char c = value[i];
        const bool first = i == 0;
        const bool last = i + 1 == value.size();
        if (c == '\0') {
            out += "\\00";
            continue;
        }
        if (std::string_view("\"+,;<>\\").find(c) != std::string_view::npos ||
            (first && (c == ' ' || c == '#')) || (last && c == ' '))
            out += '\\';
        out += c;
    }
}

// '#' and the BER encoding in hex, for attribute types without a short name.
void append_ber(std::string& out, const NameAttribute& attribute) {
    std::string header(1, static_cast<char>(attribute.tag));
    const std::size_t n = attribute.octets.size();
    if (n >= 0x80) {
        int width = 1;
        while ((n >> (8 * width)) != 0)
            ++width;
        header += static_cast<char>(0x80 | width);
        for (int i = width - 1; i >= 0; --i)
            header += static_cast<char>((n >> (8 * i)) & 0xFFU);
    } else {
        header += static_cast<char>(n);
    }
    out += '#';
    append_hex(out, as_bytes(header));
    append_hex(out, as_bytes(attribute.octets));
}

void append_attribute(std::string& out, const NameAttribute& attribute) {
    if (attribute.type.short_name().empty()) {
        out += attribute.type.dotted();
        out += '=';
        append_ber(out, attribute);
        return;
    }
    out += attribute.type.short_name();
    out += '=';
    append_escaped(out, attribute.text());
}

// One AttributeTypeAndValue. One that was cut is left out: its beginning is not what was claimed.
void read_attribute(CertificateParse& parse, const DerItem& sequence, bool joins, Name& name) {
    CertificateWalk walk(parse, sequence);
    DerItem type;
    DerItem value;
    if (!walk.expect(tag::object_identifier, type, "attribute has no type") || type.cut) return;
    if (!walk.next(value)) return parse.fault("attribute has no value", sequence.start);
    if (value.cut) return;
    NameAttribute& attribute = name.attributes.emplace_back();
    attribute.type = ObjectId(type.content);
    attribute.tag = value.tag.octet;
    attribute.joins_previous = joins;
    attribute.octets = octets_of(value);
}

std::string address_text(int family, Bytes octets) {
    char text[INET6_ADDRSTRLEN];
    return inet_ntop(family, octets.data(), text, sizeof text) ? text : std::string();
}

std::string ip_text(Bytes octets) {
    switch (octets.size()) {
        case 4:
            return address_text(AF_INET, octets);
        case 16:
            return address_text(AF_INET6, octets);
        case 8:
        case 32: {
            const std::size_t half = octets.size() / 2;
            return ip_text(octets.first(half)) + "/" + ip_text(octets.subspan(half));
        }
        default:
            return hex(octets);
    }
}

}  // namespace

std::string NameAttribute::text() const {
    const Bytes bytes = as_bytes(octets);
    std::string converted;
    if (tag == tag::bmp_string) converted = from_utf16(bytes);
    if (tag == tag::universal_string) converted = from_utf32(bytes);
    if (tag == tag::t61_string) converted = from_latin1(bytes);
    return converted.empty() ? octets : converted;
}

const NameAttribute* Name::find(std::string_view short_name) const {
    for (std::size_t i = attributes.size(); i-- > 0;)
        if (attributes[i].type.short_name() == short_name) return &attributes[i];
    return nullptr;
}

std::string Name::rfc4514() const {
    std::string out;
    std::size_t end = attributes.size();
    while (end > 0) {
        std::size_t begin = end - 1;
        while (begin > 0 && attributes[begin].joins_previous)
            --begin;
        if (!out.empty()) out += ',';
        for (std::size_t i = begin; i < end; ++i) {
            if (i != begin) out += '+';
            append_attribute(out, attributes[i]);
        }
        end = begin;
    }
    return out;
}

// RDNSequence ::= SEQUENCE OF SET OF AttributeTypeAndValue.
void read_name(CertificateParse& parse, const DerItem& sequence, Name& name) {
    name.der = range_of(sequence);
    name.attributes.reserve(6);
    CertificateWalk rdns(parse, sequence);
    DerItem rdn;
    while (rdns.next(rdn)) {
        if (!rdn.is(tag::set)) {
            parse.fault("RelativeDistinguishedName is not a SET", rdn.start);
            continue;
        }
        CertificateWalk members(parse, rdn);
        DerItem member;
        bool joins = false;
        while (members.next(member)) {
            if (name.attributes.size() == CertificateSummary::kMaxAttributes)
                return parse.fault("too many attributes in a name", member.start);
            const std::size_t before = name.attributes.size();
            if (member.is(tag::sequence))
                read_attribute(parse, member, joins, name);
            else
                parse.fault("AttributeTypeAndValue is not a SEQUENCE", member.start);
            joins = joins || name.attributes.size() > before;
        }
    }
}

Name parse_name(Bytes der) {
    Name name;
    CertificateSummary scratch;
    CertificateParse parse(scratch);
    DerReader reader(der);
    DerItem sequence;
    if (reader.next_if(tag::sequence, sequence)) read_name(parse, sequence, name);
    return name;
}

bool read_general_name(CertificateParse& parse, const DerItem& item, GeneralName& name) {
    if ((item.tag.octet & 0xC0U) != 0x80 || item.tag.number > 8) {
        parse.problem("not a GeneralName", item.start);
        return false;
    }
    if (item.cut) return false;
    name.kind = static_cast<GeneralName::Kind>(item.tag.number);
    name.octets = octets_of(item);
    if (name.kind == GeneralName::Kind::ip && name.octets.size() != 4 && name.octets.size() != 16)
        parse.problem("iPAddress is neither 4 nor 16 octets", item.start);
    return true;
}

std::string GeneralName::text() const {
    const Bytes bytes = as_bytes(octets);
    switch (kind) {
        case Kind::dns:
        case Kind::rfc822:
        case Kind::uri:
            return octets;
        case Kind::ip:
            return ip_text(bytes);
        case Kind::registered_id:
            return dotted_oid(bytes);
        case Kind::directory: {
            CertificateSummary nobody;
            CertificateParse parse(nobody);
            DerReader reader(bytes);
            DerItem sequence;
            Name name;
            if (reader.next_if(tag::sequence, sequence)) read_name(parse, sequence, name);
            return name.rfc4514();
        }
        default:
            return hex(bytes);
    }
}

}  // namespace tlsonar::trust
