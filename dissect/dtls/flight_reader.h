// FlightReader: one sender's datagrams in, whole handshake messages and alerts out. Knows no
// sockets and no clock. Handshake messages come out in their order, each once; alerts as they come.
// Only what is not encrypted (epoch 0) can be read.
#pragma once

#include "dissect/dtls/message_assembly.h"
#include "dissect/session/handshake.h"

#include <cstdint>
#include <map>
#include <vector>

namespace tlsonar::dissect {

struct DtlsMessage {
    Content content = Content::handshake;
    std::uint8_t type = 0;       // HandshakeType; AlertLevel of an alert
    std::uint16_t version = 0;   // of the record that completed it
    std::uint16_t sequence = 0;  // message_seq of a handshake message
    std::vector<std::uint8_t> body;
};

// What was met that should not be there; or that a bad line explains.
struct DtlsTroubles {
    std::uint32_t not_records = 0;  // datagrams, or ends of them, that are no record
    std::uint32_t malformed = 0;    // fragments that lie about lengths
    std::uint32_t conflicts = 0;    // fragments that contradict those before
    std::uint32_t repeated = 0;     // octets that were there already: a retransmission
    std::uint32_t over_limit = 0;   // fragments that were dropped because of a limit
    std::uint32_t encrypted = 0;    // records that nobody here can read
};

class FlightReader {
  public:
    // Messages that are put together at the same time: a flight has fewer.
    static constexpr std::uint16_t kWindow = 16;
    // Octets of unfinished messages, and of those that wait for one before them.
    static constexpr std::size_t kMaxHeld = 512UL * 1024;

    // `first`: the message_seq to begin with.
    explicit FlightReader(std::uint16_t first = 0) : next_(first) {}

    // Appends what became complete. Returns how many records of DTLS the datagram held.
    std::size_t on_datagram(Bytes datagram, std::vector<DtlsMessage>& out);

    const DtlsTroubles& troubles() const { return troubles_; }
    // The message_seq of the message that is awaited.
    std::uint16_t awaited() const { return next_; }
    std::size_t held() const { return held_; }

  private:
    void on_record(const DtlsRecord& record, std::vector<DtlsMessage>& out);
    void on_fragments(const DtlsRecord& record, std::vector<DtlsMessage>& out);
    void on_fragment(const DtlsFragment& fragment);
    void deliver(std::uint16_t version, std::vector<DtlsMessage>& out);

    std::uint16_t next_;
    std::map<std::uint16_t, MessageAssembly> open_;  // at most kWindow
    std::size_t held_ = 0;
    DtlsTroubles troubles_;
};

}  // namespace tlsonar::dissect
