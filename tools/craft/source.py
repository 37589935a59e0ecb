"""The recorded handshakes that everything is made of, and ways to rebuild their records."""
import struct
from dataclasses import dataclass

from wire import Segment

HANDSHAKE, CHANGE_CIPHER_SPEC, APPLICATION_DATA = 22, 20, 23


@dataclass
class Turn:
    """Octets that one side sent before the other answered."""
    up: bool
    data: bytes


def load(path, index=0):
    """The turns of the index-th IPv4/TCP connection of a little-endian Ethernet pcap."""
    data = path.read_bytes()
    at, flows, reached = 24, {}, {}
    while at < len(data):
        size = struct.unpack_from("<I", data, at + 8)[0]
        frame, at = data[at + 16:at + 16 + size], at + 16 + size
        head = 14 + 4 * (frame[14] & 15)
        sport, dport, seq = struct.unpack_from(">HHI", frame, head)
        end = 14 + struct.unpack_from(">H", frame, 16)[0]
        flags, payload = frame[head + 13], frame[head + 4 * (frame[head + 12] >> 4):end]
        if flags & 2:
            reached[sport, dport] = seq + 1
            if not flags & 16:
                flows[sport, dport] = []
        elif payload and seq == reached[sport, dport]:
            reached[sport, dport] += len(payload)
            up = (sport, dport) in flows
            add(flows[(sport, dport) if up else (dport, sport)], up, payload)
    return list(flows.values())[index]


def add(turns, up, data):
    if turns and turns[-1].up == up:
        turns[-1].data += data
    else:
        turns.append(Turn(up, data))


def records(data):
    """[(type, version, payload)...]"""
    out, at = [], 0
    while at < len(data):
        kind, version, size = struct.unpack_from(">BHH", data, at)
        out.append((kind, version, data[at + 5:at + 5 + size]))
        at += 5 + size
    return out


def record(kind, version, payload, size=None):
    return struct.pack(">BHH", kind, version, len(payload) if size is None else size) + payload


def rerecord(turns, change):
    """Every turn with its leading plaintext handshake payload re-recorded by `change`."""
    out, protected = [], {True: False, False: False}
    for turn in turns:
        plain, rest, version = b"", b"", 0x0303
        for kind, its, payload in records(turn.data):
            protected[turn.up] |= kind != HANDSHAKE
            if protected[turn.up]:
                rest += record(kind, its, payload)
            else:
                plain, version = plain + payload, its
        out.append(Turn(turn.up, (change(version, plain) if plain else b"") + rest))
    return out


def in_pieces(size, empty=False):
    """Handshake octets in records of `size`, with an empty record before each on demand."""
    def change(version, plain):
        return b"".join((record(HANDSHAKE, version, b"") if empty else b"")
                        + record(HANDSHAKE, version, plain[at:at + size])
                        for at in range(0, len(plain), size))
    return change


def packed(version, plain):
    return record(HANDSHAKE, version, plain)


def messages(plain):
    """[(type, body)...]"""
    out, at = [], 0
    while at < len(plain):
        size = int.from_bytes(plain[at + 1:at + 4], "big")
        out.append((plain[at], plain[at + 4:at + 4 + size]))
        at += 4 + size
    return out


def message(kind, body, size=None):
    return bytes([kind]) + (len(body) if size is None else size).to_bytes(3, "big") + body


def edit_message(turns, wanted, edit):
    """The turns with the first message of type `wanted` replaced by edit(body) (a message)."""
    def change(version, plain):
        return packed(version, b"".join(edit(body) if kind == wanted else message(kind, body)
                                        for kind, body in messages(plain)))
    return rerecord(turns, change)


def with_sni(turns, name):
    """The ClientHello with another host name in server_name."""
    def edit(body):
        at = 34 + 1 + body[34]
        at += 2 + int.from_bytes(body[at:at + 2], "big")
        at += 1 + body[at]
        extensions = body[at + 2:]
        out, here = b"", 0
        while here < len(extensions):
            kind, size = struct.unpack_from(">HH", extensions, here)
            value = extensions[here + 4:here + 4 + size]
            if kind == 0:
                value = struct.pack(">HBH", len(name) + 3, 0, len(name)) + name
            out += struct.pack(">HH", kind, len(value)) + value
            here += 4 + size
        return message(1, body[:at] + struct.pack(">H", len(out)) + out)
    return edit_message(turns, 1, edit)


def certificates(turns):
    """The DER certificates of the server's plaintext Certificate message."""
    for turn in turns:
        plain = b"".join(p for kind, _, p in records(turn.data) if kind == HANDSHAKE)
        for kind, body in messages(plain) if not turn.up else []:
            if kind == 11:
                return list_of(body)
    return []


def list_of(body):
    out, at = [], 3
    while at < len(body):
        size = int.from_bytes(body[at:at + 3], "big")
        out.append(body[at + 3:at + 3 + size])
        at += 3 + size
    return out


def cut(turns, size=1400):
    """The turns as TCP segments of at most `size` octets."""
    offset, out = {True: 0, False: 0}, []
    for turn in turns:
        for at in range(0, len(turn.data), size):
            part = turn.data[at:at + size]
            out.append(Segment(turn.up, offset[turn.up] + at, part))
        offset[turn.up] += len(turn.data)
    return out


def flights(segments):
    """Neighbouring segments of the same direction, as lists."""
    out = []
    for piece in segments:
        if out and out[-1][0].up == piece.up:
            out[-1].append(piece)
        else:
            out.append([piece])
    return out
