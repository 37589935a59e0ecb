#!/usr/bin/env python3
"""Holds the logs for other tools against what those tools document.

    records_validate.py TEST_REPORTS SOURCE_DIR names|zeek|order|tshark

names   every line is JSON, with documented names and types only
zeek    the tab-separated logs, read as Zeek's readers read them, tell what the JSON ones tell;
        each certificate stands once in x509.log, and those that ssl.log names stand there
order   a line for each handshake, in their order; connections are told apart
tshark  ssl.log, x509.log and EVE against tshark; exit code 77 (skipped) without it
"""
import collections
import datetime
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

SKIPPED = 77
COMPARED = ("tls12-client-cert.pcap", "tls13-hrr.pcap")

# Zeek: scripts/base/protocols/ssl/{main,files}.zeek, policy/protocols/ssl/validate-certs.zeek,
# scripts/base/files/x509/main.zeek, scripts/base/init-bare.zeek (X509::Certificate and others);
# ja3, ja3s: package salesforce/ja3; ja4: package foxio/ja4.
ZEEK_SSL = {
    "ts": "time", "uid": "string", "id.orig_h": "addr", "id.orig_p": "port", "id.resp_h": "addr",
    "id.resp_p": "port", "version": "string", "cipher": "string", "curve": "string",
    "server_name": "string", "resumed": "bool", "last_alert": "string", "next_protocol": "string",
    "established": "bool", "ssl_history": "string", "cert_chain_fps": "vector[string]",
    "client_cert_chain_fps": "vector[string]", "sni_matches_cert": "bool",
    "validation_status": "string", "ja3": "string", "ja3s": "string", "ja4": "string",
}
ZEEK_X509 = {
    "ts": "time", "fingerprint": "string", "certificate.version": "count",
    "certificate.serial": "string", "certificate.subject": "string", "certificate.issuer": "string",
    "certificate.not_valid_before": "time", "certificate.not_valid_after": "time",
    "certificate.key_alg": "string", "certificate.sig_alg": "string",
    "certificate.key_type": "string", "certificate.key_length": "count",
    "certificate.exponent": "string", "certificate.curve": "string", "san.dns": "vector[string]",
    "san.uri": "vector[string]", "san.email": "vector[string]", "san.ip": "vector[addr]",
    "basic_constraints.ca": "bool", "basic_constraints.path_len": "count", "host_cert": "bool",
    "client_cert": "bool",
}
# Elastic Common Schema: schemas/{base,ecs,event,network,source,destination,tls,x509,hash}.yml;
# event.category and event.type have closed lists. tlsonar.* is ours, and no field of ECS.
ECS_NAME = dict.fromkeys(
    ("distinguished_name",), "keyword") | dict.fromkeys(
    ("common_name", "country", "locality", "organization", "organizational_unit",
     "state_or_province"), "keyword[]")
ECS_X509 = {
    "version_number": "keyword", "serial_number": "keyword", "signature_algorithm": "keyword",
    "not_before": "date", "not_after": "date", "public_key_algorithm": "keyword",
    "public_key_size": "long", "public_key_exponent": "long", "public_key_curve": "keyword",
    "alternative_names": "keyword[]",
    **{f"subject.{k}": v for k, v in ECS_NAME.items()}, **{f"issuer.{k}": v for k, v in ECS_NAME.items()},
}
ECS_SIDE = {
    "subject": "keyword", "issuer": "keyword", "not_before": "date", "not_after": "date",
    "hash.sha1": "keyword", "hash.sha256": "keyword", **{f"x509.{k}": v for k, v in ECS_X509.items()},
}
ECS_END = {"address": "keyword", "ip": "ip", "port": "long", "domain": "keyword"}
ECS = {
    "@timestamp": "date", "ecs.version": "keyword",
    "event.kind": "keyword", "event.category": "keyword[]", "event.type": "keyword[]",
    "event.module": "keyword", "event.dataset": "keyword", "event.outcome": "keyword",
    "event.sequence": "long", "event.start": "date", "event.end": "date", "event.duration": "long",
    "network.transport": "keyword", "network.protocol": "keyword", "network.type": "keyword",
    "tls.version": "keyword", "tls.version_protocol": "keyword", "tls.cipher": "keyword",
    "tls.curve": "keyword", "tls.resumed": "boolean", "tls.established": "boolean",
    "tls.next_protocol": "keyword", "tls.client.ja3": "keyword", "tls.client.server_name": "keyword",
    "tls.client.supported_ciphers": "keyword[]", "tls.server.ja3s": "keyword",
    **{f"{end}.{k}": v for end in ("source", "destination") for k, v in ECS_END.items()},
    **{f"tls.{side}.{k}": v for side in ("client", "server") for k, v in ECS_SIDE.items()},
    # ours
    "tlsonar.number": "long", "tlsonar.file": "keyword", "tlsonar.outcome": "keyword",
    "tlsonar.ending": "keyword", "tlsonar.dialect": "keyword", "tlsonar.ja4": "keyword",
    "tlsonar.client_opened": "boolean", "tlsonar.resumption": "keyword",
    "tlsonar.forward_secrecy": "boolean", "tlsonar.post_quantum": "boolean",
    "tlsonar.alerts": "keyword[]", "tlsonar.server_chain": "keyword",
    "tlsonar.client_chain": "keyword",
}
# Suricata: doc/userguide/output/eve/eve-json-format.rst, src/output-json-tls.c, rust/src/handshake.rs.
EVE_CERTIFICATE = {"subject": "string", "issuerdn": "string", "serial": "colons", "fingerprint": "colons",
                   "notbefore": "instant", "notafter": "instant"}
EVE = {
    "timestamp": "timestamp", "flow_id": "count", "pcap_filename": "string", "pcap_cnt": "count",
    "event_type": "string", "src_ip": "string", "src_port": "port", "dest_ip": "string",
    "dest_port": "port", "proto": "string",
    **{f"tls.{k}": v for k, v in EVE_CERTIFICATE.items()},
    **{f"tls.client.{k}": v for k, v in EVE_CERTIFICATE.items()},
    "tls.subjectaltname": "string[]", "tls.session_resumed": "bool", "tls.sni": "string",
    "tls.version": "string", "tls.ja3.hash": "string", "tls.ja3s.hash": "string", "tls.ja4": "string",
    "tls.client_alpns": "string[]", "tls.server_alpns": "string[]", "tls.from_proto": "string",
    "tls.client_handshake.version": "string", "tls.client_handshake.ciphers": "count[]",
    "tls.client_handshake.exts": "count[]", "tls.client_handshake.sig_algs": "count[]",
    "tls.server_handshake.version": "string", "tls.server_handshake.cipher": "count",
    "tls.server_handshake.exts": "count[]",
}
LOGS = {"zeek.ssl.log": ZEEK_SSL, "zeek.x509.log": ZEEK_X509, "ecs": ECS, "eve": EVE}


def is_count(value):
    return type(value) is int and 0 <= value < 2**53


def matches(pattern):
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value) is not None


DATE = r"-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d"
TYPES = {
    "string": lambda v: isinstance(v, str), "keyword": lambda v: isinstance(v, str),
    "addr": lambda v: isinstance(v, str), "ip": matches(r"[0-9a-f:.]+"),
    "time": lambda v: type(v) is float, "bool": lambda v: type(v) is bool,
    "boolean": lambda v: type(v) is bool, "count": is_count,
    "port": lambda v: is_count(v) and v < 65536, "long": lambda v: type(v) is int and abs(v) < 2**63,
    "date": matches(DATE + r"(\.\d{1,9})?Z"), "instant": matches(DATE),
    "timestamp": matches(DATE + r"\.\d{6}\+0000"), "colons": matches(r"[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2})*"),
}


def fits(kind, value):
    inner = kind[7:-1] if kind.startswith("vector[") else kind[:-2] if kind.endswith("[]") else None
    if inner is None:
        return TYPES[kind](value)
    return isinstance(value, list) and all(TYPES[inner](v) for v in value)


def flat(value, prefix=""):
    """The leaves of an object, {"a": {"b": 1}} as a.b; arrays are leaves. Empty objects are told."""
    for name, inner in value.items():
        if isinstance(inner, dict):
            if not inner:
                yield prefix + name, inner
            yield from flat(inner, f"{prefix}{name}.")
        else:
            yield prefix + name, inner


def refuse_twice(pairs):
    names = [name for name, _ in pairs]
    if len(set(names)) != len(names):
        raise ValueError(f"a name twice: {names}")
    return dict(pairs)


class Made:
    """The logs that test_reports writes."""

    def __init__(self, binary):
        self.kept = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.kept.name)
        subprocess.run([binary, "--gtest_filter=Records.Documents"], check=True, stdout=subprocess.DEVNULL,
                       env={**os.environ, "TLSONAR_RECORDS": str(self.folder)})
        self.kinds = sorted(p.name[:-4] for p in self.folder.glob("*.ecs"))
        if len(self.kinds) < 50:
            raise SystemExit(f"only {len(self.kinds)} documents were made")

    def text(self, name):
        return (self.folder / name).read_bytes().decode("utf-8")  # strict: what we write is valid UTF-8

    def lines(self, name):
        text = self.text(name)
        if text and not text.endswith("\n"):
            raise ValueError(f"{name} ends in the middle of a line")
        return [json.loads(line, object_pairs_hook=refuse_twice) for line in text.split("\n")[:-1]]


def names(made):
    met = collections.defaultdict(set)
    for kind in made.kinds:
        for log, documented in LOGS.items():
            for at, line in enumerate(made.lines(f"{kind}.{log}"), 1):
                for name, value in line.items() if log.startswith("zeek") else flat(line):
                    where = f"{kind}.{log}:{at}: {name}"
                    met[log].add(name)
                    if name == "tls" and value == {}:
                        continue
                    if name not in documented:
                        yield f"{where} is not documented"
                    elif not fits(documented[name], value):
                        yield f"{where} is no {documented[name]}: {str(value)[:80]!r}"
    # A table that grew stale, or a field that no sample shows. (The samples' chains are not judged;
    # their certificates have no such curves and names.)
    unseen = {"zeek.ssl.log": {"validation_status"},
              "ecs": {"tlsonar.server_chain", "tlsonar.client_chain"}}
    for log, documented in LOGS.items():
        yield from (f"{log}: no sample has {name}"
                    for name in sorted(set(documented) - met[log] - unseen.get(log, set()))
                    if not re.search(r"(subject|issuer)\.(locality|state|country|organizational)", name)
                    and not name.startswith("tls.client.x509.public_key_"))


def unescaped(text):
    """Octets behind \\xNN, as Zeek's ASCII reader has them."""
    out = re.sub(rb"\\x([0-9a-f]{2})", lambda m: bytes([int(m[1], 16)]), text.encode())
    return out


def value_of(kind, text):
    if text == "-":
        return None
    if kind.startswith("vector["):
        return [] if text == "(empty)" else [value_of(kind[7:-1], part) for part in text.split(",")]
    if kind == "bool":
        return {"T": True, "F": False}[text]
    if kind in ("count", "port"):
        return int(text)
    if kind == "time":
        return float(text)
    return b"" if text == "(empty)" else unescaped(text)


def octets_of(value):
    """A value of our JSON, with the octets that \\xNN stands for where they are no UTF-8."""
    if isinstance(value, list):
        return [octets_of(v) for v in value]
    return unescaped(value) if isinstance(value, str) else value


def read_tsv(text, path, documented):
    lines = text.split("\n")
    heads = dict(line[1:].split("\t", 1) if not line.startswith("#separator") else line[1:].split(" ", 1)
                 for line in lines if line.startswith("#"))
    wanted = {"separator": "\\x09", "set_separator": ",", "empty_field": "(empty)", "unset_field": "-", "path": path}
    for name, value in wanted.items():
        if heads.get(name) != value:
            raise ValueError(f"#{name} is {heads.get(name)!r}")
    fields, types = heads["fields"].split("\t"), heads["types"].split("\t")
    if dict(zip(fields, types)) != documented or len(fields) != len(types):
        raise ValueError("#fields and #types are not the documented ones")
    for line in lines[:-1]:
        if not line.startswith("#"):
            values = line.split("\t")
            if len(values) != len(fields):
                raise ValueError(f"{len(values)} values: {line[:200]!r}")
            read = {f: value_of(t, v) for f, t, v in zip(fields, types, values)}
            yield {f: v for f, v in read.items() if v is not None}


def zeek(made):
    for kind in made.kinds:
        for path, documented in (("ssl", ZEEK_SSL), ("x509", ZEEK_X509)):
            ours = [{n: octets_of(v) for n, v in line.items()} for line in made.lines(f"{kind}.zeek.{path}.log")]
            theirs = list(read_tsv(made.text(f"{kind}.zeek-tsv.{path}.log"), path, documented))
            if ours != theirs:
                differ = next((i for i, (a, b) in enumerate(zip(ours, theirs)) if a != b), None)
                yield f"{kind}: {path}.log tells another thing in TSV (line {differ}; {len(ours)}, {len(theirs)})"
        known = [line["fingerprint"] for line in made.lines(f"{kind}.zeek.x509.log")]
        if len(set(known)) != len(known):
            yield f"{kind}: a certificate stands twice in x509.log"
        named = {fingerprint for line in made.lines(f"{kind}.zeek.ssl.log")
                 for side in ("cert_chain_fps", "client_cert_chain_fps") for fingerprint in line.get(side, [])}
        if named != set(known):
            yield f"{kind}: ssl.log and x509.log speak of different certificates"


def order(made):
    for kind in made.kinds:
        ssl, ecs, eve = (made.lines(f"{kind}.{log}") for log in ("zeek.ssl.log", "ecs", "eve"))
        if not len(ssl) == len(ecs) == len(eve):
            yield f"{kind}: {len(ssl)}, {len(ecs)} and {len(eve)} lines"
        numbers = [line["tlsonar"]["number"] for line in ecs]
        if numbers != list(range(1, len(ecs) + 1)) or numbers != [line["event"]["sequence"] for line in ecs]:
            yield f"{kind}: the numbers are {numbers}"
        for z, e, s in zip(ssl, ecs, eve):
            ports = (z["id.orig_p"], z["id.resp_p"])
            if ports != (e["source"]["port"], e["destination"]["port"]) or ports != (s["src_port"], s["dest_port"]):
                yield f"{kind}: the lines of number {e['tlsonar']['number']} speak of different connections"
            if kind != "hostile" and z.get("server_name") != s["tls"].get("sni"):
                yield f"{kind}: two names of one server"
        pairs = {(z["uid"], s["flow_id"]) for z, s in zip(ssl, eve)}
        if not len(pairs) == len({uid for uid, _ in pairs}) == len({flow for _, flow in pairs}):
            yield f"{kind}: uid and flow_id name different connections"
        if not all(re.fullmatch(r"C[0-9A-Za-z]{17}", uid) for uid, _ in pairs):
            yield f"{kind}: a uid that is none"
    if made.lines("none.ecs") or made.lines("none.zeek.ssl.log"):
        yield "lines out of no handshake"


def shown(field, name, attribute="show"):
    for one in field.iter("field"):
        if one.get("name") == name:
            yield one.get(attribute)


class Dissected:
    """What tshark shows of each connection, by the client's port."""

    def __init__(self, capture):
        self.connections = collections.defaultdict(dict)
        made = subprocess.run(["tshark", "-r", capture, "-d", "tcp.port==1-65535,tls", "-T", "pdml", "-Y", "tls.handshake"],
                              capture_output=True, check=True).stdout
        for packet in xml.etree.ElementTree.fromstring(made).iter("packet"):
            ends = [int(next(shown(packet, f"tcp.{side}port"))) for side in ("src", "dst")]
            for message in packet.iter("field"):
                if message.get("name") == "tls.handshake":
                    self.take(message, ends)

    def take(self, message, ends):
        kind = next(shown(message, "tls.handshake.type"), None)
        if kind == "1":
            told = self.connections[ends[0]]
            told["sni"] = next(shown(message, "tls.handshake.extensions_server_name"), None)
            told["ja3"] = next(shown(message, "tls.handshake.ja3"), None)
        elif kind == "2":
            told = self.connections[ends[1]]
            told["cipher"] = next(shown(message, "tls.handshake.ciphersuite", "showname")).split()[2]
            told["number"] = int(next(shown(message, "tls.handshake.ciphersuite")), 16)
            told["ja3s"] = next(shown(message, "tls.handshake.ja3s"), None)
            group = next(shown(message, "tls.handshake.extensions_key_share_group", "showname"), None)
            if group:
                told["curve"] = group.split()[1]
        elif kind == "11":
            self.certificates(message, ends)
        elif kind == "12":
            curve = next(shown(message, "tls.handshake.server_named_curve", "showname"), None)
            if curve:
                self.connections[ends[1]]["curve"] = curve.split()[2]

    def certificates(self, message, ends):
        serials = [serial.removeprefix("0x").replace(":", "").upper().lstrip("0")
                   for serial in shown(message, "x509af.serialNumber")]
        for port, side in ((ends[1], "server"), (ends[0], "client")):
            if port in self.connections:
                self.connections[port].setdefault(f"{side} serials", serials)
                return


def tshark(made, source):
    if shutil.which("tshark") is None:
        print("tshark is not here")
        raise SystemExit(SKIPPED)
    for name in COMPARED:
        theirs = Dissected(source / "samples" / name).connections
        kind = name.rsplit(".", 1)[0]
        ssl, eve = made.lines(f"{kind}.zeek.ssl.log"), made.lines(f"{kind}.eve")
        serials = {line["fingerprint"]: line["certificate.serial"].lstrip("0")
                   for line in made.lines(f"{kind}.zeek.x509.log")}
        if {line["id.orig_p"] for line in ssl} != set(theirs):
            yield f"{name}: tshark sees other connections"
        for z, s in zip(ssl, eve):
            told = theirs[z["id.orig_p"]]
            ours = {"sni": z.get("server_name"), "ja3": z.get("ja3"), "ja3s": z.get("ja3s"), "cipher": z.get("cipher"),
                    "number": s["tls"].get("server_handshake", {}).get("cipher"), "curve": z.get("curve")}
            if "server serials" in told:  # before TLS 1.3
                ours["server serials"] = [serials[f] for f in z.get("cert_chain_fps", [])]
            if told.get("client serials"):
                ours["client serials"] = [serials[f] for f in z.get("client_cert_chain_fps", [])]
            for what, value in ours.items():
                if value != told.get(what):
                    yield f"{name}, port {z['id.orig_p']}: {what} is {value!r}, to tshark {told.get(what)!r}"


def main():
    binary, source, what = sys.argv[1], pathlib.Path(sys.argv[2]).resolve(), sys.argv[3]
    made = Made(binary)
    checks = {"names": names, "zeek": zeek, "order": order, "tshark": lambda m: tshark(m, source)}
    faults = list(checks[what](made))
    print("\n".join(faults[:50]) if faults else f"{what}: fine ({len(made.kinds)} documents)")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
