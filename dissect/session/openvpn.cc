#include "dissect/session/openvpn.h"

#include "core/reader.h"

#include <algorithm>
#include <array>

namespace tlsonar::dissect {
namespace {

enum Opcode : std::uint8_t {
    kControl = 4,
    kAck = 5,
    kDataV1 = 6,
    kResetClient = 7,
    kResetServer = 8,
    kDataV2 = 9,
};

constexpr std::size_t kLength = 2;
// Opcode, session id, number of acks, packet id.
constexpr std::size_t kBareReset = 1 + 8 + 1 + 4;
// The server's also acknowledges the client's: one packet id, and the client's session id.
constexpr std::size_t kBareAnswer = kBareReset + 4 + 8;
// HMAC of MD5, SHA-1, SHA-224, SHA-256, SHA-384, SHA-512, each with packet id and time.
constexpr std::array<std::size_t, 7> kHmacLengths = {0,      16 + 8, 20 + 8, 28 + 8,
                                                     32 + 8, 48 + 8, 64 + 8};

}  // namespace

std::optional<std::size_t> openvpn_hmac_length(Bytes packet) {
    if (packet.size() < kLength + 1) return std::nullopt;
    const std::size_t length = load_be16(packet.data());
    const std::uint8_t opcode = packet[2] >> 3;
    const bool first_key = (packet[2] & 7) == 0;
    const std::size_t bare = opcode == kResetClient   ? kBareReset
                             : opcode == kResetServer ? kBareAnswer
                                                      : 0;
    if (!first_key || bare == 0 || length < bare || packet.size() < kLength + length)
        return std::nullopt;
    const std::size_t hmac = length - bare;
    if (std::find(kHmacLengths.begin(), kHmacLengths.end(), hmac) == kHmacLengths.end())
        return std::nullopt;
    // The number of acknowledgments, and the packet id of the first packet.
    const std::uint8_t acks = packet[kLength + 9 + hmac];
    const bool first = load_be32(packet.data() + kLength + length - 4) == 0;
    return acks == (opcode == kResetClient ? 0 : 1) && first ? std::optional(hmac) : std::nullopt;
}

Bytes OpenVpnUnwrapper::payload() const {
    Reader reader(Bytes(packet_).subspan(kLength));
    const std::uint8_t opcode = reader.u8() >> 3;
    if (opcode != kControl) return {};
    reader.skip(8 + hmac_length_);
    const std::size_t acks = reader.u8();
    reader.skip(4 * acks + (acks > 0 ? 8 : 0) + 4);
    return reader.rest();
}

Bytes OpenVpnUnwrapper::next(Bytes& octets) {
    if (whole_) packet_.clear();
    whole_ = false;
    const auto fill = [&](std::size_t size) {
        const std::size_t n = std::min(size - std::min(size, packet_.size()), octets.size());
        packet_.insert(packet_.end(), octets.begin(),
                       octets.begin() + static_cast<std::ptrdiff_t>(n));
        octets = octets.subspan(n);
        return packet_.size() >= size;
    };
    if (!fill(kLength + 1)) return {};
    const std::size_t length = load_be16(packet_.data());
    const std::uint8_t opcode = packet_[2] >> 3;
    failed_ = failed_ || length == 0 || opcode < 3 || opcode > 11;
    if (!fill(kLength + length)) return {};
    whole_ = true;
    return payload();
}

}  // namespace tlsonar::dissect
