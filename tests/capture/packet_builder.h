// Builders of packets and capture files for tests: each takes what it carries and puts its own
// header before it.
//
//     auto frame = ethernet(0x0800, ipv4({}, 6, tcp({.flags = kSyn}, {})));
//     auto file = pcap({}, {{.data = frame}});
#pragma once

#include "capture/file/packet.h"
#include "capture/segment.h"
#include "core/bytes.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::capture::craft {

using Octets = std::vector<std::uint8_t>;

Octets octets(std::string_view text);
// "0800 45 00": blanks do not count.
Octets from_hex(std::string_view digits);
Octets operator+(Octets a, const Octets& b);

// Addresses as text, IPv4 or IPv6.
Address address(const std::string& text);

// Link layers and shims.
Octets ethernet(std::uint16_t ethertype, const Octets& payload);
Octets vlan(std::uint16_t ethertype, const Octets& payload);  // what follows the tag's own type

// Fields that a test wants to be different.
struct Ipv4 {
    std::string source = "192.0.2.1";
    std::string destination = "198.51.100.2";
    std::uint16_t identification = 1;
    std::uint16_t offset = 0;  // in octets
    bool more_fragments = false;
    Octets options = {};    // a multiple of four octets
    int total_length = -1;  // -1: what it is
};
Octets ipv4(const Ipv4& fields, std::uint8_t protocol, const Octets& payload);

struct Ipv6 {
    std::string source = "2001:db8::1";
    std::string destination = "2001:db8::2";
    int payload_length = -1;
};
Octets ipv6(const Ipv6& fields, std::uint8_t next_header, const Octets& payload);

// An IPv6 fragment header and what follows it.
struct Ipv6Fragment {
    std::uint32_t identification = 1;
    std::uint16_t offset = 0;
    bool more_fragments = false;
};
Octets ipv6_fragment(const Ipv6Fragment& fields, std::uint8_t next_header, const Octets& payload);

// Without a checksum; with_checksum() adds it to a segment of these addresses.
struct Tcp {
    std::uint16_t source_port = 40000;
    std::uint16_t destination_port = 443;
    std::uint32_t sequence = 1000;
    std::uint32_t acknowledgment = 0;
    std::uint8_t flags = kAck;
    Octets options = {};  // a multiple of four octets
};
Octets tcp(const Tcp& fields, const Octets& payload);
Octets with_checksum(Octets tcp_segment, const std::string& source, const std::string& destination);

Octets udp(std::uint16_t source_port, std::uint16_t destination_port, const Octets& payload);

// Capture files.
struct PcapRecord {
    std::uint32_t seconds = 1;
    std::uint32_t fraction = 0;
    Octets data;
    int wire_length = -1;  // -1: as captured
};
struct PcapFile {
    std::uint32_t magic = 0xa1b2c3d4;
    bool big_endian = false;
    std::uint16_t minor = 4;
    std::uint32_t network = 1;
};
Octets pcap(const PcapFile& file, const std::vector<PcapRecord>& records);

// A pcapng file is made of blocks: section() + interface() + enhanced_packet() + …
class Pcapng {
  public:
    explicit Pcapng(bool big_endian = false) : big_endian_(big_endian) {}

    Octets section(std::uint16_t major = 1) const;
    Octets interface(std::uint16_t linktype, const Octets& options = {},
                     std::uint32_t snaplen = 0) const;
    Octets option(std::uint16_t code, const Octets& value) const;
    Octets enhanced_packet(std::uint32_t interface, std::uint64_t ticks, const Octets& data,
                           int wire_length = -1) const;
    Octets simple_packet(const Octets& data, int wire_length = -1) const;
    Octets obsolete_packet(std::uint16_t interface, std::uint64_t ticks, const Octets& data) const;
    Octets secrets(std::uint32_t type, const Octets& secrets) const;
    Octets block(std::uint32_t type, const Octets& body) const;

    Octets u16(std::uint16_t v) const;
    Octets u32(std::uint32_t v) const;
    Octets u64(std::uint64_t v) const;

  private:
    bool big_endian_;
};

// A file that exists while the object does.
class TemporaryFile {
  public:
    explicit TemporaryFile(const Octets& content);
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    ~TemporaryFile();
    const std::string& path() const { return path_; }

  private:
    std::string path_;
};

}  // namespace tlsonar::capture::craft
