"""Capture files: pcap, pcapng, and the same compressed."""
import struct

START = 1_700_000_000  # the time of the first packet; no clock is read
STEP_US = 1500
ETHERNET, RAW = 1, 101


def stamps(count, unit=1_000_000):
    """(seconds, fraction) per packet."""
    for number in range(count):
        yield START + number * STEP_US // 1_000_000, number * STEP_US % 1_000_000 * (
            unit // 1_000_000)


def pcap(frames, link=ETHERNET, order="<", nanoseconds=False, snaplen=262144):
    magic = 0xa1b23c4d if nanoseconds else 0xa1b2c3d4
    out = [struct.pack(order + "IHHiIII", magic, 2, 4, 0, 0, snaplen, link)]
    unit = 1_000_000_000 if nanoseconds else 1_000_000
    for frame, (seconds, fraction) in zip(frames, stamps(len(frames), unit)):
        kept = frame[:snaplen]
        out.append(struct.pack(order + "IIII", seconds, fraction, len(kept), len(frame)) + kept)
    return b"".join(out)


def block(order, kind, body):
    body += bytes(-len(body) % 4)
    size = struct.pack(order + "I", len(body) + 12)
    return struct.pack(order + "I", kind) + size + body + size


def option(order, code, value):
    return struct.pack(order + "HH", code, len(value)) + value + bytes(-len(value) % 4)


def section(order="<"):
    return block(order, 0x0a0d0d0a, struct.pack(order + "IHHq", 0x1a2b3c4d, 1, 0, -1))


def interface(order="<", link=ETHERNET, resolution=None, snaplen=0, offset=None):
    """`resolution`: 6, 9 ... are powers of ten, 0x80 | n is a power of two."""
    options = b""
    if resolution is not None:
        options += option(order, 9, bytes([resolution]))
    if offset is not None:
        options += option(order, 14, struct.pack(order + "q", offset))
    if options:
        options += struct.pack(order + "HH", 0, 0)
    return block(order, 1, struct.pack(order + "HHI", link, 0, snaplen) + options)


def enhanced(frame, number, order="<", where=0, resolution=6, offset=0):
    """The packet of the given number; its time is that of the same packet in a pcap."""
    units = 2 ** (resolution & 127) if resolution & 128 else 10 ** resolution
    microseconds = (START - offset) * 1_000_000 + number * STEP_US
    when = microseconds * units // 1_000_000
    head = struct.pack(order + "IIIII", where, when >> 32, when & 0xffffffff, len(frame), len(frame))
    return block(order, 6, head + frame)


def simple(frame, order="<"):
    return block(order, 3, struct.pack(order + "I", len(frame)) + frame)


def secrets(lines, order="<"):
    """A decryption secrets block with an NSS key log."""
    return block(order, 10, struct.pack(order + "II", 0x544c534b, len(lines)) + lines)


def pcapng(frames, order="<"):
    out = [section(order), interface(order)]
    out += [enhanced(frame, number, order) for number, frame in enumerate(frames)]
    return b"".join(out)


def zstandard(data):
    """A Zstandard frame (RFC 8878) of raw blocks: no compressor is needed for that."""
    limit = 100_000
    out = struct.pack("<IBI", 0xfd2fb528, 0xa0, len(data))
    for at in range(0, len(data), limit):
        part = data[at:at + limit]
        last = at + limit >= len(data)
        out += (len(part) << 3 | last).to_bytes(3, "little") + part
    return out
