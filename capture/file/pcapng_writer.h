// PcapngWriter: conversations that were held on sockets, written as the packets they would have
// been, so that whoever reads captures can read them. (draft-ietf-opsawg-pcapng; raw IP packets,
// time in nanoseconds, key log lines in decryption secrets blocks.)
//
// Addresses, ports, octets, their order and their times are what was seen. What sockets do not show
// is made up: sequence numbers, the sizes of segments, acknowledgements, and the handshake and the
// last words of TCP.
#pragma once

#include "core/bytes.h"
#include "core/ip_address.h"
#include "core/moment.h"
#include "core/stream.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::capture {

// One connection, or one exchange of datagrams, from its client's view.
struct Transcript {
    enum class End : std::uint8_t {
        open,   // nothing was seen: a timeout, or the recording ended first
        fin,    // `ended_by` closed in order, and the other end did so, too
        reset,  // `ended_by` broke off; of a connection that never opened: it was refused
    };
    struct Piece {
        Time at = 0;
        Sender from = Sender::initiator;
        std::vector<std::uint8_t> octets;  // one datagram of UDP; any amount of TCP
    };

    tlsonar::Endpoint client;  // the initiator; the unspecified address where it is not known
    tlsonar::Endpoint server;
    bool udp = false;
    Time begun = 0;              // when the client began to connect
    std::optional<Time> opened;  // when the connection stood; nothing: it never did
    std::vector<Piece> pieces;   // in the order in which they were seen
    End end = End::open;
    Sender ended_by = Sender::initiator;
    Time ended = 0;
    std::string key_log;  // whole lines of an NSS key log; may be empty
    std::string comment;  // for people, at the first packet; any octets, may be empty
};

class PcapngWriter {
  public:
    // Appends to `out` what a file begins with. `application`: who writes it, "tlsonar 0.1.0".
    void begin(std::string_view application, std::vector<std::uint8_t>& out);

    // Appends a conversation: its secrets first, then its packets, all of them in one run. Files of
    // overlapping conversations are therefore not in the order of time, as pcapng allows.
    void add(const Transcript& transcript, std::vector<std::uint8_t>& out);

    std::uint64_t packets() const { return packets_; }

  private:
    std::uint64_t packets_ = 0;
    std::uint32_t conversations_ = 0;
};

}  // namespace tlsonar::capture
