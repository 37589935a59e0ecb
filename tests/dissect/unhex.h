// Octets written as hexadecimal; blanks do not count.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace tlsonar::dissect::test {

using Octets = std::vector<std::uint8_t>;

inline std::vector<std::uint8_t> unhex(std::string_view text) {
    std::vector<std::uint8_t> out;
    int high = -1;
    for (const char c : text) {
        const std::size_t digit = std::string_view("0123456789abcdef").find(c);
        if (digit == std::string_view::npos) continue;
        if (high < 0) {
            high = static_cast<int>(digit);
        } else {
            out.push_back(static_cast<std::uint8_t>(high * 16 + static_cast<int>(digit)));
            high = -1;
        }
    }
    return out;
}

}  // namespace tlsonar::dissect::test
