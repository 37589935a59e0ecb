"""Hostile octets: strings that attack terminals, lengths that lie, SSL 2."""
import struct

import container
import source
import wire
from material import Case, LEAF, expected

STRINGS = {  # what a host name may be made of: escapes, bidi override, NUL, invalid UTF-8
    "hostile-sni": b"\x1b[31m\x1b]0;owned\x07\xe2\x80\xaegnp.elpmaxe\0.\xff\xfe<script>\"'.example",
    "hostile-sni-lines": b"a.example\r\nSet-Cookie: x=1\n|,;=cmd|' /C calc'!A0",
    "hostile-sni-long": b"a" * 4000,
}
SUBJECT = b"\x1b[31m\xe2\x80\xae\0\xff\xfe<b>\"'"  # as long as the name that it replaces


def cases(m):
    yield from string_cases(m)
    yield from lying_cases(m)
    yield from packet_cases(m)
    yield from sslv2_cases(m)


def string_cases(m):
    for name, text in STRINGS.items():
        facts = expected(sni_hex=text.hex())
        del facts["sni"]
        yield Case(name, "server_name full of what a terminal or a report must not get raw",
                   m.pcap(source.cut(source.with_sni(m.turns, text))), facts)
    facts = expected(sni="", partial=False)
    yield Case("empty-sni", "a server_name of no octets",
               m.pcap(source.cut(source.with_sni(m.turns, b""))), facts)
    facts = expected(leaf_cn_hex=SUBJECT.hex())
    del facts["leaf_cn"]
    yield Case("hostile-subject", "the leaf's common name has escapes, bidi, NUL, invalid UTF-8",
               m.pcap(source.cut(source.edit_message(m.turns, 11, hostile_leaf))), facts)


def hostile_leaf(body):
    """Replaces the subject's common name (in utf8String) in the first certificate."""
    wanted = b"\x0c" + bytes([len(LEAF)]) + LEAF.encode()
    assert len(SUBJECT) == len(LEAF) and body.count(wanted) == 1
    return source.message(11, body.replace(wanted, wanted[:2] + SUBJECT))


def lying_cases(m):
    unsure = {"sni": "shop.example.com", "partial": True, "exit": 0}

    def edited(kind, edit):
        return m.pcap(source.cut(source.edit_message(m.turns, kind, edit)))
    yield Case("lying-message-length", "Certificate claims 16777215 octets",
               edited(11, lambda body: source.message(11, body, 0xffffff)), unsure)
    yield Case("lying-list-length", "certificate_list claims more than its message has",
               edited(11, lambda body: source.message(11, b"\xff\xff\xff" + body[3:])), unsure)
    yield Case("lying-certificate-length", "the first certificate claims 16777215 octets",
               edited(11, lambda body: source.message(11, body[:3] + b"\xff\xff\xff" + body[6:])),
               unsure)
    yield Case("lying-extension-length", "the ClientHello's last extension claims 65535 octets",
               edited(1, last_extension_lies), {"partial": True, "exit": 0, "leaf_cn": LEAF})
    yield Case("lying-session-id", "the ClientHello's session id claims 255 octets",
               edited(1, lambda body: source.message(1, body[:34] + b"\xff" + body[35:])),
               {"partial": True, "exit": 0, "leaf_cn": LEAF})
    broken = source.Turn(True, source.record(22, 0x0303, source.message(1, b""), 0xffff))
    yield Case("lying-record-length", "a first record that claims 65535 octets and has 4",
               m.pcap(source.cut([broken])), {"sni": None, "leaf_cn": None, "exit": 0})
    yield Case("garbage-certificate", "the first certificate is not DER at all",
               edited(11, garbage_leaf), expected(leaf_cn=None, issuer_cn=None))


def last_extension_lies(body):
    """The last extension of this ClientHello is found by walking to it."""
    at = 35 + body[34]
    at += 2 + int.from_bytes(body[at:at + 2], "big")
    at += 1 + body[at] + 2
    last = at
    while at < len(body):
        last = at
        at += 4 + int.from_bytes(body[at + 2:at + 4], "big")
    return source.message(1, body[:last + 2] + b"\xff\xff" + body[last + 4:])


def garbage_leaf(body):
    size = int.from_bytes(body[3:6], "big")
    return source.message(11, body[:6] + b"\x30\x84\xff\xff\xff\xff" + b"\x5a" * (size - 6)
                          + body[6 + size:])


def packet_cases(m):
    """Good packets, with bad ones between them that must be passed over."""
    frames, bad = m.frames(), []
    up, packet = m.packets()[3]
    bad.append(wire.ethernet(up, b"\x4f" + packet[1:30]))               # header beyond the end
    bad.append(wire.ethernet(up, packet[:2] + b"\xff\xff" + packet[4:]))  # total length
    bad.append(wire.ethernet(up, packet[:2] + b"\0\x05" + packet[4:]))
    bad.append(wire.ethernet(up, packet[:32] + b"\xf0" + packet[33:60]))  # TCP data offset
    bad.append(wire.ethernet(up, packet[:32] + b"\x10" + packet[33:]))
    bad.append(wire.ethernet_frame(up, wire.IPV4, b""))
    bad.append(b"\x01\x02\x03")
    bad.append(b"")
    bad.append(wire.ethernet_frame(up, 0x8100, b"\0"))
    bad.append(wire.ethernet_frame(up, 0x8847, b"\0\0\0\0" * 9))           # labels without an end
    bad.append(wire.ethernet_frame(up, 0x86dd, bytes([0x60, 0, 0, 0, 0, 8, 0, 1])))
    bad.append(wire.ethernet(up, wire.over_udp(up, 2152, b"\x37\xff\0\x01")))
    bad.append(wire.ethernet(up, wire.over_udp(up, 6081, b"\x3f\0\x65\x58\0\0\0\0")))
    mixed = [bad[0]]
    for number, frame in enumerate(frames):
        mixed += [frame, bad[number % len(bad)]]
    yield Case("malformed-packets", "malformed packets between the good ones",
               container.pcap(mixed + bad), expected())
    deep = packet
    for _ in range(200):
        deep = wire.inside_ipv4(up, deep)
    yield Case("deep-tunnels", "after the good packets one with 200 IPv4 headers",
               container.pcap([*frames, wire.ethernet(up, deep)]), expected())


def sslv2_cases(m):
    ciphers = bytes.fromhex("00002f 000035 00000a 0700c0 010080".replace(" ", ""))
    hello = framed2(b"\x01\x03\x03" + struct.pack(">HHH", len(ciphers), 0, 32) + ciphers
                    + bytes(range(32)))
    turns = [source.Turn(True, hello), *m.turns[1:]]
    yield Case("sslv2-framed-hello", "an SSL 2 ClientHello that offers TLS 1.2; TLS answers",
               m.pcap(source.cut(turns)), expected(sni=None))
    yield Case("sslv2", "an SSL 2 ClientHello and ServerHello",
               m.pcap(source.cut(sslv2_turns(m))), expected(sni=None))


def framed2(message):
    return struct.pack(">H", 0x8000 | len(message)) + message


def sslv2_turns(m):
    """CLIENT-HELLO and SERVER-HELLO of SSL 2, with the leaf of the recorded chain."""
    ciphers = bytes.fromhex("010080 0700c0".replace(" ", ""))
    leaf = source.certificates(m.turns)[0]
    ask = b"\x01\0\x02" + struct.pack(">HHH", len(ciphers), 0, 16) + ciphers + bytes(range(16))
    answer = b"\x04\0\x01\0\x02" + struct.pack(">HHH", len(leaf), len(ciphers), 16)
    return [source.Turn(True, framed2(ask)),
            source.Turn(False, framed2(answer + leaf + ciphers + bytes(range(16, 32))))]
