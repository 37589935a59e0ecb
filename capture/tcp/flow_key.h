// FlowKey: the addresses and ports of a flow, in a form that is quick to compare and to hash.
#pragma once

#include "capture/segment.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace tlsonar::capture {

struct FlowKey {
    // An IPv4 address stands in the last word, after three of all ones: as an IPv6 address that
    // would be a multicast address, which no TCP connection has.
    std::array<std::array<std::uint32_t, 4>, 2> address{};
    std::array<std::uint16_t, 2> port{};

    // [0] is the source.
    static FlowKey of(const Segment& segment) {
        FlowKey key;
        key.set(0, segment.source);
        key.set(1, segment.destination);
        return key;
    }
    Endpoint endpoint(std::size_t side) const;
    void swap_sides();
    bool v4(std::size_t side) const {
        return (address[side][0] & address[side][1] & address[side][2]) == kOnes;
    }
    // An address in two words, for comparing and hashing.
    std::uint64_t high(std::size_t side) const {
        return address[side][0] | std::uint64_t{address[side][1]} << 32;
    }
    std::uint64_t low(std::size_t side) const {
        return address[side][2] | std::uint64_t{address[side][3]} << 32;
    }

  private:
    static constexpr std::uint32_t kOnes = UINT32_MAX;
    void set(std::size_t side, const Endpoint& endpoint) {
        const std::uint8_t* octets = endpoint.address.octets.data();
        std::array<std::uint32_t, 4>& words = address[side];
        if (endpoint.address.v6) {
            std::memcpy(words.data(), octets, 16);
        } else {
            words = {kOnes, kOnes, kOnes, 0};
            std::memcpy(&words[3], octets, 4);
        }
        port[side] = endpoint.port;
    }
};
static_assert(sizeof(FlowKey) == 36);

// Whether side `i` of one is side `j` of the other.
inline bool same_side(const FlowKey& a, std::size_t i, const FlowKey& b, std::size_t j) {
    const std::uint64_t ports = std::uint64_t{a.port[i]} ^ b.port[j];
    return ((a.high(i) ^ b.high(j)) | (a.low(i) ^ b.low(j)) | ports) == 0;
}

// 0: same direction, 1: opposite direction, -1: another flow.
inline int compare(const FlowKey& a, const FlowKey& b) {
    if (same_side(a, 0, b, 0) && same_side(a, 1, b, 1)) return 0;
    return same_side(a, 0, b, 1) && same_side(a, 1, b, 0) ? 1 : -1;
}

// A hash that is the same for both directions, and that nobody can steer without the seed: whoever
// could make many flows share a place would make every lookup slow.
class FlowHash {
  public:
    explicit FlowHash(std::uint64_t seed);

    std::uint64_t operator()(const FlowKey& key) const {
        const std::uint64_t a = side(key, 0);
        const std::uint64_t b = side(key, 1);
        // Sum and exclusive or do not change when the sides do.
        return fold_multiply((a + b) ^ secret_[2], (a ^ b) ^ secret_[3]);
    }

  private:
    // The halves of the 128-bit product, folded: the mixing step of wyhash and its relatives.
    static std::uint64_t fold_multiply(std::uint64_t a, std::uint64_t b) {
        __extension__ using Wide = unsigned __int128;
        const Wide product = Wide{a} * b;
        return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
    }
    std::uint64_t side(const FlowKey& key, std::size_t which) const {
        const std::uint64_t port = key.port[which];
        if (key.v4(which))
            return fold_multiply((key.address[which][3] | port << 32) ^ secret_[0], secret_[1]);
        const std::uint64_t mixed =
            fold_multiply(key.high(which) ^ secret_[0], key.low(which) ^ secret_[1]);
        return fold_multiply(mixed ^ port, secret_[2]);
    }

    std::array<std::uint64_t, 4> secret_;
};

}  // namespace tlsonar::capture
