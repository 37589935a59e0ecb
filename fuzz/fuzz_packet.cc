// Any octets as frames: two octets of link type, then frames with a length of two octets each. The
// time goes on by a second with each, so that fragments age, too.
#include "capture/packets.h"
#include "core/reader.h"

#include <cstdint>
#include <cstdlib>

namespace {

using namespace tlsonar;
using namespace tlsonar::capture;

struct Check final : SegmentSink {
    void on_segment(const Segment& segment) override {
        if (segment.payload.size() > segment.on_wire || segment.header.size() < 20) abort();
        for (const std::uint8_t octet : segment.payload)
            sum += octet;
        sum += verify_checksum(segment) == Checksum::good ? 1 : 0;
        sum += to_string(segment.source).size() + to_string(segment.destination).size();
    }
    std::uint64_t sum = 0;
};

std::uint64_t accounted(const Tally& tally) {
    std::uint64_t n = tally.segments;
    for (const auto& entry : tally.other.entries())
        n += entry.packets;
    for (const auto& entry : tally.unread.entries())
        n += entry.packets;
    for (const auto& [linktype, packets] : tally.unknown_link_layers)
        n += packets;
    return n + tally.fragments.fragments - tally.fragments.reassembled;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Reader input(Bytes{data, size});
    Check check;
    PacketReader reader(check);
    Packet packet;
    packet.linktype = input.u16();
    while (input.more()) {
        const std::uint16_t length = input.u16();
        packet.data = input.take(std::min<std::size_t>(length & 0x7fff, input.left()));
        packet.wire_length =
            static_cast<std::uint32_t>(packet.data.size()) + ((length & 0x8000) != 0 ? 1000 : 0);
        packet.moment.at += 1'000'000'000;
        ++packet.moment.ordinal;
        reader.read(packet);
    }
    // A fragment may be whole again only inside a tunnel's datagram that is itself put together:
    // then one packet counts as two fragments. Apart from that every packet counts once.
    const Tally tally = reader.tally();
    if (accounted(tally) < tally.packets) abort();
    return 0;
}
