#!/usr/bin/env python3
"""Runs tlsonar check as people do, on certificates that are made here:

    check.py TLSONAR [NAME…]   all cases, or those named
    check.py --list
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import pki  # noqa: E402
import web  # noqa: E402

FINE, VIOLATIONS, USAGE, INCOMPLETE, SKIPPED = 0, 1, 2, 3, 77


class Fault(Exception):
    pass


def same(what, wanted, told):
    if wanted != told:
        raise Fault(f"{what}: expected {wanted!r}, told {told!r:.1500}")


def holds(what, condition):
    if not condition:
        raise Fault(what)


class Run:
    def __init__(self, tlsonar, folder):
        self.tlsonar, self.folder = tlsonar, folder
        self.pki = pki.Pki(folder)

    def __call__(self, *arguments, proxy=None, command="check"):
        """(exit code, standard output, standard error)"""
        environment = {k: v for k, v in os.environ.items()
                       if k.lower() not in ("http_proxy", "no_proxy", "all_proxy")}
        environment.update(LC_ALL="C", COLUMNS="100")
        if proxy:
            environment["http_proxy"] = proxy
        run = subprocess.run([self.tlsonar, command, *map(str, arguments)], env=environment,
                             cwd=self.folder, capture_output=True, timeout=100)
        return run.returncode, run.stdout.decode(), run.stderr.decode()

    def json(self, *arguments, code=None, proxy=None, store=True):
        stores = ["--store", "root=" + str(self.pki.root)] if store else []
        told, out, complaint = self(*arguments, "--json", *stores, proxy=proxy)
        if code is not None:
            same(f"exit code of {arguments} ({complaint}{out:.3000})", code, told)
        return json.loads(out), complaint


def ids(report):
    """Every finding, wherever it stands."""
    found = {}

    def walk(value):
        if isinstance(value, dict):
            if "severity" in value and "id" in value:
                found.setdefault(value["id"], []).append(value)
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    # What will be is no finding of today.
    walk({**report, "deployments": [{k: v for k, v in d.items() if k != "forecast"}
                                    for d in report["deployments"]]})
    return found


def has(report, *wanted):
    for one in wanted:
        holds(f"{one} is not among {sorted(ids(report))}", one in ids(report))


def lacks(report, *unwanted):
    for one in unwanted:
        holds(f"{one} is among {sorted(ids(report))}", one not in ids(report))


def verdict(report):
    same("deployments", 1, len(report["deployments"]))
    return report["deployments"][0]["verdict"]


def one_sentence(complaint, *words):
    lines = complaint.splitlines()
    same(f"lines of complaint ({complaint})", 1, len(lines))
    holds(f"not for people: {complaint}", lines[0].startswith("tlsonar: ") and len(lines[0]) < 400)
    for word in words:
        holds(f"{word!r} is not in {complaint!r}", word in complaint)


AIA = "authorityInfoAccess = caIssuers;URI:http://{}\n"
OCSP = "authorityInfoAccess = OCSP;URI:http://{}\n"
CRL = "crlDistributionPoints = URI:http://{}\n"
ISSUER = "http://ca.test/issuing.der"


# --- the network ---

def fetch_issuer(run):
    leaf = run.pki.leaf("www.example.com", AIA.format("ca.test/issuing.der"))
    cache = run.folder / "cache"
    alone, _ = run.json(leaf, code=VIOLATIONS)
    same("without its issuer", "invalid", verdict(alone))
    with web.serving({ISSUER: run.pki.der("issuing")}) as (proxy, asked):
        report, complaint = run.json(leaf, "--fetch", "--cache", cache, code=VIOLATIONS, proxy=proxy)
        same("with its issuer", "valid", verdict(report))
        same("complaint", "", complaint)
        has(report, "deploy.missing-intermediate")
        same("asked", [ISSUER], asked)
        run.json(leaf, "--fetch", "--cache", cache, proxy=proxy)
        same("asked again, though it was kept", [ISSUER], asked)
    # The intermediate was seen: later runs need no network.
    later, complaint = run.json(leaf, "--cache", cache, code=VIOLATIONS)
    same("from the cache", "valid", verdict(later))
    has(later, "deploy.missing-intermediate")
    kept = list((cache / "intermediates").iterdir())
    same("kept", 1, len(kept))
    # What is not what its name says is no certificate that was seen.
    kept[0].write_bytes(run.pki.der("root"))
    spoilt, _ = run.json(leaf, "--cache", cache, code=VIOLATIONS)
    same("with a spoilt cache", "invalid", verdict(spoilt))


def given_intermediates(run):
    leaf = run.pki.leaf("www.example.com")
    for given in (run.pki.issuing, run.folder):
        report, _ = run.json(leaf, "--intermediates", given, code=VIOLATIONS)
        same(f"with {given}", "valid", verdict(report))
        has(report, "deploy.missing-intermediate")
    code, _, complaint = run(leaf, "--intermediates", "nowhere")
    same("exit code", USAGE, code)
    one_sentence(complaint, "nowhere", "cannot be read")


def fetch_crl(run):
    leaf = run.pki.leaf("www.example.com", CRL.format("ca.test/ca.crl"))
    chain = [leaf, run.pki.issuing, "--fetch"]
    for revoked, code, wanted in (((), FINE, "valid"),
                                  (("www.example.com",), VIOLATIONS, "invalid")):
        pages = {"http://ca.test/ca.crl": run.pki.crl(revoked=revoked)}
        with web.serving(pages) as (proxy, asked):
            report, complaint = run.json(*chain, code=code, proxy=proxy)
        same("complaint", "", complaint)
        same("asked", ["http://ca.test/ca.crl"], asked)
        same(f"revoked: {revoked}", wanted, verdict(report))
        if revoked:
            has(report, "path.revoked", "revocation.revoked")
            same("reason", True, "keyCompromise" in ids(report)["revocation.revoked"][0]["found"])


def fetch_ocsp(run):
    leaf = run.pki.leaf("www.example.com", OCSP.format("ocsp.test/"))
    chain = [leaf, run.pki.issuing, "--fetch"]
    for revoked, code, wanted in (((), FINE, "valid"),
                                  (("www.example.com",), VIOLATIONS, "invalid")):
        def respond(request, revoked=revoked):
            return run.pki.ocsp("answer", revoked=revoked, request=request).read_bytes()
        with web.serving({"http://ocsp.test/": respond}) as (proxy, asked):
            report, complaint = run.json(*chain, code=code, proxy=proxy)
        same("complaint", "", complaint)
        same("asked", ["http://ocsp.test/"], asked)
        same(f"revoked: {revoked}", wanted, verdict(report))


def fetch_slow(run):
    """A slow OCSP responder costs its time limit, and then the CRL answers."""
    leaf = run.pki.leaf("www.example.com",
                        OCSP.format("slow.test/") + CRL.format("ca.test/ca.crl"))
    pages = {"http://slow.test/": web.slow(20), "http://ca.test/ca.crl": run.pki.crl()}
    with web.serving(pages) as (proxy, asked):
        began = time.monotonic()
        report, _ = run.json(leaf, run.pki.issuing, "--fetch", "--fetch-timeout", 1, proxy=proxy,
                             code=FINE)
        took = time.monotonic() - began
    holds(f"took {took} s", 0.9 < took < 10)
    same("asked", ["http://slow.test/", "http://ca.test/ca.crl"], asked)
    same("the rest is judged", "valid", verdict(report))
    told = ids(report)["revocation.fetch-failed"]
    same("failures", 1, len(told))
    holds(str(told), "http://slow.test/" in told[0]["found"] and "timed out" in told[0]["found"])


def fetch_fails(run):
    """Whatever a server does instead of answering is said in one sentence, and nothing is lost."""
    ring = {f"http://ring.test/{i}": f"http://ring.test/{i + 1}" for i in range(9)}
    pages = {**ring, "http://dead.test/": web.dead, "http://rubbish.test/": b"<html>sorry</html>",
             "http://slow.test/": web.slow(20), "http://away.test/": "file:///etc/passwd"}
    cases = {"dead.test/": "network failure", "gone.test/": "HTTP status (404)",
             "rubbish.test/": "no certificate", "ring.test/0": "too many redirects",
             "slow.test/": "timed out", "away.test/": "refused"}
    with web.serving(pages) as (proxy, _):
        for place, words in cases.items():
            leaf = run.pki.leaf("www.example.com", AIA.format(place))
            report, complaint = run.json(leaf, "--host", "www.example.com", "--fetch",
                                         "--fetch-timeout", 1, proxy=proxy, code=VIOLATIONS)
            one_sentence(complaint, "http://" + place, words)
            same("verdict", "invalid", verdict(report))
            has(report, "path.missing-issuer")
            same("names", [{"name": "www.example.com", "covered": True}],
                 report["deployments"][0]["names"])
    # Addresses out of certificates that point to this very machine are not followed.
    leaf = run.pki.leaf("www.example.com", AIA.format("127.0.0.1:9/issuing.der"))
    _, complaint = run.json(leaf, "--fetch", code=VIOLATIONS)
    one_sentence(complaint, "http://127.0.0.1:9/issuing.der", "refused (a local address)")
    leaf = run.pki.leaf("www.example.com", AIA.format("127.0.0.1/").replace("http", "ldap"))
    _, complaint = run.json(leaf, "--fetch", code=VIOLATIONS)
    one_sentence(complaint, "ldap://127.0.0.1/", "only http:// is fetched")


def fetch_only_when_asked(run):
    leaf = run.pki.leaf("www.example.com", AIA.format("ca.test/issuing.der")[:-1]
                        + ",OCSP;URI:http://ocsp.test/\n" + CRL.format("ca.test/ca.crl"))
    with web.serving({}) as (proxy, asked):
        run.json(leaf, proxy=proxy, code=VIOLATIONS)
        run.json(leaf, run.pki.issuing, proxy=proxy, code=FINE)
    same("asked without --fetch", [], asked)


# --- revocation and staples from files ---

def staples(run):
    def check(leaf, *more, code):
        return run.json(leaf, run.pki.issuing, *more, code=code)[0]

    must = "tlsfeature = status_request\n" + OCSP.format("ocsp.test/")
    good = run.pki.leaf("must.example.com", must)
    other = run.pki.leaf("other.example.com", OCSP.format("ocsp.test/"))
    silent = run.pki.leaf("silent.example.com")  # names no responder
    short = run.pki.leaf("short.example.com", OCSP.format("ocsp.test/"), days=5)
    of_good, of_other = run.pki.ocsp("must.example.com"), run.pki.ocsp("other.example.com")
    error = run.folder / "error.ocsp"
    error.write_bytes(bytes([0x30, 3, 0x0A, 1, 3]))  # tryLater
    missing, must_missing = "revocation.staple-missing", "revocation.must-staple-missing"
    lacks(check(good, of_good, code=FINE), missing, must_missing)
    # Who gives no response says nothing about stapling.
    lacks(check(good, code=FINE), missing, must_missing)
    has(check(good, of_other, code=VIOLATIONS), must_missing)
    has(check(good, error, code=VIOLATIONS), must_missing)
    has(check(other, of_good, code=VIOLATIONS), missing)  # and the response is for nobody
    lacks(check(silent, of_good, code=VIOLATIONS), missing, must_missing)
    lacks(check(short, of_good, code=VIOLATIONS), missing, must_missing)  # for nobody as well
    revoked = run.pki.ocsp("must.example.com", revoked=("must.example.com",))
    report = check(good, revoked, code=VIOLATIONS)
    has(report, "path.revoked")
    lacks(report, must_missing)
    # Out of date: the tree says which certificate it is about.
    _, out, _ = run(good, run.pki.issuing, of_good.rename(run.folder / "old.ocsp"), "--as-of",
                    time.strftime("%Y-%m-%d", time.gmtime(time.time() + 10 * 86400)), "--store",
                    f"root={run.pki.root}")
    lines = [line.strip() for line in out.splitlines()]
    leaf_line = next(i for i, line in enumerate(lines) if line.startswith("must.example.com  "))
    holds(out, any("revocation.ocsp-expired" in line for line in lines[leaf_line + 1:leaf_line + 4]))


def crl_files(run):
    leaf = run.pki.leaf("www.example.com", CRL.format("ca.test/ca.crl"))
    path = run.folder / "ca.crl"
    path.write_bytes(run.pki.crl(revoked=("www.example.com",)))
    report, _ = run.json(leaf, run.pki.issuing, path, code=VIOLATIONS)
    has(report, "path.revoked")
    same("place", 0, ids(report)["path.revoked"][0]["certificate"])


# --- what is in files ---

def passwords(run):
    leaf = run.pki.leaf("www.example.com")
    bundle = run.folder / "all.p12"
    pki.openssl("pkcs12", "-export", "-in", leaf, "-inkey", run.pki.key("www.example.com"),
                "-certfile", run.pki.issuing, "-passout", "pass:correct-horse", "-out", bundle)
    bundle.chmod(0o600)
    report, complaint = run.json(bundle, "--password", "battery-staple", "--password", "correct-horse", code=FINE)
    same("verdict", "valid", verdict(report))
    same("objects", ["certificate", "certificate", "private_key"],
         sorted(o["type"] for o in report["objects"]))
    holds("the key belongs to the certificate", "key" in report["deployments"][0])
    (run.folder / "passwords").write_text("battery-staple\ncorrect-horse\n")
    again, _ = run.json(bundle, "--password-file", run.folder / "passwords", code=FINE)
    for told in (report, again):
        del told["as_of"]  # now, which has gone on
    same("by --password-file", report, again)
    report, _ = run.json(bundle, "--password", "battery-staple", code=INCOMPLETE)
    has(report, "deploy.file-password-wrong")
    same("objects with the wrong one", [], report["objects"])
    report, _ = run.json(bundle, code=INCOMPLETE)
    has(report, "deploy.file-password-missing")
    for password in ("correct-horse", "battery-staple"):
        _, out, complaint = run(bundle, "--password", password)
        holds("the password is shown", password not in out + complaint)
    code, _, complaint = run(bundle, "--password-file", "nowhere")
    same("exit code", USAGE, code)
    one_sentence(complaint, "nowhere")
    # An encrypted key beside its certificate.
    locked = run.folder / "locked.key"
    pki.openssl("pkcs8", "-topk8", "-in", run.pki.key("www.example.com"), "-passout", "pass:correct-horse",
                "-out", locked)
    locked.chmod(0o644)
    report, _ = run.json(leaf, run.pki.issuing, locked, "--password", "correct-horse", code=FINE)
    holds("the key belongs to the certificate", "key" in report["deployments"][0])
    lacks(report, "deploy.key-readable")  # its password guards it


def requests(run):
    """What a public CA would refuse."""
    cases = {
        "fine": ("subjectAltName = DNS:www.example.com\n", {}, None),
        "nameless": ("", {}, "deploy.request-no-names"),
        "internal": ("subjectAltName = DNS:db.internal\n", {}, "deploy.request-internal-name"),
        "wide": ("subjectAltName = DNS:*.co.uk\n", {}, "deploy.request-bad-wildcard"),
        "private": ("subjectAltName = IP:10.0.0.1\n", {}, "deploy.request-reserved-address"),
        "underscore": ("subjectAltName = DNS:a_b.example.com\n", {}, "deploy.request-underscore"),
        "authority": ("subjectAltName = DNS:www.example.com\nbasicConstraints = CA:TRUE\n", {},
                      "deploy.request-asks-for-ca"),
        "small": ("subjectAltName = DNS:www.example.com\n", {"kind": "rsa1024"},
                  "deploy.request-key-refused"),
        "weak": ("subjectAltName = DNS:www.example.com\n", {"digest": "sha1"},
                 "deploy.request-weak-hash"),
        "outside": ("subjectAltName = DNS:www.example.com\n", {"subject": "other.example.com"},
                    "deploy.request-name-outside-san"),
    }
    for name, (extensions, how, wanted) in cases.items():
        how = {"subject": "www.example.com", **how}
        path = run.pki.request(name, extensions, **how)
        report, _ = run.json(path)
        if wanted:
            has(report, wanted)
        else:
            same(f"findings of {name}", [], sorted(ids(report)))
        same("self-signature", "valid", report["objects"][0]["self_signature"])
    der = bytearray(pki.openssl("req", "-in", run.folder / "fine.csr", "-outform", "DER"))
    der[-5] ^= 1
    forged = run.folder / "forged.csr"
    forged.write_bytes(der)
    report, _ = run.json(forged, code=VIOLATIONS)
    has(report, "deploy.request-signature-wrong")
    # For another key than the certificate's, and for this one.
    leaf = run.pki.leaf("www.example.com")
    report, _ = run.json(leaf, run.pki.issuing, run.folder / "fine.csr")
    has(report, "deploy.request-mismatch")
    report, _ = run.json(leaf, run.pki.issuing, run.folder / "www.example.com.csr")
    lacks(report, "deploy.request-mismatch")
    same("requests", 1, len(report["deployments"][0]["requests"]))


def keys(run):
    leaf = run.pki.leaf("www.example.com")
    key = run.pki.key("www.example.com")
    for mode, readable in ((0o600, False), (0o640, False), (0o644, True), (0o604, True)):
        key.chmod(mode)
        report, _ = run.json(leaf, run.pki.issuing, key, code=VIOLATIONS if readable else FINE)
        (has if readable else lacks)(report, "deploy.key-readable")
        if readable:
            same("mode", f"mode {mode:03o}", ids(report)["deploy.key-readable"][0]["found"])
    report, _ = run.json(leaf, run.pki.issuing, run.pki.key("root"), code=VIOLATIONS)
    has(report, "deploy.key-mismatch")


def expires_within(run):
    leaf = run.pki.leaf("www.example.com", days=20)
    chain = [leaf, run.pki.issuing]
    for span, soon in (("30d", True), ("3w", True), ("19d", False), ("2w", False), ("12h", False)):
        report, _ = run.json(*chain, "--expires-within", span, code=VIOLATIONS if soon else FINE)
        (has if soon else lacks)(report, "deploy.expires-soon")
    for wrong in ("30", "d", "-3d", "3y!", ""):
        code, _, complaint = run(*chain, f"--expires-within={wrong}")
        if wrong:
            same(f"exit code for {wrong}", USAGE, code)
            one_sentence(complaint, wrong, "30d, 12h or 4w")


def hosts(run):
    leaf = run.pki.leaf("www.example.com", names="DNS:www.example.com,DNS:*.wild.example.com,"
                        "DNS:xn--bcher-kva.example,IP:192.0.2.1,IP:2001:db8::1")
    covered = ["www.example.com", "WWW.Example.COM", "www.example.com.", "a.wild.example.com",
               "bücher.example", "BÜCHER.example", "xn--bcher-kva.example", "192.0.2.1",
               "2001:db8::1", "2001:0db8:0:0:0:0:0:1", "*.wild.example.com"]
    lacked = ["example.com", "a.b.wild.example.com", "wild.example.com", "bucher.example",
              "192.0.2.2", "2001:db8::2", "*.example.com", "www.example.com.example.org"]
    arguments = [part for name in covered + lacked for part in ("--host", name)]
    report, _ = run.json(leaf, run.pki.issuing, *arguments, code=VIOLATIONS)
    told = {n["name"]: n["covered"] for n in report["deployments"][0]["names"]}
    same("names", len(covered) + len(lacked), len(report["deployments"][0]["names"]))
    # In the order given; U-labels are shown as they were asked for or as A-labels.
    same("covered", [True] * len(covered) + [False] * len(lacked),
         [n["covered"] for n in report["deployments"][0]["names"]])
    same("findings", len(lacked), len(ids(report)["deploy.name-not-covered"]))
    holds(str(told), "www.example.com" in told)
    for wrong in ("", "a..b", "a b", "-x.example", "x" * 300, "[::1"):
        code, out, complaint = run(leaf, run.pki.issuing, "--host", wrong)
        same(f"exit code for --host {wrong!r} ({complaint})", USAGE, code)
        same("output", "", out)
        one_sentence(complaint, "neither a name nor an IP address")


# --- the program ---

def exit_codes(run):
    leaf = run.pki.leaf("www.example.com")
    chain = [leaf, run.pki.issuing]
    store = ["--store", f"root={run.pki.root}"]
    rubbish = run.folder / "rubbish"
    rubbish.write_text("nothing\n")
    broken = run.folder / "broken.pem"
    broken.write_text("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n")
    cases = [
        (FINE, [*chain, *store], ()),
        (VIOLATIONS, [*chain, *store, "--host", "other.example.org"], ()),
        (FINE, [*chain, *store, "--host", "other.example.org", "--fail-on", "critical"], ()),
        (VIOLATIONS, [leaf, *store], ()),
        (INCOMPLETE, [rubbish, *store], ()),
        (INCOMPLETE, [*chain, broken, *store], ()),
        (USAGE, [*chain, "nowhere.pem", *store], ("nowhere.pem", "No such file")),
        (USAGE, ["nowhere.pem", *store], ("nowhere.pem", "No such file")),
        (USAGE, [*chain, "--store", "mine=nowhere"], ("nowhere",)),
        (USAGE, [*chain, *store, "--programmes", rubbish], ("rubbish:1: ",)),
        (USAGE, [*chain, *store, "--onecrl", "nowhere"], ("nowhere", "No such file")),
        (USAGE, [*chain, *store, "--ct-logs", rubbish], ("rubbish: ",)),
        (USAGE, [*chain, *store, "--blocklist", rubbish], ("rubbish", "blocklist")),
        (USAGE, [*chain, *store, "--as-of", "tomorrow"], ("tomorrow", "2027-03-15")),
        (USAGE, [*chain, *store, "-o", "/nowhere/report"], ("/nowhere/report", "No such file")),
    ]
    for wanted, arguments, words in cases:
        code, out, complaint = run(*arguments)
        same(f"exit code of {arguments} ({complaint}{out})", wanted, code)
        if words:
            one_sentence(complaint, *words)
        else:
            same(f"complaint about {arguments}", "", complaint)
            holds("there is a report", "object" in out)
    # What is missing takes nothing from the rest.
    _, out, _ = run(*chain, "nowhere.pem", *store)
    holds(out, "www.example.com" in out and "valid until" in out)
    for arguments in ([], [*chain, "--profile", "x"], [*chain, "--no-such-option"],
                      [*chain, "--fetch-timeout", "0"]):
        code, out, complaint = run(*arguments)
        same(f"exit code of {arguments}", USAGE, code)
        holds(f"{arguments}: {complaint!r}", complaint and not out)


def tree_marks(run):
    """Which certificate of the path a finding is about."""
    run.pki.certificate("mute", pki.CA_EXTENSIONS.replace("keyCertSign, ", "")
                        + "authorityKeyIdentifier = keyid:always\n", signer="root", days=900)
    leaf = run.pki.leaf("www.example.com", signer="mute")
    code, out, _ = run(leaf, run.folder / "mute.pem", "--store", f"root={run.pki.root}")
    same("exit code", VIOLATIONS, code)
    lines = out.splitlines()
    at = next(i for i, line in enumerate(lines) if "└─ mute" in line)
    holds(out, "✗ path.cert-sign-not-allowed" in lines[at + 1])
    same("marks of others", 1, sum("✗ path." in line for line in lines))


def explained(run):
    """Every id that is given out can be looked up."""
    _, listed, _ = run(command="explain")
    known = [line.split()[0] for line in listed.splitlines()]
    for reason in ("not-member", "blocked", "dated-out", "members-unknown"):
        holds(f"programme.{reason} is not listed", "programme." + reason in known)
    same("ids are unique", len(known), len(set(known)))
    code, out, _ = run("programme.", "revocation.must-staple-missing", command="explain")
    same("exit code", FINE, code)
    same("explained", 10, out.count("What to do"))


CASES = {f.__name__.replace("_", "-"): f for f in (
    fetch_issuer, given_intermediates, fetch_crl, fetch_ocsp, fetch_slow, fetch_fails,
    fetch_only_when_asked, staples, crl_files, passwords, requests, keys, expires_within, hosts,
    exit_codes, tree_marks, explained)}


def main(arguments):
    if arguments == ["--list"]:
        print("\n".join(CASES))
        return 0
    if shutil.which("openssl") is None:
        print("skipped: there is no openssl command")
        return SKIPPED
    tlsonar = str(pathlib.Path(arguments[0]).resolve())
    failed = 0
    for name in arguments[1:] or CASES:
        with tempfile.TemporaryDirectory() as folder:
            try:
                CASES[name](Run(tlsonar, pathlib.Path(folder)))
                print(f"{name}: fine", flush=True)
            except Fault as fault:
                failed += 1
                print(f"{name}: {fault}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
