#include "capture/packets.h"

#include "capture/ip/udp_traffic.h"
#include "capture/link/layer.h"
#include "capture/tunnel/tunnel.h"

#include <cstring>

namespace tlsonar::capture {
namespace {

constexpr std::size_t kTcpHeader = 20;
constexpr std::size_t kUdpHeader = 8;

struct Named {
    std::uint8_t protocol;
    const char* name;
};
constexpr Named kProtocols[] = {
    {1, "ICMP"},  {58, "ICMPv6"},    {132, "SCTP"},   {50, "ESP (encrypted)"},
    {2, "IGMP"},  {89, "OSPF"},      {103, "PIM"},    {112, "VRRP"},
    {33, "DCCP"}, {136, "UDP-Lite"}, {115, "L2TPv3"}, {59, "IPv6 without payload"},
};

const char* protocol_name(std::uint8_t protocol) {
    for (const Named& known : kProtocols)
        if (known.protocol == protocol) return known.name;
    return "another IP protocol";
}

void set_address(Address& address, const std::uint8_t* ipv4) {
    if (address.v6) address = {};
    std::memcpy(address.octets.data(), ipv4, 4);
}

}  // namespace

void Counts::add_new(const char* name) {
    // The same literal may have several addresses.
    for (Entry& entry : entries_) {
        if (std::strcmp(entry.name, name) != 0) continue;
        ++entry.packets;
        return;
    }
    entries_.push_back({name, 1});
}

std::uint64_t Counts::of(const char* name) const {
    for (const Entry& entry : entries_)
        if (std::strcmp(entry.name, name) == 0) return entry.packets;
    return 0;
}

Tally PacketReader::tally() const {
    Tally tally = tally_;
    tally.fragments = fragments_.tally();
    return tally;
}

void PacketReader::read(const Packet& packet) {
    ++tally_.packets;
    tally_.octets += packet.wire_length;
    segment_.moment = packet.moment;
    segment_.stable = packet.stable;
    cut_ = packet.wire_length - packet.data.size();
    if (cut_ != 0) ++tally_.cut_short;
    if (!read_plain(packet)) read_any(packet);
}

// By far the most packets are TCP in IPv4 in Ethernet without options, tags or fragments: they go
// this way, where one look at one cache line settles it. False: any other packet.
bool PacketReader::read_plain(const Packet& packet) {
    constexpr std::uint16_t kEthernet = 1;
    constexpr std::size_t kIp = 14;
    constexpr std::size_t kTcp = kIp + 20;
    constexpr std::uint16_t kFragment = 0x3fff;  // offset and "more fragments"
    const std::uint8_t* p = packet.data.data();
    if (packet.linktype != kEthernet || packet.data.size() < kTcp + kTcpHeader) return false;
    if (load_be16(p + 12) != kEtherIpv4 || p[kIp] != 0x45 || p[kIp + 9] != kProtocolTcp)
        return false;
    const std::size_t total = load_be16(p + kIp + 2);
    if ((load_be16(p + kIp + 6) & kFragment) != 0 || total < 20 + kTcpHeader) return false;
    if (total > packet.wire_length - kIp) return false;
    set_address(segment_.source.address, p + kIp + 12);
    set_address(segment_.destination.address, p + kIp + 16);
    const std::size_t on_wire = total - 20;
    const std::size_t captured = packet.data.size() - kTcp;
    segment({p + kTcp, captured < on_wire ? captured : on_wire},
            static_cast<std::uint32_t>(on_wire));
    return true;
}

void PacketReader::read_any(const Packet& packet) {
    const LinkLayer* layer = find_link_layer(packet.linktype);
    if (layer == nullptr) {
        ++tally_.unknown_link_layers[packet.linktype];
        return;
    }
    network(layer->unwrap(packet.data), 0);
}

void PacketReader::nothing(const Carried& carried) {
    (carried.foreign ? tally_.other : tally_.unread).add(carried.why);
}

void PacketReader::network(Carried carried, int depth) {
    if (depth > kMaxTunnels) return tally_.unread.add("too many tunnels inside one another");
    carried = unwrap_shims(carried);
    if (carried.why != nullptr) return nothing(carried);
    internet(carried.ethertype == kEtherIpv4 ? read_ipv4(carried.payload, cut_)
                                             : read_ipv6(carried.payload, cut_),
             depth);
}

void PacketReader::internet(const Result<Datagram, Unreadable>& read, int depth) {
    if (!read) return tally_.unread.add(read.error().why);
    if (read->overlong) ++tally_.overlong;
    cut_ = read->on_wire - read->payload.size();
    if (!read->fragment) return transport(*read, depth);
    std::optional<Datagram> whole = fragments_.add(*read, segment_.moment.at);
    if (!whole) return;
    segment_.stable = false;
    cut_ = whole->on_wire - whole->payload.size();
    constexpr std::uint8_t kAuthentication = 51;
    if (whole->source.v6 || whole->protocol == kAuthentication) {
        if (const char* why = take_extension_headers(*whole)) return tally_.unread.add(why);
        if (whole->fragment) return tally_.unread.add("fragments inside fragments");
    }
    // Should fragments come out of a tunnel in it, the next whole datagram takes the place of its
    // octets: nothing looks at them any more by then.
    transport(*whole, depth);
}

void PacketReader::transport(const Datagram& datagram, int depth) {
    if (datagram.protocol == kProtocolTcp) return tcp(datagram);
    if (datagram.protocol == kProtocolUdp) return udp(datagram, depth);
    const IpTunnel* tunnel = find_ip_tunnel(datagram.protocol);
    if (tunnel == nullptr) return tally_.other.add(protocol_name(datagram.protocol));
    if (depth == 0) ++tally_.tunneled;
    network(tunnel->unwrap(datagram.payload), depth + 1);
}

void PacketReader::tcp(const Datagram& datagram) {
    segment_.source.address = datagram.source;
    segment_.destination.address = datagram.destination;
    if (datagram.on_wire < kTcpHeader) return tally_.unread.add("a TCP header cut off");
    segment(datagram.payload, datagram.on_wire);
}

//  ports(2, 2)  sequence(4)  acknowledgment(4)  header length(4 bits)  flags  window(2)
//  checksum(2)  urgent(2)  options…  payload…
void PacketReader::segment(Bytes octets, std::uint32_t on_wire) {
    if (octets.size() < kTcpHeader) return tally_.unread.add("a TCP header cut off");
    const std::uint8_t* p = octets.data();
    const std::size_t header = std::size_t{p[12]} >> 4 << 2;
    if (header < kTcpHeader || header > on_wire)
        return tally_.unread.add("a TCP header of impossible length");
    segment_.source.port = load_be16(p);
    segment_.destination.port = load_be16(p + 2);
    segment_.sequence = load_be32(p + 4);
    segment_.acknowledgment = load_be32(p + 8);
    segment_.flags = p[13];
    const std::size_t there = header < octets.size() ? header : octets.size();
    segment_.header = octets.first(there);
    segment_.payload = octets.subspan(there);
    segment_.on_wire = static_cast<std::uint32_t>(on_wire - header);
    ++tally_.segments;
    sink_.on_segment(segment_);
}

//  ports(2, 2)  length(2)  checksum(2)  payload…
void PacketReader::udp(const Datagram& datagram, int depth) {
    const Bytes octets = datagram.payload;
    if (octets.size() < kUdpHeader) return tally_.unread.add("a UDP header cut off");
    const std::size_t length = load_be16(octets.data() + 4);
    Bytes payload = octets.subspan(kUdpHeader);
    if (length >= kUdpHeader && length - kUdpHeader < payload.size())
        payload = payload.first(length - kUdpHeader);
    if (udp_tunnel(octets.first(kUdpHeader), payload, depth)) return;
    const char* name = classify_udp(payload);
    tally_.other.add(name != nullptr ? name : "UDP");
}

// True when the datagram was one of a tunnel, and has been read.
bool PacketReader::udp_tunnel(Bytes header, Bytes payload, int depth) {
    for (const std::size_t at : {2U, 0U}) {
        const UdpTunnel* tunnel = find_udp_tunnel(load_be16(header.data() + at));
        if (tunnel == nullptr) continue;
        const Carried carried = tunnel->unwrap(payload);
        if (carried.why != nullptr) continue;
        if (depth == 0) ++tally_.tunneled;
        network(carried, depth + 1);
        return true;
    }
    return false;
}

}  // namespace tlsonar::capture
