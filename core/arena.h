// Arena: memory for octets that live exactly as long as their owner.
#pragma once

#include "core/bytes.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <vector>

namespace tlsonar {

// Hands out octets that never move and are freed together. Moves, never copies.
class Arena {
  public:
    Arena() = default;
    Arena(Arena&&) noexcept = default;
    Arena& operator=(Arena&&) noexcept = default;

    // Room for n octets (uninitialised), valid until the arena dies.
    std::uint8_t* allocate(std::size_t n) {
        if (n > left_) grow(n);
        std::uint8_t* p = at_;
        at_ += n;
        left_ -= n;
        return p;
    }

    Bytes copy(Bytes bytes) {
        if (bytes.empty()) return {};
        std::uint8_t* p = allocate(bytes.size());
        std::memcpy(p, bytes.data(), bytes.size());
        return {p, bytes.size()};
    }

    std::size_t footprint() const { return held_; }

  private:
    static constexpr std::size_t kFirstBlock = 1024;
    static constexpr std::size_t kLargestBlock = 64 * 1024;

    void grow(std::size_t n) {
        std::size_t size = blocks_.empty() ? kFirstBlock : held_;
        if (size > kLargestBlock) size = kLargestBlock;
        if (size < n) size = n;
        blocks_.push_back(std::unique_ptr<std::uint8_t[]>(new std::uint8_t[size]));
        at_ = blocks_.back().get();
        left_ = size;
        held_ += size;
    }

    std::vector<std::unique_ptr<std::uint8_t[]>> blocks_;
    std::uint8_t* at_ = nullptr;
    std::size_t left_ = 0;
    std::size_t held_ = 0;
};

}  // namespace tlsonar
