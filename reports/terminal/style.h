// How text looks on the terminal at hand. Colour is never the only carrier of a meaning.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tlsonar::reports {

enum class Tone : unsigned char { plain, strong, faint, good, warn, bad, accent };

struct Style {
    bool color = false;
    std::size_t columns = 80;

    // `text` is printable already.
    std::string paint(Tone tone, std::string_view text) const;
};

// Printable text cut or padded with spaces to exactly `columns`.
std::string cell(std::string_view text, std::size_t columns);
std::string right_cell(std::string_view text, std::size_t columns);

}  // namespace tlsonar::reports
