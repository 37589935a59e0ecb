// pcapng (draft-ietf-opsawg-pcapng): blocks one after the other, each
//
//     type  total length  body…  total length
//
// A section header begins a section with its own byte order and its own interfaces; interface
// descriptions say link type and clock; packets refer to them. Blocks of other types are skipped.
#include "capture/file/clock.h"
#include "capture/file/format.h"
#include "capture/file/pcapng_blocks.h"

#include <algorithm>
#include <cstring>

namespace tlsonar::capture {
namespace {

constexpr std::size_t kBlockFrame = 12;  // type and both lengths
constexpr std::size_t kShortestSection = 12 + 16;

struct Interface {
    std::uint16_t linktype = 0;
    std::uint32_t snaplen = 0;  // 0: no limit
    Clock clock;
};

struct Block {
    std::uint32_t type = 0;
    Bytes body;
};

std::size_t padded(std::size_t n) { return (n + 3) & ~std::size_t{3}; }

class PcapngSource final : public FileSource {
  public:
    explicit PcapngSource(FileStart start) : FileSource(std::move(start)) {}

    bool next(Packet& packet) override {
        Block block;
        while (!fault_ && read_block(block)) {
            const bool found = handle(block, packet);
            window_->pass(block.body.size() + kBlockFrame);
            if (found) return true;
        }
        return false;
    }

    bool may_hold_key_logs() const override { return true; }

    // Whether the section header that the file begins with is one to go on with.
    std::optional<FileError> begin() {
        using Trouble = FileError::Cause;
        const Bytes head = window_->ahead(kShortestSection);
        if (head.size() < kShortestSection)
            return FileError{Trouble::not_a_capture, name_ + " ends inside the pcapng file header"};
        if (!find_order(head))
            return FileError{Trouble::not_a_capture, name_ + " is a pcapng file of no byte order"};
        const std::uint16_t major = order_.u16(head.data() + 12);
        if (major == 1) return {};
        return FileError{Trouble::unsupported, name_ + " is a pcapng file of version " +
                                                   std::to_string(major) +
                                                   "; only version 1 is known"};
    }

  private:
    bool find_order(Bytes section) {
        for (const bool swapped : {false, true}) {
            if (Order(swapped).u32(section.data() + 8) != pcapng::kByteOrderMagic) continue;
            order_ = Order(swapped);
            return true;
        }
        return false;
    }

    // Finds the next whole block of a type that matters and leaves the window at its beginning.
    bool read_block(Block& block) {
        for (;;) {
            Bytes head = window_->ahead(8);
            if (head.size() < 8) return end(head.size(), 8, "a block header");
            block.type = order_.u32(head.data());
            if (block.type == pcapng::kSectionHeader) {
                if (!begin_section()) return false;
                head = window_->ahead(8);
            }
            const std::uint32_t total = order_.u32(head.data() + 4);
            if (total < kBlockFrame || total % 4 != 0) return refuse_length(total);
            if (!matters(block.type)) {
                if (!skip_block(total)) return false;
                continue;
            }
            if (total > kMaxBlock) return refuse_length(total);
            return frame_block(block, total);
        }
    }

    static bool matters(std::uint32_t type) {
        switch (type) {
            case pcapng::kEnhancedPacket:
            case pcapng::kSimplePacket:
            case pcapng::kObsoletePacket:
            case pcapng::kInterfaceDescription:
            case pcapng::kDecryptionSecrets:
            case pcapng::kSectionHeader:
                return true;
            default:
                return false;
        }
    }

    bool frame_block(Block& block, std::uint32_t total) {
        const Bytes whole = window_->ahead(total);
        if (whole.size() < total) return end(whole.size(), total, "a block");
        const std::uint32_t again = order_.u32(whole.data() + total - 4);
        if (again != total) {
            return fail("a block gives its length as " + std::to_string(total) +
                        " at its beginning and as " + std::to_string(again) + " at its end");
        }
        block.body = whole.subspan(8, total - kBlockFrame);
        return true;
    }

    bool skip_block(std::uint32_t total) {
        const std::uint64_t start = window_->offset();
        if (window_->skip(total)) return true;
        return end(static_cast<std::size_t>(window_->offset() - start), total, "a block");
    }

    bool refuse_length(std::uint32_t total) {
        return fail("a block has an impossible length of " + std::to_string(total));
    }

    // A section may change the byte order, so it is looked at before its own length is read.
    bool begin_section() {
        const Bytes head = window_->ahead(kShortestSection);
        if (head.size() < kShortestSection)
            return end(head.size(), kShortestSection, "a section header");
        if (!find_order(head)) return fail("a section of unknown byte order begins");
        if (order_.u16(head.data() + 12) != 1) return fail("a section of unknown version begins");
        first_interface_ += static_cast<std::uint32_t>(interfaces_.size());
        interfaces_.clear();
        return true;
    }

    // True when the block is a packet.
    bool handle(const Block& block, Packet& packet) {
        switch (block.type) {
            case pcapng::kEnhancedPacket:
                return enhanced_packet(block.body, packet);
            case pcapng::kSimplePacket:
                return simple_packet(block.body, packet);
            case pcapng::kObsoletePacket:
                return obsolete_packet(block.body, packet);
            case pcapng::kInterfaceDescription:
                describe_interface(block.body);
                return false;
            case pcapng::kDecryptionSecrets:
                secrets(block.body);
                return false;
            default:
                return false;
        }
    }

    //  interface(4)  time high(4)  time low(4)  captured(4)  on the wire(4)  octets…
    bool enhanced_packet(Bytes body, Packet& packet) {
        if (body.size() < 20) return skip_short();
        const std::uint8_t* p = body.data();
        return fill(packet, {order_.u32(p), ticks(p + 4), order_.u32(p + 12), order_.u32(p + 16),
                             body.subspan(20)});
    }

    //  interface(2)  drops(2)  time high(4)  time low(4)  captured(4)  on the wire(4)  octets…
    bool obsolete_packet(Bytes body, Packet& packet) {
        if (body.size() < 20) return skip_short();
        const std::uint8_t* p = body.data();
        return fill(packet, {order_.u16(p), ticks(p + 4), order_.u32(p + 12), order_.u32(p + 16),
                             body.subspan(20)});
    }

    //  on the wire(4)  octets…   of the first interface, and without a time: the last one stands
    //  in.
    bool simple_packet(Bytes body, Packet& packet) {
        if (body.size() < 4) return skip_short();
        const std::uint32_t on_wire = order_.u32(body.data());
        const Bytes room = body.subspan(4);
        auto captured = static_cast<std::uint32_t>(std::min<std::size_t>(on_wire, room.size()));
        if (!interfaces_.empty() && interfaces_[0].snaplen != 0)
            captured = std::min(captured, interfaces_[0].snaplen);
        const Time before = last_time_;
        if (!fill(packet, {0, 0, captured, on_wire, room})) return false;
        packet.moment.at = last_time_ = before;
        return true;
    }

    struct Record {
        std::uint32_t interface;
        std::uint64_t ticks;
        std::uint32_t captured;
        std::uint32_t on_wire;
        Bytes room;  // the packet, its padding and options
    };

    bool fill(Packet& packet, const Record& record) {
        ++frames_;
        if (record.interface >= interfaces_.size()) {
            note("packet " + std::to_string(frames_) + " names interface " +
                 std::to_string(record.interface) + ", which is not described");
            return false;
        }
        if (record.captured > record.room.size() || record.captured > kMaxPacket) {
            note("packet " + std::to_string(frames_) + " claims " +
                 std::to_string(record.captured) + " octets in a block with room for " +
                 std::to_string(record.room.size()));
            return false;
        }
        const Interface& interface = interfaces_[record.interface];
        last_time_ = interface.clock.time(record.ticks);
        packet.moment = {last_time_, frames_};
        packet.data = record.room.first(record.captured);
        packet.wire_length = std::max(record.captured, record.on_wire);
        packet.interface = first_interface_ + record.interface;
        packet.linktype = interface.linktype;
        packet.stable = window_->stable();
        return true;
    }

    bool skip_short() {
        ++frames_;
        note("packet " + std::to_string(frames_) + " is in a block too short for its header");
        return false;
    }

    std::uint64_t ticks(const std::uint8_t* p) const {
        return (std::uint64_t{order_.u32(p)} << 32) | order_.u32(p + 4);
    }

    //  link type(2)  reserved(2)  snaplen(4)  options…
    void describe_interface(Bytes body) {
        if (body.size() < 8) return note("an interface description is too short");
        if (interfaces_.size() >= kMaxInterfaces) return note("there are too many interfaces");
        Interface interface;
        interface.linktype = order_.u16(body.data());
        interface.snaplen = order_.u32(body.data() + 4);
        read_options(body.subspan(8), interface);
        interfaces_.push_back(interface);
    }

    //  { code(2)  length(2)  value…  padding to four octets }*
    void read_options(Bytes options, Interface& interface) const {
        constexpr std::uint16_t kEnd = 0;
        constexpr std::uint16_t kResolution = 9;
        constexpr std::uint16_t kOffset = 14;
        while (options.size() >= 4) {
            const std::uint16_t code = order_.u16(options.data());
            const std::size_t length = order_.u16(options.data() + 2);
            options = options.subspan(4);
            if (code == kEnd || length > options.size()) return;
            if (code == kResolution && length >= 1) interface.clock.set_resolution(options[0]);
            if (code == kOffset && length >= 8)
                interface.clock.set_offset(static_cast<std::int64_t>(order_.u64(options.data())));
            options = options.subspan(std::min(padded(length), options.size()));
        }
    }

    //  secrets type(4)  length(4)  secrets…
    void secrets(Bytes body) {
        if (body.size() < 8) return note("a decryption secrets block is too short");
        const std::size_t length = order_.u32(body.data() + 4);
        if (length > body.size() - 8) return note("decryption secrets run past their block");
        if (order_.u32(body.data()) != pcapng::kTlsKeyLog || !options_.on_key_log) return;
        options_.on_key_log(body.subspan(8, length));
    }

    Order order_{false};
    std::vector<Interface> interfaces_;  // of this section
    std::uint32_t first_interface_ = 0;  // interfaces of the sections before
    Time last_time_ = 0;
};

bool is_pcapng(Bytes begin) { return starts_with(begin, "\x0a\x0d\x0d\x0a"); }

Opened open_pcapng(FileStart start) {
    auto source = std::make_unique<PcapngSource>(std::move(start));
    if (std::optional<FileError> problem = source->begin()) return *problem;
    return std::unique_ptr<PacketSource>(std::move(source));
}

}  // namespace

constexpr Format kPcapng{"pcapng", is_pcapng, open_pcapng};

}  // namespace tlsonar::capture
