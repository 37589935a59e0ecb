// In whose order a server chooses of what it accepts, and in which.
#pragma once

#include "scanner/probe/survey.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace tlsonar::scanner {

// Of these the server chose that.
struct Choice {
    Codes offered;
    std::uint16_t chosen = 0;
};

// The answer to one question; 0 where there was no usable one, and why.
struct ChoiceAnswer {
    std::uint16_t chosen = 0;
    std::string cause;
};
// What the server chooses of codes that it accepts each. Must leave the list as it is.
using AskChoice = std::function<Task<ChoiceAnswer>(const Codes& offer)>;

struct OrderSearch {
    std::string what;             // "cipher suites of TLS 1.2"
    std::vector<Choice> choices;  // that were seen on the way to the list
    AskChoice ask;
    // At most so often the whole list is offered again: who chooses by lot keeps to any order for a
    // while. A long list needs fewer.
    int repeats = 0;
    // Each in the server's order, and likely to stand there one after another: then a question
    // between each two settles it, all at once.
    std::vector<Codes> runs;
};

// Who decides. And puts what was accepted in the server's order, where it is the server, asking
// where the choices leave it open. What is not to be learnt is an unknown order, never a missing
// entry.
Task<void> find_order(Survey& survey, const OrderSearch& search, profile::AcceptedList& list);

}  // namespace tlsonar::scanner
