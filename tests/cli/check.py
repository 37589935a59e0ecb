#!/usr/bin/env python3
"""Runs tlsonar as people and scripts do:

    check.py TLSONAR [NAME…]   all cases, or those named
    check.py --list

It runs in samples/; what it makes goes into a temporary folder.
"""
import gzip
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import pcap  # noqa: E402

SAMPLES = pathlib.Path(__file__).resolve().parents[2] / "samples"
FINE, USAGE, INCOMPLETE = 0, 2, 3
SEED = 20261123
ONE = "tls12-ecdhe.pcap"  # two handshakes
OTHER = "tls13-hrr.pcap"  # one
ALL = sorted(path.name for path in SAMPLES.glob("*.pcap*"))


class Fault(Exception):
    pass


def same(what, wanted, told):
    if wanted == told:
        return
    if isinstance(wanted, list) and len(wanted) == len(told) and isinstance(wanted[0], (dict, str)):
        wanted, told = next(pair for pair in zip(wanted, told) if pair[0] != pair[1])
    if isinstance(wanted, dict) and isinstance(told, dict):
        keys = [key for key in {**wanted, **told} if wanted.get(key) != told.get(key)]
        wanted, told = ({key: of.get(key) for key in keys} for of in (wanted, told))
    if wanted != told:
        raise Fault(f"{what}: expected {str(wanted):.900}, told {str(told):.900}")


def holds(what, condition):
    if not condition:
        raise Fault(what)


class Run:
    def __init__(self, tlsonar, folder):
        self.tlsonar, self.folder = tlsonar, folder

    def __call__(self, *arguments, stdin=b""):
        """(exit code, standard output, standard error)"""
        environment = {**os.environ, "LC_ALL": "C", "COLUMNS": "100"}
        run = subprocess.run([self.tlsonar, *map(str, arguments)], cwd=SAMPLES, env=environment,
                             input=stdin, capture_output=True, timeout=120)
        return run.returncode, run.stdout, run.stderr.decode()

    def records(self, *arguments, code=FINE, stdin=b""):
        told, out, complaint = self("analyze", "--ndjson", *arguments, stdin=stdin)
        same(f"exit code of {arguments} ({complaint})", code, told)
        return [json.loads(line) for line in out.splitlines()]

    def file(self, name, data):
        path = self.folder / name
        path.write_bytes(data)
        return path


def one_sentence(arguments, complaint, *words):
    lines = complaint.splitlines()
    same(f"lines of complaint about {arguments} ({complaint})", 1, len(lines))
    holds(f"{arguments}: {complaint}", lines[0].startswith("tlsonar: ") and len(lines[0]) < 400)
    for word in words:
        holds(f"{arguments}: {word!r} is not in {complaint!r}", word in complaint)


def without(record, *keys):
    return {key: value for key, value in record.items() if key not in keys}


# --- what is asked wrongly ---

def bad_arguments(run):
    """Exit code 2, nothing on standard output, one sentence that names what is wrong."""
    cases = [
        ([], "subcommand"),
        (["frobnicate"], ""),
        (["analyze"], "FILE"),
        (["analyze", "--nonsense", ONE], "--nonsense"),
        (["analyze", "--threads", "0", ONE], "--threads"),
        (["analyze", "--threads", "65", ONE], "--threads"),
        (["analyze", "--threads", "many", ONE], "--threads"),
        (["analyze", "--threads", ONE], "--threads"),
        (["analyze", "--color", "sometimes", ONE], "--color"),
        (["analyze", "--show", "one", ONE], "--show"),
        (["analyze", "--show", "-1", ONE], "--show"),
        (["analyze", "--json", "--ndjson", ONE], "--ndjson"),
        (["analyze", "--max-memory", "lots", ONE], "--max-memory"),
        (["analyze", ONE, "--keylog"], "--keylog"),
        (["analyze", "--keylog", "no-such.keys", ONE], "no-such.keys"),
        (["analyze", "-f", "port http and", ONE], "port http and"),
        (["analyze", "-o", "no-such-folder/out", ONE], "no-such-folder/out"),
    ]
    for arguments, word in cases:
        code, out, complaint = run(*arguments)
        same(f"exit code of {arguments}", USAGE, code)
        same(f"output of {arguments}", b"", out)
        one_sentence(arguments, complaint, word)


def show_zero(run):
    code, out, _ = run("analyze", "--show", "0", ONE)
    same("exit code", USAGE, code)
    same("output", b"", out)


def asked_for_help(run):
    for arguments in (["--help"], ["analyze", "--help"], ["--version"]):
        code, out, complaint = run(*arguments)
        same(f"exit code of {arguments}", FINE, code)
        holds(f"{arguments} says nothing", out.strip())
        same(f"complaint about {arguments}", "", complaint)
    _, out, _ = run("analyze", "--help")
    for option in ("--filter", "--keylog", "--json", "--ndjson", "--show", "--threads", "--output"):
        holds(f"--help without {option}", option.encode() in out)


# --- files that are not there, and broken ones ---

def missing_file(run):
    for name in ("no-such.pcap", "."):
        code, out, complaint = run("analyze", name)
        same(f"exit code of {name}", USAGE, code)
        same(f"output of {name}", b"", out)
        one_sentence(name, complaint, name)


def missing_among_others(run):
    records = run.records(ONE, "no-such.pcap", OTHER, code=INCOMPLETE)
    same("files", [ONE, ONE, OTHER], [record["flow"]["file"] for record in records]
         if "file" in records[0]["flow"] else [ONE, ONE, OTHER])
    same("handshakes", 3, len(records))
    one_sentence("a missing file", run("analyze", "--ndjson", ONE, "no-such.pcap")[2],
                 "no-such.pcap")


def broken_files(run):
    """Exit code 3, one sentence with the file's name; what stands before the fault is read."""
    whole = (SAMPLES / ONE).read_bytes()
    web = (SAMPLES / "web.pcapng").read_bytes()
    damaged = bytearray(whole)
    damaged[24 + 8:24 + 12] = b"\xff\xff\xff\x7f"  # the first packet's length
    cases = [
        ("cut.pcap", whole[:-10], 2),
        ("cut-early.pcap", whole[:30], 0),
        ("cut.pcapng", web[:-10], None),
        ("cut.pcap.gz", gzip.compress(whole, mtime=0)[:-40], None),
        ("length.pcap", bytes(damaged), 0),
        ("empty.pcap", b"", 0),
        ("header-only-half.pcap", whole[:20], 0),
        ("text.pcap", b"This is no capture. " * 20, 0),
        ("zeros.pcap", bytes(5000), 0),
    ]
    for name, data, handshakes in cases:
        path = run.file(name, data)
        code, out, complaint = run("analyze", "--ndjson", path)
        same(f"exit code of {name} ({complaint})", INCOMPLETE, code)
        one_sentence(name, complaint, name)
        if handshakes is not None:
            same(f"handshakes of {name}", handshakes, len(out.splitlines()))


def broken_among_others(run):
    path = run.file("cut.pcap", (SAMPLES / ONE).read_bytes()[:-10])
    same("handshakes", 4, len(run.records(path, ONE, code=INCOMPLETE)))


def hostile_file_name(run):
    """Nothing that a name holds reaches the terminal as it is."""
    for arguments in (["analyze"], ["analyze", "--keylog"]):
        _, out, complaint = run(*arguments, "\x1b[31mno-such\x07.pcap", ONE)
        holds("a control character", not any(c in complaint for c in "\x1b\x07\r"))
        holds("a control character", b"\x1b" not in out)


# --- the same asked in several ways ---

def several_files(run):
    together = run.records(ONE, OTHER)
    apart = run.records(ONE) + run.records(OTHER)
    same("records", [without(r, "number") for r in apart], [without(r, "number") for r in together])
    same("numbers", [1, 2, 3], [r["number"] for r in together])


def joined_files(run):
    """A capture cut in two between packets, in the middle of handshakes."""
    header, packets = pcap.read((SAMPLES / ONE).read_bytes())
    whole = run.records(ONE)
    for cut in range(1, len(packets), 5):
        halves = [run.file(f"{cut}-{n}.pcap", pcap.write(header, part))
                  for n, part in enumerate((packets[:cut], packets[cut:]))]
        told = run.records("--join", *halves)
        for record in whole + told:
            record.get("flow", {}).pop("file", None)
            record.pop("file", None)
        same(f"cut after {cut}", whole, told)


def standard_input(run):
    for name in (ONE, "web.pcapng"):
        data = (SAMPLES / name).read_bytes()
        wanted = without_file(run.records(name))
        for threads in ("1", "3"):
            told = run.records("--threads", threads, "-", stdin=data)
            same(f"{name} with {threads} threads", wanted, without_file(told))
    same("compressed", without_file(run.records(ONE)),
         without_file(run.records("-", stdin=gzip.compress((SAMPLES / ONE).read_bytes()))))
    code, _, complaint = run("analyze", "-", stdin=b"")
    same("exit code of nothing", INCOMPLETE, code)
    one_sentence("nothing", complaint)


def without_file(records):
    return json.loads(json.dumps(records), object_hook=lambda o: without(o, "file"))


def filters(run):
    records = run.records("web.pcapng")
    clients = sorted({record["flow"]["client"]["port"] for record in records})
    holds("several connections", len(clients) > 2)
    for port in clients[:3]:
        wanted = [r for r in records if r["flow"]["client"]["port"] == port]
        told = run.records("-f", f"tcp port {port}", "web.pcapng")
        same(f"handshakes of port {port}", [r["sni"] for r in wanted if "sni" in r],
             [r["sni"] for r in told if "sni" in r])
        same(f"handshakes of port {port}", len(wanted), len(told))
    same("nothing", [], run.records("-f", "udp port 9", "web.pcapng"))
    same("everything", records, run.records("-f", "", "web.pcapng"))


def threads(run):
    """Octet for octet what one thread gives, in every format."""
    for form in (["--ndjson"], ["--json", "--details"], ["-v"], []):
        wanted = run("analyze", *form, *ALL)
        for count in ("2", "3", "8"):
            same(f"{form} with {count} threads", wanted,
                 run("analyze", *form, "--threads", count, *ALL))


def json_and_ndjson(run):
    for details in ([], ["--details", "--der"]):
        for name in (ONE, OTHER, "web.pcapng", "alerts.pcap"):
            _, document, _ = run("analyze", "--json", *details, name)
            same(name, json.loads(document)["handshakes"], run.records(*details, name))
    code, document, _ = run("analyze", "--json", "-f", "udp port 9", ONE)
    same("exit code", FINE, code)
    same("no handshakes", [], json.loads(document)["handshakes"])


def output_file(run):
    path = run.folder / "out"
    for form in ([], ["--json"], ["--ndjson"]):
        _, wanted, _ = run("analyze", *form, ONE)
        code, out, _ = run("analyze", *form, "-o", path, ONE)
        same("exit code", FINE, code)
        same("standard output", b"", out)
        same(f"{form}", wanted, path.read_bytes())


def full_disk(run):
    if not pathlib.Path("/dev/full").exists():
        return
    code, _, complaint = run("analyze", "--ndjson", "-o", "/dev/full", *ALL)
    same("exit code", USAGE, code)
    one_sentence("a full disk", complaint, "cannot write")


# --- packets that overtake each other ---

# Durations, places and counts of packets follow their order.
OF_PACKETS = ("file", "seen", "flow", "timing", "frame", "at")


def told_of(records):
    def strip(o):
        return without(o, *OF_PACKETS)
    return sorted(json.loads(json.dumps(records), object_hook=strip),
                  key=lambda record: json.dumps(record.get("client_hello")))


def reordered(run):
    """The packets of both directions in any order within a window: the same handshakes."""
    chance = random.Random(SEED)
    compared = 0
    for name in ALL:
        if not (SAMPLES / name).read_bytes()[:4] == b"\xd4\xc3\xb2\xa1" or "dtls" in name:
            continue
        header, packets = pcap.read((SAMPLES / name).read_bytes())
        flows = pcap.connections(packets)
        keys = SAMPLES / "keys" / (pathlib.Path(name).stem + ".keys")
        secrets = ["--no-validation", *(["--keylog", keys] if keys.exists() else [])]
        order = [packet for flow in flows for packet in flow]
        ordered = run.file("ordered.pcap", pcap.write(header, pcap.in_time(order)))
        wanted = told_of(run.records(*secrets, "--details", ordered))
        for window in (2, 4, 9):
            # The packets that open a connection stay, and those from the first that closes it on:
            # how a connection ends is told of the order of these.
            order = [packet for flow in flows for end in [pcap.closing(flow)]
                     for packet in flow[:3] + pcap.shuffled(flow[3:end], window, chance) + flow[end:]]
            other = run.file("other.pcap", pcap.write(header, pcap.in_time(order)))
            same(f"{name} within {window}", wanted,
                 told_of(run.records(*secrets, "--details", other)))
            compared += len(wanted)
    holds("handshakes were compared", compared > 100)


CASES = {function.__name__: function for function in (
    bad_arguments, show_zero, asked_for_help, missing_file, missing_among_others, broken_files,
    broken_among_others, hostile_file_name, several_files, joined_files, standard_input, filters,
    threads, json_and_ndjson, output_file, full_disk, reordered)}


def main():
    arguments = sys.argv[1:]
    if arguments == ["--list"]:
        print("\n".join(CASES))
        return 0
    tlsonar, *names = arguments
    failed = 0
    for name in names or CASES:
        with tempfile.TemporaryDirectory() as folder:
            try:
                CASES[name](Run(pathlib.Path(tlsonar).resolve(), pathlib.Path(folder)))
            except Fault as fault:
                failed += 1
                print(f"{name}: {fault}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
