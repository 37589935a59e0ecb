#include "reports/terminal/style.h"

#include "core/text.h"

namespace tlsonar::reports {

std::string Style::paint(Tone tone, std::string_view text) const {
    constexpr std::string_view kCodes[] = {"",         "\x1b[1m",    "\x1b[2m", "\x1b[32m",
                                           "\x1b[33m", "\x1b[1;31m", "\x1b[36m"};
    const std::string_view code = kCodes[static_cast<std::size_t>(tone)];
    if (!color || code.empty() || text.empty()) return std::string(text);
    std::string out(code);
    out += text;
    return out += "\x1b[0m";
}

std::string cell(std::string_view text, std::size_t columns) {
    std::string out = fit(text, columns);
    const std::size_t width = display_width(out);
    return out.append(columns > width ? columns - width : 0, ' ');
}

std::string right_cell(std::string_view text, std::size_t columns) {
    const std::string fitted = fit(text, columns);
    const std::size_t width = display_width(fitted);
    return std::string(columns > width ? columns - width : 0, ' ') + fitted;
}

}  // namespace tlsonar::reports
