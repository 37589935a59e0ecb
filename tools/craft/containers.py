"""Capture file formats: byte orders, time units, sections, compression, damage."""
import gzip

import container as c
import wire
from material import Case, expected

NOTHING = {"sni": None, "leaf_cn": None, "issuer_cn": None, "handshakes": 0, "partial": False}


def cases(m):
    frames = m.frames()
    yield from pcap_cases(frames)
    yield from pcapng_cases(m, frames)
    yield from damaged_cases(frames)


def pcap_cases(frames):
    for order, order_name in (("<", "little"), (">", "big")):
        for nano, unit in ((False, "us"), (True, "ns")):
            yield Case(f"pcap-{unit}-{order_name}", f"pcap, {order_name}-endian, {unit}",
                       c.pcap(frames, order=order, nanoseconds=nano), expected())
    data = c.pcap(frames)
    yield Case("compressed-gzip", "a pcap under gzip", gzip.compress(data, mtime=0), expected(),
               "pcap.gz")
    yield Case("compressed-zstd", "a pcap under Zstandard (raw blocks)", c.zstandard(data),
               expected(), "pcap.zst")
    yield Case("compressed-unnamed", "a gzip file that is named .pcap",
               gzip.compress(data, mtime=0), expected())
    yield Case("empty", "a pcap without packets", c.pcap([]), NOTHING | {"exit": 0})


def pcapng_cases(m, frames):
    for order, name in (("<", "little"), (">", "big")):
        yield Case(f"pcapng-{name}", f"pcapng, {name}-endian", c.pcapng(frames, order), expected(),
                   "pcapng")
    yield Case("pcapng-sections", "two sections of other byte orders; interfaces with other link "
               "types and time resolutions", sections(m), expected(), "pcapng")
    simple = c.section() + c.interface() + b"".join(map(c.simple, frames))
    yield Case("pcapng-simple", "simple packet blocks: no times", simple, expected(), "pcapng")
    cut = c.section() + c.interface(snaplen=100) + b"".join(
        c.block("<", 3, len(f).to_bytes(4, "little") + f[:100]) for f in frames)
    yield Case("pcapng-simple-snaplen", "simple packet blocks cut to 100 octets", cut,
               expected(sni=None, leaf_cn=None, issuer_cn=None, partial=True), "pcapng")
    odd = c.section() + c.block("<", 0x40000bad, b"a block of an unknown type") + c.interface()
    odd += b"".join(c.enhanced(f, n) for n, f in enumerate(frames))
    yield Case("pcapng-unknown-block", "a block of an unknown type is passed over", odd,
               expected(), "pcapng")


def sections(m):
    """The packets in turn on an Ethernet and a raw interface; then a second section."""
    packets = m.packets()
    half = len(packets) // 2
    out = c.section("<") + c.interface("<", 1, resolution=9) + c.interface(
        "<", 101, resolution=0x80 | 20)
    for number, (up, packet) in enumerate(packets[:half]):
        if number % 2:
            out += c.enhanced(packet, number, "<", 1, resolution=0x80 | 20)
        else:
            out += c.enhanced(wire.ethernet(up, packet), number, "<", 0, resolution=9)
    offset = c.START - 1000
    out += c.section(">") + c.interface(">", 113, resolution=3, offset=offset)
    for number, (up, packet) in enumerate(packets[half:], half):
        out += c.enhanced(wire.cooked(up, packet), number, ">", 0, resolution=3, offset=offset)
    return out


def damaged(**different):
    """Of a file that ends or breaks early; the exit code is the reader's to choose."""
    facts = expected(truncated=True, **different)
    del facts["exit"]
    return facts


def damaged_cases(frames):
    data = c.pcap(frames)
    yield Case("truncated-file", "a pcap that ends inside its last packet", data[:-20],
               damaged())
    early = 24 + sum(16 + len(frame) for frame in frames[:4]) + 500
    yield Case("truncated-early", "a pcap that ends inside the server's first segment",
               data[:early], damaged(leaf_cn=None, issuer_cn=None, partial=True))
    ng = c.pcapng(frames)
    yield Case("truncated-pcapng", "a pcapng that ends inside its last block", ng[:-20],
               damaged(), "pcapng")
    lying = data + data[24:32] + b"\xff\xff\xff\x7f" * 2 + b"x" * 64
    yield Case("lying-packet-length", "after good packets one that claims 2 GiB", lying,
               damaged())
    yield Case("lying-block-length", "after good blocks one of length 8",
               ng + b"\x06\0\0\0\x08\0\0\0" + bytes(40), damaged(), "pcapng")
    nothing = NOTHING | {"exit": 3}
    yield Case("no-capture", "a text file", b"This is not a capture.\n" * 4, nothing, "txt")
    yield Case("zero-octets", "an empty file", b"", nothing)
    yield Case("header-only-half", "half a pcap header", data[:12], nothing)
    yield Case("gzip-cut", "a gzip file that ends early: the packets before can be read",
               gzip.compress(data, mtime=0)[:-12], {"truncated": True}, "pcap.gz")
