// Work on several threads, in parts that follow each other: who puts their results together in
// order gets the same whatever the number of threads.
#pragma once

#include <algorithm>
#include <cstddef>
#include <thread>
#include <vector>

namespace tlsonar::audit {

// Calls `work` with each of at most `threads` contiguous parts of 0 … count: its first index, and
// the one after its last. Returns when all are done.
template <class Work>
void in_parallel(std::size_t count, unsigned threads, Work work) {
    const std::size_t parts = std::clamp<std::size_t>(threads, 1, std::max<std::size_t>(count, 1));
    const auto part = [&](std::size_t n) { work(count * n / parts, count * (n + 1) / parts); };
    std::vector<std::thread> others;
    for (std::size_t n = 1; n < parts; ++n)
        others.emplace_back(part, n);
    part(0);
    for (std::thread& other : others)
        other.join();
}

}  // namespace tlsonar::audit
