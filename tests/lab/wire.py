"""Records and hellos of SSLv2 to TLS 1.3 as octets: written and read, nothing judged.

Both ends of the lab use it: scripted servers and the oracle. Only what they need is here.
"""
import os
import struct

ALERT, HANDSHAKE, CHANGE_CIPHER_SPEC, APPLICATION = 21, 22, 20, 23
RETRY_RANDOM = bytes.fromhex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c")
DOWNGRADE_12, DOWNGRADE_11 = b"DOWNGRD\x01", b"DOWNGRD\x00"

# Handshake messages.
CLIENT_HELLO, SERVER_HELLO, HELLO_VERIFY, NEW_TICKET = 1, 2, 3, 4
CERTIFICATE, SERVER_KEY_EXCHANGE, CERTIFICATE_REQUEST, DONE = 11, 12, 13, 14
CERTIFICATE_STATUS = 22

# Extensions.
SERVER_NAME, MAX_FRAGMENT, STATUS_REQUEST, GROUPS, POINTS, SCHEMES = 0, 1, 5, 10, 11, 13
HEARTBEAT, ALPN, SCT, PADDING, ETM, EMS = 15, 16, 18, 21, 22, 23
COMPRESS_CERTIFICATE, RECORD_SIZE, TICKET, PSK, EARLY = 27, 28, 35, 41, 42
SUPPORTED_VERSIONS, COOKIE, PSK_MODES, KEY_SHARE = 43, 44, 45, 51
NPN, RENEGOTIATION = 13172, 0xFF01


def u8(value):
    return struct.pack("!B", value)


def u16(value):
    return struct.pack("!H", value)


def u24(value):
    return struct.pack("!I", value)[1:]


def vector(width, octets):
    return len(octets).to_bytes(width, "big") + octets


def codes(values, width=2):
    return b"".join(v.to_bytes(width, "big") for v in values)


def is_grease(value):
    return value & 0x0F0F == 0x0A0A and value >> 8 == value & 0xFF


class Short(Exception):
    """What was read ends too early, or does not fit."""


class Cursor:
    def __init__(self, octets):
        self.octets = octets

    def take(self, count):
        if len(self.octets) < count:
            raise Short(f"{count} octets wanted, {len(self.octets)} there")
        head, self.octets = self.octets[:count], self.octets[count:]
        return head

    def number(self, width):
        return int.from_bytes(self.take(width), "big")

    def vector(self, width):
        return self.take(self.number(width))

    def numbers(self, width, each=2):
        octets = self.vector(width)
        if len(octets) % each:
            raise Short("a list of odd length")
        return [int.from_bytes(octets[i:i + each], "big") for i in range(0, len(octets), each)]


def record(kind, version, octets):
    """As many records as needed."""
    out = b""
    for at in range(0, max(len(octets), 1), 16384):
        out += u8(kind) + u16(version) + vector(2, octets[at:at + 16384])
    return out


def message(kind, body):
    return u8(kind) + vector(3, body)


def alert(version, description, level=2):
    return record(ALERT, version, u8(level) + u8(description))


# --- extensions as a client sends them: (type, octets)

def server_name(name):
    return (SERVER_NAME, vector(2, u8(0) + vector(2, name.encode())))


def groups(values):
    return (GROUPS, vector(2, codes(values)))


def points(values=(0,)):
    return (POINTS, vector(1, bytes(values)))


def schemes(values):
    return (SCHEMES, vector(2, codes(values)))


def versions(values):
    return (SUPPORTED_VERSIONS, vector(1, codes(values)))


def key_share(shares):
    return (KEY_SHARE, vector(2, b"".join(u16(g) + vector(2, share) for g, share in shares)))


def alpn(names):
    return (ALPN, vector(2, b"".join(vector(1, n.encode()) for n in names)))


STATUS = (STATUS_REQUEST, b"\x01\0\0\0\0")
EMPTY_RENEGOTIATION = (RENEGOTIATION, b"\0")


def extensions(pairs):
    return vector(2, b"".join(u16(kind) + vector(2, octets) for kind, octets in pairs))


def client_hello(version, suites, pairs=(), session_id=b"", compressions=b"\0", cookie=None,
                 random=None):
    body = u16(version) + (random or os.urandom(32)) + vector(1, session_id)
    if cookie is not None:
        body += vector(1, cookie)
    body += vector(2, codes(suites)) + vector(1, compressions)
    return body + (extensions(pairs) if pairs else b"")


def ssl2_client_hello(ciphers, version=0x0002):
    body = u8(1) + u16(version) + u16(3 * len(ciphers)) + u16(0) + u16(16)
    body += codes(ciphers, 3) + os.urandom(16)
    return u16(0x8000 | len(body)) + body


def read_extensions(cursor):
    found = {}
    if cursor.octets:
        inner = Cursor(cursor.vector(2))
        while inner.octets:
            kind = inner.number(2)
            found.setdefault(kind, inner.vector(2))
    return found


class ClientHello:
    """What a client said, read from the body of the message."""

    def __init__(self, body, datagram=False):
        at = Cursor(body)
        self.octets = len(body) + 4
        self.version = at.number(2)
        self.random = at.take(32)
        self.session_id = at.vector(1)
        self.cookie = at.vector(1) if datagram else b""
        self.suites = at.numbers(2)
        self.compressions = at.vector(1)
        self.has_extensions = bool(at.octets)
        raw = at.octets
        self.extensions = read_extensions(at)
        self.order = _extension_order(raw)

    def _list(self, kind, width=2):
        octets = self.extensions.get(kind)
        return Cursor(octets).numbers(width) if octets else []

    @property
    def versions(self):
        """All versions offered; without the extension those up to legacy_version."""
        if SUPPORTED_VERSIONS in self.extensions:
            return self._list(SUPPORTED_VERSIONS, 1)
        if self.version >= 0xFE00:
            return [v for v in (0xFEFF, 0xFEFD) if v >= self.version]
        return list(range(0x0300, min(self.version, 0x0303) + 1))

    @property
    def groups(self):
        return self._list(GROUPS)

    @property
    def schemes(self):
        return self._list(SCHEMES)

    @property
    def shares(self):
        if KEY_SHARE not in self.extensions:
            return {}
        at, found = Cursor(Cursor(self.extensions[KEY_SHARE]).vector(2)), {}
        while at.octets:
            group = at.number(2)
            found[group] = at.vector(2)
        return found

    @property
    def alpn(self):
        if ALPN not in self.extensions:
            return []
        at, found = Cursor(Cursor(self.extensions[ALPN]).vector(2)), []
        while at.octets:
            found.append(at.vector(1).decode("latin-1"))
        return found

    @property
    def name(self):
        octets = self.extensions.get(SERVER_NAME)
        return Cursor(octets[3:]).vector(2).decode("latin-1") if octets else None


def _extension_order(raw):
    if not raw:
        return []
    at, order = Cursor(Cursor(raw).vector(2)), []
    while at.octets:
        order.append(at.number(2))
        at.vector(2)
    return order


def server_hello(version, suite, pairs=(), random=None, session_id=b"", compression=0):
    body = u16(version) + (random or os.urandom(32)) + vector(1, session_id)
    body += u16(suite) + u8(compression)
    return message(SERVER_HELLO, body + (extensions(pairs) if pairs else b""))


class ServerHello:
    def __init__(self, body):
        at = Cursor(body)
        self.legacy = at.number(2)
        self.random = at.take(32)
        self.session_id = at.vector(1)
        self.suite = at.number(2)
        self.compression = at.number(1)
        self.extensions = read_extensions(at)
        chosen = self.extensions.get(SUPPORTED_VERSIONS)
        self.version = int.from_bytes(chosen, "big") if chosen else self.legacy
        self.retry = self.random == RETRY_RANDOM

    @property
    def group(self):
        """Of TLS 1.3: from the key_share of a ServerHello or of a HelloRetryRequest."""
        octets = self.extensions.get(KEY_SHARE)
        return int.from_bytes(octets[:2], "big") if octets else None


def certificates(chain):
    return message(CERTIFICATE, vector(3, b"".join(vector(3, der) for der in chain)))


def read_certificates(body):
    at, chain = Cursor(Cursor(body).vector(3)), []
    while at.octets:
        chain.append(at.vector(3))
    return chain
