"""Link layers, IP fragments and extension headers, tunnels."""
import container
import wire
from material import Case, expected


def cases(m):
    yield from fragment_cases(m)
    yield from link_cases(m)
    yield from tunnel_cases(m)


def spread(m, split, **connection):
    """A capture whose packets were replaced by the frames split(number, packet) gives."""
    frames = []
    for number, (up, packet) in enumerate(m.packets(**connection)):
        frames += [wire.ethernet(up, part) for part in split(number, packet)]
    return container.pcap(frames)


def fragment_cases(m):
    yield Case("fragments", "IPv4 fragments in order",
               spread(m, lambda n, p: wire.fragments4(p)), expected())
    yield Case("fragments-reversed", "IPv4 fragments, the last one first",
               spread(m, lambda n, p: wire.fragments4(p)[::-1]), expected())
    yield Case("fragments-overlapping", "IPv4 fragments that repeat 64 identical octets",
               spread(m, lambda n, p: wire.fragments4(p, overlap=64)), expected())
    yield Case("fragments-tiny", "IPv4 fragments of 8 octets: the TCP header is split",
               spread(m, lambda n, p: wire.fragments4(p, size=8)), expected())
    yield Case("ipv6-extension-headers", "hop-by-hop, destination and routing headers",
               spread(m, lambda n, p: [wire.extended6(p)], v6=True), expected())
    yield Case("ipv6-fragments", "IPv6 fragments in order",
               spread(m, lambda n, p: wire.fragments6(p, n), v6=True), expected())
    yield Case("ipv6-fragments-reversed", "IPv6 fragments, the last one first",
               spread(m, lambda n, p: wire.fragments6(p, n)[::-1], v6=True), expected())


LINKS = [  # name, description, number of the link type, frame of a packet
    ("vlan", "one 802.1Q tag", 1, wire.tagged((0x8100, 100))),
    ("qinq", "802.1ad and 802.1Q tags", 1, wire.tagged((0x88a8, 20), (0x8100, 100))),
    ("triple-tag", "three tags", 1, wire.tagged((0x9100, 5), (0x88a8, 20), (0x8100, 100))),
    ("mpls-1", "one MPLS label", 1, wire.mpls(1000)),
    ("mpls-3", "three MPLS labels", 1, wire.mpls(1000, 2000, 3000)),
    ("pppoe", "a PPPoE session", 1, wire.pppoe),
    ("ppp", "link type PPP", 9, wire.ppp),
    ("cooked-1", "Linux cooked capture", 113, wire.cooked),
    ("cooked-2", "Linux cooked capture, version 2", 276, wire.cooked2),
    ("null-little", "BSD loopback written by a little-endian machine", 0, wire.null("<")),
    ("null-big", "BSD loopback written by a big-endian machine", 0, wire.null(">")),
    ("loop", "OpenBSD loopback", 108, wire.null(">")),
    ("raw-101", "link type 101, raw IP", 101, wire.raw),
    ("raw-12", "link type 12, raw IP as some systems number it", 12, wire.raw),
    ("raw-14", "link type 14, raw IP as OpenBSD numbers it", 14, wire.raw),
    ("raw-228", "link type 228, raw IPv4", 228, wire.raw),
]


def link_cases(m):
    for name, description, number, link in LINKS:
        order = ">" if name == "null-big" else "<"
        yield Case(name, description,
                   container.pcap(m.frames(link=link), link=number, order=order), expected())
    yield Case("raw-229", "link type 229, raw IPv6",
               container.pcap(m.frames(link=wire.raw, v6=True), link=229), expected())
    padded = [frame + bytes(max(0, 60 - len(frame))) + b"\xde\xad\xbe\xef" for frame in m.frames()]
    yield Case("padding-and-fcs", "padding and a frame check sequence after the IP packets",
               container.pcap(padded), expected())


TUNNELS = [
    ("ip-in-ip", "IPv4 in IPv4", wire.inside_ipv4, False),
    ("6in4", "IPv6 in IPv4", wire.inside_ipv4, True),
    ("4in6", "IPv4 in IPv6", wire.inside_ipv6, False),
    ("gre", "GRE without options", wire.gre, False),
    ("gre-key-sequence", "GRE with a key and sequence numbers", wire.gre_keyed, False),
    ("gre-bridged", "GRE with Ethernet frames inside", wire.gre_bridged, False),
    ("vxlan", "VXLAN", wire.vxlan, False),
    ("geneve-options", "GENEVE with an option", wire.geneve, False),
    ("gtp-u", "GTP-U", wire.gtp, False),
    ("gtp-u-extension", "GTP-U with sequence number and extension header", wire.gtp_extended, False),
]


def tunnel_cases(m):
    for name, description, tunnel, v6 in TUNNELS:
        frames = [wire.ethernet(up, tunnel(up, packet)) for up, packet in m.packets(v6=v6)]
        yield Case(name, description, container.pcap(frames), expected())
    twice = [wire.tagged((0x8100, 7))(up, wire.vxlan(up, wire.gre(up, packet)))
             for up, packet in m.packets()]
    yield Case("nested-tunnels", "GRE inside VXLAN behind a VLAN tag", container.pcap(twice),
               expected())
