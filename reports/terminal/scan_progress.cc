#include "reports/terminal/scan_progress.h"

#include "core/text.h"
#include "reports/format.h"

#include <algorithm>
#include <cstdio>
#include <vector>

namespace tlsonar::reports {
namespace {

constexpr double kNanoseconds = 1e9;
constexpr Time kSlow = 2'000'000'000;  // before this an endpoint is not called slow
constexpr std::size_t kMostNamed = 3;
constexpr std::size_t kWidestBar = 24;
constexpr std::size_t kLeastBar = 6;
constexpr std::size_t kColumnGap = 2;
constexpr std::size_t kBrackets = 3;  // and the space after them
constexpr double kForever = 1e8;      // seconds: three years

std::string rate_text(double rate) {
    char text[32];
    std::snprintf(text, sizeof text, rate < 9.95 ? "%.1f/s" : "%.0f/s", rate);
    return text;
}

// Those that take longest, each with its time; as many as fit.
std::string slowest(std::span<const RunningEndpoint> running, std::size_t room) {
    std::vector<const RunningEndpoint*> slow;
    for (const RunningEndpoint& endpoint : running)
        if (endpoint.since >= kSlow) slow.push_back(&endpoint);
    const std::size_t n = std::min(slow.size(), kMostNamed);
    std::partial_sort(slow.begin(), slow.begin() + static_cast<std::ptrdiff_t>(n), slow.end(),
                      [](const auto* a, const auto* b) {
                          return a->since != b->since ? a->since > b->since : a->target < b->target;
                      });
    std::string out;
    for (std::size_t i = 0; i < n; ++i) {
        const std::string one = (i == 0 ? "slowest: " : ", ") +
                                fit(printable(slow[i]->target), 32) + " " +
                                duration(slow[i]->since);
        if (display_width(out) + display_width(one) > room) break;
        out += one;
    }
    return out;
}

}  // namespace

std::string scan_progress_line(const ScanProgressView& view, std::size_t columns) {
    const double seconds = std::max(1e-9, static_cast<double>(view.elapsed) / kNanoseconds);
    const double rate = static_cast<double>(view.done) / seconds;
    // More can be done than was thought: a name may have several addresses.
    const std::uint64_t total = view.total == 0 ? 0 : std::max(view.total, view.done);
    std::vector<std::string> words;
    if (total > 0) words.push_back(std::to_string(view.done * 100 / total) + " %");
    words.push_back(total > 0 ? count(view.done) + " of " + count(total)
                              : count(view.done) + " done");
    if (view.failed > 0) words.push_back(count(view.failed) + " failed");
    if (view.done > 0) words.push_back(rate_text(rate));
    if (view.done > 0 && total > view.done) {
        const double left = static_cast<double>(total - view.done) / rate;
        words.push_back(duration(static_cast<Time>(std::min(left, kForever) * kNanoseconds)) +
                        " left");
    }
    // What matters most stands first; what does not fit is left out, from the end.
    std::string line;
    std::size_t left = columns;
    const auto add = [&](const std::string& word) {
        const std::size_t width = display_width(word) + (line.empty() ? 0 : kColumnGap);
        if (word.empty() || width > left) return;
        line += (line.empty() ? "" : std::string(kColumnGap, ' ')) + word;
        left -= width;
    };
    for (const std::string& word : words)
        add(word);
    if (line.empty()) return fit(words.front(), columns);
    std::string bar;
    if (total > 0 && left >= kLeastBar + kBrackets) {
        // Half of what is left, so that a name has room too.
        const std::size_t width = std::clamp((left - kBrackets) / 2, kLeastBar, kWidestBar);
        const auto full =
            static_cast<std::size_t>(static_cast<double>(width) * static_cast<double>(view.done) /
                                     static_cast<double>(total));
        bar = "[" + std::string(full, '#') + std::string(width - full, '-') + "] ";
        left -= width + kBrackets;
    }
    const std::string slow = slowest(view.running, left > kColumnGap ? left - kColumnGap : 0);
    add(slow.empty() ? plural(view.connections, "connection") : slow);
    return bar + line;
}

}  // namespace tlsonar::reports
