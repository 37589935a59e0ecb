#include "tests/property/segments.h"

#include "core/writer.h"

#include <algorithm>

namespace tlsonar::property {
namespace {

using capture::Endpoint;

Endpoint endpoint(Sender of) {
    Endpoint end;
    end.address.octets = {192, 0, 2, of == Sender::initiator ? std::uint8_t{1} : std::uint8_t{2}};
    end.port = of == Sender::initiator ? 40000 : 443;
    return end;
}

std::uint16_t checksum(Bytes octets) {
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < octets.size(); ++i)
        sum += i % 2 == 0 ? static_cast<std::uint32_t>(octets[i]) << 8 : octets[i];
    while (sum >> 16 != 0)
        sum = (sum & 0xFFFF) + (sum >> 16);
    return static_cast<std::uint16_t>(~sum);
}

// Segments that overtake each other lie within so many: receivers, and captures, have a window.
constexpr std::size_t kReach = 100;

struct Piece {
    std::size_t from = 0;
    std::size_t size = 0;
};

}  // namespace

void Segmenter::send(Sender from, std::uint32_t sequence, Bytes payload, std::uint8_t flags) {
    capture::Segment segment;
    segment.moment = {static_cast<Time>(++ordinal_) * 1000, ordinal_};
    segment.source = endpoint(from);
    segment.destination = endpoint(other(from));
    segment.sequence = sequence;
    segment.acknowledgment = next_[index_of(other(from))];
    segment.flags = flags;
    segment.on_wire = static_cast<std::uint32_t>(payload.size());
    const auto write_header = [&](Writer& writer, std::uint16_t sum) {
        writer.u16(segment.source.port);
        writer.u16(segment.destination.port);
        writer.u32(sequence);
        writer.u32(segment.acknowledgment);
        writer.u8(0x50);
        writer.u8(flags);
        writer.u16(0xFFFF);
        writer.u16(sum);
        writer.u16(0);
    };
    Writer pseudo;
    pseudo.bytes(Bytes(segment.source.address.octets).first(4));
    pseudo.bytes(Bytes(segment.destination.address.octets).first(4));
    pseudo.u16(6);
    pseudo.u16(static_cast<std::uint16_t>(20 + payload.size()));
    write_header(pseudo, 0);
    pseudo.bytes(payload);
    Writer header;
    write_header(header, checksum(pseudo.written()));
    segment.header = header.written();
    const Octets copy(payload.begin(), payload.end());
    segment.payload = copy;
    send_(segment);
}

void Segmenter::open() {
    using namespace capture;  // NOLINT
    send(Sender::initiator, next_[0]++, {}, kSyn);
    send(Sender::responder, next_[1]++, {}, kSyn | kAck);
    send(Sender::initiator, next_[0], {}, kAck);
}

void Segmenter::say(Sender from, const Octets& octets, const Disorder& disorder, Random& random) {
    std::vector<Piece> pieces;
    std::uniform_int_distribution<std::size_t> length(1, disorder.longest);
    for (std::size_t at = 0; at < octets.size();) {
        pieces.push_back({at, std::min(length(random), octets.size() - at)});
        at += pieces.back().size;
    }
    if (disorder.repeat) {
        for (std::size_t n = pieces.size() / 2 + 1; n > 0; --n) {
            const std::size_t at = random() % octets.size();
            pieces.push_back({at, std::min(length(random), octets.size() - at)});
        }
    }
    if (disorder.shuffle) {
        for (std::size_t at = 0; at < pieces.size(); at += kReach) {
            const auto first = pieces.begin() + static_cast<std::ptrdiff_t>(at);
            const std::size_t n = std::min(kReach, pieces.size() - at);
            std::shuffle(first, first + static_cast<std::ptrdiff_t>(n), random);
        }
    }
    std::uint32_t& next = next_[index_of(from)];
    for (const Piece& piece : pieces)
        send(from, next + static_cast<std::uint32_t>(piece.from),
             Bytes(octets).subspan(piece.from, piece.size), capture::kAck | capture::kPsh);
    next += static_cast<std::uint32_t>(octets.size());
}

void Segmenter::close() {
    using namespace capture;  // NOLINT
    send(Sender::initiator, next_[0]++, {}, kFin | kAck);
    send(Sender::responder, next_[1]++, {}, kFin | kAck);
}

}  // namespace tlsonar::property
