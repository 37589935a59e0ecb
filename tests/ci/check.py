#!/usr/bin/env python3
"""tlsonar's verdicts through the whole program: exit codes, reports, settings, kits.

    check.py TLSONAR CASE     runs one
    check.py --list           their names
"""
import hashlib
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree

ROOT = pathlib.Path(__file__).resolve().parents[2]
KITS = ROOT / "samples" / "ci"
SKIPPED = 77


class Bench:
    """A folder, a server in it, and the program."""

    def __init__(self, program):
        self.program = program
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="tlsonar-ci-"))
        self.servers = []
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("TLSONAR_")}
        self.environment["NO_COLOR"] = "1"

    def close(self):
        for server in self.servers:
            server.kill()
            server.wait()
        shutil.rmtree(self.folder)

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def run(self, *arguments, folder=None, environment=None, stdin=None):
        return subprocess.run(
            [self.program, *arguments], cwd=folder or self.folder, input=stdin, text=True,
            capture_output=True, timeout=100, env={**self.environment, **(environment or {})})

    def shell(self, script, environment):
        """A script of a kit, with the program in its path."""
        path = f"{pathlib.Path(self.program).parent}:{os.environ['PATH']}"
        return subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", script], cwd=self.folder, text=True,
            capture_output=True, timeout=100,
            env={**self.environment, "PATH": path, **environment})

    def serve(self, *options, port=None):
        """openssl s_server; its port."""
        openssl = shutil.which("openssl")
        if not openssl:
            print("skipped: no openssl command")
            sys.exit(SKIPPED)
        key, certificate = self.folder / "key.pem", self.folder / "certificate.pem"
        if not key.exists():
            subprocess.run(
                [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                 "-nodes", "-keyout", key, "-out", certificate, "-days", "30", "-subj",
                 "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"],
                check=True, capture_output=True)
        if port is None:
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                port = probe.getsockname()[1]
        self.servers.append(subprocess.Popen(
            [openssl, "s_server", "-accept", f"127.0.0.1:{port}", "-key", key, "-cert",
             certificate, "-www", *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        for _ in range(1000):  # 20 s
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return port
            time.sleep(0.02)
        raise AssertionError("the server does not listen")


def expect(result, code, *, out=(), err=()):
    assert result.returncode == code, (result.returncode, result.stdout, result.stderr)
    shown = " ".join(result.stdout.split())  # wherever lines were wrapped
    for part in out:
        assert part in shown, (part, result.stdout)
    for part in err:
        assert part in result.stderr, (part, result.stderr)


def scan_to_file(bench, port, name="facts.json", *more):
    result = bench.run("scan", f"127.0.0.1:{port}", "--json", "-o", name, *more)
    assert result.returncode in (0, 3), (result.returncode, result.stderr)
    return name


def report_of(bench, *arguments):
    """The report as JSON, without what depends on the moment."""
    expect_code = bench.run("audit", *arguments, "--exit-zero", "-o", "json=report.json")
    assert expect_code.returncode == 0, expect_code.stderr
    return json.loads((bench.folder / "report.json").read_text())


def rule_statuses(report):
    found = {}

    def walk(node, rule=None):
        if isinstance(node, dict):
            rule = node.get("rule", rule)
            if "status" in node and isinstance(rule, str):
                found[rule] = node["status"]
            for value in node.values():
                walk(value, rule)
        elif isinstance(node, list):
            for value in node:
                walk(value, rule)

    walk(report["subjects"])
    return found


# --- cases -----------------------------------------------------------------------------------


def audit_offline(bench):
    """Facts of a scan are judged again and again, with the verdict of --policy on the scan."""
    port = bench.serve("-tls1_2")
    online = bench.run("scan", f"127.0.0.1:{port}", "--policy", "mozilla-modern", "--json", "-o",
                       "facts.json")
    expect(online, 1, err=["mozilla-modern", "violation"])
    offline = bench.run("audit", "facts.json", "--policy", "mozilla-modern")
    expect(offline, 1, out=["PROTO", "TLSv1.2"])
    assert online.stderr.strip().splitlines()[-1] == offline.stdout.strip().splitlines()[-1], \
        (online.stderr, offline.stdout)
    expect(bench.run("audit", "facts.json", "--policy", "mozilla-modern", "--exit-zero"), 0)
    from_stdin = bench.run("audit", "-", "--policy", "mozilla-modern",
                           stdin=(bench.folder / "facts.json").read_text())
    expect(from_stdin, 1)
    # What was judged can be told from what was not: the sum that sha256sum prints.
    expect(bench.run("audit", "facts.json", "--policy", "mozilla-modern", "--exit-zero", "-o", "json=report.json"), 0)
    report = json.loads((bench.folder / "report.json").read_text())
    assert report["input_sha256"] == hashlib.sha256((bench.folder / "facts.json").read_bytes()).hexdigest()
    results = report["subjects"][0]["judgements"][0]["results"]
    shown = [deviation.get("evidence", "") for result in results for deviation in result.get("deviations", [])
             if deviation["fact"] == "server.protocols.accepted"]
    assert shown and all(evidence.startswith("connection ") for evidence in shown), shown
    # Verdicts are not facts.
    expect(bench.run("audit", "report.json"), 2, err=["is a report", "--json"])
    quiet = bench.run("audit", "facts.json", "--policy", "mozilla-modern", "-q")
    assert len(quiet.stdout.splitlines()) == 1, quiet.stdout


def exit_codes(bench):
    port = bench.serve("-tls1_2")
    facts = scan_to_file(bench, port)
    expect(bench.run("audit", facts, "--policy", "mozilla-modern", "--fail-on",
                     "mozilla-modern:PROTO"), 1)
    expect(bench.run("audit", facts, "--policy", "mozilla-modern", "--fail-on", "critical"), 0)
    expect(bench.run("audit", facts, "--policy", "nonsense"), 2, err=["tlsonar policy list"])
    expect(bench.run("audit", facts, "--policy", "mozilla"), 2,
           err=["names like it: mozilla-intermediate, mozilla-modern, mozilla-old"])
    # Without its version a policy is the newest of these.
    expect(bench.run("audit", facts, "--policy", "bsi-tr-02102-2", "-o", "json=bsi.json"), 0)
    assert json.loads((bench.folder / "bsi.json").read_text())["policies"][0]["id"] == "bsi-tr-02102-2-2026-01"
    expect(bench.run("audit", facts, "--policy", "bsi-tr-02102"), 2, err=["bsi-tr-02102-2-2026-01"])
    expect(bench.run("audit", facts, "--policy", "bsi-tr-02102-2,bsi-tr-02102-2-2026-01"), 2,
           err=["named twice"])
    expect(bench.run("audit", facts, "--fail-on", "nonsense"), 2, err=["nonsense"])
    expect(bench.run("audit", facts, "--policy", "rfc8996", "--fail-on", "nonsense"), 2,
           err=["(MUST NOT"])
    expect(bench.run("audit", facts, "-o", "nonsense=x"), 2, err=["sarif"])
    bench.write("list.yaml", "- {rule: '*'}\n")
    expect(bench.run("audit", facts, "--waivers", "list.yaml"), 2,
           err=['list.yaml:1: expected "waivers:" above this list'])
    expect(bench.run("audit", "missing.json"), 2, err=["missing.json: there is no such file"])
    bench.write("noise.json", "{")
    expect(bench.run("audit", "noise.json"), 2, err=["noise.json"])
    # Other files of ours: what reads them is told.
    expect(bench.run("audit", str(ROOT / "samples" / "web.pcapng")), 2, err=["is a capture", "tlsonar analyze"])
    bench.write("server.pem", "-----BEGIN CERTIFICATE-----\n")
    expect(bench.run("audit", "server.pem"), 2, err=["is PEM", "tlsonar check"])
    bench.write("nothing.json", '{"schema":"tlsonar.scan/1","endpoints":[]}')
    expect(bench.run("audit", "nothing.json"), 2, err=["nothing to judge"])
    # Nobody listens there: not a violation, and not fine.
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        dead = closed.getsockname()[1]
    bench.run("scan", f"127.0.0.1:{dead}", "--json", "-o", "dead.json")
    expect(bench.run("audit", "dead.json"), 3)
    expect(bench.run("audit", "dead.json", "--on-unreachable", "fail"), 1)
    expect(bench.run("audit", "dead.json", "--on-unreachable", "ignore"), 0)
    # A violation wins over what was not assessed.
    expect(bench.run("audit", facts, "dead.json", "--policy", "mozilla-modern"), 1)


def verdict_is_the_same_for_every_format(bench):
    port = bench.serve()
    facts = scan_to_file(bench, port)
    plain = bench.run("audit", facts, "--policy", "bsi-tr-02102-2-2026-01")
    for name in ("html", "sarif", "junit", "cbom", "csv", "markdown", "prometheus", "gitlab",
                 "ndjson"):
        again = bench.run("audit", facts, "--policy", "bsi-tr-02102-2-2026-01", "-o",
                          f"{name}=out.{name}")
        assert again.returncode == plain.returncode and again.stdout == plain.stdout, name
        first = (bench.folder / f"out.{name}").read_bytes()
        assert first
        bench.run("audit", facts, "--policy", "bsi-tr-02102-2-2026-01", "-o", f"{name}=out.{name}")
        assert (bench.folder / f"out.{name}").read_bytes() == first, f"{name} differs"
    several = bench.run("audit", facts, "-o", "json=a.json,html=b.html", "-o", "sarif=-")
    json.loads(several.stdout)
    assert (bench.folder / "a.json").exists() and (bench.folder / "b.html").exists()


def as_of_and_horizon(bench):
    port = bench.serve("-tls1_2")
    facts = scan_to_file(bench, port)
    policy = "bsi-tr-02102-2-2026-01"
    now = rule_statuses(report_of(bench, facts, "--policy", policy, "--as-of", "2026-11-21"))
    later = rule_statuses(report_of(bench, facts, "--policy", policy, "--as-of", "2032-01-01"))
    assert now["PROTO-TLS12-SUNSET"] == "not-yet", now
    assert later["PROTO-TLS12-SUNSET"] == "fail", later
    expect(bench.run("audit", facts, "--policy", policy, "--horizon", "2032", "--exit-zero"), 0,
           out=["2032-01-01", "PROTO-TLS12-SUNSET"])
    expect(bench.run("audit", facts, "--policy", "rfc8996", "--horizon", "2032", "--exit-zero"), 0,
           out=["Nothing else will fail until 2032-"])
    expect(bench.run("audit", facts, "--as-of", "tomorrow"), 2, err=["2027-03-15"])


def waivers(bench):
    port = bench.serve("-tls1_2")
    facts = scan_to_file(bench, port)

    def waive(expires, rule="mozilla-modern:*"):
        bench.write("waivers.yaml", f"""waivers:
  - rule: "{rule}"
    target: "127.0.0.1:*"
    reason: "a test"
    expires: {expires}
""")
        return bench.run("audit", facts, "--policy", "mozilla-modern", "--waivers", "waivers.yaml",
                         "--as-of", "2026-11-21")

    expect(waive("2027-01-01"), 0, out=["waived"])
    expect(waive("2026-11-21"), 0)
    expect(waive("2026-11-20"), 1, out=["expired on 2026-11-20", "back"])
    expect(waive("2027-01-01", "other:*"), 1, out=["covers nothing"])
    bench.write("waivers.yaml", "waivers:\n  - rule: x\n    target: y\n    reason: z\n")
    expect(bench.run("audit", facts, "--waivers", "waivers.yaml"), 2,
           err=["waivers.yaml:2", "expires"])


def baselines(bench):
    port = bench.serve("-tls1_2")
    facts = scan_to_file(bench, port)
    policy = ["--policy", "mozilla-modern"]
    expect(bench.run("audit", facts, *policy, "--baseline", "known.json"), 2, err=["no such file"])
    expect(bench.run("audit", facts, *policy, "--baseline", "known.json", "--update-baseline"), 1)
    expect(bench.run("audit", facts, *policy, "--baseline", "known.json"), 0, out=["known"])
    # One more suite is new, whatever else was known.
    known = json.loads((bench.folder / "known.json").read_text())
    gone = [e for e in known["deviations"] if e.get("aspect") == "TLSv1.2"]
    assert gone, known
    known["deviations"] = [e for e in known["deviations"] if e not in gone]
    bench.write("less.json", json.dumps(known))
    expect(bench.run("audit", facts, *policy, "--baseline", "less.json"), 1, out=["1 new"])
    # A report is a baseline, too.
    report_of(bench, facts, *policy)
    expect(bench.run("audit", facts, *policy, "--baseline", "report.json"), 0)


def differences(bench):
    port = bench.serve("-tls1_2", "-cipher", "ECDHE-ECDSA-AES256-GCM-SHA384")
    old = scan_to_file(bench, port, "old.json")
    bench.servers[-1].kill()
    bench.servers[-1].wait()
    bench.serve(port=port)
    new = scan_to_file(bench, port, "new.json")
    expect(bench.run("diff", old, new), 0,
           out=["protocol version: TLS 1.3", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"])
    expect(bench.run("diff", old, new, "--exit-code"), 1)
    expect(bench.run("diff", old, old, "--exit-code"), 0, out=["nothing changed"])
    document = json.loads(bench.run("diff", old, new, "--json").stdout)
    assert document["schema"] == "tlsonar.diff/1" and document["changed"] == 1, document
    # Settings of all commands hold here, too; policies are named as everywhere.
    settings = bench.write("settled/tlsonar.yaml", "policy: [rfc8996, mozilla-modern]\n")
    settled = bench.run("diff", str(bench.folder / old), str(bench.folder / new), folder=settings.parent)
    expect(settled, 0, out=["mozilla-modern"])
    listed = bench.run("diff", old, new, "--policy", "rfc8996,mozilla-modern")
    assert listed.stdout == settled.stdout, listed.stdout
    assert "mozilla-modern" not in bench.run("diff", old, new, "--policy", "none").stdout


def policies(bench):
    expect(bench.run("policy", "list"), 0, out=["baseline", "bsi-tr-02102-2-2026-01"])
    expect(bench.run("policy", "show", "pci-dss-4.0.1"), 0, out=["an interpretation", "from memory"])
    sample = ROOT / "samples" / "policies"
    expect(bench.run("policy", "check", str(sample / "example-company.json")), 0, out=["fine"])
    expect(bench.run("policy", "test", str(sample / "example-company.test.json")), 0)
    bench.write("mine.yaml", """id: mine
title: Mine
publisher: us
version: "1"
date: 2026-01-01
rules:
  - id: PROTO
    title: Versions
    requirement: Nothing old.
    applies_to: server
    severity: high
    evidence: [active]
    reference: house rule 1
    certainty: source
    condition: {fact: server.protocols.acepted, op: subset_of, value: [TLSv1.3]}
""")
    expect(bench.run("policy", "check", "mine.yaml"), 2,
           err=["mine.yaml:15", "rules[0].condition.fact", "server.protocols.accepted"])
    bench.write("mine.test.yaml", """policy: rfc8996
as_of: 2026-01-01
cases:
  - name: old
    facts: {server.protocols.accepted: [TLSv1.0]}
    expect: {NOSUCH: pass}
""")
    expect(bench.run("policy", "test", "mine.test.yaml"), 2, err=["NOSUCH"])


def captures_and_files(bench):
    capture = str(ROOT / "samples" / "tls10.pcap")
    result = bench.run("analyze", capture, "--policy", "rfc8996", "-q")
    expect(result, 1, out=["TLSv1.0"])
    bench.run("analyze", capture, "--ndjson", "-o", "seen.ndjson")
    expect(bench.run("audit", "seen.ndjson", "--policy", "rfc8996"), 1, out=["TLSv1.0"])
    # What was overheard passes nothing that it can't show.
    modern = bench.run("analyze", str(ROOT / "samples" / "tls13-aes128.pcap"), "--policy",
                       "mozilla-modern", "--exit-zero", "-o", "json=seen.json")
    expect(modern, 0)
    statuses = rule_statuses(json.loads((bench.folder / "seen.json").read_text()))
    assert statuses["PROTO"] == "not-tested", statuses
    certificate = str(ROOT / "samples" / "pki" / "root.pem")
    checked = bench.run("check", certificate, "--policy", "cabf-br", "--exit-zero", "-o",
                        "json=checked.json")
    expect(checked, 0)
    assert json.loads((bench.folder / "checked.json").read_text())["subjects"]


def settings(bench):
    port = bench.serve("-tls1_2")
    facts = scan_to_file(bench, port)
    bench.write("tlsonar.yaml", "policy: [mozilla-modern]\nfail-on: critical\naudit:\n  quiet: true\n")
    inner = bench.folder / "a" / "b"
    inner.mkdir(parents=True)
    path = str(bench.folder / facts)
    result = bench.run("audit", path, folder=inner)
    expect(result, 0)
    assert len(result.stdout.splitlines()) == 1, result.stdout
    expect(bench.run("audit", path, folder=inner, environment={"TLSONAR_FAIL_ON": "high"}), 1)
    expect(bench.run("audit", path, "--fail-on", "critical", folder=inner,
                     environment={"TLSONAR_FAIL_ON": "high"}), 0)
    expect(bench.run("config", "print", folder=inner), 0,
           out=["fail-on", "tlsonar.yaml:2", "mozilla-modern"])
    bench.write("tlsonar.yaml", "policy: baseline\nfail-onn: high\n")
    expect(bench.run("audit", path, folder=inner), 2, err=["tlsonar.yaml:2", "fail-onn"])
    expect(bench.run("audit", path, "--config", "none", folder=inner), 1)
    bench.write("tlsonar.yaml", "scan:\n  policy: mozilla-modern\n  targets: '@list.txt'\n")
    bench.write("list.txt", f"# ours\n127.0.0.1:{port}  owner=web\n")
    expect(bench.run("scan", folder=inner), 1, out=["mozilla-modern"])


def script_of(path, key):
    """The block of a YAML file below `key: |` or `- >`, without a reader of YAML."""
    lines = path.read_text().splitlines()
    at = next(i for i, line in enumerate(lines) if line.strip() == key)
    block = []
    indent = None
    for line in lines[at + 1:]:
        if line.strip():
            depth = len(line) - len(line.lstrip())
            indent = depth if indent is None else indent
            if depth < indent:
                break
        block.append(line[indent or 0:])
    return "\n".join(block)


def prepare_kit(bench):
    port = bench.serve()
    legacy = bench.serve("-tls1_2", "-cipher", "AES128-SHA:ECDHE-ECDSA-AES128-SHA")
    bench.write("targets.txt", f"# ours\n127.0.0.1:{port}  owner=web\n127.0.0.1:{legacy}  owner=old\n")
    bench.write("tlsonar.yaml", "policy: [mozilla-intermediate]\nscan:\n  targets: '@targets.txt'\n")
    return legacy


def github_kit(bench):
    legacy = prepare_kit(bench)
    script = script_of(KITS / "github" / "action.yml", "run: |")
    summary = bench.write("summary.md", "before\n")
    environment = {"TARGETS": "@targets.txt", "TLSONAR_POLICY": "", "TLSONAR_FAIL_ON": "",
                   "TLSONAR_BASELINE": "", "STRICT": "false", "GITHUB_STEP_SUMMARY": str(summary)}
    result = bench.shell(script, environment)
    expect(result, 1)
    assert summary.read_text().startswith("before\n") and "mozilla-intermediate" in summary.read_text()
    sarif = json.loads((bench.folder / "tlsonar.sarif").read_text())
    lines = {(r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
              r["locations"][0]["physicalLocation"]["region"]["startLine"])
             for r in sarif["runs"][0]["results"] if str(legacy) in json.dumps(r)}
    assert lines == {("targets.txt", 3)}, lines
    suites = xml.etree.ElementTree.parse(bench.folder / "tlsonar.xml").getroot()
    assert suites.findall(".//failure"), "no failure in JUnit"
    assert "<html" in (bench.folder / "tlsonar.html").read_text()
    lenient = bench.shell(script, {**environment, "TLSONAR_FAIL_ON": "critical"})
    expect(lenient, 0)


def gitlab_kit(bench):
    prepare_kit(bench)
    script = script_of(KITS / "gitlab" / "tlsonar.gitlab-ci.yml", "- >").replace("\n", " ")
    result = bench.shell(script, {"TARGETS": "@targets.txt"})
    expect(result, 1)
    quality = json.loads((bench.folder / "tlsonar-quality.json").read_text())
    assert quality and all(q["location"]["path"] == "targets.txt" for q in quality), quality[:2]
    assert xml.etree.ElementTree.parse(bench.folder / "tlsonar.xml").getroot().findall(".//testcase")


def jenkins_kit(bench):
    prepare_kit(bench)
    text = (KITS / "jenkins" / "Jenkinsfile").read_text()
    script = re.search(r"script: '''(.*?)'''", text, re.S).group(1)
    expect(bench.shell(script, {}), 1)
    assert (bench.folder / "tlsonar.xml").exists() and (bench.folder / "tlsonar.html").exists()


def pre_commit_kit(bench):
    text = (KITS / "pre-commit" / ".pre-commit-hooks.yaml").read_text()
    hooks = dict(re.findall(r"- id: (\S+)\n(?:.*\n)*?\s+entry: tlsonar (.*)\n", text))
    patterns = dict(re.findall(r"- id: (\S+)\n(?:.*\n)*?\s+files: (.*)\n", text))
    policy = ROOT / "samples" / "policies" / "example-company.json"
    files = {"tlsonar-policies": policy, "tlsonar-policy-tests": policy.with_suffix(".test.json"),
             "tlsonar-settings": KITS / "tlsonar.yaml"}
    for hook, path in files.items():
        assert re.search(patterns[hook], str(path)), (hook, path)
        expect(bench.run(*hooks[hook].split(), str(path)), 0)
    assert not re.search(patterns["tlsonar-policies"], str(files["tlsonar-policy-tests"]))
    weak = bench.write("policies/broken.json", "{}")
    expect(bench.run(*hooks["tlsonar-policies"].split(), str(weak)), 2)
    bench.serve()
    expired = bench.folder / "certificate.pem"
    assert re.search(patterns["tlsonar-certificates"], str(expired))
    # Self-signed: nobody would trust it.
    expect(bench.run(*hooks["tlsonar-certificates"].split(), str(expired)), 1)


CASES = [audit_offline, exit_codes, verdict_is_the_same_for_every_format, as_of_and_horizon, waivers,
         baselines, differences, policies, captures_and_files, settings, github_kit, gitlab_kit,
         jenkins_kit, pre_commit_kit]


def main(cases):
    """Runs the case that the arguments name, or lists all."""
    if sys.argv[1:] == ["--list"]:
        print("\n".join(case.__name__.replace("_", "-") for case in cases))
        return
    program, wanted = sys.argv[1:]
    case = next(c for c in cases if c.__name__.replace("_", "-") == wanted)
    bench = Bench(os.path.abspath(program))
    try:
        case(bench)
    finally:
        bench.close()


if __name__ == "__main__":
    main(CASES)
