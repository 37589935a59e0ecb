#include "capture/tcp/flow_key.h"

#include <utility>

namespace tlsonar::capture {
namespace {

// splitmix64, to stretch the seed.
std::uint64_t stretch(std::uint64_t& state) {
    state += 0x9e3779b97f4a7c15;
    std::uint64_t z = state;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

}  // namespace

Endpoint FlowKey::endpoint(std::size_t side) const {
    Endpoint endpoint;
    endpoint.port = port[side];
    endpoint.address.v6 = !v4(side);
    std::uint8_t* octets = endpoint.address.octets.data();
    if (endpoint.address.v6) {
        std::memcpy(octets, upper[side].data(), sizeof upper[side]);
        octets += sizeof upper[side];
    }
    std::memcpy(octets, &last[side], sizeof last[side]);
    return endpoint;
}

void FlowKey::swap_sides() {
    std::swap(last[0], last[1]);
    std::swap(port[0], port[1]);
    std::swap(upper[0], upper[1]);
}

int SoughtKey::direction_of_v6(const FlowKey& key) const {
    FlowKey mine = whole();
    if (mine == key) return 0;
    mine.swap_sides();
    return mine == key ? 1 : -1;
}

std::uint64_t FlowHash::operator()(const FlowKey& key) const {
    return both(side(key, 0), side(key, 1));
}

std::uint64_t FlowHash::side(const FlowKey& key, std::size_t which) const {
    const std::uint64_t tail = key.last[which] | std::uint64_t{key.port[which]} << 32;
    if (key.v4()) return ipv4(tail);
    const auto& upper = key.upper[which];
    const std::uint64_t prefix = upper[0] | std::uint64_t{upper[1]} << 32;
    const std::uint64_t mixed = fold_multiply(prefix ^ secret_[0], upper[2] ^ secret_[1]);
    return fold_multiply(mixed ^ tail, secret_[2]);
}

FlowHash::FlowHash(std::uint64_t seed) : secret_{} {
    for (std::uint64_t& word : secret_)
        word = stretch(seed);
}

}  // namespace tlsonar::capture
