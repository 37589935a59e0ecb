// What to write into a server's configuration, by what a rule looks at.
#pragma once

#include <span>
#include <string_view>

namespace tlsonar::reports::html {

struct Fix {
    std::string_view fact;  // a fact's name, or how it begins
    std::string_view title;
    std::string_view nginx;
    std::string_view apache;
    std::string_view haproxy;
    std::string_view openssl;  // openssl.cnf, or a command
    std::string_view note;
};

// Sorted by fact.
std::span<const Fix> fixes();
// The longest beginning of `fact`; null when nothing in a configuration helps.
const Fix* find_fix(std::string_view fact);

}  // namespace tlsonar::reports::html
