#include "trust/name/peer_name.h"

#include "trust/name/host_syntax.h"

#include <algorithm>

#include <arpa/inet.h>
#include <idn2.h>
#include <libpsl.h>

namespace tlsonar::trust {
namespace {

std::optional<std::string> address_octets(std::string_view text) {
    if (text.size() > 2 && text.front() == '[' && text.back() == ']')
        text = text.substr(1, text.size() - 2);
    const std::string terminated(text);
    if (terminated.find('\0') != std::string::npos) return std::nullopt;
    char octets[16];
    if (inet_pton(AF_INET, terminated.c_str(), octets) == 1) return std::string(octets, 4);
    if (inet_pton(AF_INET6, terminated.c_str(), octets) == 1) return std::string(octets, 16);
    return std::nullopt;
}

NameMatch match_dns(std::string_view presented, std::string_view wanted) {
    const bool wildcard = presented.starts_with("*.");
    const std::string_view suffix = wildcard ? presented.substr(2) : presented;
    // Asked whether a wildcard name itself is covered: only by the same wildcard.
    const bool alike =
        equal_ignoring_case(presented, wanted) ||
        (wildcard && wanted.find('.') != std::string_view::npos && !wanted.starts_with("*.") &&
         equal_ignoring_case(suffix, wanted.substr(wanted.find('.') + 1)));
    if (!alike) return NameMatch::no;
    if (!is_presented_host(presented) || has_numeric_end(presented)) return NameMatch::malformed;
    if (wildcard && is_public_suffix(ascii_lower(suffix))) return NameMatch::public_suffix;
    return NameMatch::yes;
}

NameMatch match_email(std::string_view presented, std::string_view wanted) {
    std::string_view local;
    std::string_view domain;
    if (!split_mailbox(presented, local, domain)) return NameMatch::no;
    const std::size_t at = wanted.rfind('@');
    return local == wanted.substr(0, at) && equal_ignoring_case(domain, wanted.substr(at + 1))
               ? NameMatch::yes
               : NameMatch::no;
}

int rank(NameMatch match) {
    switch (match) {
        case NameMatch::yes:
            return 3;
        case NameMatch::public_suffix:
            return 2;
        case NameMatch::malformed:
            return 1;
        case NameMatch::no:
            break;
    }
    return 0;
}

}  // namespace

std::optional<std::string> to_ascii_host(std::string_view text) {
    if (!text.empty() && text.back() == '.') text.remove_suffix(1);
    std::string ascii;
    if (is_ascii(text)) {
        ascii = ascii_lower(text);
    } else {
        const std::string terminated(text);
        if (terminated.find('\0') != std::string::npos) return std::nullopt;
        char* converted = nullptr;
        if (idn2_to_ascii_8z(terminated.c_str(), &converted,
                             IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL) != IDN2_OK)
            return std::nullopt;
        ascii = ascii_lower(converted);
        idn2_free(converted);
    }
    if (!is_host_name(ascii, true) || has_numeric_end(ascii)) return std::nullopt;
    return ascii;
}

bool is_public_suffix(std::string_view domain) {
    const psl_ctx_t* list = psl_builtin();
    // Without a list only what has a dot can be somebody's own.
    if (list == nullptr) return domain.find('.') == std::string_view::npos;
    return psl_is_public_suffix2(list, std::string(domain).c_str(), PSL_TYPE_ANY) == 1;
}

std::optional<PeerName> PeerName::dns(std::string_view text) {
    const bool wildcard = text.starts_with("*.");
    auto host = to_ascii_host(wildcard ? text.substr(2) : text);
    if (!host) return std::nullopt;
    return PeerName{Kind::dns, wildcard ? "*." + *host : std::move(*host), std::string(text)};
}

std::optional<PeerName> PeerName::ip(std::string_view text) {
    auto octets = address_octets(text);
    if (!octets) return std::nullopt;
    return PeerName{Kind::ip, std::move(*octets), std::string(text)};
}

std::optional<PeerName> PeerName::email(std::string_view text) {
    const std::size_t at = text.rfind('@');
    if (at == std::string_view::npos || at == 0) return std::nullopt;
    const auto domain = to_ascii_host(text.substr(at + 1));
    if (!domain) return std::nullopt;
    return PeerName{Kind::email, std::string(text.substr(0, at + 1)) + *domain, std::string(text)};
}

std::optional<PeerName> PeerName::from_text(std::string_view text) {
    if (auto address = ip(text)) return address;
    if (text.find('@') != std::string_view::npos) return email(text);
    return dns(text);
}

NameMatch match_name(const GeneralName& presented, const PeerName& wanted) {
    using NameKind = GeneralName::Kind;
    switch (wanted.kind) {
        case PeerName::Kind::dns:
            if (presented.kind == NameKind::dns) return match_dns(presented.octets, wanted.value);
            break;
        case PeerName::Kind::ip:
            if (presented.kind == NameKind::ip && presented.octets == wanted.value)
                return NameMatch::yes;
            break;
        case PeerName::Kind::email:
            if (presented.kind == NameKind::rfc822)
                return match_email(presented.octets, wanted.value);
            break;
    }
    return NameMatch::no;
}

NameMatch match_names(std::span<const GeneralName> presented, const PeerName& wanted) {
    NameMatch best = NameMatch::no;
    for (const GeneralName& name : presented) {
        const NameMatch match = match_name(name, wanted);
        if (rank(match) > rank(best)) best = match;
        if (best == NameMatch::yes) break;
    }
    return best;
}

}  // namespace tlsonar::trust
