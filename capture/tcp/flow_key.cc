#include "capture/tcp/flow_key.h"

#include <cstring>
#include <utility>

namespace tlsonar::capture {
namespace {

// The halves of the 128-bit product, folded: the mixing step of wyhash and its relatives.
std::uint64_t fold_multiply(std::uint64_t a, std::uint64_t b) {
    __extension__ using Wide = unsigned __int128;
    const Wide product = Wide{a} * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

constexpr std::uint32_t kOnes = UINT32_MAX;

bool is_v4(const std::array<std::uint32_t, 4>& words) {
    return (words[0] & words[1] & words[2]) == kOnes;
}

// splitmix64, to stretch the seed.
std::uint64_t stretch(std::uint64_t& state) {
    state += 0x9e3779b97f4a7c15;
    std::uint64_t z = state;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

}  // namespace

FlowKey FlowKey::of(const Segment& segment) {
    FlowKey key;
    const auto load = [&key](std::size_t side, const Endpoint& endpoint) {
        std::array<std::uint32_t, 4>& words = key.address[side];
        key.port[side] = endpoint.port;
        if (endpoint.address.v6) {
            std::memcpy(words.data(), endpoint.address.octets.data(), 16);
        } else {
            words = {kOnes, kOnes, kOnes, 0};
            std::memcpy(&words[3], endpoint.address.octets.data(), 4);
        }
    };
    load(0, segment.source);
    load(1, segment.destination);
    return key;
}

Endpoint FlowKey::endpoint(std::size_t side) const {
    const std::array<std::uint32_t, 4>& words = address[side];
    Endpoint endpoint;
    endpoint.port = port[side];
    endpoint.address.v6 = !is_v4(words);
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

std::uint64_t FlowHash::side(const FlowKey& key, std::size_t which) const {
    const std::array<std::uint32_t, 4>& words = key.address[which];
    const std::uint64_t port = key.port[which];
    if (is_v4(words)) return fold_multiply((words[3] | port << 32) ^ secret_[0], secret_[1]);
    const std::uint64_t high = words[0] | std::uint64_t{words[1]} << 32;
    const std::uint64_t low = words[2] | std::uint64_t{words[3]} << 32;
    const std::uint64_t mixed = fold_multiply(high ^ secret_[0], low ^ secret_[1]);
    return fold_multiply(mixed ^ port, secret_[2]);
}

std::uint64_t FlowHash::operator()(const FlowKey& key) const {
    const std::uint64_t a = side(key, 0);
    const std::uint64_t b = side(key, 1);
    // Sum and exclusive or do not change when the sides do.
    return fold_multiply((a + b) ^ secret_[2], (a ^ b) ^ secret_[3]);
}

}  // namespace tlsonar::capture
