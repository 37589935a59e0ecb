#include "trust/der.h"
#include "trust/name/constraints.h"
#include "trust/name/host_syntax.h"

#include <algorithm>

namespace tlsonar::trust {
namespace {

using Kind = GeneralName::Kind;

// A mask of an iPAddress constraint: ones, then zeros (RFC 4632).
bool is_contiguous(std::string_view mask) {
    bool ended = false;
    for (const char c : mask) {
        const unsigned octet = static_cast<unsigned char>(c);
        if (ended && octet != 0) return false;
        if (octet == 0xFF) continue;
        // Of ones and then zeros, the complement plus one is a power of two.
        const unsigned rest = (~octet & 0xFFU) + 1;
        if ((rest & (rest - 1)) != 0) return false;
        ended = true;
    }
    return true;
}

std::string_view fault_of_address(std::string_view octets) {
    if (octets.size() != 8 && octets.size() != 32)
        return "an iPAddress constraint is not an address and a mask";
    if (!is_contiguous(octets.substr(octets.size() / 2)))
        return "the mask of an iPAddress constraint is not contiguous";
    return {};
}

// "host", ".domain" (e-mail and URI only) or nothing, which is everything.
bool is_host_base(std::string_view base, bool leading_period) {
    if (leading_period && base.starts_with('.')) base.remove_prefix(1);
    return is_host_name(base, true) && !has_numeric_end(base);
}

std::string_view fault_of_email(std::string_view base) {
    if (base.empty()) return {};
    if (base.find('@') == std::string_view::npos)
        return is_host_base(base, true) ? std::string_view()
                                        : "an rfc822Name constraint is no host, domain or mailbox";
    std::string_view local;
    std::string_view domain;
    return split_mailbox(base, local, domain) ? std::string_view()
                                              : "an rfc822Name constraint is no mailbox";
}

std::string_view fault_of(const Subtree& subtree) {
    const std::string_view octets = subtree.base.octets;
    switch (subtree.base.kind) {
        case Kind::dns:
            // RFC 5280 knows no leading period here; some read it as "subdomains only", others as
            // "and the domain itself": no one can say what was meant.
            return octets.empty() || is_host_base(octets, false)
                       ? std::string_view()
                       : "a dNSName constraint is no domain name";
        case Kind::rfc822:
            return fault_of_email(octets);
        case Kind::uri:
            return octets.empty() || is_host_base(octets, true)
                       ? std::string_view()
                       : "a URI constraint is no host or domain";
        case Kind::ip:
            return fault_of_address(octets);
        case Kind::directory:
            return subtree.directory.readable ? std::string_view()
                                              : "a directoryName constraint is no Name";
        default:
            return {};
    }
}

// [4] is EXPLICIT, since Name is a CHOICE.
bool read_base(const DerItem& item, Subtree& subtree) {
    if ((item.tag.octet & 0xC0U) != 0x80 || item.tag.number > 8) return false;
    const Kind kind = static_cast<Kind>(item.tag.number);
    const bool constructed = (item.tag.octet & 0x20U) != 0;
    const bool wants_constructed = kind == Kind::other_name || kind == Kind::x400 ||
                                   kind == Kind::directory || kind == Kind::edi_party;
    if (constructed != wants_constructed) return false;
    subtree.base.kind = kind;
    subtree.base.octets = std::string(as_text(item.content));
    if (kind == Kind::directory) subtree.directory = read_distinguished_name(item.content);
    return true;
}

// GeneralSubtree ::= SEQUENCE { base, minimum [0] DEFAULT 0, maximum [1] OPTIONAL }.
std::string_view read_subtree(const DerItem& sequence, Subtree& subtree) {
    DerReader reader = DerReader::inside(sequence);
    DerItem item;
    if (!reader.next(item) || !read_base(item, subtree)) return "a subtree has no base";
    if (reader.next_if(tag::context(0), item) && (item.content.size() != 1 || item.content[0] != 0))
        return "a subtree has a minimum";
    if (reader.more() || reader.failed()) return "a subtree has a maximum, or what is none";
    return fault_of(subtree);
}

std::string_view read_subtrees(const DerItem& field, std::vector<Subtree>& subtrees,
                               std::uint16_t& kinds, std::string& at) {
    DerReader reader = DerReader::inside(field);
    DerItem item;
    while (reader.next_if(tag::sequence, item)) {
        if (subtrees.size() == NameConstraints::kMaxSubtrees) return "too many subtrees";
        Subtree& subtree = subtrees.emplace_back();
        const std::string_view fault = read_subtree(item, subtree);
        if (!fault.empty()) {
            at = subtree.base.text();
            return fault;
        }
        kinds =
            static_cast<std::uint16_t>(kinds | (1U << static_cast<unsigned>(subtree.base.kind)));
    }
    if (reader.more() || reader.failed()) return "a subtree is not a SEQUENCE";
    return subtrees.empty() ? "a list of subtrees is empty" : std::string_view();
}

}  // namespace

// NameConstraints ::= SEQUENCE { permittedSubtrees [0] OPTIONAL, excludedSubtrees [1] OPTIONAL }.
ReadConstraints read_name_constraints(Bytes value) {
    ReadConstraints out;
    NameConstraints constraints;
    DerReader outer(value);
    DerItem item;
    if (!outer.next_if(tag::sequence, item) || outer.more()) {
        out.fault = "nameConstraints is not a SEQUENCE";
        return out;
    }
    DerReader reader = DerReader::inside(item);
    DerItem field;
    if (!reader.more()) out.fault = "nameConstraints is empty";
    if (out.fault.empty() && reader.next_if(tag::constructed(0), field))
        out.fault =
            read_subtrees(field, constraints.permitted, constraints.permitted_kinds, out.at);
    if (out.fault.empty() && reader.next_if(tag::constructed(1), field))
        out.fault = read_subtrees(field, constraints.excluded, constraints.excluded_kinds, out.at);
    if (out.fault.empty() && (reader.more() || reader.failed()))
        out.fault = "nameConstraints has another element";
    if (out.fault.empty()) out.constraints = std::move(constraints);
    return out;
}

}  // namespace tlsonar::trust
