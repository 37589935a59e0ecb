// Writes a pcap file of TCP segments over IPv4 or IPv6 in Ethernet, with true checksums and an MTU.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <span>
#include <string>
#include <vector>

namespace bench {

using Octets = std::span<const std::uint8_t>;

constexpr std::uint8_t kFin = 1;
constexpr std::uint8_t kSyn = 2;
constexpr std::uint8_t kReset = 4;
constexpr std::uint8_t kPush = 8;
constexpr std::uint8_t kAck = 16;

// A connection being written: [0] is the client. Sequence numbers are those to be sent next.
struct Connection {
    std::array<std::array<std::uint8_t, 16>, 2> address{};  // IPv4: the first four octets
    std::array<std::uint16_t, 2> port{};
    std::array<std::uint32_t, 2> sequence{};
    bool v6 = false;
};

class CaptureWriter {
  public:
    explicit CaptureWriter(const std::string& path);
    ~CaptureWriter();
    CaptureWriter(const CaptureWriter&) = delete;
    CaptureWriter& operator=(const CaptureWriter&) = delete;

    // Payload longer than a segment goes out in several. SYN and FIN take a sequence number.
    void send(Connection& connection, int from, std::uint8_t flags, Octets payload);
    std::uint64_t written() const { return written_; }
    std::uint64_t packets() const { return packets_; }

    static constexpr std::size_t kMtu = 1500;

  private:
    void segment(Connection& connection, int from, std::uint8_t flags, Octets payload);

    std::FILE* file_;
    std::uint64_t written_ = 0;
    std::uint64_t packets_ = 0;
    std::uint64_t microseconds_ = 0;
    std::vector<std::uint8_t> frame_;
};

}  // namespace bench
