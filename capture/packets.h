// PacketReader: from frames to TCP segments, through link layers, IP, fragments and tunnels.
//
//     Packet ─► link/ ─► ip/ ─► fragments ─► Segment ─► SegmentSink
//                 ▲        │
//                 └─ tunnel/
#pragma once

#include "capture/file/packet.h"
#include "capture/ip/datagram.h"
#include "capture/ip/fragments.h"
#include "capture/link/carried.h"
#include "capture/segment.h"
#include "core/bytes.h"

#include <cstdint>
#include <map>
#include <memory>
#include <vector>

namespace tlsonar::capture {

class SegmentSink {
  public:
    virtual ~SegmentSink() = default;
    // The segment and its octets are lent for the call (see Segment for `stable`).
    virtual void on_segment(const Segment& segment) = 0;
};

// Packets counted by a name, a string literal.
class Counts {
  public:
    struct Entry {
        const char* name;
        std::uint64_t packets;
    };
    void add(const char* name) {
        for (Entry& entry : entries_) {
            if (entry.name != name) continue;
            ++entry.packets;
            return;
        }
        add_new(name);
    }
    std::uint64_t of(const char* name) const;
    // In the order of their first packet.
    const std::vector<Entry>& entries() const { return entries_; }

  private:
    void add_new(const char* name);

    std::vector<Entry> entries_;
};

// What became of the packets. Every packet is counted once: as a segment, as one of `other` or
// `unread`, under its link layer, or as a fragment that waits.
struct Tally {
    std::uint64_t packets = 0;
    std::uint64_t octets = 0;     // on the wire
    std::uint64_t segments = 0;   // TCP segments handed on
    std::uint64_t tunneled = 0;   // packets that came out of a tunnel at least once
    std::uint64_t cut_short = 0;  // captured only in part (snapshot length)
    std::uint64_t overlong = 0;   // with an IP length beyond the end of the frame
    Counts other;                 // understood, but not TCP: "ARP", "UDP", "quic", "dtls", …
    Counts unread;  // damaged or beyond us: "an IPv4 packet cut off in its header", …
    std::map<std::uint16_t, std::uint64_t> unknown_link_layers;  // LINKTYPE_ value → packets
    FragmentTally fragments;
};

class PacketReader {
  public:
    explicit PacketReader(SegmentSink& sink) : sink_(sink) {}

    // Reads one packet: none or one segment goes to the sink before it returns.
    void read(const Packet& packet);

    Tally tally() const;

  private:
    bool read_plain(const Packet& packet);
    void read_any(const Packet& packet);
    void network(Carried carried, int depth);
    void internet(const Result<Datagram, Unreadable>& read, int depth);
    void transport(const Datagram& datagram, int depth);
    void tcp(const Datagram& datagram);
    void segment(Bytes octets, std::uint32_t on_wire);
    void udp(const Datagram& datagram, int depth);
    bool udp_tunnel(Bytes header, Bytes payload, int depth);
    void nothing(const Carried& carried);

    SegmentSink& sink_;
    Tally tally_;
    FragmentTable fragments_;
    Segment segment_;        // reused: most of it is the same from one to the next
    std::uint64_t cut_ = 0;  // octets of the packet at hand that were not captured
};

}  // namespace tlsonar::capture
