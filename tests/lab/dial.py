"""One conversation with a server: a hello out, what comes back as an Answer. Nothing is verified."""
import contextlib
import os
import random
import socket
import time

import wire

# Any point of the curve is a valid share: its generator.
GENERATORS = {
    0x0017: "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5",
    0x0018: "04aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7"
            "3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f",
    0x0019: "0400c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe75928fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66"
            "011839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c97ee72995ef42640c550b9013fad0761353c7086a272c24088be94769fd16650",
}


def share(group):
    """A key_exchange that the server's library takes, for groups that the lab's servers have."""
    if group in (0x001D, 0x001E):
        return os.urandom(32 if group == 0x001D else 56)
    if group in GENERATORS:
        return bytes.fromhex(GENERATORS[group])
    if 0x0100 <= group <= 0x0104:
        size = {0x0100: 256, 0x0101: 384, 0x0102: 512, 0x0103: 768, 0x0104: 1024}[group]
        return b"\0" + os.urandom(size - 1)
    if group in (0x0200, 0x0201, 0x0202):
        return _kem_key(group - 0x0200 + 2)
    if group == 0x11EC:
        return _kem_key(3) + os.urandom(32)
    if group == 0x11EB:
        return share(0x0017) + _kem_key(3)
    if group == 0x11ED:
        return share(0x0018) + _kem_key(4)
    return None


def _kem_key(rank):
    """An encapsulation key of ML-KEM: coefficients below 3329 in 12 bits each, and a seed."""
    value = 0
    count = 256 * rank
    for i in range(count):
        value |= random.randrange(3329) << (12 * i)
    return value.to_bytes(count * 12 // 8, "little") + os.urandom(32)


class Answer:
    """kind: hello, retry, alert, eof, reset, timeout, refused, garbage, ssl2."""

    def __init__(self):
        self.kind, self.alert, self.octets = "eof", None, b""
        self.hello, self.chain, self.exchange, self.status, self.request = None, [], None, None, None
        self.done = False

    def __repr__(self):
        return f"<{self.kind} {self.alert or ''} {self.hello and hex(self.hello.suite) or ''}>"


class _Reader:
    """Takes octets of the server until the flight is over."""

    def __init__(self, answer):
        self.answer, self.pending, self.messages = answer, b"", b""

    def feed(self, octets):
        """True when there is nothing to wait for."""
        self.pending += octets
        while len(self.pending) >= 5:
            kind, size = self.pending[0], int.from_bytes(self.pending[3:5], "big")
            if kind not in (20, 21, 22, 23) or self.pending[1] != 3:
                self.answer.kind = "garbage"
                return True
            if len(self.pending) < 5 + size:
                return False
            body, self.pending = self.pending[5:5 + size], self.pending[5 + size:]
            if self._record(kind, body):
                return True
        return False

    def _record(self, kind, body):
        if kind == wire.ALERT and len(body) == 2:
            if body[0] == 1 and body[1] != 0:  # a warning: unrecognized_name
                return False
            self.answer.alert = body[1]
            if self.answer.hello is None:
                self.answer.kind = "alert"
            return True
        if kind == wire.HANDSHAKE:
            self.messages += body
            return self._messages()
        return False

    def _messages(self):
        while len(self.messages) >= 4:
            size = int.from_bytes(self.messages[1:4], "big")
            if len(self.messages) < 4 + size:
                return False
            kind, body = self.messages[0], self.messages[4:4 + size]
            self.messages = self.messages[4 + size:]
            if self.answer_message(kind, body):
                return True
        return False

    def answer_message(self, kind, body):
        answer = self.answer
        if kind == wire.SERVER_HELLO:
            answer.hello = wire.ServerHello(body)
            answer.kind = "retry" if answer.hello.retry else "hello"
            return answer.hello.version == 0x0304
        if kind == wire.CERTIFICATE:
            answer.chain = wire.read_certificates(body)
        elif kind == wire.SERVER_KEY_EXCHANGE:
            answer.exchange = body
        elif kind == wire.CERTIFICATE_STATUS:
            answer.status = body
        elif kind == wire.CERTIFICATE_REQUEST:
            answer.request = body
        elif kind == wire.DONE:
            answer.done = True
            return True
        return False


def talk(address, octets, timeout=5.0, starttls=None):
    """Sends octets, reads the server's flight."""
    answer = Answer()
    reader = _Reader(answer)
    try:
        with socket.create_connection(address, timeout) as link:
            link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if starttls:
                starttls(link)
            link.sendall(octets)
            deadline = time.monotonic() + timeout
            while True:
                link.settimeout(max(deadline - time.monotonic(), 0.001))
                got = link.recv(65536)
                answer.octets += got
                if not got or reader.feed(got):
                    return answer
    except ConnectionRefusedError:
        answer.kind = "refused"
    except (ConnectionResetError, BrokenPipeError):
        answer.kind = "reset" if answer.hello is None else answer.kind
    except TimeoutError:
        answer.kind = "timeout" if answer.hello is None else answer.kind
    except wire.Short:
        answer.kind = "garbage"
    return answer


def talk_datagrams(address, make_hello, version, timeout=1.0):
    """DTLS: make_hello(cookie) gives the body; the cookie is fetched first when asked for."""
    answer = Answer()
    reader = _Reader(answer)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as link, _Farewell(link):
        link.connect(address)
        link.settimeout(timeout)
        cookie, sequence = b"", 0
        _send_fragment(link, version, sequence, make_hello(cookie))
        parts = {}
        try:
            while True:
                for kind, body in _datagram_records(link.recv(65536)):
                    if kind == wire.ALERT and reader._record(kind, body):
                        return answer
                    for message, number, octets in _fragments(kind, body, parts):
                        if message == wire.HELLO_VERIFY:
                            sequence += 1
                            cookie = octets[3:3 + octets[2]]
                            _send_fragment(link, version, sequence, make_hello(cookie))
                        elif reader.answer_message(message, octets):
                            return answer
        except TimeoutError:
            answer.kind = answer.kind if answer.hello else "timeout"
        except ConnectionRefusedError:
            answer.kind = answer.kind if answer.hello else "refused"
    return answer


class _Farewell:
    """Some servers serve one client at a time and wait for one that is gone: a fatal alert frees them."""

    def __init__(self, link):
        self.link = link

    def __enter__(self):
        return self

    def __exit__(self, *_):
        with contextlib.suppress(OSError):
            self.link.send(wire.u8(21) + wire.u16(0xFEFF) + (99).to_bytes(8, "big") + wire.vector(2, b"\x02\x28"))
            time.sleep(0.005)


def _send_fragment(link, version, sequence, body):
    head = wire.u8(1) + wire.u24(len(body)) + wire.u16(sequence) + wire.u24(0) + wire.u24(len(body))
    record_version = 0xFEFF
    link.send(wire.u8(22) + wire.u16(record_version) + sequence.to_bytes(8, "big")
              + wire.vector(2, head + body))


def _datagram_records(octets):
    while len(octets) >= 13:
        size = int.from_bytes(octets[11:13], "big")
        yield octets[0], octets[13:13 + size]
        octets = octets[13 + size:]


def _fragments(kind, body, parts):
    """Whole messages out of handshake fragments."""
    while kind == wire.HANDSHAKE and len(body) >= 12:
        message, total = body[0], int.from_bytes(body[1:4], "big")
        number = int.from_bytes(body[4:6], "big")
        at, size = int.from_bytes(body[6:9], "big"), int.from_bytes(body[9:12], "big")
        have = parts.setdefault(number, bytearray())
        if at == len(have):
            have += body[12:12 + size]
        body = body[12 + size:]
        if len(have) == total:
            yield message, number, bytes(have)
            del parts[number]
