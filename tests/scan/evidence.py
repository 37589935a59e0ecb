"""--evidence: what tlsonar analyze reads out of it is what the scan said."""
import collections
import pathlib
import shutil
import sys

from harness import FINE, Fault, Skip, holds, same

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lab"))

import lab  # noqa: E402


def spoken(handshakes):
    """{version: {suite}} of all that the server chose, in hellos and in requests for another hello."""
    chosen = collections.defaultdict(set)
    for handshake in handshakes:
        suite = handshake.get("suite") or handshake.get("hello_retry_request", {}).get("suite")
        if suite:
            chosen[handshake["version"]["name"].replace("TLSv", "TLS ").replace("SSLv3.0", "SSLv3")].add(suite["name"])
    return dict(chosen)


def chains_of(handshakes):
    """Leaves and all other certificates that servers showed, as SHA-256."""
    shown = set()
    for handshake in handshakes:
        for certificate in handshake.get("certificates", {}).get("server", []):
            shown.add(certificate["sha256"])
    return shown


def compare(run, name, target, *options):
    path = run.folder / f"{name}.pcapng"
    (endpoint,), _ = run.endpoints("--evidence", path, *options, target)
    report, complaint = run.json(path, command="analyze", code=FINE)
    same(f"{name}: complaint", "", complaint)
    handshakes, summary = report["handshakes"], report["summary"]
    same(f"{name}: nothing is amiss in the file", (True, 0, 0, [], []),
         (summary["complete"], summary["bad_checksums"], summary["packets_cut_short"],
          summary["packets_other"], summary["packets_not_understood"]))
    same(f"{name}: connections", endpoint["connections"], summary["flows"])
    suites = {entry["version"]: {suite["name"] for suite in entry["suites"]} for entry in endpoint["suites"] if entry["suites"]}
    same(f"{name}: suites", suites, spoken(handshakes))
    supported = {v["version"] for v in endpoint["versions"] if v["supported"] == "yes"}
    same(f"{name}: versions", supported, set(spoken(handshakes)))
    told = {certificate["sha256"] for chain in endpoint["certificates"] for certificate in chain["chain"]}
    same(f"{name}: certificates", told, chains_of(handshakes))
    # Each flight of TLS 1.3 that begins with a ServerHello is opened with the secrets in the file.
    flights = [h for h in handshakes if "server_hello" in h and h["version"]["name"] == "TLSv1.3"]
    if "TLS 1.3" in supported:
        holds(f"{name}: there are none of TLS 1.3", flights)
    closed = [h["number"] for h in flights if not h["decrypted"]]
    same(f"{name}: flights of TLS 1.3 that stay closed, of {len(flights)}", [], closed)
    # The dissector that reads the file is the one that scanned: certificates came out of these, too.
    if supported == {"TLS 1.3"}:
        holds(f"{name}: no flight shows a certificate", any(h.get("certificates") for h in flights))


def evidence(run):
    servers = lab.all_servers()
    keys = lab.make_keys(run.folder / "keys")
    compared = 0
    for name in ("openssl-modern", "nginx-both-certificates", "nginx-legacy", "nginx-early-data"):
        if shutil.which(name.split("-")[0]) is None:
            continue
        with lab.running(servers[name], run.folder, keys) as running:
            compare(run, name, running.target, *servers[name].options)
        compared += 1
    if not compared:
        raise Skip("neither openssl nor nginx is here")


def evidence_of_failures(run):
    """Refused connections and unknown names leave a file that can be read."""
    server = run.server(address="127.0.0.1")
    path = run.folder / "x.pcapng"
    run.endpoints("--evidence", path, "--profile", "certs", "127.0.0.1:1", f"127.0.0.1:{server.port}")
    report, _ = run.json(path, command="analyze")
    same("handshakes", 1, len(report["handshakes"]))
    if report["handshakes"][0]["server_hello"] is None:
        raise Fault("the hello is missing")


CASES = (evidence, evidence_of_failures)
