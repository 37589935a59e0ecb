"""Packets: checksums, TCP, UDP, IP, link layers and tunnels, as plain functions."""
import struct
from dataclasses import dataclass, field

CLIENT_MAC, SERVER_MAC = bytes.fromhex("020000000001"), bytes.fromhex("020000000002")
FIN, SYN, RST, PSH, ACK = 1, 2, 4, 8, 16
IPV4, IPV6, TEB = 0x0800, 0x86dd, 0x6558


def checksum(data):
    if len(data) & 1:
        data += b"\0"
    total = sum(struct.unpack(f">{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def is_v6(address):
    return len(address) == 16


def pseudo_header(source, destination, protocol, length):
    if is_v6(source):
        return source + destination + struct.pack(">IxxxB", length, protocol)
    return source + destination + struct.pack(">xBH", protocol, length)


def tcp(source, destination, sport, dport, seq, ack, flags, data=b"", wrong=False):
    head = struct.pack(">HHIIBBHHH", sport, dport, seq & 0xffffffff, ack & 0xffffffff, 0x50, flags,
                       64240, 0, 0)
    value = checksum(pseudo_header(source, destination, 6, 20 + len(data)) + head + data)
    if wrong:
        value ^= 0x5555
    return head[:16] + struct.pack(">H", value) + head[18:] + data


def udp(source, destination, sport, dport, data):
    head = struct.pack(">HHHH", sport, dport, 8 + len(data), 0)
    value = checksum(pseudo_header(source, destination, 17, 8 + len(data)) + head + data)
    return head[:6] + struct.pack(">H", value or 0xffff) + data


def ipv4(source, destination, protocol, data, ident=1, fragment=0, more=False):
    """`fragment` is the offset in octets."""
    flags = (fragment >> 3) | (0x2000 if more else 0)
    head = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(data), ident & 0xffff, flags, 64,
                       protocol, 0, source, destination)
    return head[:10] + struct.pack(">H", checksum(head)) + head[12:] + data


def ipv6(source, destination, following, data):
    return struct.pack(">IHBB", 0x60000000, len(data), following, 64) + source + destination + data


def ip(source, destination, protocol, data, ident=1):
    if is_v6(source):
        return ipv6(source, destination, protocol, data)
    return ipv4(source, destination, protocol, data, ident)


@dataclass
class Segment:
    """A piece of one direction's stream: `up` is from client to server."""
    up: bool
    offset: int
    data: bytes
    wrong_checksum: bool = False


@dataclass
class Connection:
    """Addresses and habits of the TCP connection around the segments."""
    client: bytes = bytes([192, 0, 2, 10])
    server: bytes = bytes([198, 51, 100, 20])
    sport: int = 51000
    dport: int = 443
    isn: tuple = (1000, 500000)
    syn: bool = True
    end: int = FIN
    sides: tuple = (True, False)  # which directions were captured
    reached: dict = field(default_factory=dict)

    def packet(self, up, seq, ack, flags, data=b"", wrong=False, ident=1):
        ends = (self.client, self.server) if up else (self.server, self.client)
        ports = (self.sport, self.dport) if up else (self.dport, self.sport)
        return up, ip(*ends, 6, tcp(*ends, *ports, seq, ack, flags, data, wrong), ident)

    def packets(self, segments):
        """[(up, IP packet)...] of the whole connection."""
        isn = {True: self.isn[0], False: self.isn[1]}
        reached = {True: 0, False: 0}
        out = []
        if self.syn:
            out += [self.packet(True, isn[True], 0, SYN),
                    self.packet(False, isn[False], isn[True] + 1, SYN | ACK),
                    self.packet(True, isn[True] + 1, isn[False] + 1, ACK)]
        for number, piece in enumerate(segments):
            out.append(self.packet(piece.up, isn[piece.up] + 1 + piece.offset,
                                   isn[not piece.up] + 1 + reached[not piece.up], ACK | PSH,
                                   piece.data, piece.wrong_checksum, number + 2))
            reached[piece.up] = max(reached[piece.up], piece.offset + len(piece.data))
        if self.end:
            for up in (True, False):
                out.append(self.packet(up, isn[up] + 1 + reached[up],
                                       isn[not up] + 1 + reached[not up], self.end | ACK))
        return [packet for packet in out if packet[0] in self.sides]


# --- link layers: (up, IP packet) -> frame ---------------------------------------------
def kind(packet):
    return IPV6 if packet[0] >> 4 == 6 else IPV4


def ethernet_frame(up, ethertype, data):
    macs = SERVER_MAC + CLIENT_MAC if up else CLIENT_MAC + SERVER_MAC
    return macs + struct.pack(">H", ethertype) + data


def ethernet(up, packet):
    return ethernet_frame(up, kind(packet), packet)


def tagged(*tags):
    """VLAN tags as (TPID, id) from the outside in."""
    def link(up, packet):
        data = packet
        following = kind(packet)
        for tpid, vlan in reversed(tags):
            data = struct.pack(">HH", vlan, following) + data
            following = tpid
        return ethernet_frame(up, following, data)
    return link


def mpls(*labels):
    def link(up, packet):
        stack = b"".join(struct.pack(">I", label << 12 | (n == len(labels) - 1) << 8 | 64)
                         for n, label in enumerate(labels))
        return ethernet_frame(up, 0x8847, stack + packet)
    return link


def pppoe(up, packet):
    ppp_data = struct.pack(">H", 0x0057 if kind(packet) == IPV6 else 0x0021) + packet
    return ethernet_frame(up, 0x8864, struct.pack(">BBHH", 0x11, 0, 0x1234, len(ppp_data))
                          + ppp_data)


def ppp(up, packet):
    return b"\xff\x03\x00\x21" + packet


def cooked(up, packet):
    """Linux cooked v1."""
    return struct.pack(">HHH8sH", 4 if up else 0, 1, 6, CLIENT_MAC + b"\0\0", kind(packet)) + packet


def cooked2(up, packet):
    return struct.pack(">HHIHBB8s", kind(packet), 0, 2, 1, 4 if up else 0, 6,
                       CLIENT_MAC + b"\0\0") + packet


def null(order):
    def link(up, packet):
        return struct.pack(order + "I", 2) + packet
    return link


def raw(up, packet):
    return packet


# --- tunnels: (up, IP packet) -> IP packet ----------------------------------------------
OUTER4 = (bytes([203, 0, 113, 1]), bytes([203, 0, 113, 2]))
OUTER6 = (bytes.fromhex("20010db8000000000000000000000001"),
          bytes.fromhex("20010db8000000000000000000000002"))


def outer(up, protocol, data, ends=OUTER4):
    return ip(*(ends if up else ends[::-1]), protocol, data)


def inside_ipv4(up, packet):
    return outer(up, 41 if kind(packet) == IPV6 else 4, packet)


def inside_ipv6(up, packet):
    return outer(up, 41 if kind(packet) == IPV6 else 4, packet, OUTER6)


def gre(up, packet):
    return outer(up, 47, struct.pack(">HH", 0, kind(packet)) + packet)


def gre_keyed(up, packet):
    return outer(up, 47, struct.pack(">HHII", 0x3000, kind(packet), 99, 7) + packet)


def gre_bridged(up, packet):
    return outer(up, 47, struct.pack(">HH", 0, TEB) + ethernet(up, packet))


def over_udp(up, port, data):
    ends = OUTER4 if up else OUTER4[::-1]
    return ip(*ends, 17, udp(*ends, 54321, port, data))


def vxlan(up, packet):
    return over_udp(up, 4789, struct.pack(">II", 0x08000000, 42 << 8) + ethernet(up, packet))


def geneve(up, packet):
    option = struct.pack(">HBB", 0x0102, 0x80, 1) + b"data"
    return over_udp(up, 6081, struct.pack(">BBHI", len(option) // 4, 0, TEB, 42 << 8) + option
                    + ethernet(up, packet))


def gtp(up, packet):
    return over_udp(up, 2152, struct.pack(">BBHI", 0x30, 0xff, len(packet), 0xabcd) + packet)


def gtp_extended(up, packet):
    """A sequence number and one extension header (a PDU session container)."""
    more = struct.pack(">HBB", 1, 0, 0x85) + bytes([1, 0x10, 1, 0])
    return over_udp(up, 2152, struct.pack(">BBHI", 0x36, 0xff, len(packet) + len(more), 0xabcd)
                    + more + packet)


# --- fragments and extension headers ------------------------------------------------------
def fragments4(packet, size=256, overlap=0):
    """An IPv4 packet as fragments of `size` octets that overlap by `overlap`."""
    source, destination, protocol, data = packet[12:16], packet[16:20], packet[9], packet[20:]
    ident = struct.unpack_from(">H", packet, 4)[0]
    out = []
    for at in range(0, len(data), size):
        part = data[at:at + size + overlap]
        out.append(ipv4(source, destination, protocol, part, ident, at, at + len(part) < len(data)))
    return out


def extended6(packet):
    """Hop-by-hop, destination options and a used-up routing header before TCP."""
    source, destination, data = packet[8:24], packet[24:40], packet[40:]
    hop = bytes([60, 0, 1, 4, 0, 0, 0, 0])
    options = bytes([43, 0, 1, 4, 0, 0, 0, 0])
    routing = bytes([6, 2, 0, 0, 0, 0, 0, 0]) + source
    return ipv6(source, destination, 0, hop + options + routing + data)


def fragments6(packet, ident, size=256):
    source, destination, data = packet[8:24], packet[24:40], packet[40:]
    out = []
    for at in range(0, len(data), size):
        part = data[at:at + size]
        head = struct.pack(">BBHI", 6, 0, at | (at + len(part) < len(data)), ident)
        out.append(ipv6(source, destination, 44, head + part))
    return out
