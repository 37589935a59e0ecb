// FlowKey: the addresses and ports of a flow, in a form that is quick to compare and to hash.
#pragma once

#include "capture/segment.h"

#include <array>
#include <cstdint>

namespace tlsonar::capture {

struct FlowKey {
    // An IPv4 address stands in the last word, after three of all ones: as an IPv6 address that
    // would be a multicast address, which no TCP connection has.
    std::array<std::array<std::uint32_t, 4>, 2> address{};
    std::array<std::uint16_t, 2> port{};

    // [0] is the source.
    static FlowKey of(const Segment& segment);
    Endpoint endpoint(std::size_t side) const;
    void swap_sides();
};
static_assert(sizeof(FlowKey) == 36);

// 0: same direction, 1: opposite direction, -1: another flow.
inline int compare(const FlowKey& a, const FlowKey& b) {
    if (a.port == b.port && a.address[0] == b.address[0] && a.address[1] == b.address[1]) return 0;
    const bool crossed = a.port[0] == b.port[1] && a.port[1] == b.port[0] &&
                         a.address[0] == b.address[1] && a.address[1] == b.address[0];
    return crossed ? 1 : -1;
}

// A hash that is the same for both directions, and that nobody can steer without the seed: whoever
// could make many flows share a place would make every lookup slow.
class FlowHash {
  public:
    explicit FlowHash(std::uint64_t seed);
    std::uint64_t operator()(const FlowKey& key) const;

  private:
    std::uint64_t side(const FlowKey& key, std::size_t which) const;

    std::array<std::uint64_t, 4> secret_;
};

}  // namespace tlsonar::capture
