// What comes out of a file or a frame, kept for looking at.
#pragma once

#include "capture/file/source.h"
#include "capture/packets.h"
#include "tests/capture/packet_builder.h"

#include <memory>
#include <string>
#include <vector>

namespace tlsonar::capture::craft {

struct CollectedPacket {
    Packet packet;  // its data is gone
    Octets data;
};

// A file read to its end.
struct Collected {
    std::vector<CollectedPacket> packets;
    std::optional<FileError> error;
    std::optional<Fault> fault;
    std::vector<Fault> notes;
    std::string key_log;
};

inline Collected collect_path(const std::string& path) {
    Collected all;
    SourceOptions options;
    options.on_key_log = [&](Bytes lines) { all.key_log += as_text(lines); };
    auto source = PacketSource::open(path, options);
    if (!source) {
        all.error = source.error();
        return all;
    }
    Packet packet;
    while ((*source)->next(packet))
        all.packets.push_back({packet, Octets(packet.data.begin(), packet.data.end())});
    all.fault = (*source)->fault();
    all.notes = (*source)->notes();
    return all;
}

inline Collected collect(const Octets& file) {
    const TemporaryFile temporary(file);
    return collect_path(temporary.path());
}

struct CollectedSegment {
    Segment segment;  // its octets are gone
    Octets header;
    Octets payload;
    Checksum checksum;
};

class Collector final : public SegmentSink {
  public:
    void on_segment(const Segment& s) override {
        segments.push_back({s, Octets(s.header.begin(), s.header.end()),
                            Octets(s.payload.begin(), s.payload.end()), verify_checksum(s)});
    }
    std::vector<CollectedSegment> segments;
};

// A reader for single frames.
class FrameReader {
  public:
    explicit FrameReader(std::uint16_t linktype = 1) : linktype_(linktype) {}

    // Reads a frame of which only the first octets were captured when `wire_length` is larger.
    void read(const Octets& frame, std::uint32_t wire_length = 0, Time at = 0) {
        Packet packet;
        packet.moment = {at, ++count_};
        packet.data = frame;
        packet.wire_length = std::max(wire_length, static_cast<std::uint32_t>(frame.size()));
        packet.linktype = linktype_;
        packet.stable = true;
        reader_.read(packet);
    }
    const std::vector<CollectedSegment>& segments() const { return collector_.segments; }
    Tally tally() const { return reader_.tally(); }

  private:
    std::uint16_t linktype_;
    std::uint64_t count_ = 0;
    Collector collector_;
    PacketReader reader_{collector_};
};

}  // namespace tlsonar::capture::craft
