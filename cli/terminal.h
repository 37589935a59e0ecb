// The terminal at hand: how wide it is, whether it wants colour.
#pragma once

#include "reports/terminal/style.h"

#include <string>

namespace tlsonar::cli {

// For --color auto|always|never: auto asks whether the descriptor is a terminal, and honours
// NO_COLOR and TERM=dumb.
bool wants_color(const std::string& when, int descriptor);

// Columns of the terminal behind a descriptor, 80 when it is none; COLUMNS, where set, has the last
// word.
std::size_t columns_of(int descriptor);

// Style of standard output (`to_file`: it is redirected by -o, so no colour) and of messages.
reports::Style output_style(const std::string& color, bool to_file);
reports::Style message_style(const std::string& color);

}  // namespace tlsonar::cli
