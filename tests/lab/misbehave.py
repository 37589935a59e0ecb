"""What a scripted server does wrong, and when: (condition, action) pairs of its specification.

Conditions look at the hello: "always", "ssl3", "grease-suite", "grease-extension", "grease-group",
"grease-scheme", "grease-version", "grease-alpn", "legacy-version" (above 3.3), "unknown-version"
(in supported_versions), "octets:256-511" (of the message), "octets:513-", "suites:129-",
"empty-last-extension", "split", "extensions", "tls13", "unknown-scheme", "unknown-group". With "&" all must hold.

Actions: "close", "reset", "hang", "alert:N", "warning-then-close", "garbage", "http", "ssh", "drip",
"endless", "endless-warnings", "lying-record", "lying-message", "half", "unoffered-suite",
"unoffered-version", "echo", "empty-records", "unknown-handshake".
"""
import os
import random
import socket
import struct
import time

import registry
import wire

MOST_SECONDS = 90  # of a connection that is kept open


def is_record(head):
    return head[0] in (20, 21, 22, 23) and head[1] == 3


def _known(table, numbers):
    return all(n in registry.table(table) or wire.is_grease(n) for n in numbers)


def _between(text, number):
    low, _, high = text.partition("-")
    return int(low) <= number <= (int(high) if high else 1 << 30)


CONDITIONS = {
    "always": lambda h, r: True,
    "ssl3": lambda h, r: max(h.versions) == 0x0300,
    "tls13": lambda h, r: 0x0304 in h.versions,
    "grease-suite": lambda h, r: any(map(wire.is_grease, h.suites)),
    "grease-extension": lambda h, r: any(map(wire.is_grease, h.order)),
    "grease-group": lambda h, r: any(map(wire.is_grease, h.groups)),
    "grease-scheme": lambda h, r: any(map(wire.is_grease, h.schemes)),
    "grease-version": lambda h, r: any(map(wire.is_grease, h._list(wire.SUPPORTED_VERSIONS, 1))),
    "grease-alpn": lambda h, r: any(len(n) == 2 and wire.is_grease(int.from_bytes(n.encode("latin-1"), "big")) for n in h.alpn),
    "legacy-version": lambda h, r: h.version > 0x0303,
    "unknown-version": lambda h, r: any(v > 0x0304 and not wire.is_grease(v) and v < 0x7F00
                                        for v in h._list(wire.SUPPORTED_VERSIONS, 1)),
    "empty-last-extension": lambda h, r: bool(h.order) and h.extensions[h.order[-1]] == b"",
    "split": lambda h, r: r > 1,
    "extensions": lambda h, r: h.has_extensions,
    "unknown-scheme": lambda h, r: not _known("signature_schemes", h.schemes),
    "unknown-group": lambda h, r: not _known("named_groups", h.groups),
}


def _holds(one, hello, records):
    word, _, detail = one.partition(":")
    if word == "octets":
        return _between(detail, hello.octets)
    if word == "suites":
        return _between(detail, len(hello.suites))
    return CONDITIONS[one](hello, records)


def wanted(faults, hello, records):
    """The action of the first fault whose condition holds."""
    for condition, action in faults:
        if condition != "connect" and all(_holds(one, hello, records) for one in condition.split("&")):
            return action
    return None


def before_hello(faults, link):
    """Faults at "connect": done before anything was read."""
    for condition, action in faults:
        if condition == "connect":
            _OF_LINK[action](link)
            return True
    return False


def _reset(link):
    link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    link.close()


def _hang(link):
    link.settimeout(MOST_SECONDS)
    while link.recv(4096):
        pass


def _endless(octets):
    def send(link):
        link.settimeout(5)
        end = time.monotonic() + MOST_SECONDS
        while time.monotonic() < end:
            link.sendall(octets)
    return send


def _drip(link, octets):
    for one in octets[:MOST_SECONDS]:
        link.sendall(bytes([one]))
        time.sleep(1)


def _say(octets):
    return lambda link: link.sendall(octets() if callable(octets) else octets)


HTTP = (b"HTTP/1.1 400 Bad Request\r\nServer: nginx\r\nContent-Type: text/html\r\nContent-Length: 14\r\n"
        b"Connection: close\r\n\r\n<h1>400</h1>\r\n")

_OF_LINK = {
    "close": lambda link: None,
    "reset": _reset,
    "hang": _hang,
    "garbage": _say(lambda: random.Random(7).randbytes(3000)),
    "http": _say(HTTP),
    "ssh": _say(b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n"),
    "smtp": _say(b"220 mail.lab.example ESMTP\r\n"),
    "warning-then-close": _say(wire.alert(0x0303, 112, 1)),
    "endless": _endless(wire.record(wire.HANDSHAKE, 0x0303, b"\x02\xff\xff\xff" + bytes(16000))),
    "endless-warnings": _endless(wire.alert(0x0303, 90, 1) * 100),
    "empty-records": _endless(wire.record(wire.HANDSHAKE, 0x0303, b"") * 200),
    "unknown-handshake": _say(wire.record(wire.HANDSHAKE, 0x0303, wire.message(99, os.urandom(40)))),
}


def perform(action, connection, hello):
    link = connection.link
    if action.startswith("alert:"):
        # The record's version: what the client would take for its own.
        link.sendall(wire.alert(min(max(hello.version, 0x0300), 0x0303), int(action[6:])))
    elif action == "drip":
        _drip(link, connection.flight(hello))
    elif action == "lying-record":  # says 4,000 octets, sends 100, ends
        link.sendall(wire.u8(wire.HANDSHAKE) + wire.u16(0x0303) + wire.u16(4000) + connection.flight(hello)[5:105])
    elif action == "lying-message":  # lengths inside that reach over their ends
        flight = bytearray(connection.flight(hello))
        flight[5 + 4 + 34] = 0xFE  # session_id of 254 octets
        link.sendall(bytes(flight))
    elif action == "half":
        flight = connection.flight(hello)
        link.sendall(flight[:len(flight) // 2])
    elif action == "unoffered-suite":
        mine = [s for s in registry.suites_of("TLS 1.2") if s not in hello.suites]
        link.sendall(connection.flight(hello, suite=0x000A if 0x000A not in hello.suites else mine[0]))
    elif action == "unoffered-version":
        link.sendall(wire.record(wire.HANDSHAKE, 0x0303, wire.server_hello(0x0305, hello.suites[0])))
    elif action == "echo":
        link.sendall(wire.record(wire.HANDSHAKE, 0x0301, wire.message(wire.CLIENT_HELLO, os.urandom(90))))
    else:
        _OF_LINK[action](link)
