#include "cli/terminal.h"

#include <cstdlib>
#include <string_view>

#include <sys/ioctl.h>
#include <unistd.h>

namespace tlsonar::cli {

std::size_t columns_of(int descriptor) {
    if (const char* set = std::getenv("COLUMNS")) {
        const long n = std::strtol(set, nullptr, 10);
        if (n >= 20 && n <= 1000) return static_cast<std::size_t>(n);
    }
    winsize size{};
    if (ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col >= 20) return size.ws_col;
    return 80;
}

bool wants_color(const std::string& when, int descriptor) {
    if (when == "always") return true;
    if (when == "never") return false;
    const char* no_color = std::getenv("NO_COLOR");
    const char* terminal = std::getenv("TERM");
    const bool dumb = terminal == nullptr || std::string_view(terminal) == "dumb";
    return isatty(descriptor) != 0 && !dumb && (no_color == nullptr || *no_color == '\0');
}

reports::Style output_style(const std::string& color, bool to_file) {
    return {wants_color(to_file ? "never" : color, STDOUT_FILENO), columns_of(STDOUT_FILENO)};
}

reports::Style message_style(const std::string& color) {
    return {wants_color(color, STDERR_FILENO), columns_of(STDERR_FILENO)};
}

}  // namespace tlsonar::cli
