// Arena: memory for octets that live exactly as long as their owner.
#pragma once

#include "core/bytes.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <utility>
#include <vector>

namespace tlsonar {

// Hands out octets that never move and are freed together. Moves, never copies.
class Arena {
  public:
    Arena() = default;
    // The arena moved from is empty.
    Arena(Arena&& other) noexcept { *this = std::move(other); }
    Arena& operator=(Arena&& other) noexcept {
        first_ = std::move(other.first_);
        more_ = std::exchange(other.more_, {});
        at_ = std::exchange(other.at_, nullptr);
        left_ = std::exchange(other.left_, 0);
        held_ = std::exchange(other.held_, 0);
        return *this;
    }

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
    static constexpr std::size_t kLargestBlock = 64UL * 1024;

    void grow(std::size_t n) {
        std::size_t size = held_ == 0 ? kFirstBlock : held_;
        if (size > kLargestBlock) size = kLargestBlock;
        // What needs a further block is rarely alone.
        const std::size_t needed = held_ == 0 ? n : n + kFirstBlock;
        if (size < needed) size = needed;
        std::unique_ptr<std::uint8_t[]> block(new std::uint8_t[size]);
        at_ = block.get();
        left_ = size;
        if (held_ == 0)
            first_ = std::move(block);
        else
            more_.push_back(std::move(block));
        held_ += size;
    }

    std::unique_ptr<std::uint8_t[]> first_;
    std::vector<std::unique_ptr<std::uint8_t[]>> more_;
    std::uint8_t* at_ = nullptr;
    std::size_t left_ = 0;
    std::size_t held_ = 0;
};

}  // namespace tlsonar
