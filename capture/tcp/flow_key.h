// FlowKey: the addresses and ports of a flow, in a form that is quick to compare and to hash.
#pragma once

#include "capture/segment.h"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace tlsonar::capture {

struct FlowKey {
    // The last 32 bits of both addresses stand together with the ports: all that there is to
    // compare of IPv4. The 96 bits before are ones for IPv4; as an IPv6 address that would be a
    // multicast address, which no TCP connection has. [0] is the source.
    std::array<std::uint32_t, 2> last{};
    std::array<std::uint16_t, 2> port{};
    std::array<std::array<std::uint32_t, 3>, 2> upper{};

    static FlowKey of(const Segment& segment) {
        FlowKey key;
        key.set(0, segment.source);
        key.set(1, segment.destination);
        return key;
    }
    Endpoint endpoint(std::size_t side) const;
    void swap_sides();
    bool v4(std::size_t side) const {
        return (upper[side][0] & upper[side][1] & upper[side][2]) == kOnes;
    }
    bool v4() const {
        std::array<std::uint64_t, 3> all;
        static_assert(sizeof all == sizeof upper);
        std::memcpy(all.data(), upper.data(), sizeof all);
        return (all[0] & all[1] & all[2]) == UINT64_MAX;
    }
    friend bool operator==(const FlowKey&, const FlowKey&) = default;

  private:
    static constexpr std::uint32_t kOnes = UINT32_MAX;
    void set(std::size_t side, const Endpoint& endpoint) {
        const std::uint8_t* octets = endpoint.address.octets.data();
        upper[side].fill(kOnes);
        port[side] = endpoint.port;
        if (endpoint.address.v6) {
            std::memcpy(upper[side].data(), octets, sizeof upper[side]);
            octets += sizeof upper[side];
        }
        std::memcpy(&last[side], octets, sizeof last[side]);
    }
};
static_assert(sizeof(FlowKey) == 36);

// A segment's key while its flow is looked up: in registers, where a comparison is a few
// instructions. Valid as long as the segment.
class SoughtKey {
  public:
    explicit SoughtKey(const Segment& segment) : segment_(&segment) {
        v4_ = !segment.source.address.v6 && !segment.destination.address.v6;
        const std::size_t at = v4_ ? 0 : sizeof FlowKey::upper[0];
        const auto source = load<std::uint32_t>(segment.source.address.octets.data() + at);
        const auto destination =
            load<std::uint32_t>(segment.destination.address.octets.data() + at);
        last_ = joined(source, destination);
        ports_ = joined(segment.source.port, segment.destination.port);
    }

    // 0: same direction, 1: opposite direction, -1: another flow.
    [[gnu::always_inline]] int direction_in(const FlowKey& key) const {
        const auto last = load<std::uint64_t>(key.last.data());
        const auto ports = load<std::uint32_t>(key.port.data());
        const bool along = ((last ^ last_) | (ports ^ ports_)) == 0;
        if (!along && ((last ^ std::rotl(last_, 32)) | (ports ^ std::rotl(ports_, 16))) != 0)
            return -1;
        if (!v4_) return direction_of_v6(key);
        if (!key.v4()) return -1;
        return along ? 0 : 1;
    }

    FlowKey whole() const { return FlowKey::of(*segment_); }
    bool v4() const { return v4_; }
    // An IPv4 address and its port.
    std::uint64_t source() const { return side<0>(); }
    std::uint64_t destination() const { return side<1>(); }

  private:
    template <class Word>
    static Word load(const void* p) {
        Word word;
        std::memcpy(&word, p, sizeof word);
        return word;
    }
    // Two values as one word, in the order in which a FlowKey has them in memory.
    static std::uint64_t joined(std::uint32_t a, std::uint32_t b) {
        return std::bit_cast<std::uint64_t>(std::array{a, b});
    }
    static std::uint32_t joined(std::uint16_t a, std::uint16_t b) {
        return std::bit_cast<std::uint32_t>(std::array{a, b});
    }
    template <std::size_t kSide>
    std::uint64_t side() const {
        const auto last = std::bit_cast<std::array<std::uint32_t, 2>>(last_);
        const auto port = std::bit_cast<std::array<std::uint16_t, 2>>(ports_);
        return last[kSide] | std::uint64_t{port[kSide]} << 32;
    }
    int direction_of_v6(const FlowKey& key) const;

    const Segment* segment_;
    std::uint64_t last_;   // of both addresses the last 32 bits, as in FlowKey
    std::uint32_t ports_;  // likewise
    bool v4_;
};

// A hash that is the same for both directions, and that nobody can steer without the seed: whoever
// could make many flows share a place would make every lookup slow.
class FlowHash {
  public:
    explicit FlowHash(std::uint64_t seed);

    std::uint64_t operator()(const FlowKey& key) const;
    // The same for the segment's key.
    std::uint64_t operator()(const SoughtKey& key) const {
        return key.v4() ? both(ipv4(key.source()), ipv4(key.destination())) : (*this)(key.whole());
    }

  private:
    // The halves of the 128-bit product, folded: the mixing step of wyhash and its relatives.
    static std::uint64_t fold_multiply(std::uint64_t a, std::uint64_t b) {
        __extension__ using Wide = unsigned __int128;
        const Wide product = Wide{a} * b;
        return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
    }
    std::uint64_t ipv4(std::uint64_t address_and_port) const {
        return fold_multiply(address_and_port ^ secret_[0], secret_[1]);
    }
    std::uint64_t side(const FlowKey& key, std::size_t which) const;
    // Sum and exclusive or do not change when the sides do.
    std::uint64_t both(std::uint64_t a, std::uint64_t b) const {
        return fold_multiply((a + b) ^ secret_[2], (a ^ b) ^ secret_[3]);
    }

    std::array<std::uint64_t, 4> secret_;
};

}  // namespace tlsonar::capture
