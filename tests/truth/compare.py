#!/usr/bin/env python3
"""Compares what tlsonar finds in real captures with what another tool saw in them.

    compare.py TLSONAR CAPTURES [--differences docs/truth.md] [--verbose]

CAPTURES holds truth.jsonl and files/ (a folder ../shared/pcaps beside the project, where there is
one; without it the test is skipped: exit code 77). Each record of the truth is one frame in which a
ClientHello (1), ServerHello (2), Certificate (11) or a plaintext alert was seen. Only TCP counts.
A difference that docs/truth.md explains (file and frame in its table) is allowed; one that it
explains and that is not there any more is an error, too."""
import argparse
import collections
import json
import pathlib
import re
import subprocess
import sys

NAMES = {"client_hello": 1, "server_hello": 2, "hello_retry_request": 2, "certificate": 11}


def tlsonar(binary, path):
    done = subprocess.run([binary, "analyze", "--ndjson", "-q", str(path)],
                          capture_output=True, timeout=120)
    if done.returncode not in (0, 3):
        raise SystemExit(f"{path.name}: tlsonar exits with {done.returncode}: {done.stderr.decode()}")
    return [json.loads(line) for line in done.stdout.splitlines()]


class Found:
    """What tlsonar says of each frame: (frame, source port) -> list of facts."""

    def __init__(self, records):
        self.facts = collections.defaultdict(list)
        self.alerts = collections.defaultdict(list)
        for record in records:
            self.add(record)

    def add(self, record):
        flow = record["flow"]
        ports = {"client": flow["client"]["port"], "server": flow["server"]["port"]}
        hellos = [m for m in record["messages"] if m["message"] == "client_hello"]
        for message in record["messages"]:
            if message.get("protection") == "closed":
                continue
            type_ = NAMES.get(message["message"])
            key = (message["frame"], ports[message["sender"]])
            # An SSLv2 CLIENT-HELLO is no message of type 1 for the truth.
            old = type_ == 1 and record.get("client_hello", {}).get("ssl2_format")
            if type_ and not old and not message.get("partial"):
                self.facts[key].append(self.describe(record, message, type_, hellos))
        for alert in record.get("alerts", []):
            if not alert["encrypted"]:
                self.alerts[(alert["frame"], ports[alert["sender"]])].append(
                    int(alert["description"]["code"], 16))

    def describe(self, record, message, type_, hellos):
        fact = {"type": type_}
        prints = record.get("fingerprints", {})
        if type_ == 1:
            first = "first_client_hello" in record and message is hellos[0]
            hello = record.get("first_client_hello" if first else "client_hello", {})
            fact["sni"] = hello.get("sni") if first else record.get("sni")
            fact["alpn"] = hello.get("alpn", [])
            fact["ja3"] = (hello if first else prints).get("ja3")
            fact["ja4"] = (hello if first else prints).get("ja4")
            fact["suites"] = len(hello.get("suites", []))
            fact["legacy_version"] = hello.get("legacy_version")
        elif message["message"] == "hello_retry_request":
            retry = record.get("hello_retry_request", {})
            fact["ja3s"] = retry.get("ja3s")
            fact["suite"] = retry.get("suite", {}).get("code")
        elif type_ == 2:
            hello = record.get("server_hello", {})
            fact["ja3s"] = prints.get("ja3s")
            fact["suite"] = record.get("suite", {}).get("code")
            fact["legacy_version"] = hello.get("legacy_version")
            fact["version"] = record.get("version", {}).get("code")
            fact["alpn"] = record.get("alpn")
        else:
            chain = record.get("certificates", {}).get(message["sender"], [])
            fact["serials"] = [c.get("serial", "").lower() for c in chain]
        return fact


def lists(text, separator):
    return [v for v in text.split(separator) if v] if text else []


def hello_faults(row, facts, position):
    """Differences of the position-th ClientHello of a frame."""
    fact = facts[position]
    for key in ("ja3", "ja4"):
        values = lists(row.get(key), "|")
        if position < len(values) and fact[key] != values[position]:
            yield f"{key} is {values[position]}, tlsonar says {fact[key]}"
    if len(facts) > 1:
        return
    if "sni" in row and fact["sni"] != row["sni"]:
        yield f"sni is {row['sni']!r}, tlsonar says {fact['sni']!r}"
    if "suites" in row and fact["suites"] != len(row["suites"].split("|")):
        yield f"{len(row['suites'].split('|'))} suites, tlsonar says {fact['suites']}"


def answer_faults(row, facts, position):
    fact = facts[position]
    values = lists(row.get("ja3s"), "|")
    if position < len(values) and fact["ja3s"] != values[position]:
        yield f"ja3s is {values[position]}, tlsonar says {fact['ja3s']}"
    suites = lists(row.get("suites"), "|")
    if 1 not in row["handshake_types"] and position < len(suites) and fact["suite"] != suites[position].lower():
        yield f"suite is {suites[position]}, tlsonar says {fact['suite']}"
    alpn = row.get("alpn")
    if len(facts) == 1 and 1 not in row["handshake_types"] and 8 not in row["handshake_types"] and alpn:
        if fact.get("alpn") != alpn:
            yield f"alpn is {alpn}, tlsonar says {fact.get('alpn')}"
    versions = lists(row.get("supported_versions"), "|")
    if len(facts) == 1 and 1 not in row["handshake_types"] and len(versions) == 1 and fact.get("version"):
        if fact["version"] != versions[0]:
            yield f"version is {versions[0]}, tlsonar says {fact['version']}"


def serial(text):
    return text.lower().replace(":", "").lstrip("0") or "0"


def row_faults(row, found):
    key = (row["frame"], int(row["sport"]))
    have = collections.defaultdict(list)
    for fact in found.facts.get(key, []):
        have[fact["type"]].append(fact)
    want = collections.Counter(t for t in row.get("handshake_types", []) if t in (1, 2, 11))
    for type_, n in want.items():
        if len(have[type_]) != n:
            yield f"{n} message(s) of type {type_}, tlsonar finds {len(have[type_])}"
    for i in range(min(want[1], len(have[1]))):
        yield from hello_faults(row, have[1], i)
    for i in range(min(want[2], len(have[2]))):
        yield from answer_faults(row, have[2], i)
    if want[11] and len(have[11]) == want[11]:
        theirs = [serial(s) for s in lists(row.get("certificate_serials"), "|")]
        ours = [serial(s) for fact in have[11] for s in fact["serials"] if s]
        if 22 in row["handshake_types"]:  # then come the serials of the OCSP response
            theirs = theirs[:len(ours)]
        if theirs != ours and len(have[11]) == 1:
            yield f"serials {theirs}, tlsonar says {ours}"
    alerts = [int(a) for a in re.split(r"[|,]", row["alerts"])] if row.get("alerts") else []
    if alerts and alerts != found.alerts.get(key, []):
        yield f"alerts {alerts}, tlsonar says {found.alerts.get(key, [])}"


def surplus(rows, found):
    """What tlsonar finds where the truth has nothing."""
    known = {(r["frame"], int(r["sport"])): r for r in rows}
    for key, facts in sorted(found.facts.items()):
        row = known.get(key)
        types = row.get("handshake_types", []) if row else []
        for fact in facts:
            if fact["type"] not in types:
                yield key[0], f"tlsonar finds a message of type {fact['type']} that the truth does not have"


def explained(path):
    """{(file, frame)} of the table in the document."""
    rows = re.findall(r"^\| `([^`]+)` \| ([0-9, ]+) \|", pathlib.Path(path).read_text(), re.M) if path else []
    return {(name, int(frame)) for name, frames in rows for frame in frames.split(",")}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tlsonar")
    parser.add_argument("captures", type=pathlib.Path)
    parser.add_argument("--differences")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    truth = options.captures / "truth.jsonl"
    if not truth.exists():
        print(f"skipped: {truth} is not there")
        return 77
    allowed = explained(options.differences)
    seen, compared, agreed = set(), collections.Counter(), collections.Counter()
    unexplained = 0
    for line in truth.read_text().splitlines():
        capture = json.loads(line)
        rows = [r for r in capture["records"] if r["transport"] == "tcp"]
        found = Found(tlsonar(options.tlsonar, options.captures / "files" / capture["file"]))
        faults = []
        for row in rows:
            mine = list(row_faults(row, found))
            for type_ in row.get("handshake_types", []) or ["alert"]:
                if type_ in (1, 2, 11, "alert"):
                    compared[type_] += 1
                    agreed[type_] += not mine
            faults += [(row["frame"], fault) for fault in mine]
        faults += list(surplus(rows, found))
        for frame, fault in faults:
            place = (capture["file"], frame)
            if place in allowed:
                seen.add(place)
                continue
            unexplained += 1
            print(f"{capture['file']} frame {frame}: {fault}")
    for place in sorted(allowed - seen):
        print(f"{place[0]} frame {place[1]}: explained as a difference, but there is none")
        unexplained += 1
    for type_, n in sorted(compared.items(), key=str):
        print(f"type {type_}: {agreed[type_]} of {n} the same")
    print(f"{len(seen)} differences explained, {unexplained} not")
    return 1 if unexplained or not compared else 0


if __name__ == "__main__":
    sys.exit(main())
