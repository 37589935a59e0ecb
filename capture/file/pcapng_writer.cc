#include "capture/file/pcapng_writer.h"

#include "capture/file/packet_maker.h"
#include "capture/file/pcapng_blocks.h"
#include "capture/segment.h"
#include "core/text.h"

#include <algorithm>

namespace tlsonar::capture {
namespace {

constexpr std::uint16_t kLinktypeRaw = 101;  // IPv4 or IPv6, as its version says

constexpr std::uint16_t kComment = 1;
constexpr std::uint16_t kInterfaceName = 2;
constexpr std::uint16_t kUserApplication = 4;
constexpr std::uint16_t kResolutionOption = 9;
constexpr std::uint8_t kNanoseconds = 9;

// Of a comment or a name; an option's length has 16 bits.
constexpr std::size_t kMostText = 4096;

// A block under way: little-endian whatever the machine, so that files are the same everywhere.
class BlockWriter {
  public:
    BlockWriter(std::uint32_t type, std::vector<std::uint8_t>& out)
        : out_(out), start_(out.size()) {
        u32(type);
        u32(0);
    }
    void u16(std::uint16_t v) { integer(v, 2); }
    void u32(std::uint32_t v) { integer(v, 4); }
    void u64(std::uint64_t v) { integer(v, 8); }
    void padded(Bytes octets) {
        out_.insert(out_.end(), octets.begin(), octets.end());
        out_.resize(out_.size() + (4 - octets.size() % 4) % 4);
    }
    void option(std::uint16_t code, Bytes value) {
        u16(code);
        u16(static_cast<std::uint16_t>(value.size()));
        padded(value);
        options_ = true;
    }
    // Nothing where there is no text; cut, and made harmless UTF-8.
    void text(std::uint16_t code, std::string_view text) {
        const std::string safe = printable(text.substr(0, kMostText));
        // Escapes make it at most six times as long.
        if (!safe.empty()) option(code, as_bytes(safe));
    }
    void end() {
        if (options_) u32(0);
        const auto length = static_cast<std::uint32_t>(out_.size() - start_ + 4);
        u32(length);
        for (std::size_t i = 0; i < 4; ++i)
            out_[start_ + 4 + i] = static_cast<std::uint8_t>(length >> (8 * i));
    }

  private:
    void integer(std::uint64_t v, int width) {
        for (int i = 0; i < width; ++i)
            out_.push_back(static_cast<std::uint8_t>(v >> (8 * i)));
    }

    std::vector<std::uint8_t>& out_;
    std::size_t start_;
    bool options_ = false;
};

void secrets_block(std::string_view key_log, std::vector<std::uint8_t>& out) {
    BlockWriter block(pcapng::kDecryptionSecrets, out);
    block.u32(pcapng::kTlsKeyLog);
    block.u32(static_cast<std::uint32_t>(key_log.size()));
    block.padded(as_bytes(key_log));
    block.end();
}

// A conversation on its way into the file.
class Telling {
  public:
    Telling(const Transcript& transcript, std::uint32_t number, std::vector<std::uint8_t>& out)
        : transcript_(transcript),
          maker_(transcript.client, transcript.server, number),
          out_(out) {}

    std::uint64_t tell() {
        if (transcript_.udp) {
            for (const Transcript::Piece& piece : transcript_.pieces)
                packet(piece.at, maker_.udp(piece.from, piece.octets));
            return packets_;
        }
        open();
        for (const Transcript::Piece& piece : transcript_.pieces)
            say(piece);
        close();
        return packets_;
    }

  private:
    void tcp(Time at, Sender from, int flags, Bytes payload = {}) {
        packet(at, maker_.tcp(from, static_cast<std::uint8_t>(flags), payload));
    }

    // Whoever has said or heard something had a connection.
    bool stood() const { return transcript_.opened.has_value() || !transcript_.pieces.empty(); }

    void open() {
        tcp(transcript_.begun, Sender::initiator, kSyn);
        if (!stood()) return;
        const Time at = transcript_.opened.value_or(transcript_.begun);
        tcp(at, Sender::responder, kSyn | kAck);
        tcp(at, Sender::initiator, kAck);
    }

    void say(const Transcript::Piece& piece) {
        for (Bytes rest = piece.octets; !rest.empty();) {
            const Bytes segment = rest.first(std::min(rest.size(), maker_.most_payload()));
            rest = rest.subspan(segment.size());
            tcp(piece.at, piece.from, rest.empty() ? kAck | kPsh : kAck, segment);
        }
    }

    void close() {
        const Sender by = transcript_.ended_by;
        const Time at = transcript_.ended;
        if (transcript_.end == Transcript::End::reset) {
            tcp(at, by, kRst | kAck);
        } else if (transcript_.end == Transcript::End::fin && stood()) {
            tcp(at, by, kFin | kAck);
            tcp(at, other(by), kFin | kAck);
            tcp(at, by, kAck);
        }
    }

    void packet(Time at, Bytes octets) {
        BlockWriter block(pcapng::kEnhancedPacket, out_);
        const auto ticks = static_cast<std::uint64_t>(std::max<Time>(at, 0));
        const auto length = static_cast<std::uint32_t>(octets.size());
        block.u32(0);  // interface
        block.u32(static_cast<std::uint32_t>(ticks >> 32));
        block.u32(static_cast<std::uint32_t>(ticks));
        block.u32(length);
        block.u32(length);
        block.padded(octets);
        if (packets_ == 0) block.text(kComment, transcript_.comment);
        block.end();
        ++packets_;
    }

    const Transcript& transcript_;
    PacketMaker maker_;
    std::vector<std::uint8_t>& out_;
    std::uint64_t packets_ = 0;
};

}  // namespace

void PcapngWriter::begin(std::string_view application, std::vector<std::uint8_t>& out) {
    BlockWriter section(pcapng::kSectionHeader, out);
    section.u32(pcapng::kByteOrderMagic);
    section.u16(1);
    section.u16(0);
    section.u64(~std::uint64_t{0});  // the section's length: not known
    section.text(kUserApplication, application);
    section.end();
    BlockWriter interface(pcapng::kInterfaceDescription, out);
    interface.u16(kLinktypeRaw);
    interface.u16(0);
    interface.u32(0);  // nothing is cut off
    interface.text(kInterfaceName, "sockets");
    interface.option(kResolutionOption, Bytes(&kNanoseconds, 1));
    interface.end();
}

void PcapngWriter::add(const Transcript& transcript, std::vector<std::uint8_t>& out) {
    if (!transcript.key_log.empty()) secrets_block(transcript.key_log, out);
    packets_ += Telling(transcript, ++conversations_, out).tell();
}

}  // namespace tlsonar::capture
