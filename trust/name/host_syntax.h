// The syntax of names in certificates and constraints. Private to this room.
#pragma once

#include "core/bytes.h"

#include <string>
#include <string_view>

namespace tlsonar::trust {

inline char ascii_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
std::string ascii_lower(std::string_view text);
bool equal_ignoring_case(std::string_view a, std::string_view b);
bool is_ascii(std::string_view text);

// RFC 1034 section 3.5 with RFC 1123's leading digits: labels of 1 to 63 letters, digits and inner
// hyphens, 253 octets in all, no trailing dot. `underscore`: that is a letter, too.
bool is_host_name(std::string_view text, bool underscore = false);
// A host name as a subjectAltName may hold it: with "*." before it or not.
bool is_presented_host(std::string_view text);
// The last label is a number: it is an IPv4 address that lost its way (or wants to be taken for
// one).
bool has_numeric_end(std::string_view host);

// A Mailbox of RFC 5321 section 4.1.2 in two parts. False when it is none: not exactly one @
// outside quotes, no local part, or a domain that is no host name.
bool split_mailbox(std::string_view text, std::string_view& local, std::string_view& domain);

// True when `name` is `base` or lies below it ("" is the root of all).
bool is_within_domain(std::string_view name, std::string_view base);
// True when `name` lies below `base`.
bool is_below_domain(std::string_view name, std::string_view base);

// The host of a URI's authority (RFC 3986 section 3.2), without userinfo and port. Empty when there
// is none, or it is no plain host name (an IP literal, percent-encoded …).
std::string_view uri_host(std::string_view uri);

}  // namespace tlsonar::trust
