// How strong what a code point stands for is, in a word and with the reason.
#pragma once

#include "reports/code_book.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace tlsonar::reports {

enum class Grade : std::uint8_t {
    broken,  // no protection against who really tries
    weak,    // attacks are known that need some luck, or a fortune
    fair,    // nothing is known to break it, and better is to be had
    strong,
    unknown,  // the registry does not know it
};
std::string_view name_of(Grade grade);

struct Graded {
    Grade grade = Grade::unknown;
    std::string why;  // of less than strong: "64-bit blocks, no forward secrecy"
};

Graded grade_of(const SuiteFacts& suite);
Graded grade_of(const GroupFacts& group);
Graded grade_of(const SchemeFacts& scheme);
// Of a Diffie-Hellman prime.
Graded grade_of_prime(std::uint32_t bits, bool well_known, bool standard);
Graded grade_of_version(std::uint16_t version);
// Ascends with age the other way round: the newest is greatest, DTLS among its TLS peers.
std::uint16_t rank_of_version(std::uint16_t version);

}  // namespace tlsonar::reports
