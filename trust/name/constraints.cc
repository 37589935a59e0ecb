#include "trust/name/constraints.h"

#include "trust/name/host_syntax.h"
#include "trust/name/peer_name.h"

#include <optional>

namespace tlsonar::trust {
namespace {

using Kind = GeneralName::Kind;

// A name taken apart once, before it meets thousands of subtrees.
struct Prepared {
    bool readable = false;
    bool wildcard = false;
    std::string host;   // dns: without "*."; the host of a URI or a mailbox
    std::string local;  // of a mailbox
    std::string_view octets;
    const DistinguishedName* directory = nullptr;
};

Prepared prepare_dns(std::string_view octets) {
    Prepared out;
    out.wildcard = octets.starts_with("*.");
    out.host = ascii_lower(out.wildcard ? octets.substr(2) : octets);
    out.readable = is_host_name(out.host, true);
    return out;
}

// RFC 5321 section 4.1.2: the quotes around a local part, and backslashes in it, are no part of it.
std::string unquoted(std::string_view local) {
    if (local.size() < 2 || local.front() != '"' || local.back() != '"') return std::string(local);
    local = local.substr(1, local.size() - 2);
    std::string out;
    for (std::size_t i = 0; i < local.size(); ++i) {
        if (local[i] == '\\' && i + 1 < local.size()) ++i;
        out += local[i];
    }
    return out;
}

Prepared prepare_mailbox(const ConstrainedName& name) {
    Prepared out;
    std::string_view local;
    std::string_view domain;
    if (name.form == ConstrainedName::Form::plain) {
        out.readable = split_mailbox(name.octets, local, domain);
        out.host = ascii_lower(domain);
    } else {
        const std::size_t at = name.octets.rfind('@');
        if (at == std::string_view::npos || at == 0) return out;
        local = name.octets.substr(0, at);
        const auto host = to_ascii_host(name.octets.substr(at + 1));
        out.readable = host.has_value();
        if (host) out.host = *host;
    }
    out.local = unquoted(local);
    return out;
}

// ::ffff:a.b.c.d is a.b.c.d in other clothes; empty when it is none.
std::string_view mapped_ipv4(std::string_view address) {
    static constexpr std::string_view kPrefix("\0\0\0\0\0\0\0\0\0\0\xFF\xFF", 12);
    return address.size() == 16 && address.starts_with(kPrefix) ? address.substr(12)
                                                                : std::string_view();
}

Prepared prepare(const ConstrainedName& name) {
    Prepared out;
    switch (name.kind) {
        case Kind::dns:
            return prepare_dns(name.octets);
        case Kind::rfc822:
            return prepare_mailbox(name);
        case Kind::uri:
            out.host = ascii_lower(uri_host(name.octets));
            out.readable = !out.host.empty();
            break;
        case Kind::ip:
            out.octets = name.octets;
            out.readable = name.octets.size() == 4 || name.octets.size() == 16;
            break;
        case Kind::directory:
            out.directory = name.directory;
            out.readable = name.directory != nullptr && name.directory->readable;
            break;
        default:
            break;
    }
    return out;
}

bool is_in_network(std::string_view address, std::string_view base) {
    if (base.size() != 2 * address.size()) return false;
    for (std::size_t i = 0; i < address.size(); ++i)
        if ((static_cast<unsigned char>(address[i]) ^ static_cast<unsigned char>(base[i])) &
            static_cast<unsigned char>(base[address.size() + i]))
            return false;
    return true;
}

// "host" is that host alone, ".domain" all hosts below it.
bool is_host_of(std::string_view host, std::string_view base) {
    if (base.starts_with('.')) return is_below_domain(host, base.substr(1));
    return base.empty() || equal_ignoring_case(host, base);
}

bool is_mailbox_of(const Prepared& name, std::string_view base) {
    const std::size_t at = base.rfind('@');
    if (at == std::string_view::npos) return is_host_of(name.host, base);
    return name.local == unquoted(base.substr(0, at)) &&
           equal_ignoring_case(name.host, base.substr(at + 1));
}

// Does all that the name can stand for lie in the subtree? (A wildcard stands for names below its
// host: they are in "host" and in what is above it.)
bool lies_in(const Prepared& name, const Subtree& subtree) {
    switch (subtree.base.kind) {
        case Kind::dns:
            return is_within_domain(name.host, subtree.base.octets);
        case Kind::rfc822:
            return is_mailbox_of(name, subtree.base.octets);
        case Kind::uri:
            return is_host_of(name.host, subtree.base.octets);
        case Kind::ip:
            return is_in_network(name.octets, subtree.base.octets);
        case Kind::directory:
            return name.directory->is_within(subtree.directory);
        default:
            return false;
    }
}

// Can something that the name stands for lie in the subtree?
bool touches(const Prepared& name, const Subtree& subtree) {
    if (lies_in(name, subtree)) return true;
    if (subtree.is(Kind::ip)) {
        // Whoever connects to the one reaches the other.
        const std::string_view mapped = mapped_ipv4(name.octets);
        return !mapped.empty() && is_in_network(mapped, subtree.base.octets);
    }
    if (!name.wildcard || !subtree.is(Kind::dns)) return false;
    // "*.example.com" is "bar.example.com", among others.
    const std::string_view base = subtree.base.octets;
    return is_below_domain(base, name.host) && base.find('.') == base.size() - name.host.size() - 1;
}

bool is_supported(Kind kind) {
    return kind == Kind::dns || kind == Kind::rfc822 || kind == Kind::uri || kind == Kind::ip ||
           kind == Kind::directory;
}

}  // namespace

ConstraintAnswer apply_constraints(const NameConstraints& constraints, const ConstrainedName& name,
                                   std::size_t& budget, const Subtree** which) {
    if (!constraints.speaks_of(name.kind)) return ConstraintAnswer::allowed;
    if (!is_supported(name.kind)) return ConstraintAnswer::unsupported;
    const Prepared prepared = prepare(name);
    if (!prepared.readable) return ConstraintAnswer::unreadable;
    for (const Subtree& subtree : constraints.excluded) {
        if (!subtree.is(name.kind)) continue;
        if (budget == 0) return ConstraintAnswer::out_of_budget;
        --budget;
        if (!touches(prepared, subtree)) continue;
        if (which != nullptr) *which = &subtree;
        return ConstraintAnswer::excluded;
    }
    bool asked = false;
    for (const Subtree& subtree : constraints.permitted) {
        if (!subtree.is(name.kind)) continue;
        if (budget == 0) return ConstraintAnswer::out_of_budget;
        --budget;
        asked = true;
        if (lies_in(prepared, subtree)) return ConstraintAnswer::allowed;
    }
    return asked ? ConstraintAnswer::not_permitted : ConstraintAnswer::allowed;
}

}  // namespace tlsonar::trust
