#!/usr/bin/env python3
"""Compares what tlsonar reads from the recorded samples with what the programs that were recorded
said of themselves:  check.py TLSONAR [SAMPLES]

Every sample is read twice, without its key log and with it. Each key of an expected entry is
compared, or counted as not on the wire, with the reason; a key unknown to this script is an error.
"""
import collections
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
DIALECTS = {"xmpp-server": "xmpp", "tds": "mssql"}  # the recorder's word -> ours
VERSIONS = {"TLS 1.0": "0x0301", "TLS 1.1": "0x0302", "TLS 1.2": "0x0303", "TLS 1.3": "0x0304"}


class Absent(Exception):
    """Not on the wire, or not to be read without secrets."""


class Seen:
    """One connection as tlsonar shows it: the records of its handshakes, the last one to be compared."""

    def __init__(self, records, keys):
        self.all, self.keys = records, keys
        self.last = records[-1]
        self.tls13 = self.last.get("version", {}).get("code") == "0x0304"

    def closed(self):
        """The messages after ServerHello cannot be read."""
        hidden = any(m.get("protection") == "closed" and m["message"] != "application_data"
                     for m in self.last["messages"])
        return (self.tls13 and not self.last["decrypted"]) or (self.last["renegotiation"] and hidden)

    def resumed(self):
        return self.last.get("resumption", "none") != "none"

    def leaf(self, side):
        if self.closed():
            raise Absent("the certificate is encrypted")
        chain = self.last.get("certificates", {}).get(side, [])
        return chain[0] if chain else None


def name(entry):
    return entry.get("name", entry.get("code")) if entry else None


def outcome(seen, _):
    if seen.last["outcome"] == "completed":
        return "ok"
    fatal = [name(a["description"]) for a in seen.last.get("alerts", []) if a["level"] == "fatal"]
    if fatal:
        return fatal[0]
    if seen.closed():
        raise Absent("the alert is encrypted")
    return seen.last["outcome"]


def alert(seen, expected):
    """A refusal in TLS 1.3 may come after both have finished (certificate_required)."""
    told = [name(a["description"]) for a in seen.last.get("alerts", [])]
    if expected["outcome"] in told:
        return expected["outcome"]
    if expected["outcome"] != "ok" and seen.closed():
        raise Absent("the alert is encrypted")
    return outcome(seen, expected)


def leaf_cn(seen, _):
    if seen.resumed():
        raise Absent("of the resumed session")
    leaf = seen.leaf("server")
    return leaf and leaf["common_name"]


def resumed(seen, _):
    return seen.resumed()


def client_auth(seen, _):
    if "server_hello" not in seen.last and not seen.last["renegotiation"]:
        return False
    if seen.resumed():
        raise Absent("of the resumed session")
    return seen.leaf("client") is not None


def alpn(seen, _):
    if seen.closed():
        raise Absent("the server's answer is encrypted")
    return seen.last.get("alpn", "")


def sni(seen, _):
    if seen.last["renegotiation"] and "client_hello" not in seen.last:
        raise Absent("the hello is encrypted")
    return seen.last.get("sni", "")


def group(seen, _):
    if "server_hello" not in seen.last:
        raise Absent("the hello is encrypted")
    if seen.resumed() and not seen.tls13:
        raise Absent("of the resumed session")
    return name(seen.last.get("group"))


def suite(seen, _):
    if "server_hello" not in seen.last:
        raise Absent("the hello is encrypted")
    return name(seen.last["suite"])


def version(seen, expected):
    code = seen.last.get("version", {}).get("code")
    return expected["version"] if code == VERSIONS[expected["version"]] else code


def starttls(seen, expected):
    told = seen.all[0]["flow"].get("dialect")
    return expected["starttls"] if told == DIALECTS.get(expected["starttls"], expected["starttls"]) else told


def early_data(seen, _):
    if "early_data_accepted" not in seen.last:
        raise Absent("the server's answer is encrypted")
    return seen.last["early_data_accepted"]


def server_extension(extension):
    return lambda seen, _: extension in seen.last["server_hello"]["extensions"]


def ocsp_stapled(seen, _):
    if seen.closed():
        raise Absent("the staple is encrypted")
    return seen.last.get("certificates", {}).get("ocsp_staple", False)


def raw_public_key(seen, _):
    leaf = seen.leaf("server")
    return bool(leaf and leaf.get("raw_public_key"))


def client_cn(seen, _):
    leaf = seen.leaf("client")
    return leaf and leaf["common_name"]


def external_psk(seen, _):
    return seen.last.get("resumption") == "psk"


def key_update(seen, _):
    if any(m["message"] == "key_update" for m in seen.last["messages"]):
        return True
    if seen.closed():
        raise Absent("KeyUpdate is encrypted")
    return False


CHECKS = {
    "outcome": alert, "version": version, "suite": suite, "group": group, "sni": sni, "alpn": alpn,
    "leaf_subject_cn": leaf_cn, "resumed": resumed, "client_auth": client_auth,
    "early_data": early_data, "starttls": starttls, "ocsp_stapled": ocsp_stapled,
    "raw_public_key": raw_public_key, "client_subject_cn": client_cn, "external_psk": external_psk,
    "key_update": key_update,
    "hrr": lambda seen, _: seen.last["hello_retry"],
    "renegotiated": lambda seen, _: len(seen.all) > 1 and seen.last["renegotiation"],
    "encrypt_then_mac": server_extension("encrypt_then_mac"),
    "extended_master_secret": server_extension("extended_main_secret"),
    "port": lambda seen, _: seen.last["flow"]["server"]["port"],
}
NOT_TOLD = {"client", "server", "client_port"}  # program names; what connections are matched by


def analyze(tlsonar, sample, keys):
    command = [tlsonar, "analyze", "--ndjson", str(sample)]
    if keys:
        command += ["--keylog", str(keys)]
    run = subprocess.run(command, capture_output=True, timeout=120)
    if run.returncode != 0:
        raise SystemExit(f"{sample.name}: exit code {run.returncode}: {run.stderr.decode()}")
    connections = collections.defaultdict(list)
    for line in run.stdout.decode().splitlines():
        record = json.loads(line)
        connections[record["flow"]["client"]["port"]].append(record)
    return connections


def compare(seen, expected, tally):
    for key, value in expected.items():
        if key in NOT_TOLD:
            continue
        try:
            told = CHECKS[key](seen, expected)
        except Absent as absent:
            tally["absent"][f"{key}: {absent}"] += 1
            continue
        tally["compared"] += 1
        if told != value:
            yield f"{key}: expected {value!r}, told {told!r}"
    if seen.last["outcome"] == "completed":
        tally["compared"] += 1
        for anomaly in seen.last.get("anomalies", []):
            yield f"anomaly {anomaly['id']}: {anomaly}"


def check(tlsonar, sample, keys, tally):
    entries = json.loads((sample.parent / "expected" / (sample.stem + ".json")).read_text())
    if any("client_port" not in entry for entry in entries):
        tally["skipped"].append(f"{sample.name} (DTLS: packets are counted, handshakes come later)")
        return
    connections = analyze(tlsonar, sample, keys)
    for entry in entries:
        port = entry["client_port"]
        where = f"{sample.name}{' with keys' if keys else ''} :{port}"
        records = connections.pop(port, None)
        if not records:
            yield f"{where}: no handshake"
            continue
        for fault in compare(Seen(records, keys), entry, tally):
            yield f"{where}: {fault}"
    for port in connections:
        yield f"{sample.name} :{port}: a handshake that nobody made"


def main():
    tlsonar = sys.argv[1]
    folder = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT / "samples"
    tally = {"compared": 0, "absent": collections.Counter(), "skipped": []}
    faults, samples = [], sorted(folder.glob("*.pcap*"))
    for sample in samples:
        faults += check(tlsonar, sample, None, tally)
        keys = folder / "keys" / (sample.stem + ".keys")
        if keys.exists():
            faults += check(tlsonar, sample, keys, tally)
    for reason, n in sorted(tally["absent"].items()):
        print(f"not compared, {n:3}  {reason}")
    for skipped in sorted(set(tally["skipped"])):
        print(f"skipped {skipped}")
    print("\n".join(faults))
    print(f"{len(samples)} samples, {tally['compared']} values compared, {len(faults)} differ")
    return 1 if faults or tally["compared"] == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
