// The catalogue of plaintext protocols in which TLS begins. The octets before the first TLS record
// are matched against each; TLS itself is found without them. One file per dialect, named in
// list.cc.
#pragma once

#include "core/bytes.h"

#include <span>
#include <string_view>

namespace tlsonar::dissect {

// What was said before TLS began, as far as it was seen: either side may be empty or begin late.
struct Preamble {
    std::string_view client;
    std::string_view server;
};

struct Dialect {
    std::string_view name;       // "smtp", as --starttls takes it
    std::string_view reference;  // "RFC 3207"
    bool (*matches)(const Preamble& preamble);
};

std::span<const Dialect* const> dialects();

// The name of the first dialect that matches; "unknown" when none does.
std::string_view name_dialect(const Preamble& preamble);

// Text helpers for the entries. ASCII case is ignored.
bool contains(std::string_view text, std::string_view word);
// Some line of `text` begins with `word`.
bool has_line(std::string_view text, std::string_view word);
bool begins(std::string_view text, std::string_view word);

}  // namespace tlsonar::dissect
