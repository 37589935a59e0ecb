// Progress: one line on standard error while a long capture is read, when a person watches.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace tlsonar::cli {

class Progress {
  public:
    // Shows nothing unless standard error is a terminal, and nothing in the first second.
    explicit Progress(std::size_t columns);
    ~Progress() { clear(); }
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    // `total` 0: unknown. Cheap: looks at the clock now and then only.
    void update(std::uint64_t done, std::uint64_t total, std::uint64_t handshakes);
    // Takes the line away, so that something else can be written.
    void clear();

  private:
    using Clock = std::chrono::steady_clock;
    std::size_t columns_;
    bool enabled_;
    bool shown_ = false;
    std::uint32_t calls_ = 0;
    Clock::time_point start_ = Clock::now();
    Clock::time_point next_ = start_ + std::chrono::seconds(1);
};

// "[########--------] 45 %  463 MB of 1.03 GB  512 MB/s  97 513 handshakes  1.1 s left"
std::string progress_line(std::uint64_t done, std::uint64_t total, std::uint64_t handshakes,
                          std::chrono::nanoseconds elapsed, std::size_t columns);

}  // namespace tlsonar::cli
