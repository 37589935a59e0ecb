"""The handshakes that are worked upon, and the shape of a case."""
from dataclasses import dataclass, field

import container
import source
import wire

NAME, LEAF, ISSUER = "shop.example.com", "shop.example.com", "Example Issuing CA"
NAME13, LEAF13 = "www.example.com", "www.example.com"


@dataclass
class Case:
    name: str
    description: str
    data: bytes
    expect: dict
    suffix: str = "pcap"

    @property
    def file(self):
        return f"{self.name}.{self.suffix}"


def expected(**different):
    """The expectations of a whole TLS 1.2 handshake, with differences."""
    return {"sni": NAME, "leaf_cn": LEAF, "issuer_cn": ISSUER, "handshakes": 1, "partial": False,
            "exit": 0} | different


def expected13(**different):
    """Of a TLS 1.3 handshake: the certificates are encrypted."""
    return {"sni": NAME13, "leaf_cn": None, "issuer_cn": None, "leaf_cn_with_keys": LEAF13,
            "handshakes": 1, "partial": False, "exit": 0} | different


CLIENT6 = bytes.fromhex("20010db8000000010000000000000010")
SERVER6 = bytes.fromhex("20010db8000000020000000000000020")


@dataclass
class Material:
    folder: object
    turns: list = field(init=False)
    turns13: list = field(init=False)
    keys: bytes = field(init=False)

    def __post_init__(self):
        self.turns = source.load(self.folder / "tls12-ecdhe.pcap")
        self.turns13 = source.load(self.folder / "tls13-aes128.pcap")
        self.keys = (self.folder / "keys" / "tls13-aes128.keys").read_bytes()

    def segments(self, size=1400):
        return source.cut(self.turns, size)

    def packets(self, segments=None, v6=False, **connection):
        """The IP packets [(up, packet)...] of a connection with these segments."""
        if v6:
            connection |= {"client": CLIENT6, "server": SERVER6}
        segments = self.segments() if segments is None else segments
        return wire.Connection(**connection).packets(segments)

    def frames(self, segments=None, link=wire.ethernet, **connection):
        return [link(up, packet) for up, packet in self.packets(segments, **connection)]

    def pcap(self, segments=None, **connection):
        return container.pcap(self.frames(segments, **connection))

    def offset_in_server_stream(self, wanted):
        """Where these octets stand in what the server sent."""
        stream = b"".join(turn.data for turn in self.turns if not turn.up)
        return stream.index(wanted)
