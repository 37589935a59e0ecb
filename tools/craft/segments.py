"""How the stream is cut, ordered, repeated, lost and recorded: TCP and TLS records."""
import dataclasses
import random

import container
import source
import wire
from material import LEAF, NAME, Case, expected, expected13

SEED = 20


def shuffled(pieces):
    """Every flight in an order of its own; the turns stay in order."""
    chance = random.Random(SEED)
    out = []
    for flight in source.flights(pieces):
        chance.shuffle(flight)
        out += flight
    return out


def swapped(pieces):
    out = []
    for flight in source.flights(pieces):
        for at in range(0, len(flight) - 1, 2):
            flight[at], flight[at + 1] = flight[at + 1], flight[at]
        out += flight
    return out


def noise(piece, **more):
    return dataclasses.replace(piece, data=bytes(0x41 + n % 26 for n in range(len(piece.data))),
                               **more)


def conflicting(pieces):
    """The right octets first, then others for the same place."""
    return [part for piece in pieces for part in (piece, noise(piece))]


def decoys(pieces):
    """Other octets first, in a segment whose checksum is wrong."""
    return [part for piece in pieces for part in (noise(piece, wrong_checksum=True), piece)]


def overlapping(pieces):
    """Every segment begins with the last octets of the one before."""
    out, before = [], {True: b"", False: b""}
    for piece in pieces:
        tail = before[piece.up][-30:]
        before[piece.up] = piece.data
        out.append(wire.Segment(piece.up, piece.offset - len(tail), tail + piece.data))
    return out


def without(pieces, place):
    """Loses the server's segment that holds the octet at `place`."""
    return [p for p in pieces if p.up or not p.offset <= place < p.offset + len(p.data)]


def cases(m):
    yield from cut_cases(m)
    yield from order_cases(m)
    yield from missing_cases(m)
    yield from record_cases(m)
    yield from tls13_cases(m)


def cut_cases(m):
    yield Case("plain", "Ethernet, IPv4, segments of 1400 octets", m.pcap(), expected())
    yield Case("ipv6", "the same over IPv6", m.pcap(v6=True), expected())
    yield Case("segments-1", "segments of one octet", m.pcap(m.segments(1)), expected())
    yield Case("segments-100", "segments of 100 octets", m.pcap(m.segments(100)), expected())


def order_cases(m):
    small = m.segments(200)
    yield Case("shuffled", "200 octet segments, shuffled in each flight", m.pcap(shuffled(small)),
               expected())
    yield Case("reversed", "200 octet segments, each flight from its end",
               m.pcap([p for f in source.flights(small) for p in reversed(f)]), expected())
    yield Case("swapped", "neighbouring segments swapped", m.pcap(swapped(small)), expected())
    yield Case("duplicated", "every segment twice",
               m.pcap([p for p in small for _ in range(2)]), expected())
    yield Case("overlapping", "every segment repeats 30 octets of the one before",
               m.pcap(overlapping(small)), expected())
    yield Case("conflicting-retransmission", "the right octets, then others for the same place",
               m.pcap(conflicting(small)), expected())
    yield Case("wrong-checksum-decoy", "before every segment one with other octets and a wrong "
               "TCP checksum", m.pcap(decoys(small)), expected())
    yield Case("sequence-wrap", "initial sequence numbers just below 2^32",
               m.pcap(small, isn=(0xffffffc0, 0xffffff00)), expected())
    yield Case("reset", "ended by RST", m.pcap(end=wire.RST), expected())
    yield Case("no-end", "without FIN or RST", m.pcap(end=0), expected())
    yield Case("tuple-reuse", "two connections with the same addresses and ports",
               container.pcap(m.frames() + m.frames(source.cut(m.turns13), isn=(70000, 90000))),
               expected(handshakes=2, second={"sni": "www.example.com", "leaf_cn": None}))
    yield Case("port-22", "TLS on port 22", m.pcap(dport=22), expected())
    banner = [source.Turn(False, b"100 hello, who is there?\r\n"), source.Turn(True, b"ME\r\n"),
              source.Turn(False, b"101 start\r\n"), *m.turns]
    yield Case("text-preamble", "an unknown text dialogue before TLS", m.pcap(source.cut(banner)),
               expected())
    yield Case("proxy-v1", "a PROXY protocol version 1 line first", m.pcap(source.cut(
        [source.Turn(True, b"PROXY TCP4 192.0.2.7 203.0.113.9 4711 443\r\n"), *m.turns])),
        expected())
    header = b"\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c" + bytes([192, 0, 2, 7, 203, 0, 113, 9])
    yield Case("proxy-v2", "a PROXY protocol version 2 header first", m.pcap(source.cut(
        [source.Turn(True, header + b"\x12\x67\x01\xbb"), *m.turns])), expected())


def missing_cases(m):
    none = {"sni": None, "leaf_cn": None, "issuer_cn": None}
    small = m.segments(200)
    leaf, issuer = source.certificates(m.turns)
    subject = b"\x0c" + bytes([len(LEAF)]) + LEAF.encode()
    in_leaf = m.offset_in_server_stream(leaf) + leaf.index(subject) + 4
    in_issuer = m.offset_in_server_stream(issuer) + 400
    yield Case("midstream", "captured from the ClientHello on: no SYN seen", m.pcap(syn=False),
               expected())
    late = [p for p in small if p.offset >= 1000]
    yield Case("midstream-late", "captured from the middle of the server's flight on",
               m.pcap(late, syn=False), none | {"partial": True, "exit": 0})
    yield Case("lost-in-leaf", "the segment with the leaf's common name is lost",
               m.pcap(without(small, in_leaf)),
               {"sni": NAME, "leaf_cn": None, "handshakes": 1, "partial": True, "exit": 0})
    yield Case("lost-in-issuer", "a segment inside the second certificate is lost: the leaf is "
               "whole", m.pcap(without(small, in_issuer)), expected(partial=True))
    yield Case("snaplen-200", "packets cut to 200 octets: server_name is whole, no certificate is",
               container.pcap(m.frames(), snaplen=200),
               expected(leaf_cn=None, issuer_cn=None, partial=True))
    yield Case("client-only", "only what the client sent", m.pcap(sides=(True,)),
               expected(leaf_cn=None, issuer_cn=None, partial=True))
    yield Case("server-only", "only what the server sent", m.pcap(sides=(False,)),
               expected(sni=None, partial=True))
    hello = [p for p in small if p.up and p.offset < 167]
    yield Case("hello-only", "a ClientHello and no answer", m.pcap(hello, end=0),
               expected(leaf_cn=None, issuer_cn=None, partial=True))
    yield Case("half-hello", "the first 120 octets of a ClientHello and no more",
               m.pcap([wire.Segment(True, 0, m.turns[0].data[:120])], end=0),
               expected(leaf_cn=None, issuer_cn=None, partial=True))


def record_cases(m):
    def rerecorded(change):
        return m.pcap(source.cut(source.rerecord(m.turns, change)))
    yield Case("tiny-records", "handshake messages in records of 10 octets",
               rerecorded(source.in_pieces(10)), expected())
    yield Case("records-1", "handshake messages in records of one octet",
               rerecorded(source.in_pieces(1)), expected())
    yield Case("packed-record", "all messages of a flight in one record",
               rerecorded(source.packed), expected())
    yield Case("empty-records", "an empty record before each of 100 octets",
               rerecorded(source.in_pieces(100, empty=True)), expected())
    long = source.record(source.APPLICATION_DATA, 0x0303, bytes(16384 + 2049))
    yield Case("overlong-record", "after the handshake a record of 18433 octets: one too many",
               m.pcap(source.cut([*m.turns, source.Turn(False, long)])), expected())
    yield Case("overlong-plaintext", "the server's flight in one plaintext record, filled up to "
               "16385 octets by a second ServerHelloDone of that size",
               m.pcap(source.cut(source.rerecord(m.turns, overlong))), expected())


def overlong(version, plain):
    if plain[0] == 1 or len(plain) < 1000:
        return source.packed(version, plain)
    return source.packed(version, plain + source.message(14, bytes(16385 - len(plain) - 4)))


def tls13_cases(m):
    whole = source.cut(m.turns13)
    yield Case("tls13", "TLS 1.3, its key log beside it", m.pcap(whole), expected13())
    yield Case("tls13-segments-1", "TLS 1.3 in segments of one octet",
               m.pcap(source.cut(m.turns13, 1)), expected13())
    yield Case("tls13-shuffled", "TLS 1.3, 100 octet segments, shuffled",
               m.pcap(shuffled(source.cut(m.turns13, 100))), expected13())
    yield Case("tls13-decoys", "TLS 1.3, a decoy with a wrong checksum before every segment",
               m.pcap(decoys(source.cut(m.turns13, 500))), expected13())
    yield Case("tls13-client-only", "TLS 1.3, only what the client sent",
               m.pcap(whole, sides=(True,)), expected13(partial=True, leaf_cn_with_keys=None))
