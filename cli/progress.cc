#include "cli/progress.h"

#include "core/text.h"
#include "reports/format.h"

#include <algorithm>
#include <cstdio>

#include <unistd.h>

namespace tlsonar::cli {

std::string progress_line(std::uint64_t done, std::uint64_t total, std::uint64_t handshakes,
                          std::chrono::nanoseconds elapsed, std::size_t columns) {
    const double seconds = std::max(1e-9, std::chrono::duration<double>(elapsed).count());
    const double rate = static_cast<double>(done) / seconds;
    std::string words;
    if (total > 0) {
        done = std::min(done, total);
        words += std::to_string(done * 100 / total) + " %  ";
    }
    words += reports::size(done);
    if (total > 0) words += " of " + reports::size(total);
    words += "  " + reports::size(static_cast<std::uint64_t>(rate)) + "/s  " +
             reports::plural(handshakes, "handshake");
    if (total > 0 && rate > 0)
        words +=
            "  " +
            reports::duration(static_cast<Time>(static_cast<double>(total - done) / rate * 1e9)) +
            " left";
    const std::size_t width = display_width(words);
    if (total == 0 || width + 14 > columns) return fit(words, columns);
    const std::size_t bar = std::min<std::size_t>(columns - width - 4, 40);
    const auto full = static_cast<std::size_t>(
        static_cast<double>(bar) * static_cast<double>(done) / static_cast<double>(total));
    return "[" + std::string(full, '#') + std::string(bar - full, '-') + "] " + words;
}

Progress::Progress(std::size_t columns) : columns_(columns), enabled_(isatty(STDERR_FILENO) != 0) {}

void Progress::update(std::uint64_t done, std::uint64_t total, std::uint64_t handshakes) {
    constexpr std::uint32_t kCallsPerLook = 4096;
    if (!enabled_ || ++calls_ % kCallsPerLook != 0) return;
    const Clock::time_point now = Clock::now();
    if (now < next_) return;
    next_ = now + std::chrono::milliseconds(200);
    const std::string line = progress_line(done, total, handshakes, now - start_, columns_ - 1);
    std::fprintf(stderr, "\r\x1b[K%s", line.c_str());
    std::fflush(stderr);
    shown_ = true;
}

void Progress::clear() {
    if (!shown_) return;
    std::fputs("\r\x1b[K", stderr);
    std::fflush(stderr);
    shown_ = false;
}

}  // namespace tlsonar::cli
