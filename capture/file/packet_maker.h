// PacketMaker: the IP packets of one conversation, with right lengths and checksums.
#pragma once

#include "core/bytes.h"
#include "core/ip_address.h"
#include "core/stream.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace tlsonar::capture {

class PacketMaker {
  public:
    // `number` makes connections of the same ports different: their sequence numbers follow from
    // it. An end whose address is of another family than the server's gets the unspecified one.
    PacketMaker(const tlsonar::Endpoint& client, const tlsonar::Endpoint& server,
                std::uint32_t number);

    // Octets that a TCP segment may have: what a path of 1,500 octets leaves to Linux.
    std::size_t most_payload() const { return v6_ ? 1428 : 1448; }

    // `flags` are TcpFlag; SYN and FIN take a sequence number, and every packet of a connection
    // acknowledges all that came before. The packet is valid until the next is made.
    Bytes tcp(Sender from, std::uint8_t flags, Bytes payload = {});
    // Payload that no datagram has room for is cut off.
    Bytes udp(Sender from, Bytes payload);

  private:
    using Packet = std::vector<std::uint8_t>;
    void internet(Sender from, std::uint8_t protocol, std::size_t length);
    void put_checksum(Sender from, std::uint8_t protocol, std::size_t transport, std::size_t at);
    void address(const IpAddress& address);
    void u8(std::uint8_t v) { packet_.push_back(v); }
    void u16(std::size_t v);
    void u32(std::uint32_t v);

    std::array<tlsonar::Endpoint, 2> ends_;  // by index_of(Sender)
    bool v6_;
    std::array<std::uint32_t, 2> next_;  // sequence number
    std::uint16_t identification_ = 0;
    Packet packet_;
};

}  // namespace tlsonar::capture
