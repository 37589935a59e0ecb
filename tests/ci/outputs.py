#!/usr/bin/env python3
"""What the whole program writes of captures, in the words of other tools.

    outputs.py TLSONAR CASE     runs one
    outputs.py --list           their names

The samples come with what the recorded programs themselves reported (samples/expected): the logs
must tell the same.
"""
import html
import json
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import warnings

from check import ROOT, expect, main

sys.path.insert(0, str(ROOT / "tests" / "reports"))
import records_validate as documented  # noqa: E402

SAMPLES = ROOT / "samples"
# Zeek: scripts/base/protocols/ssl/consts.zeek; Suricata: src/app-layer-ssl.c, SSLVersionToString.
ZEEK_VERSIONS = {"TLS 1.0": "TLSv10", "TLS 1.1": "TLSv11", "TLS 1.2": "TLSv12", "TLS 1.3": "TLSv13"}
EVE_VERSIONS = {"TLS 1.0": "TLSv1", "TLS 1.1": "TLS 1.1", "TLS 1.2": "TLS 1.2", "TLS 1.3": "TLS 1.3"}


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def write_logs(bench, capture, keys):
    spec = "zeek=zeek,zeek-tsv=tsv,ecs=out.ecs,eve=out.eve"
    result = bench.run("analyze", str(capture), "-o", spec, *(["--keylog", str(keys)] if keys.exists() else []))
    assert result.returncode == 0, (capture, result.stderr)
    where = bench.folder
    return {"ssl": lines(where / "zeek" / "ssl.log"), "x509": lines(where / "zeek" / "x509.log"),
            "ecs": lines(where / "out.ecs"), "eve": lines(where / "out.eve"),
            "tsv": list(documented.read_tsv((where / "tsv" / "ssl.log").read_text(encoding="utf-8"), "ssl",
                                            documented.ZEEK_SSL))}


def told(logs, at):
    """What the three say of one handshake, side by side with what should stand there."""
    zeek, ecs, eve = logs["ssl"][at], logs["ecs"][at], logs["eve"][at]
    return {
        "version": (zeek.get("version"), f"TLS {ecs['tls'].get('version')}", eve["tls"].get("version")),
        "cipher": (zeek.get("cipher"), ecs["tls"].get("cipher")),
        "curve": (zeek.get("curve"), ecs["tls"].get("curve")),
        "name": (zeek.get("server_name"), ecs["tls"]["client"].get("server_name"), eve["tls"].get("sni"),
                 ecs["destination"].get("domain")),
        "port": (zeek["id.resp_p"], ecs["destination"]["port"], eve["dest_port"]),
        "established": (zeek.get("established"), ecs["tls"].get("established")),
        "resumed": (zeek.get("resumed"), ecs["tls"].get("resumed"), eve["tls"].get("session_resumed", False)),
        "alpn": (zeek.get("next_protocol"), ecs["tls"].get("next_protocol")),
    }


def expected(entry, got, opened):
    """The same of what the program reported; what it did not tell is taken as it is."""
    version = entry["version"]
    wanted = {
        "version": (ZEEK_VERSIONS[version], version, EVE_VERSIONS[version]), "cipher": (entry["suite"],) * 2,
        "name": (entry["sni"] or None,) * 4, "port": (entry["port"],) * 3, "established": (True,) * 2,
        "resumed": (entry["resumed"],) * 3, "alpn": (entry["alpn"] or None,) * 2,
    }
    if "group" in entry:
        wanted["curve"] = (entry["group"],) * 2
    if not opened:  # TLS 1.3 tells the protocol where nobody sees it
        wanted["alpn"] = (None,) * 2
    return {name: wanted.get(name, value) for name, value in got.items()}


def leaf_names(logs, at):
    subjects = {c["fingerprint"]: c["certificate.subject"] for c in logs["x509"]}
    return [subjects[f] for f in logs["ssl"][at].get("cert_chain_fps", [])][:1]


def logs_of_other_tools(bench):
    compared = 0
    for capture in sorted(SAMPLES.glob("tls1*.pcap")) + [SAMPLES / "web.pcapng"]:
        name = capture.name.split(".")[0]
        entries = json.loads((SAMPLES / "expected" / f"{name}.json").read_text())
        # A renegotiation is a line of its own here, and one connection there; what may be
        # opened early tells its protocol only in part.
        if "renegotiation" in name or any(e["outcome"] != "ok" and name != "web" for e in entries):
            continue
        logs = write_logs(bench, capture, SAMPLES / "keys" / f"{name}.keys")
        by_port = {line["id.orig_p"]: at for at, line in enumerate(logs["ssl"])}
        assert logs["tsv"] == [{k: documented.octets_of(v) for k, v in line.items()} for line in logs["ssl"]], name
        for log in ("ecs", "eve"):
            assert len(logs[log]) == len(logs["ssl"]), (name, log)
        for entry in entries:
            if entry["outcome"] != "ok" or "client_port" not in entry:
                continue
            at = by_port[entry["client_port"]]
            got = told(logs, at)
            leaf = leaf_names(logs, at)
            opened = entry["version"] != "TLS 1.3" or leaf or entry["resumed"] or got["alpn"] != (None, None)
            assert got == expected(entry, got, opened), (name, entry, got)
            if leaf and entry.get("leaf_subject_cn"):
                assert f"CN={entry['leaf_subject_cn']}" in leaf[0], (name, leaf)
            compared += 1
    assert compared >= 40, compared


def a_refusal_in_the_logs(bench):
    """web.pcapng ends with a server that takes none of the client's offers."""
    logs = write_logs(bench, SAMPLES / "web.pcapng", pathlib.Path("none"))
    zeek, ecs, eve = logs["ssl"][-1], logs["ecs"][-1], logs["eve"][-1]
    assert zeek["server_name"] == "db.example.com" and zeek["established"] is False, zeek
    assert zeek["last_alert"] == "handshake_failure" and "cipher" not in zeek, zeek
    assert ecs["event"]["outcome"] == "failure" and ecs["tls"]["established"] is False, ecs
    assert ecs["tlsonar"]["alerts"] == ["handshake_failure"], ecs["tlsonar"]
    assert eve["tls"]["sni"] == "db.example.com" and "server_handshake" not in eve["tls"], eve


def logs_need_handshakes(bench):
    """They are for what analyze reads; other commands and folders that are files say so."""
    capture = str(SAMPLES / "tls12-ecdhe.pcap")
    bench.write("taken", "")
    expect(bench.run("analyze", capture, "-o", "zeek=taken"), 2, err=["taken"])
    expect(bench.run("scan", "127.0.0.1:1", "--policy", "baseline", "-o", "eve=out.eve"), 2, err=["eve"])


def components(bench, capture, version):
    name = "cbom" if version == "1.7" else "cbom-1.6"
    bench.run("analyze", str(SAMPLES / capture), "--policy", "baseline", "--exit-zero", "-o", f"{name}=out.json")
    bom = json.loads((bench.folder / "out.json").read_text())
    assert bom["specVersion"] == version, bom["specVersion"]
    return bom, {c["bom-ref"]: c for c in bom["components"]}


def suites_of(found):
    """Each suite's algorithms by name, of all protocols."""
    return {(c["cryptoProperties"]["protocolProperties"]["version"], suite["name"]):
            [found[ref]["name"] for ref in suite["algorithms"]]
            for c in found.values() if c["cryptoProperties"]["assetType"] == "protocol"
            for suite in c["cryptoProperties"]["protocolProperties"].get("cipherSuites", [])}


def cbom_of_captures(bench):
    for version in ("1.7", "1.6"):
        bom, found = components(bench, "web.pcapng", version)
        assert suites_of(found) == {
            ("1.3", "TLS_AES_256_GCM_SHA384"): ["AES-256-GCM"],
            ("1.2", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"): ["AES-256-GCM", "ECDHE"],
            ("1.2", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"): ["AES-256-GCM", "ECDHE"]}, suites_of(found)
        assert found["alg:X25519MLKEM768"]["cryptoProperties"]["algorithmProperties"]["primitive"] == "combiner"
        faults = list(schema_faults(bom, version))
        assert not faults, faults[:3]
        _, old = components(bench, "tls10.pcap", version)
        assert suites_of(old)[("1.0", "TLS_DHE_RSA_WITH_AES_256_CBC_SHA")] == ["AES-256-CBC", "HMAC-SHA-1", "DHE"]


def schema_faults(bom, version):
    """Against CycloneDX's own schema, where it is here."""
    schemas = ROOT.parent / "shared" / "schemas"
    if not schemas.exists():
        print("the schemas of CycloneDX are not here")
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        from jsonschema import Draft7Validator, RefResolver
        store = {}
        for file in ("spdx.schema.json", "jsf-0.82.schema.json", "cryptography-defs.schema.json"):
            schema = json.loads((schemas / file).read_text())
            store["http://cyclonedx.org/schema/" + file] = store[schema.get("$id", file)] = schema
        schema = json.loads((schemas / f"bom-{version}.schema.json").read_text())
        validator = Draft7Validator(schema, resolver=RefResolver(schema["$id"], schema, store=store))
        for error in validator.iter_errors(bom):
            yield f"{error.json_path}: {error.message[:300]}"


def headline(path):
    line = path.read_text(encoding="utf-8").splitlines()[0]
    return re.sub(r"^## tlsonar: \S+ ", "", html.unescape(line)).replace(": ", "  ", 1)


def reports_agree_with_the_run(bench):
    """Markdown says what the terminal's last line says; SARIF points at the target in its line."""
    port = bench.serve("-tls1_2")
    target = f"127.0.0.1:{port}"
    bench.write("targets.txt", f"# ours\n  {target}\towner=web\n")
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        dead = f"127.0.0.1:{closed.getsockname()[1]}"
    lenient = ["--fail-on", "critical"]
    for more, code in (([*lenient, dead], 3), (lenient, 0), ([], 1)):
        result = bench.run("scan", "@targets.txt", "--policy", "mozilla-modern", *more, "-o",
                           "sarif=out.sarif,markdown=out.md,markdown-comment=comment.md")
        expect(result, code)
        last = result.stdout.strip().splitlines()[-1]
        assert last.startswith({0: "PASS", 1: "FAIL", 3: "OPEN"}[code]), last
        for name in ("out.md", "comment.md"):
            assert headline(bench.folder / name) == last, (headline(bench.folder / name), last)
    run = json.loads((bench.folder / "out.sarif").read_text())["runs"][0]
    assert run["columnKind"] == "utf16CodeUnits" and run["results"], run
    for result in run["results"]:
        region = result["locations"][0]["physicalLocation"]["region"]
        assert region == {"startLine": 2, "startColumn": 3, "endLine": 2, "endColumn": 3 + len(target)}, region


def the_readme_tells_what_a_run_prints(bench):
    """The section on CI, as it stands there."""
    section = (ROOT / "README.md").read_text(encoding="utf-8").split("## In CI")[1].split("\n## ")[0]
    for name in ("tlsonar.yaml", "waivers.yaml", "targets.txt"):
        shutil.copy(ROOT / "samples" / "ci" / name, bench.folder / name)
    openssl = shutil.which("openssl")
    if openssl:
        subprocess.run([openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out",
                        "certificate.pem", "-days", "30", "-subj", "/CN=localhost", "-addext",
                        "subjectAltName=DNS:localhost"], check=True, capture_output=True, cwd=bench.folder)
    ports = {"8443": bench.serve(), "8444": bench.serve("-tls1_2", "-cipher", "AES128-SHA")}
    targets = bench.folder / "targets.txt"
    for documented_port, port in ports.items():
        assert documented_port in section, documented_port
        targets.write_text(targets.read_text().replace(documented_port, str(port)))
    result = bench.run("scan", "--ip", "4", "-o", "sarif=tls.sarif,junit=tls.xml,html=tls.html")
    expect(result, 1)
    assert "exit code 1" in section, section
    verdict = re.search(r"`(FAIL  [^`]*)`", section).group(1)
    assert result.stdout.strip().splitlines()[-1].startswith(verdict), result.stdout
    quoted = re.findall(r"`([A-Z-]+)` of `([a-z-]+)`", section)
    assert quoted, "the section names no rule"
    results = json.loads((bench.folder / "tls.sarif").read_text())["runs"][0]["results"]
    # As a path of the tree, though tlsonar.yaml names the file.
    assert {r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in results} == {"targets.txt"}
    lines = {(r["ruleId"], r["locations"][0]["physicalLocation"]["region"]["startLine"]) for r in results}
    for rule, policy in quoted:
        second = 1 + next(i for i, line in enumerate(targets.read_text().splitlines()) if str(ports["8444"]) in line)
        assert (f"{policy}/{rule}", second) in lines, (rule, policy, lines)


def every_format_is_described(bench):
    text = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    capture = str(SAMPLES / "tls12-ecdhe.pcap")
    bench.write("facts.json", '{"schema":"tlsonar.scan/1","endpoints":[]}')
    said = bench.run("audit", "facts.json", "-o", "nonsense=x").stderr
    names = re.findall(r"[a-z][a-z0-9.-]*", said.split(":")[-1])
    assert {"html", "cbom-1.6", "testssl-json"} <= set(names), said
    for name in [*names, "zeek", "zeek-tsv", "ecs", "eve"]:
        assert f"`{name}`" in text, f"docs/formats.md does not describe {name}"
    bench.run("analyze", capture, "--policy", "baseline", "--exit-zero", "-o", "csv=out.csv,prometheus=out.prom")
    columns = (bench.folder / "out.csv").read_text().splitlines()[0].replace('"', "").split(",")
    section = text.split("## CSV")[1].split("\n## ")[0]
    listed = [name for name in re.findall(r"`([a-z0-9_]+)`", section) if name in columns]
    assert [c for c in columns if c not in listed] == [], "columns that are not described"
    metrics = re.findall(r"# TYPE (\S+)", (bench.folder / "out.prom").read_text())
    assert metrics and all(f"`{m}" in text for m in metrics), metrics


CASES = [logs_of_other_tools, a_refusal_in_the_logs, logs_need_handshakes, cbom_of_captures,
         reports_agree_with_the_run, the_readme_tells_what_a_run_prints, every_format_is_described]


if __name__ == "__main__":
    main(CASES)
