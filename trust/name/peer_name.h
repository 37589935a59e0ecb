// PeerName: whom a client means to talk to (the reference identifier of RFC 9525).
#pragma once

#include "trust/certificate.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tlsonar::trust {

struct PeerName {
    enum class Kind : std::uint8_t { dns, ip, email };
    Kind kind = Kind::dns;
    // dns: A-labels in lower case without trailing dot; ip: 4 or 16 octets; email: as given, its
    // domain like a dns.
    std::string value;
    std::string text;  // as it was given

    // An IP address (also "[::1]"), an e-mail address ("a@b") or a DNS name (also with U-labels or
    // a trailing dot). Nothing when it is none of them.
    static std::optional<PeerName> from_text(std::string_view text);
    static std::optional<PeerName> dns(std::string_view text);
    static std::optional<PeerName> ip(std::string_view text);
    static std::optional<PeerName> email(std::string_view text);
};

// How a presented dNSName was met.
enum class NameMatch : std::uint8_t {
    no,
    yes,
    public_suffix,  // by a wildcard over a public suffix, which no one should honour
    malformed,      // looks alike, but the presented name is none
};

// Does this name of a subjectAltName stand for that peer? RFC 9525 section 6: ASCII case folding,
// a wildcard is the whole leftmost label and stands for one label.
NameMatch match_name(const GeneralName& presented, const PeerName& wanted);
// The best answer of any of them.
NameMatch match_names(std::span<const GeneralName> presented, const PeerName& wanted);

// True when `*.domain` would span names of different owners (the public suffix list, with its
// private section). `domain` in A-labels, lower case.
bool is_public_suffix(std::string_view domain);

// A name as people write it → A-labels in lower case (IDNA 2008), no trailing dot. Nothing when it
// is no host name.
std::optional<std::string> to_ascii_host(std::string_view text);

}  // namespace tlsonar::trust
