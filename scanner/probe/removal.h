// Joint removal: what a server takes of several independent lists (suites and groups; groups and
// signature schemes), found with max() instead of sum() connections: each answer takes one code out
// of every list.
#pragma once

#include "scanner/probe/order.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::scanner {

// One list.
struct Dimension {
    Codes all;                                          // what is offered in all
    std::function<std::uint16_t(const Reply&)> chosen;  // 0: the reply does not tell
    std::function<void(HelloRecipe&, const Codes&)> put;
    // Codes that stay on offer (at the end) though they were taken: without them the server could
    // not use its certificate (RFC 8422 section 5.1: its curve).
    Codes sticky;

    // Found.
    Codes accepted;
    std::vector<Choice> choices;
    std::vector<profile::Accepted> entries;
    bool complete = false;
    std::string cause;
    std::vector<std::string> oddities;
};

struct Removal {
    std::string_view probe;
    HelloRecipe recipe;
    Until until = Until::server_hello;
    // Of an accepted reply: whether it is of the kind that counts (the right version).
    std::function<bool(const Reply&)> fits;
};

// Runs until each list is complete, or what is missing is not to be known.
Task<void> remove_jointly(Survey& survey, Removal& removal, std::vector<Dimension>& dimensions);

// The order of one list among all of the others. `what`: "groups of TLS 1.3".
Task<void> find_order(Survey& survey, Removal& removal, std::vector<Dimension>& dimensions,
                      std::size_t which, profile::AcceptedList& list, std::string what);

// Copies what was found.
void fill(const Dimension& dimension, profile::AcceptedList& list);

}  // namespace tlsonar::scanner
