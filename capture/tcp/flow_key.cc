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
    const std::array<std::uint32_t, 4>& words = address[side];
    Endpoint endpoint;
    endpoint.port = port[side];
    endpoint.address.v6 = !v4(side);
    if (endpoint.address.v6)
        std::memcpy(endpoint.address.octets.data(), words.data(), 16);
    else
        std::memcpy(endpoint.address.octets.data(), &words[3], 4);
    return endpoint;
}

void FlowKey::swap_sides() {
    std::swap(address[0], address[1]);
    std::swap(port[0], port[1]);
}

FlowHash::FlowHash(std::uint64_t seed) : secret_{} {
    for (std::uint64_t& word : secret_)
        word = stretch(seed);
}

}  // namespace tlsonar::capture
