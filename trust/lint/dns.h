// Domain names and addresses as lints look at them. Private to this folder.
#pragma once

#include "core/bytes.h"
#include "trust/lint/subject.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::trust {

// Between dots, at most 128 (a name of 253 octets has no more); an empty name is one empty label.
std::vector<std::string_view> labels_of(std::string_view name);
std::string lower_ascii(std::string_view text);

// SAN's dNSNames, and the subject's CN when it is not an address (before 2021 it named a host).
std::vector<std::string> host_names(const LintSubject& x);
// The first of host_names() that `bad` holds for; empty when none.
std::string first_host(const LintSubject& x, bool (*bad)(std::string_view));

// A dotted quad or IPv6 address in text, as its 4 or 16 octets; empty when it is none.
std::string address_octets(std::string_view text);
// IANA's special-purpose registries: nobody on the Internet owns such an address.
bool is_reserved_address(Bytes octets);

// Was the name's last label a top-level domain on that day? By the ICANN part of the public suffix
// list; new gTLDs did not exist before 2013-10-23.
bool has_public_tld(std::string_view name, std::int64_t when);
// "co.uk", by the ICANN part of the list; not for names under no known top-level domain.
bool is_registry_suffix(std::string_view name);

// RFC 3492: does "xn--…" decode to code points that Unicode has, not all of them ASCII?
bool is_valid_a_label(std::string_view label);
bool starts_with_xn(std::string_view label);

}  // namespace tlsonar::trust
