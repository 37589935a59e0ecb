#!/usr/bin/env python3
"""Makes fuzz/corpus/session out of recorded samples: each connection as a script of events for
fuzz_session. Reads little-endian pcap with Ethernet, IPv4 and segments in order: our recordings."""
import pathlib
import struct
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
# sample, connection (from 0), with its key log
SEEDS = [
    ("tls12-ecdhe", 0, False), ("tls12-ecdhe", 0, True), ("tls12-rsa", 1, True),
    ("tls12-renegotiation", 0, True), ("tls12-client-cert", 0, False),
    ("tls12-ticket-resumption", 1, False), ("tls13-aes128", 0, True), ("tls13-hrr", 0, True),
    ("tls13-0rtt", 1, True), ("tls13-0rtt", 2, True), ("tls13-client-cert", 0, True),
    ("tls13-keyupdate", 0, True), ("tls13-psk-resumption", 1, False), ("alerts", 0, False),
    ("starttls-smtp", 0, False), ("starttls-tds", 0, False), ("starttls-ldap", 0, False),
    ("starttls-rdp", 0, True), ("crafted/sslv2", 0, False), ("crafted/sslv2-framed-hello", 0, False),
    ("crafted/lost-in-issuer", 0, False), ("crafted/hostile-subject", 0, False), ("null-cipher", 0, True),
]
GAP, CLOSE = 2, 6


def segments(path):
    """(connection key, from its first sender?, sequence, flags, payload), in the file's order."""
    data = path.read_bytes()
    link = struct.unpack("<I", data[20:24])[0]
    at, first = 24, {}
    while at + 16 <= len(data):
        size = struct.unpack("<I", data[at + 8:at + 12])[0]
        frame = data[at + 16:at + 16 + size]
        at += 16 + size
        ip = frame[{1: 14, 101: 0, 113: 16}[link]:]
        if not ip or ip[0] >> 4 != 4 or ip[9] != 6:
            continue
        ip = ip[:struct.unpack(">H", ip[2:4])[0]]
        tcp = ip[(ip[0] & 15) * 4:]
        source, target = (ip[12:16], tcp[:2]), (ip[16:20], tcp[2:4])
        key = frozenset((source, target))
        opener = first.setdefault(key, source)
        yield key, source == opener, struct.unpack(">I", tcp[4:8])[0], tcp[13], tcp[(tcp[12] >> 4) * 4:]


def script(path, connection, key_log):
    keys, out, expect = [], [], {}
    for key, initiator, sequence, flags, payload in segments(path):
        if key not in keys:
            keys.append(key)
        if keys.index(key) != connection:
            continue
        sender = 0 if initiator else 1
        if flags & 2:
            expect[sender] = sequence + 1
        missing = (sequence - expect.get(sender, sequence)) % 2**32
        if payload and 0 < missing < 60000:
            out.append(struct.pack(">BH", GAP | sender, missing))
        if payload and missing < 60000:
            out.append(struct.pack(">BH", sender, len(payload)) + payload)
            expect[sender] = sequence + len(payload)
        if flags & 1:
            out.append(struct.pack(">BH", CLOSE | sender, 0))
    return struct.pack(">BH", 60, len(key_log)) + key_log + b"".join(out)


def main():
    folder = ROOT / "fuzz/corpus/session"
    folder.mkdir(parents=True, exist_ok=True)
    for name, connection, with_keys in SEEDS:
        log = (ROOT / f"samples/keys/{name}.keys").read_bytes() if with_keys else b""
        seed = script(ROOT / f"samples/{name}.pcap", connection, log)
        if len(seed) < 20 + len(log):
            sys.exit(f"{name}: no such connection")
        kind = "-keys" if with_keys else ""
        (folder / f"{name.replace('crafted/', '')}-{connection}{kind}").write_bytes(seed)


if __name__ == "__main__":
    main()
