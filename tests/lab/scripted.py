#!/usr/bin/env python3
"""A TLS server as a script: hellos of SSLv2 to TLS 1.3 with any choice and any misbehaviour.

    scripted.py PORT SPECIFICATION      (JSON; its keys are those of Script below)

It chooses, shows certificates and keys of the right shape, and goes no further: signatures are
random octets, who goes on to a ClientKeyExchange gets handshake_failure. All that a scanner can
learn from hellos is there, nothing else.
"""
import collections
import json
import os
import random
import re
import socket
import ssl
import struct
import sys
import threading
import time

import misbehave
import registry
import wire

KEY_PREFIX = {"rsa": ("rsa_",), "ecdsa": ("ecdsa_", "ed"), "dss": ("dsa_",)}
SCSV_RENEGOTIATION, SCSV_FALLBACK = 0x00FF, 0x5600
INAPPROPRIATE_FALLBACK, HANDSHAKE_FAILURE, PROTOCOL_VERSION = 86, 40, 70


class Script:
    """The specification, with defaults. Lists of names stand for code points."""

    def __init__(self, given):
        get = given.get
        self.versions = [registry.VERSIONS[v] for v in get("versions", ["TLS 1.2"])]
        self.suites = [registry.suite(s) for s in get("suites", ["TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"])]
        # Suites of one version alone, where they differ.
        self.suites_of = {registry.VERSIONS[v]: [registry.suite(s) for s in names]
                          for v, names in get("suites_of", {}).items()}
        # server; client; astray: by lot, and never what is offered first; fickle: the client's for a while.
        self.order = get("order", "server")
        self.seen = collections.Counter()  # of what fickle servers chose from
        self.ssl2 = [registry.ssl2_cipher(c) for c in get("ssl2", [])]
        self.groups = [registry.group(g) for g in get("groups", ["x25519", "secp256r1"])]
        self.group_order = get("group_order", "server")
        self.schemes = [registry.scheme(s) for s in get("schemes", [])]  # none: any that fits
        self.chains = {kind: _chain(path) for kind, path in get("certificates", {}).items()}
        self.dh = int(get("dh", "0"), 16) if get("dh") else (1 << 2047) + int.from_bytes(os.urandom(200), "big") | 1
        self.dh_reuse, self.ecdh_reuse = get("dh_reuse", False), get("ecdh_reuse", False)
        self.explicit_curve = get("explicit_curve", False)
        self.compression = get("compression", 0)
        self.npn, self.alpn = get("npn"), get("alpn")
        self.heartbeat = get("heartbeat", False)
        self.renegotiation = get("renegotiation", True)
        self.ems, self.etm, self.ticket = get("ems", True), get("etm", False), get("ticket", False)
        self.sct, self.staple = get("sct", False), get("staple", False)
        self.max_fragment = get("max_fragment", False)
        self.fallback_scsv = get("fallback_scsv", True)
        self.sentinel = get("sentinel", True)
        self.client_certificate = get("client_certificate")  # list of DER names in hexadecimal
        self.refusal = get("refusal", HANDSHAKE_FAILURE)  # an alert, or an action of misbehave.py
        self.version_refusal = get("version_refusal", PROTOCOL_VERSION)
        # (condition, action) of misbehave.py: the first that holds is done instead of an answer.
        self.faults = [tuple(f) for f in get("faults", [])]
        self.constant = random.Random(1).randbytes(2048)

    def suites_in(self, version):
        listed = self.suites_of.get(version, self.suites)
        return [s for s in listed if ("tls13" in registry.table("cipher_suites")[s]["flags"]) == (version == 0x0304)]


def _chain(path):
    pem = open(path, encoding="ascii", errors="replace").read()
    blocks = re.findall("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", pem, re.S)
    return [ssl.PEM_cert_to_DER_cert(block) for block in blocks]


class Refused(Exception):
    """No hello: an alert's number, or an action."""


class Connection:
    def __init__(self, link, script):
        self.link, self.script = link, script

    # --- reading

    def _exactly(self, count):
        out = b""
        while len(out) < count:
            got = self.link.recv(count - len(out))
            if not got:
                raise EOFError
            out += got
        return out

    def read_hello(self):
        """(ClientHello, number of records), or None for an SSLv2 hello that was answered."""
        head = self._exactly(2)
        if head[0] & 0x80 and not misbehave.is_record(head):
            self._ssl2(self._exactly(int.from_bytes(head, "big") & 0x7FFF))
            return None, 0
        body, records = b"", 0
        while len(body) < 4 or len(body) < 4 + int.from_bytes(body[1:4], "big"):
            fields = head + self._exactly(5 - len(head))
            head = b""
            if fields[0] == wire.CHANGE_CIPHER_SPEC and not body:
                self._exactly(int.from_bytes(fields[3:5], "big"))  # of TLS 1.3's compatibility mode
                continue
            if fields[0] != wire.HANDSHAKE:
                raise EOFError
            body += self._exactly(int.from_bytes(fields[3:5], "big"))
            records += 1
            if body and body[0] != wire.CLIENT_HELLO:
                raise Refused(HANDSHAKE_FAILURE)  # it goes on to what is not played here
        size = int.from_bytes(body[1:4], "big")
        return wire.ClientHello(body[4:4 + size]), records

    def _ssl2(self, body):
        script = self.script
        if not script.ssl2 or body[0] != 1 or body[1:3] != b"\0\x02":
            return
        certificate = (script.chains.get("rsa") or [b""])[0]
        ciphers, number = wire.codes(script.ssl2, 3), os.urandom(16)
        answer = bytes([4, 0, 1, 0, 2]) + struct.pack("!HHH", len(certificate), len(ciphers), len(number))
        answer += certificate + ciphers + number
        self.link.sendall(wire.u16(0x8000 | len(answer)) + answer)

    # --- choosing

    def choose(self, hello):
        """(version, suite, group, scheme)."""
        script = self.script
        common = [v for v in script.versions if v in hello.versions]
        if not common:
            raise Refused(script.version_refusal)
        version = max(common)
        if script.fallback_scsv and SCSV_FALLBACK in hello.suites and version < max(script.versions):
            raise Refused(INAPPROPRIATE_FALLBACK)
        usable = [s for s in script.suites_in(version) if s in hello.suites and self._fits(s, version, hello)]
        if not usable:
            raise Refused(script.refusal)
        suite = _preferred(usable, hello.suites, script.order, script.seen)
        return version, suite, self.group_for(suite, version, hello), self.scheme_for(suite, version, hello)

    def _fits(self, suite, version, hello):
        row = registry.table("cipher_suites")[suite]
        if version == 0x0304:
            return bool(self._common_groups(hello))
        if row["kx"].startswith("ecdh") and row["kx"] != "ecdh" and not self._common_groups(hello):
            return
        if row["auth"] in KEY_PREFIX and row["auth"] not in self.script.chains:
            return
        return not self._signs(row, version) or self.scheme_for(suite, version, hello) is not None

    def _common_groups(self, hello):
        if wire.GROUPS not in hello.extensions and 0x0304 not in hello.versions:
            return self.script.groups
        return [g for g in self.script.groups if g in hello.groups]

    def group_for(self, suite, version, hello):
        kx = registry.table("cipher_suites")[suite]["kx"]
        if version != 0x0304 and "ecdh" not in kx:
            return None
        common = self._common_groups(hello)
        return _preferred(common, hello.groups or common, self.script.group_order, self.script.seen) if common else None

    @staticmethod
    def _signs(row, version):
        return version >= 0x0303 and row["auth"] in KEY_PREFIX and row["kx"] in ("dhe", "ecdhe")

    def scheme_for(self, suite, version, hello):
        """The signature scheme of TLS 1.2, None where none is common."""
        row = registry.table("cipher_suites")[suite]
        if not self._signs(row, version):
            return None
        names = registry.table("signature_schemes")
        offered = hello.schemes or [0x0201, 0x0203, 0x0202]
        mine = self.script.schemes or list(names)
        for scheme in offered:
            if scheme in mine and scheme in names and names[scheme]["name"].startswith(KEY_PREFIX[row["auth"]]) \
                    and "pss_pss" not in names[scheme]["name"]:
                return scheme
        return None

    # --- answering

    def flight(self, hello, suite=None):
        """The server's first flight as records. `suite` overrides the choice."""
        version, chosen, group, scheme = self.choose(hello)
        chosen = chosen if suite is None else suite
        if version == 0x0304:
            return self._thirteen(hello, chosen, group)
        row = registry.table("cipher_suites").get(chosen) or {"kx": "rsa", "auth": "rsa", "flags": "", "mode": "cbc"}
        compression = self.script.compression if self.script.compression in hello.compressions else 0
        pairs = self._extensions(hello, row)
        octets = wire.server_hello(version, chosen, pairs, self._random(version, hello), os.urandom(32), compression)
        if row["auth"] in self.script.chains and "anon" not in row["kx"]:
            octets += wire.certificates(self.script.chains[row["auth"]])
            if self.script.staple and wire.STATUS_REQUEST in hello.extensions:
                octets += wire.message(wire.CERTIFICATE_STATUS, b"\x01" + wire.vector(3, b"\x30\x03\x0a\x01\x06"))
        octets += self._exchange(row, version, group, scheme)
        if self.script.client_certificate is not None and row["auth"] in KEY_PREFIX:
            octets += self._request(version)
        return wire.record(wire.HANDSHAKE, version, octets + wire.message(wire.DONE, b""))

    def _random(self, version, hello):
        best = max(self.script.versions)
        tail = {(0x0304, 0x0303): wire.DOWNGRADE_12}.get((best, version), wire.DOWNGRADE_11)
        if self.script.sentinel and best >= 0x0303 and version < best and (best == 0x0304 or version < 0x0303):
            return os.urandom(24) + tail
        return os.urandom(32)

    def _extensions(self, hello, row):
        script, offered, pairs = self.script, hello.extensions, []
        if script.renegotiation and (wire.RENEGOTIATION in offered or SCSV_RENEGOTIATION in hello.suites):
            pairs.append((wire.RENEGOTIATION, b"\0"))
        simple = [(wire.EMS, script.ems, b""), (wire.ETM, script.etm and row["mode"] == "cbc", b""),
                  (wire.TICKET, script.ticket, b""), (wire.HEARTBEAT, script.heartbeat, b"\x01"),
                  (wire.SCT, script.sct, wire.vector(2, wire.vector(2, bytes(47)))),
                  (wire.STATUS_REQUEST, script.staple and row["auth"] in KEY_PREFIX, b""),
                  (wire.MAX_FRAGMENT, script.max_fragment, offered.get(wire.MAX_FRAGMENT, b"")),
                  (wire.POINTS, row["kx"].startswith("ecdh"), b"\x01\0"),
                  (wire.NPN, script.npn is not None, b"".join(wire.vector(1, n.encode()) for n in script.npn or []))]
        pairs += [(kind, octets) for kind, wanted, octets in simple if wanted and kind in offered]
        common = [name for name in script.alpn or [] if name in hello.alpn]
        if common:
            pairs.append((wire.ALPN, wire.vector(2, wire.vector(1, common[0].encode()))))
        return pairs

    def _exchange(self, row, version, group, scheme):
        kx, body = row["kx"], b""
        if "psk" in kx:
            body += wire.vector(2, b"lab")
        if "ecdh" in kx and kx != "ecdh":
            body += self._curve(group)
        elif kx in ("dhe", "dh_anon", "dhe_psk"):
            size = (self.script.dh.bit_length() + 7) // 8
            public = self.script.constant[:size] if self.script.dh_reuse else os.urandom(size)
            public = b"\0" + public[1:]  # below the prime
            body += wire.vector(2, self.script.dh.to_bytes(size, "big")) + wire.vector(2, b"\x02") + wire.vector(2, public[1:])
        elif kx == "rsa" and "export" in row["flags"]:
            body += wire.vector(2, b"\xc1" + os.urandom(62) + b"\x01") + wire.vector(2, b"\x01\0\x01")
        else:
            return wire.message(wire.SERVER_KEY_EXCHANGE, body) if body and kx == "psk" else b""
        if row["auth"] in KEY_PREFIX and "psk" not in kx:
            body += (wire.u16(scheme) if version == 0x0303 else b"") + wire.vector(2, os.urandom(256))
        return wire.message(wire.SERVER_KEY_EXCHANGE, body)

    def _curve(self, group):
        size = int(registry.table("named_groups")[group]["client_share"])
        point = self.script.constant[:size] if self.script.ecdh_reuse else os.urandom(size)
        if group not in (0x001D, 0x001E):
            point = b"\x04" + point[1:]
        if not self.script.explicit_curve:
            return b"\x03" + wire.u16(group) + wire.vector(1, point)
        # explicit_prime of RFC 4492: p, a, b, base, order, cofactor: P-256 in full.
        p, a, b = "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", "ffffffff00000001000000000000000000000000fffffffffffffffffffffffc", "5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b"
        base = "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"
        order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"
        return b"\x01" + b"".join(wire.vector(1, bytes.fromhex(part)) for part in (p, a, b, base, order, "01")) + wire.vector(1, point)

    def _request(self, version):
        body = wire.vector(1, b"\x01\x40")
        if version == 0x0303:
            body += wire.vector(2, wire.codes([0x0401, 0x0804, 0x0403]))
        names = b"".join(wire.vector(2, bytes.fromhex(name)) for name in self.script.client_certificate)
        return wire.message(wire.CERTIFICATE_REQUEST, body + wire.vector(2, names))

    def _thirteen(self, hello, suite, group):
        versions = (wire.SUPPORTED_VERSIONS, wire.u16(0x0304))
        if group not in hello.shares:
            pairs = [versions, (wire.KEY_SHARE, wire.u16(group))]
            octets = wire.server_hello(0x0303, suite, pairs, wire.RETRY_RANDOM, hello.session_id)
            return wire.record(wire.HANDSHAKE, 0x0303, octets)
        size = int(registry.table("named_groups")[group]["server_share"])
        pairs = [versions, (wire.KEY_SHARE, wire.u16(group) + wire.vector(2, os.urandom(size)))]
        octets = wire.server_hello(0x0303, suite, pairs, None, hello.session_id)
        # What follows could be decrypted by nobody.
        return (wire.record(wire.HANDSHAKE, 0x0303, octets) + wire.record(wire.CHANGE_CIPHER_SPEC, 0x0303, b"\x01")
                + wire.record(wire.APPLICATION, 0x0303, os.urandom(1500)))

    def serve(self):
        """Answers hellos until the client goes on to what is no hello."""
        if misbehave.before_hello(self.script.faults, self.link):
            return
        while True:  # a second hello follows a HelloRetryRequest
            try:
                hello, records = self.read_hello()
            except wire.Short:
                self.link.sendall(wire.alert(0x0301, 50))
                return
            except Refused as refused:
                self.link.sendall(wire.alert(0x0303, refused.args[0]))
                return
            if hello is None:
                return
            action = misbehave.wanted(self.script.faults, hello, records)
            try:
                if action:
                    misbehave.perform(action, self, hello)
                    return
                self.link.sendall(self.flight(hello))
            except Refused as refused:
                what = refused.args[0]
                if isinstance(what, int):
                    what = f"alert:{what}"
                misbehave.perform(what, self, hello)
                return


def _preferred(usable, offered, order, seen):
    if order == "server":
        return usable[0]
    theirs = [x for x in offered if x in usable]
    if order == "astray":
        return random.choice(theirs[1:] or theirs)
    if order == "fickle":
        seen[frozenset(theirs)] += 1
        return theirs[0 if seen[frozenset(theirs)] <= 2 else -1]
    return theirs[0]


def serve(link, script):
    link.settimeout(60)
    link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        with link:
            Connection(link, script).serve()
    except (OSError, EOFError):
        pass


def main():
    port, script = int(sys.argv[1]), Script(json.loads(sys.argv[2]))
    registry.table("cipher_suites"), registry.table("signature_schemes"), registry.table("named_groups")
    with socket.create_server(("127.0.0.1", port), backlog=512) as listener:
        while True:
            try:
                link, _ = listener.accept()
            except OSError:
                time.sleep(0.05)
                continue
            threading.Thread(target=serve, args=(link, script), daemon=True).start()


if __name__ == "__main__":
    main()
