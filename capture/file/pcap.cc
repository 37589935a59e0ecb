// The classic capture format (draft-ietf-opsawg-pcap), written in the byte order of its author:
//
//     magic  major minor  zone  accuracy  snaplen  link type      24 octets
//     { seconds  fraction  captured  on the wire  octets… }*      16 octets and the packet
//
// The magic number tells the byte order, the unit of the fraction (micro- or nanoseconds) and a
// variant with a longer record header that Linux distributions once shipped.
#include "capture/file/format.h"

#include <algorithm>
#include <cstring>

namespace tlsonar::capture {
namespace {

constexpr std::uint32_t kMicrosecondMagic = 0xa1b2c3d4;
constexpr std::uint32_t kNanosecondMagic = 0xa1b23c4d;
constexpr std::uint32_t kModified = 0xa1b2cd34;
constexpr std::size_t kFileHeader = 24;
constexpr std::size_t kRecordHeader = 16;
constexpr std::size_t kModifiedRecordHeader = 24;  // + interface, protocol, packet type

struct Flavour {
    bool known = false;
    bool swapped = false;
    std::uint32_t magic = 0;
};

Flavour flavour_of(Bytes begin) {
    if (begin.size() < 4) return {};
    for (const bool swapped : {false, true}) {
        const std::uint32_t magic = Order(swapped).u32(begin.data());
        if (magic == kMicrosecondMagic || magic == kNanosecondMagic || magic == kModified)
            return {true, swapped, magic};
    }
    return {};
}

// Before version 2.3 the two lengths stood the other way round, and in 2.3 either way.
enum class Lengths : std::uint8_t { in_order, reversed, larger_last };

Lengths lengths_of(std::uint16_t minor) {
    if (minor < 3) return Lengths::reversed;
    return minor == 3 ? Lengths::larger_last : Lengths::in_order;
}

class PcapSource final : public FileSource {
  public:
    PcapSource(FileStart start, Flavour flavour, std::uint16_t minor, std::uint32_t network)
        : FileSource(std::move(start)),
          order_(flavour.swapped),
          record_header_(flavour.magic == kModified ? kModifiedRecordHeader : kRecordHeader),
          fraction_(flavour.magic == kNanosecondMagic ? 1 : 1000),
          lengths_(lengths_of(minor)),
          // The upper half holds the length of the frame check sequence, which nobody needs here.
          linktype_(static_cast<std::uint16_t>(network)) {
        window_->pass(kFileHeader);
    }

    bool next(Packet& packet) override {
        if (fault_) return false;
        Bytes record = window_->ahead(record_header_);
        if (record.size() < record_header_)
            return end(record.size(), record_header_, this_packet());
        std::uint32_t captured = order_.u32(record.data() + 8);
        std::uint32_t on_wire = order_.u32(record.data() + 12);
        if (lengths_ != Lengths::in_order) arrange(captured, on_wire);
        if (captured > kMaxPacket) return refuse(captured);
        const std::size_t whole = record_header_ + captured;
        if (record.size() < whole) {
            record = window_->ahead(whole);
            if (record.size() < whole) return end(record.size(), whole, this_packet());
        }
        fill(packet, record.data(), captured, on_wire);
        window_->pass(whole);
        // Where the next packet begins is known; where the one after it, is guessed.
        window_->prefetch(0);
        window_->prefetch(whole);
        return true;
    }

  private:
    void fill(Packet& packet, const std::uint8_t* record, std::uint32_t captured,
              std::uint32_t on_wire) {
        packet.moment.at =
            Time{order_.u32(record)} * 1'000'000'000 + Time{order_.u32(record + 4)} * fraction_;
        packet.moment.ordinal = ++frames_;
        packet.data = {record + record_header_, captured};
        packet.wire_length = std::max(captured, on_wire);
        packet.interface = 0;
        packet.linktype = linktype_;
        packet.stable = window_->stable();
    }

    void arrange(std::uint32_t& captured, std::uint32_t& on_wire) const {
        if (lengths_ == Lengths::reversed || captured > on_wire) std::swap(captured, on_wire);
    }

    bool refuse(std::uint32_t captured) {
        return fail(this_packet() + " claims " + std::to_string(captured) +
                    " octets, more than any packet has");
    }

    std::string this_packet() const { return "packet " + std::to_string(frames_ + 1); }

    Order order_;
    std::size_t record_header_;
    Time fraction_;
    Lengths lengths_;
    std::uint16_t linktype_;
};

bool is_pcap(Bytes begin) { return flavour_of(begin).known; }

Opened open_pcap(FileStart start) {
    const Bytes header = start.window->ahead(kFileHeader);
    if (header.size() < kFileHeader) {
        std::string sentence = start.name + " ends inside the pcap file header";
        if (!start.window->trouble().empty()) sentence += ": " + start.window->trouble();
        return FileError{FileError::Cause::not_a_capture, sentence};
    }
    const Flavour flavour = flavour_of(header);
    const Order order(flavour.swapped);
    const std::uint16_t major = order.u16(header.data() + 4);
    const std::uint16_t minor = order.u16(header.data() + 6);
    if (major != 2) {
        return FileError{FileError::Cause::unsupported,
                         start.name + " is a pcap file of version " + std::to_string(major) + "." +
                             std::to_string(minor) + "; only version 2 is known"};
    }
    const std::uint32_t network = order.u32(header.data() + 20);
    return std::unique_ptr<PacketSource>(
        std::make_unique<PcapSource>(std::move(start), flavour, minor, network));
}

}  // namespace

constexpr Format kPcap{"pcap", is_pcap, open_pcap};

}  // namespace tlsonar::capture
