"""The program's side: exit codes, what is written when, what is shown."""
import json
import os
import pty
import subprocess
import time

import local_servers
from harness import FINE, INCOMPLETE, USAGE, VIOLATIONS, holds, one_sentence, read_lines, same

CERTS = ["--profile", "certs"]


def exit_codes(run):
    server = run.server(address="127.0.0.1")
    there, gone = f"127.0.0.1:{server.port}", f"127.0.0.1:{local_servers.free_port()}"
    store = ["--store", f"mine={run.pki.root}"]
    cases = [
        (FINE, [*CERTS, "--no-validation", there], ()),
        (FINE, [*CERTS, *store, there], ()),  # it is for another name, but nobody asked
        (VIOLATIONS, [*CERTS, *store, "--fail-on", "high", there], ()),
        (FINE, [*CERTS, "--no-validation", "--fail-on", "critical", there], ()),
        (INCOMPLETE, [*CERTS, gone], ()),
        (INCOMPLETE, [*CERTS, there, gone], ()),
        # What was found is certain, whatever is missing.
        (VIOLATIONS, [*CERTS, *store, "--fail-on", "high", there, gone], ()),
        (USAGE, [], ("TARGET",)),
        (USAGE, ["--profile", "all", there], ("--profile",)),
        (USAGE, ["--no-such-option", there], ("--no-such-option",)),
        (USAGE, ["--json", "--ndjson", there], ("json",)),
        (USAGE, ["--cert", "x.pem", there], ("--cert", "--key")),
        (USAGE, ["--cert", "nowhere.pem", "--key", "nowhere.key", there], ("nowhere",)),
        (USAGE, ["--store", "mine=nowhere", there], ("nowhere",)),
        (USAGE, ["--starttls", "gopher", there], ("--starttls", "gopher")),
        (USAGE, ["--ports", "0", there], ("--ports",)),
        (USAGE, ["--timeout", "0", there], ("--timeout",)),
        (USAGE, ["--connect-to", "a.example", there], ("--connect-to",)),
        (USAGE, ["-o", "/nowhere/report", there], ("/nowhere/report", "No such file")),
        (USAGE, ["--evidence", "/nowhere/e.pcapng", there], ("/nowhere/e.pcapng", "No such file")),
    ]
    for wanted, arguments, words in cases:
        code, out, complaint = run(*arguments)
        same(f"exit code of {arguments} ({complaint}{out})", wanted, code)
        if wanted == USAGE:
            one_sentence(complaint, *words)
            same(f"output of {arguments}", "", out)
        else:
            same(f"complaint about {arguments}", "", complaint)
            holds(f"{arguments}: there is no report", "127.0.0.1" in out)


def disk_full(run):
    """What cannot be written is told, and is no success."""
    if not os.path.exists("/dev/full"):
        return
    server = run.server(address="127.0.0.1")
    for options in (["--json"], ["--ndjson"], []):
        code, _, complaint = run(*CERTS, "--no-validation", *options, "-o", "/dev/full", f"127.0.0.1:{server.port}")
        same(f"exit code with {options}", USAGE, code)
        one_sentence(complaint, "not everything could be written")
    code, _, complaint = run(*CERTS, "--no-validation", "--evidence", "/dev/full", f"127.0.0.1:{server.port}")
    same("exit code with --evidence", USAGE, code)
    holds(complaint, "/dev/full" in complaint)


def lines_as_they_finish(run):
    """--ndjson: a line for an endpoint as soon as it is done, whoever is still under way."""
    slow, quick = run.server(slow=1.5), run.server()
    program = run.start(*CERTS, "--no-validation", "--ndjson", f"127.0.0.1:{slow.port}", f"127.0.0.1:{quick.port}")
    begun = time.monotonic()
    first = json.loads(program.stdout.readline())
    took = time.monotonic() - begun
    rest, _ = program.communicate(timeout=20)
    holds(f"the first line took {took:.2f} s", took < 1.2)
    same("first", f"127.0.0.1:{quick.port}", first["target"])
    same("second", f"127.0.0.1:{slow.port}", json.loads(rest)["target"])
    same("exit code", FINE, program.returncode)


def progress(run):
    """On a terminal: a line that shows how far it is and leaves nothing behind; else nothing."""
    server = run.server(slow=0.4)
    arguments = [*CERTS, "--no-validation", "--parallel", "2", "--ndjson", "-o", run.folder / "out", f"127.2.0.0/28:{server.port}"]
    code, out, complaint = run(*arguments)
    same("what a pipe gets", (FINE, "", ""), (code, out, complaint))
    ours, theirs = pty.openpty()
    program = subprocess.Popen(run.command("scan", *arguments), env=run.environment(), stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=theirs, cwd=run.folder)
    os.close(theirs)
    shown = b""
    while True:
        try:
            octets = os.read(ours, 4096)
        except OSError:  # the other side is closed
            break
        if not octets:
            break
        shown += octets
    os.close(ours)
    same("exit code", FINE, program.wait(20))
    pictures = [p for p in shown.decode().split("\r\x1b[K") if p]
    holds("nothing was shown", len(pictures) >= 5)
    holds(f"at most twenty pictures a second: {len(pictures)}", len(pictures) <= 20 * 4)
    holds(pictures[-1], all(" of 16" in p and "%" in p and "\n" not in p for p in pictures))
    done = [int(p.split(" of ")[0].split()[-1]) for p in pictures]
    same("it goes up", sorted(done), done)
    holds("the line is wiped at the end", shown.endswith(b"\r\x1b[K"))
    same("lines", 16, len(read_lines(run.folder / "out")))


def keys_of_leaves(run):
    """They are examined unless only certificates were asked for; then nobody says that they are sound."""
    server = run.server(address="127.0.0.1")
    for options, examined in (([], True), (["--profile", "enumeration"], True), (CERTS, False)):
        (endpoint,), _ = run.endpoints(*options, "--no-validation", f"127.0.0.1:{server.port}", code=FINE)
        chains = endpoint["certificates"]
        holds(f"chains with {options}", chains)
        same(f"examined with {options}", {examined}, {"key_weaknesses" in chain for chain in chains})


CASES = (exit_codes, disk_full, lines_as_they_finish, progress, keys_of_leaves)
