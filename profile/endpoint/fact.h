// Fact: something that is known of an endpoint, or why it is not.
//
// A fact is yes, no or unknown. "No" is said only where the server said it (an alert, another
// choice) or kept silent in the same way again and again while a hello that worked before still
// worked. What is unknown says why.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tlsonar::profile {

enum class Answer : std::uint8_t { unknown, yes, no };
std::string_view name_of(Answer answer);

// How something is known: the probe of the scanner's catalogue that asked, and the connection (its
// number in the scan of this endpoint, from 1) that told; 0 when it follows from many.
struct Evidence {
    std::string_view probe;
    std::uint32_t connection = 0;
};

struct Fact {
    Answer answer = Answer::unknown;
    // Of "no": how it was said ("alert handshake_failure"). Of "unknown": why.
    std::string cause = "not tested";
    // What goes with a "yes": "zlib", "4096", "3 tickets".
    std::string detail;
    Evidence evidence;

    bool yes() const { return answer == Answer::yes; }
    bool no() const { return answer == Answer::no; }
    static Fact make_yes(Evidence evidence, std::string detail = {}) {
        return {Answer::yes, {}, std::move(detail), evidence};
    }
    static Fact make_no(Evidence evidence, std::string cause) {
        return {Answer::no, std::move(cause), {}, evidence};
    }
    static Fact make_unknown(Evidence evidence, std::string cause) {
        return {Answer::unknown, std::move(cause), {}, evidence};
    }
};

// A fact with the name it is told by ("encrypt_then_mac"). Names are stable: they are in JSON.
struct NamedFact {
    std::string_view name;
    Fact fact;
};

}  // namespace tlsonar::profile
