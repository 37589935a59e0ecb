#!/usr/bin/env python3
"""An independent, slow and simple scanner: it judges the lab itself, not tlsonar.

    oracle.py scan [options are ignored] HOST:PORT…      prints what `tlsonar scan --json` would

One list at a time, one connection at a time, removal until refusal. `check.py oracle.py` says
whether the servers really are configured as their expectations claim. It leaves out what needs a
completed handshake (sessions, encrypted messages).
"""
import json
import re
import subprocess
import sys

import dial
import registry
import wire

CHUNK = 60
ANY_GROUPS = [g for g in registry.table("named_groups")]
# RFC 7919: who offers one of these may be refused DHE with other primes.
FIELDS = [0x0100, 0x0101, 0x0102, 0x0103, 0x0104]
CURVES = [g for g in ANY_GROUPS if g not in FIELDS]
ANY_SCHEMES = [s for s in registry.table("signature_schemes")]
ALPN_IDS = ["h2", "http/1.1", "http/1.0", "http/0.9", "spdy/3.1", "imap", "pop3", "xmpp-client", "ftp", "acme-tls/1", "lab"]
NAME = "lab.example"


def entry(table, number):
    return {"name": registry.label(table, number), "code": f"0x{number:04x}"}


class Server:
    def __init__(self, host, port, datagram=False, sni=NAME):
        self.sni = sni
        self.address, self.datagram, self.connections = (host, port), datagram, 0

    def pairs(self, version, groups=None, schemes=None, name="", more=(), share=()):
        name = self.sni if name == "" else name
        pairs = [wire.server_name(name)] if name else []
        pairs += [wire.groups(groups or ANY_GROUPS), wire.points(), wire.EMPTY_RENEGOTIATION,
                  (wire.EMS, b""), (wire.ETM, b""), (wire.TICKET, b"")]
        if version in ("TLS 1.2", "TLS 1.3", "DTLS 1.2"):
            pairs.append(wire.schemes(schemes or ANY_SCHEMES))
        if version == "TLS 1.3":
            pairs += [wire.versions([0x0304]), wire.key_share(share), (wire.PSK_MODES, b"\x01\x01")]
        return pairs + list(more)

    def ask(self, version, suites, compressions=b"\0", bare=False, **parts):
        self.connections += 1
        number = registry.VERSIONS[version]
        pairs = () if bare else self.pairs(version, **parts)
        session = b"s" * 32 if version == "TLS 1.3" else b""
        legacy = min(number, 0x0303) if not self.datagram else number
        if self.datagram:
            return dial.talk_datagrams(self.address, lambda cookie: wire.client_hello(
                legacy, suites, pairs, session, compressions, cookie), number)
        body = wire.client_hello(legacy, suites, pairs, session, compressions)
        hello = wire.message(wire.CLIENT_HELLO, body)
        return dial.talk(self.address, wire.record(wire.HANDSHAKE, min(number, 0x0301), hello))

    def picked(self, version, suites, **parts):
        """The answer, when it is a hello of this very version."""
        answer = self.ask(version, suites, **parts)
        if answer.kind in ("hello", "retry") and answer.hello.version == registry.VERSIONS[version]:
            return answer
        return None


def removal(pick, everything, chunk=CHUNK):
    """All that pick(list) ever chooses, in the order of choice within each chunk."""
    found = []
    for at in range(0, len(everything), chunk):
        left = everything[at:at + chunk]
        while left:
            one = pick(left)
            if one is None or one not in left:
                break
            found.append(one)
            left = [x for x in left if x != one]
    return found


def preference(pick, found):
    """(decides, all in the server's order)."""
    if len(found) < 2:
        return "unknown", found
    first, last = pick(found), pick(found[::-1])
    if first == found[0] and last == found[-1]:
        return "client", found
    return ("server", removal(pick, found, len(found))) if first == last else ("unknown", found)


def exchange_facts(answer):
    """('ecdhe', group), ('dhe', p, y), the signature scheme of a ServerKeyExchange, or Nones."""
    row = registry.table("cipher_suites").get(answer.hello.suite) if answer.hello else None
    if not answer.exchange or not row:
        return None, None
    at = wire.Cursor(answer.exchange)
    if "psk" in row["kx"]:
        at.vector(2)
    if "ecdh" in row["kx"]:
        if at.number(1) != 3:
            return ("explicit", 0), None
        fact = ("ecdhe", at.number(2))
        at.vector(1)
    elif "dh" in row["kx"]:
        prime, _, public = at.vector(2), at.vector(2), at.vector(2)
        fact = ("dhe", prime, public)
    else:
        return None, None
    signed = at.octets and answer.hello.version in (0x0303, 0xFEFD)
    return fact, at.number(2) if signed else None


def both_groups(version):
    return (ANY_GROUPS,) if version == "TLS 1.3" else (ANY_GROUPS, CURVES)


def scan_suites(server, version):
    def pick(left):
        for groups in both_groups(version):
            answer = server.picked(version, left, groups=groups)
            if answer:
                return answer.hello.suite
        return None
    found = removal(pick, registry.suites_of(version))
    decides, order = preference(pick, found)
    return {"version": version, "complete": True, "decides": decides, "ordered": decides == "server",
            "suites": [entry("cipher_suites", s) for s in order]} if found else None


def scan_groups(server, version, suites):
    if version == "TLS 1.3":
        def pick(left):
            answer = server.picked(version, suites, groups=left)
            return answer.hello.group if answer else None
    else:
        suites = [s for s in suites if "ecdh" in registry.table("cipher_suites")[s]["kx"]]

        def pick(left):
            answer = server.picked(version, suites, groups=left)
            fact = exchange_facts(answer)[0] if answer else None
            return fact[1] if fact and fact[0] == "ecdhe" else None
    found = removal(pick, ANY_GROUPS, 80) if suites else []
    if not found:
        return None
    decides, order = preference(pick, found)
    return {"version": version, "complete": True, "decides": decides, "ordered": decides == "server",
            "groups": [entry("named_groups", g) for g in order]}


def scan_schemes(server, version, suites, groups):
    found = []
    rows = registry.table("cipher_suites")
    if version == "TLS 1.3":
        # A share that the server takes at once: it must reach its certificate, not ask again.
        shares = [(g, dial.share(g)) for g in groups if dial.share(g)][:1]
        for scheme in ANY_SCHEMES:
            answer = server.picked(version, suites, schemes=[scheme], groups=groups, share=shares)
            if answer and answer.kind == "hello":
                found.append(scheme)
    else:
        suites = [s for s in suites if rows[s]["auth"] in ("rsa", "ecdsa", "dss") and "dhe" in rows[s]["kx"]]
        for scheme in ANY_SCHEMES if suites else []:
            answer = server.picked(version, suites, schemes=[scheme])
            if answer and exchange_facts(answer)[1] == scheme:
                found.append(scheme)
    return {"version": version, "complete": True,
            "schemes": [entry("signature_schemes", s) for s in found]} if found else None


def scan_dh(server, version, suites):
    rows = registry.table("cipher_suites")
    suites = [s for s in suites if rows[s]["kx"].startswith("dhe") or rows[s]["kx"] == "dh_anon"]
    sizes, publics = set(), []
    for suite in suites + suites[:1]:
        for groups in both_groups(version):
            answer = server.picked(version, [suite], groups=groups)
            fact = exchange_facts(answer)[0] if answer else None
            if fact and fact[0] == "dhe":
                sizes.add(int.from_bytes(fact[1], "big").bit_length())
                publics.append(fact[2])
    reused = "unknown" if len(publics) < 2 else "yes" if len(set(publics)) == 1 else "no"
    return [{"bits": bits, "reused": reused} for bits in sorted(sizes)]


KEYS = {"rsaEncryption": "RSA", "rsassaPss": "RSA-PSS", "id-ecPublicKey": "ECDSA", "dsaEncryption": "DSA",
        "ED25519": "Ed25519", "ED448": "Ed448"}


def describe(der):
    text = subprocess.run(["openssl", "x509", "-inform", "DER", "-noout", "-text"], input=der,
                          capture_output=True).stdout.decode("latin-1")
    kind = re.search(r"Public Key Algorithm: (\S+)", text)
    bits = re.search(r"Public-Key: \((\d+) bit", text)
    kind = KEYS.get(kind.group(1), kind.group(1)) if kind else "unknown"
    return kind, int(bits.group(1)) if bits else {"Ed25519": 256, "Ed448": 456}.get(kind, 0)


def scan_certificates(server, version):
    found = []
    rows = registry.table("cipher_suites")
    for case, name in (("default", server.sni), ("no SNI", None), ("unknown SNI", "nowhere.invalid")):
        for auth in (("rsa",), ("ecdsa",), ("dss",)):
            mine = [s for s, row in rows.items() if row["auth"] in auth and row["cipher"] != "null"
                    and row["kx"] in ("rsa", "dhe", "ecdhe") and row["mode"] in ("cbc", "gcm")]
            answer = server.picked(version, mine, name=name) if mine else None
            if answer and answer.chain:
                key, bits = describe(answer.chain[0])
                found.append({"key": key, "bits": bits, "for": case})
    return found


def scan_extensions(server, version, suites, report):
    more = [wire.STATUS, (wire.SCT, b""), (wire.HEARTBEAT, b"\x01"), (wire.NPN, b"")]
    answer = server.picked(version, suites, compressions=b"\x01\0", more=more)
    if not answer:
        return
    got = answer.hello.extensions

    def said(kind):
        return "yes" if kind in got else "no"
    report["extensions"] = {
        "extended_main_secret": said(wire.EMS), "heartbeat": said(wire.HEARTBEAT),
        "secure_renegotiation": said(wire.RENEGOTIATION), "session_ticket": said(wire.TICKET),
        "compression": "yes" if answer.hello.compression else "no",
        "ocsp_staple": "yes" if answer.status else "no", "scts": said(wire.SCT)}
    cbc = [s for s in suites if registry.table("cipher_suites")[s]["mode"] == "cbc"]
    if cbc:
        answer = server.picked(version, cbc)
        report["extensions"]["encrypt_then_mac"] = "yes" if answer and wire.ETM in answer.hello.extensions else "no"
    if wire.NPN in got:
        at = wire.Cursor(got[wire.NPN])
        report["npn"] = []
        while at.octets:
            report["npn"].append(at.vector(1).decode())
    report["client_certificate"] = {"asked": "yes" if answer and answer.request else "no"}

    def pick(left):
        answer = server.picked(version, suites, more=[wire.alpn(left)])
        octets = answer.hello.extensions.get(wire.ALPN) if answer else None
        return octets[3:].decode() if octets else None
    report["alpn"] = {"complete": True, "protocols": removal(pick, ALPN_IDS)}


def scan_encrypted(server, report):
    """What TLS 1.3 alone hides: by openssl's client."""
    def ask(*more):
        done = subprocess.run(["openssl", "s_client", "-connect", "%s:%d" % server.address, *more], timeout=10,
                              input=b"", capture_output=True)
        return done.stdout
    for case, name in (("default", server.sni), ("no SNI", None), ("unknown SNI", "nowhere.invalid")):
        said = ask(*(["-servername", name] if name else ["-noservername"]))
        if b"BEGIN CERT" in said:
            text = subprocess.run(["openssl", "x509", "-outform", "DER"], input=said, capture_output=True).stdout
            key, bits = describe(text)
            report["certificates"].append({"key": key, "bits": bits, "for": case})
    found = []
    for one in ALPN_IDS:
        if b"ALPN protocol: " + one.encode() in ask("-alpn", one, "-servername", server.sni):
            found.append(one)
    report["alpn"] = {"complete": True, "protocols": found}


def scan_ssl2(server):
    every = list(registry.table("ssl2_ciphers"))
    answer = dial.talk(server.address, wire.ssl2_client_hello(every))
    octets = answer.octets
    if len(octets) < 13 or not octets[0] & 0x80 or octets[2] != 4:
        return []
    certificate, ciphers = int.from_bytes(octets[7:9], "big"), int.from_bytes(octets[9:11], "big")
    list_at = 13 + certificate
    raw = octets[list_at:list_at + ciphers]
    return [int.from_bytes(raw[i:i + 3], "big") for i in range(0, len(raw), 3)]


def scan(host, port, datagram, sni):
    server = Server(host, port, datagram, sni)
    report = {"target": f"{host}:{port}", "state": "complete", "versions": [], "suites": [], "groups": [],
              "signature_schemes": [], "dh": [], "certificates": [], "weaknesses": [], "tolerance": [],
              "sessions": {}, "unknown": []}
    if not datagram:
        ciphers = scan_ssl2(server)
        report["versions"].append({"version": "SSLv2", "supported": "yes" if ciphers else "no"})
        if ciphers:
            report["suites"].append({"version": "SSLv2", "complete": True, "decides": "client", "ordered": False,
                                     "suites": [entry("ssl2_ciphers", c) for c in ciphers]})
    best = None
    for version in registry.DATAGRAM_VERSIONS if datagram else registry.STREAM_VERSIONS[1:]:
        suites = scan_suites(server, version)
        report["versions"].append({"version": version, "supported": "yes" if suites else "no"})
        if not suites:
            continue
        report["suites"].append(suites)
        numbers = [int(s["code"], 16) for s in suites["suites"]]
        groups = scan_groups(server, version, numbers)
        report["groups"] += [groups] if groups else []
        if version in ("TLS 1.2", "TLS 1.3", "DTLS 1.2"):
            of_groups = [int(g["code"], 16) for g in groups["groups"]] if groups else []
            schemes = scan_schemes(server, version, numbers, of_groups)
            report["signature_schemes"] += [schemes] if schemes else []
        if version != "TLS 1.3":
            best = (version, numbers)
            known = {entry["bits"] for entry in report["dh"]}
            report["dh"] += [entry for entry in scan_dh(server, version, numbers) if entry["bits"] not in known]
    if best:
        report["certificates"] = scan_certificates(server, best[0])
        scan_extensions(server, *best, report)
    elif report["suites"] and not datagram:
        scan_encrypted(server, report)
    report["connections"] = server.connections
    return report


def main(arguments):
    reports = []
    sni = arguments[arguments.index("--sni") + 1] if "--sni" in arguments else NAME
    for target in arguments:
        datagram = target.startswith("dtls://")
        if target.count(":") >= 1 and target.rsplit(":", 1)[1].isdigit():
            host, port = target.removeprefix("dtls://").rsplit(":", 1)
            reports.append(scan(host, int(port), datagram, sni))
    json.dump({"schema": "tlsonar.scan/1", "endpoints": reports}, sys.stdout, indent=1)


if __name__ == "__main__":
    main(sys.argv[1:])
