#include "bench/capture_writer.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace bench {
namespace {

constexpr std::size_t kEthernet = 14;
constexpr std::size_t kTcp = 32;  // with timestamps, as nearly every connection has them

void put16(std::uint8_t* p, std::size_t v) {
    p[0] = static_cast<std::uint8_t>(v >> 8);
    p[1] = static_cast<std::uint8_t>(v);
}
void put32(std::uint8_t* p, std::uint64_t v) {
    put16(p, static_cast<std::size_t>(v >> 16));
    put16(p + 2, static_cast<std::size_t>(v & 0xffff));
}

// RFC 1071.
std::uint64_t sum(const std::uint8_t* p, std::size_t n, std::uint64_t from = 0) {
    for (; n >= 2; p += 2, n -= 2)
        from += static_cast<std::uint64_t>(p[0] << 8 | p[1]);
    return n == 1 ? from + (std::uint64_t{p[0]} << 8) : from;
}
std::size_t fold(std::uint64_t s) {
    while (s >> 16 != 0)
        s = (s & 0xffff) + (s >> 16);
    return static_cast<std::size_t>(~s & 0xffff);
}

}  // namespace

CaptureWriter::CaptureWriter(const std::string& path) : file_(std::fopen(path.c_str(), "wb")) {
    if (file_ == nullptr) {
        std::perror(path.c_str());
        std::exit(2);
    }
    std::setvbuf(file_, nullptr, _IOFBF, 1 << 20);
    const std::uint32_t header[6] = {0xa1b2c3d4, 0x00040002, 0, 0, 262144, 1};
    std::fwrite(header, sizeof header, 1, file_);
    written_ = sizeof header;
}

CaptureWriter::~CaptureWriter() {
    if (std::fclose(file_) == 0) return;
    std::perror("make_capture");
    std::exit(2);
}

void CaptureWriter::send(Connection& connection, int from, std::uint8_t flags, Octets payload) {
    const std::size_t room = kMtu - (connection.v6 ? 40 : 20) - kTcp;
    do {
        const std::size_t n = std::min(room, payload.size());
        segment(connection, from, flags, payload.first(n));
        payload = payload.subspan(n);
    } while (!payload.empty());
    if ((flags & (kSyn | kFin)) != 0) ++connection.sequence[from];
}

void CaptureWriter::segment(Connection& c, int from, std::uint8_t flags, Octets payload) {
    const std::size_t ip = c.v6 ? 40 : 20;
    const std::size_t length = kTcp + payload.size();
    frame_.assign(kEthernet + ip + length, 0);
    std::uint8_t* p = frame_.data();
    p[5] = static_cast<std::uint8_t>(2 - from);
    p[11] = static_cast<std::uint8_t>(1 + from);
    put16(p + 12, c.v6 ? 0x86dd : 0x0800);
    std::uint8_t* h = p + kEthernet;
    const std::size_t address = c.v6 ? 16 : 4;
    std::uint8_t* addresses = h + (c.v6 ? 8 : 12);
    std::memcpy(addresses, c.address[from].data(), address);
    std::memcpy(addresses + address, c.address[1 - from].data(), address);
    if (c.v6) {
        h[0] = 0x60;
        put16(h + 4, length);
        h[6] = 6;
        h[7] = 64;
    } else {
        h[0] = 0x45;
        put16(h + 2, ip + length);
        h[6] = 0x40;
        h[8] = 64;
        h[9] = 6;
        put16(h + 10, fold(sum(h, ip)));
    }
    std::uint8_t* t = h + ip;
    put16(t, c.port[from]);
    put16(t + 2, c.port[1 - from]);
    put32(t + 4, c.sequence[from]);
    if ((flags & kAck) != 0) put32(t + 8, c.sequence[1 - from]);
    t[12] = kTcp / 4 << 4;
    t[13] = flags;
    put16(t + 14, 64240);
    t[20] = t[21] = 1;  // NOP, NOP, timestamps
    t[22] = 8;
    t[23] = 10;
    put32(t + 24, microseconds_ / 1000);
    if (!payload.empty()) std::memcpy(t + kTcp, payload.data(), payload.size());
    put16(t + 16, fold(sum(t, length, sum(addresses, 2 * address, 6 + length))));
    c.sequence[from] += static_cast<std::uint32_t>(payload.size());
    const auto size = static_cast<std::uint32_t>(frame_.size());
    const std::uint32_t record[4] = {
        static_cast<std::uint32_t>(1700000000 + microseconds_ / 1000000),
        static_cast<std::uint32_t>(microseconds_ % 1000000), size, size};
    microseconds_ += 4;
    std::fwrite(record, sizeof record, 1, file_);
    std::fwrite(p, 1, frame_.size(), file_);
    written_ += sizeof record + frame_.size();
    ++packets_;
}

}  // namespace bench
