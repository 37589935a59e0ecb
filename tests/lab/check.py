#!/usr/bin/env python3
"""Starts the lab's servers, scans them, and compares what the scan says with their configuration.

    check.py TLSONAR [--only NAME…] [--family MODULE…] [--quick] [--jobs N] [--faults]
    check.py --list
    check.py --setup

TLSONAR may be oracle.py, the lab's own simple scanner: then the lab is judged, not tlsonar.
Exit code: 0 nothing differs, 1 something does, 77 nothing could be run here.
"""
import argparse
import concurrent.futures
import fnmatch
import importlib
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import compare  # noqa: E402
import faults  # noqa: E402
import lab  # noqa: E402

SCAN_TIMEOUT = 60


def scan(program, target, options=(), log=None):
    """The endpoint that the scan reports, or a sentence why there is none."""
    command = [*program, "scan", "--json", "--intrusive", *options, target]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SCAN_TIMEOUT, text=True)
    except subprocess.TimeoutExpired:
        return None, f"the scan did not end within {SCAN_TIMEOUT} s"
    if log:
        log.write_text(done.stdout)
    try:
        endpoints = json.loads(done.stdout)["endpoints"]
    except (ValueError, KeyError) as error:
        return None, f"exit code {done.returncode}, no JSON ({error}): {done.stderr.strip()[-400:]}"
    if len(endpoints) != 1:
        return None, f"{len(endpoints)} endpoints instead of one"
    return endpoints[0], ""


def examine(server, options, keys, folder):
    """(status, lines): "ok", "differs", "skipped"."""
    if options.oracle and "*" in server.hidden:
        return "skipped", ["the oracle cannot speak with it"]
    try:
        with lab.running(server, folder, keys) as run:
            begun = time.monotonic()
            report, trouble = scan(options.program, run.target, server.options, run.folder / "scan.json")
            took = time.monotonic() - begun
    except lab.Missing as reason:
        return "skipped", [str(reason)]
    except (RuntimeError, OSError) as error:
        return "differs", [str(error)]
    if report is None:
        return "differs", [trouble]
    skip = ORACLE_TELLS_NOT + server.hidden if options.oracle else ()
    differences = compare.with_expected(report, server.expected, skip)
    if options.oracle:
        differences = [d for d in differences if not d.startswith(ORACLE_CANNOT) and not d.endswith("says None")]
    note = f"{report.get('connections', '?')} connections, {took:.2f} s"
    return ("differs", list(differences)) if differences else ("ok", [note])


# What the oracle does not look at.
ORACLE_TELLS_NOT = ("facts", "not_denied", "sessions", "tolerance", "weaknesses", "state", "trouble")
ORACLE_CANNOT = ("client_certificate required", "client_certificate authorities", "DH prime", "state:")


def can_scan(program):
    """Whether `scan` is one of its commands (CLI11 shows the general help otherwise)."""
    said = subprocess.run([*program, "scan", "--help"], capture_output=True, text=True).stdout
    return "tlsonar scan" in said


def chosen(servers, patterns):
    for pattern in patterns:
        if not fnmatch.filter(servers, pattern):
            sys.exit(f"check.py: no server is named {pattern}; --list names them")
    return {n: s for n, s in servers.items() if not patterns or any(fnmatch.fnmatch(n, p) for p in patterns)}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", nargs="?")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="these servers; * and ? are understood")
    parser.add_argument("--family", nargs="+", default=[], metavar="MODULE", help="the servers of these files of servers/")
    parser.add_argument("--quick", action="store_true", help="without servers that make every scan wait")
    parser.add_argument("--list", action="store_true", help="the servers and what each proves")
    parser.add_argument("--setup", action="store_true", help="get what Debian does not have: a current Node, by npm")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--faults", action="store_true", help="scan behind each fault injector instead")
    parser.add_argument("--injectors", nargs="+", choices=list(faults.INJECTORS), help="with --faults: these alone")
    parser.add_argument("--keys", default=str(lab.HERE.parents[1] / "build/lab/keys"), help="where certificates are kept")
    parser.add_argument("--folder", help="where logs and scans stay; default: a temporary folder")
    options = parser.parse_args()
    if not options.list and not options.setup and not options.program:
        parser.error("TLSONAR is missing")
    if options.program:
        options.oracle = options.program.endswith("oracle.py")
        program = str(pathlib.Path(options.program).resolve())
        options.program = [sys.executable, program] if options.oracle else [program]
    return options


def main():
    options = arguments()
    if options.setup:
        importlib.import_module("servers.node").setup()
        return 0
    servers = chosen(lab.all_servers(), options.only)
    if options.list:
        for name, server in servers.items():
            print(f"{name:34} {server.about}")
        return 0
    if options.family:
        servers = {n: s for n, s in servers.items() if s.family in options.family}
    if options.quick:
        servers = {n: s for n, s in servers.items() if not s.slow}
    if not servers:
        print("skipped: no server is left")
        return 77
    if shutil.which("openssl") is None:
        print("skipped: openssl is not installed, and nothing else makes the certificates")
        return 77
    if not options.oracle and not can_scan(options.program):
        print("skipped: this tlsonar has no command scan")
        return 77
    keys = lab.make_keys(options.keys)
    counts = {"ok": 0, "differs": 0, "skipped": 0}
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or temporary
        work = faults.examine if options.faults else examine
        if options.faults:
            servers = {n: s for n, s in servers.items() if s.faults or options.only}
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            running = {n: pool.submit(work, s, options, keys, folder) for n, s in servers.items()}
            for name, future in running.items():
                status, lines = future.result()
                counts[status] += 1
                print(f"{status:8} {name}" + (f": {lines[0]}" if status != "differs" and lines else ""), flush=True)
                for line in lines if status == "differs" else lines[1:]:
                    print(f"    {line}")
    print(f"{counts['ok']} fine, {counts['differs']} differ, {counts['skipped']} skipped")
    if counts["differs"]:
        return 1
    return 0 if counts["ok"] else 77


if __name__ == "__main__":
    sys.exit(main())
