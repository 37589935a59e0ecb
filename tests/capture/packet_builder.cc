#include "tests/capture/packet_builder.h"

#include "core/writer.h"

#include <algorithm>
#include <cassert>
#include <cstdlib>
#include <cstring>
#include <fstream>

#include <arpa/inet.h>
#include <unistd.h>

namespace tlsonar::capture::craft {
namespace {

Octets integer(std::uint64_t v, int width, bool big_endian) {
    Octets out;
    for (int i = 0; i < width; ++i) {
        const int shift = 8 * (big_endian ? width - 1 - i : i);
        out.push_back(static_cast<std::uint8_t>(v >> shift));
    }
    return out;
}

void put_address(Writer& w, const std::string& text, bool v6) {
    const Address a = address(text);
    assert(a.v6 == v6);
    w.bytes(Bytes(a.octets).first(v6 ? 16 : 4));
}

std::uint16_t checksum(const Octets& data) {
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < data.size(); ++i)
        sum += i % 2 == 0 ? static_cast<std::uint32_t>(data[i] << 8) : data[i];
    while (sum >> 16 != 0)
        sum = (sum & 0xffff) + (sum >> 16);
    return static_cast<std::uint16_t>(~sum);
}

std::uint32_t length_or(int given, std::size_t otherwise) {
    return given < 0 ? static_cast<std::uint32_t>(otherwise) : static_cast<std::uint32_t>(given);
}

Octets pad4(Octets data) {
    data.resize((data.size() + 3) / 4 * 4);
    return data;
}

}  // namespace

Octets octets(std::string_view text) { return Octets(text.begin(), text.end()); }

Octets from_hex(std::string_view digits) {
    Octets out;
    std::string pair;
    for (const char c : digits) {
        if (c == ' ') continue;
        pair += c;
        if (pair.size() != 2) continue;
        out.push_back(static_cast<std::uint8_t>(std::stoi(pair, nullptr, 16)));
        pair.clear();
    }
    return out;
}

Octets operator+(Octets a, const Octets& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

Address address(const std::string& text) {
    Address a;
    a.v6 = text.find(':') != std::string::npos;
    [[maybe_unused]] const int ok =
        inet_pton(a.v6 ? AF_INET6 : AF_INET, text.c_str(), a.octets.data());
    assert(ok == 1);
    return a;
}

Octets ethernet(std::uint16_t ethertype, const Octets& payload) {
    Writer w;
    w.bytes(from_hex("020000000001 020000000002"));
    w.u16(ethertype);
    w.bytes(payload);
    return w.release();
}

Octets vlan(std::uint16_t ethertype, const Octets& payload) {
    Writer w;
    w.u16(7);
    w.u16(ethertype);
    w.bytes(payload);
    return w.release();
}

Octets ipv4(const Ipv4& fields, std::uint8_t protocol, const Octets& payload) {
    const std::size_t header = 20 + fields.options.size();
    Writer w;
    w.u8(static_cast<std::uint8_t>(0x40 | (header / 4)));
    w.u8(0);
    w.u16(static_cast<std::uint16_t>(length_or(fields.total_length, header + payload.size())));
    w.u16(fields.identification);
    w.u16(static_cast<std::uint16_t>(fields.offset / 8 | (fields.more_fragments ? 0x2000 : 0)));
    w.u8(64);
    w.u8(protocol);
    w.u16(0);
    put_address(w, fields.source, false);
    put_address(w, fields.destination, false);
    w.bytes(fields.options);
    w.bytes(payload);
    return w.release();
}

Octets ipv6(const Ipv6& fields, std::uint8_t next_header, const Octets& payload) {
    Writer w;
    w.u32(0x60000000);
    w.u16(static_cast<std::uint16_t>(length_or(fields.payload_length, payload.size())));
    w.u8(next_header);
    w.u8(64);
    put_address(w, fields.source, true);
    put_address(w, fields.destination, true);
    w.bytes(payload);
    return w.release();
}

Octets ipv6_fragment(const Ipv6Fragment& fields, std::uint8_t next_header, const Octets& payload) {
    Writer w;
    w.u8(next_header);
    w.u8(0);
    w.u16(static_cast<std::uint16_t>(fields.offset | (fields.more_fragments ? 1 : 0)));
    w.u32(fields.identification);
    w.bytes(payload);
    return w.release();
}

Octets tcp(const Tcp& fields, const Octets& payload) {
    Writer w;
    w.u16(fields.source_port);
    w.u16(fields.destination_port);
    w.u32(fields.sequence);
    w.u32(fields.acknowledgment);
    w.u8(static_cast<std::uint8_t>((20 + fields.options.size()) / 4 << 4));
    w.u8(fields.flags);
    w.u16(5000);
    w.u32(0);
    w.bytes(fields.options);
    w.bytes(payload);
    return w.release();
}

Octets with_checksum(Octets segment, const std::string& source, const std::string& destination) {
    const bool v6 = address(source).v6;
    Writer pseudo;
    put_address(pseudo, source, v6);
    put_address(pseudo, destination, v6);
    pseudo.u32(6);
    pseudo.u32(static_cast<std::uint32_t>(segment.size()));
    segment[16] = segment[17] = 0;
    const std::uint16_t sum = checksum(pseudo.release() + segment);
    segment[16] = static_cast<std::uint8_t>(sum >> 8);
    segment[17] = static_cast<std::uint8_t>(sum);
    return segment;
}

Octets udp(std::uint16_t source_port, std::uint16_t destination_port, const Octets& payload) {
    Writer w;
    w.u16(source_port);
    w.u16(destination_port);
    w.u16(static_cast<std::uint16_t>(8 + payload.size()));
    w.u16(0);
    w.bytes(payload);
    return w.release();
}

Octets pcap(const PcapFile& file, const std::vector<PcapRecord>& records) {
    Octets out;
    const auto put = [&](std::uint64_t v, int width) {
        out = std::move(out) + integer(v, width, file.big_endian);
    };
    put(file.magic, 4);
    put(2, 2);
    put(file.minor, 2);
    put(0, 8);
    put(262144, 4);
    put(file.network, 4);
    for (const PcapRecord& record : records) {
        put(record.seconds, 4);
        put(record.fraction, 4);
        put(record.data.size(), 4);
        put(length_or(record.wire_length, record.data.size()), 4);
        if (file.magic == 0xa1b2cd34) put(0, 8);
        out = std::move(out) + record.data;
    }
    return out;
}

Octets Pcapng::u16(std::uint16_t v) const { return integer(v, 2, big_endian_); }
Octets Pcapng::u32(std::uint32_t v) const { return integer(v, 4, big_endian_); }
Octets Pcapng::u64(std::uint64_t v) const { return integer(v, 8, big_endian_); }

Octets Pcapng::block(std::uint32_t type, const Octets& body) const {
    const Octets padded = pad4(body);
    const Octets length = u32(static_cast<std::uint32_t>(padded.size() + 12));
    return u32(type) + length + padded + length;
}

Octets Pcapng::section(std::uint16_t major) const {
    return block(0x0a0d0d0a, u32(0x1a2b3c4d) + u16(major) + u16(0) + u64(~std::uint64_t{0}));
}

Octets Pcapng::option(std::uint16_t code, const Octets& value) const {
    return u16(code) + u16(static_cast<std::uint16_t>(value.size())) + pad4(value);
}

Octets Pcapng::interface(std::uint16_t linktype, const Octets& options,
                         std::uint32_t snaplen) const {
    return block(1, u16(linktype) + u16(0) + u32(snaplen) + options);
}

Octets Pcapng::enhanced_packet(std::uint32_t interface, std::uint64_t ticks, const Octets& data,
                               int wire_length) const {
    const auto captured = static_cast<std::uint32_t>(data.size());
    return block(6, u32(interface) + u32(static_cast<std::uint32_t>(ticks >> 32)) +
                        u32(static_cast<std::uint32_t>(ticks)) + u32(captured) +
                        u32(length_or(wire_length, captured)) + data);
}

Octets Pcapng::simple_packet(const Octets& data, int wire_length) const {
    return block(3, u32(length_or(wire_length, data.size())) + data);
}

Octets Pcapng::obsolete_packet(std::uint16_t interface, std::uint64_t ticks,
                               const Octets& data) const {
    const auto captured = static_cast<std::uint32_t>(data.size());
    return block(2, u16(interface) + u16(0) + u32(static_cast<std::uint32_t>(ticks >> 32)) +
                        u32(static_cast<std::uint32_t>(ticks)) + u32(captured) + u32(captured) +
                        data);
}

Octets Pcapng::secrets(std::uint32_t type, const Octets& secrets) const {
    return block(10, u32(type) + u32(static_cast<std::uint32_t>(secrets.size())) + secrets);
}

TemporaryFile::TemporaryFile(const Octets& content) {
    const char* folder = std::getenv("TMPDIR");
    path_ = std::string(folder != nullptr ? folder : "/tmp") + "/tlsonar-test-XXXXXX";
    const int fd = mkstemp(path_.data());
    assert(fd >= 0);
    ::close(fd);
    std::ofstream file(path_, std::ios::binary);
    file.write(reinterpret_cast<const char*>(content.data()),
               static_cast<std::streamsize>(content.size()));
}

TemporaryFile::~TemporaryFile() { ::unlink(path_.c_str()); }

}  // namespace tlsonar::capture::craft
