// What there is to be offered, from the registries, in the order in which we offer it.
#pragma once

#include "scanner/talk/hello_recipe.h"

#include <cstdint>
#include <string>
#include <vector>

namespace tlsonar::scanner {

// Servers that fail at 128 suites are common enough (facts of the field: testssl, nmap,
// TLS-Scanner).
inline constexpr std::size_t kMostSuites = 120;

// All suites that a server may accept in that version (0x0300 … 0x0304), registered or historic, in
// chunks of at most kMostSuites: suites that are often enabled together stand together, so that a
// usual server refuses all chunks but the first or two.
std::vector<Codes> suite_chunks(std::uint16_t version);

// A chunk of which much was accepted, divided into parts for parallel work: by strength, so that
// one part tends to stand before the next in a server's order.
std::vector<Codes> divide(const Codes& suites);

// All groups, those of TLS 1.3 or those of before; the most usual first.
Codes groups_for(std::uint16_t version);
// All signature schemes, the most usual first. TLS 1.3 has no place for some of them in
// CertificateVerify, but a server may use them.
Codes all_schemes();
std::vector<std::uint32_t> all_ssl2_kinds();
// All ALPN names of the registry, HTTP's first.
std::vector<std::string> all_alpn();

// The lists of a client that nobody would refuse: what browsers offer, and the old ones after it.
Codes usual_suites();
Codes usual_groups();
Codes usual_schemes();

// Set operations that keep the order of the first.
Codes without(const Codes& codes, const Codes& taken);
Codes without(const Codes& codes, std::uint16_t taken);
bool contains(const Codes& codes, std::uint16_t code);

}  // namespace tlsonar::scanner
