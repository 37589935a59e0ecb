#include "capture/file/packet_maker.h"

#include "capture/segment.h"

#include <algorithm>

namespace tlsonar::capture {
namespace {

constexpr std::uint8_t kTcp = 6;
constexpr std::uint8_t kUdp = 17;
constexpr std::size_t kIpv4Header = 20;
constexpr std::size_t kUdpHeader = 8;
constexpr std::size_t kMostIp = 65535;
constexpr std::uint8_t kHops = 64;
constexpr std::uint16_t kWindow = 0xffff;
constexpr std::uint8_t kWindowShift = 7;  // 8 MiB: no flight fills it

// RFC 1071, in two steps.
std::uint32_t add_up(Bytes octets, std::uint32_t sum) {
    for (std::size_t i = 0; i < octets.size(); ++i)
        sum += i % 2 == 0 ? std::uint32_t{octets[i]} << 8 : std::uint32_t{octets[i]};
    return sum;
}

std::uint16_t complement(std::uint32_t sum) {
    while (sum >> 16 != 0)
        sum = (sum & 0xffff) + (sum >> 16);
    return static_cast<std::uint16_t>(~sum);
}

void put16(std::vector<std::uint8_t>& packet, std::size_t at, std::uint16_t v) {
    packet[at] = static_cast<std::uint8_t>(v >> 8);
    packet[at + 1] = static_cast<std::uint8_t>(v);
}

}  // namespace

PacketMaker::PacketMaker(const tlsonar::Endpoint& client, const tlsonar::Endpoint& server,
                         std::uint32_t number)
    : ends_{client, server}, v6_(server.address.v6) {
    for (tlsonar::Endpoint& end : ends_)
        if (end.address.v6 != v6_) end.address = {};
    // Far apart from one conversation to the next, and not the same on both sides.
    next_[0] = number * 0x9e3779b1U;
    next_[1] = next_[0] ^ 0x5bd1e995U;
}

void PacketMaker::u16(std::size_t v) {
    u8(static_cast<std::uint8_t>(v >> 8));
    u8(static_cast<std::uint8_t>(v));
}

void PacketMaker::u32(std::uint32_t v) {
    u16(v >> 16);
    u16(v & 0xffff);
}

void PacketMaker::address(const IpAddress& address) {
    packet_.insert(packet_.end(), address.octets.begin(), address.octets.begin() + (v6_ ? 16 : 4));
}

// Begins a packet that carries `length` octets.
void PacketMaker::internet(Sender from, std::uint8_t protocol, std::size_t length) {
    packet_.clear();
    if (v6_) {
        u32(0x60000000);
        u16(length);
        u8(protocol);
        u8(kHops);
    } else {
        u16(0x4500);
        u16(kIpv4Header + length);
        u16(identification_++);
        u16(0x4000);  // don't fragment
        u8(kHops);
        u8(protocol);
        u16(0);
    }
    address(ends_[index_of(from)].address);
    address(ends_[index_of(other(from))].address);
    if (!v6_) put16(packet_, 10, complement(add_up(packet_, 0)));
}

// Of the transport header and all after it, with the pseudo header of RFC 9293 section 3.1 or
// RFC 8200 section 8.1 before it.
void PacketMaker::put_checksum(Sender from, std::uint8_t protocol, std::size_t transport,
                               std::size_t at) {
    const Bytes carried = Bytes(packet_).subspan(transport);
    std::uint32_t sum = protocol + static_cast<std::uint32_t>(carried.size());
    for (const Sender end : {from, other(from)})
        sum = add_up(Bytes(ends_[index_of(end)].address.octets).first(v6_ ? 16 : 4), sum);
    std::uint16_t checksum = complement(add_up(carried, sum));
    // RFC 768: zero means that there is none.
    if (protocol == kUdp && checksum == 0) checksum = 0xffff;
    put16(packet_, transport + at, checksum);
}

Bytes PacketMaker::tcp(Sender from, std::uint8_t flags, Bytes payload) {
    const bool syn = (flags & kSyn) != 0;
    const std::size_t header = syn ? 28 : 20;
    internet(from, kTcp, header + payload.size());
    const std::size_t transport = packet_.size();
    std::uint32_t& sequence = next_[index_of(from)];
    u16(ends_[index_of(from)].port);
    u16(ends_[index_of(other(from))].port);
    u32(sequence);
    u32((flags & kAck) != 0 ? next_[index_of(other(from))] : 0);
    u8(static_cast<std::uint8_t>(header / 4 << 4));
    u8(flags);
    u16(kWindow);
    u32(0);  // checksum, urgent pointer
    if (syn) {
        u16(0x0204);  // maximum segment size
        u16(v6_ ? 1440 : 1460);
        u32(0x01030300U | kWindowShift);  // nothing, window scale
    }
    packet_.insert(packet_.end(), payload.begin(), payload.end());
    put_checksum(from, kTcp, transport, 16);
    sequence += static_cast<std::uint32_t>(payload.size());
    if (syn || (flags & kFin) != 0) ++sequence;
    return packet_;
}

Bytes PacketMaker::udp(Sender from, Bytes payload) {
    const std::size_t room = kMostIp - kUdpHeader - (v6_ ? 0 : kIpv4Header);
    payload = payload.first(std::min(payload.size(), room));
    internet(from, kUdp, kUdpHeader + payload.size());
    const std::size_t transport = packet_.size();
    u16(ends_[index_of(from)].port);
    u16(ends_[index_of(other(from))].port);
    u16(kUdpHeader + payload.size());
    u16(0);
    packet_.insert(packet_.end(), payload.begin(), payload.end());
    put_checksum(from, kUdp, transport, 6);
    return packet_;
}

}  // namespace tlsonar::capture
