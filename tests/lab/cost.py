#!/usr/bin/env python3
"""What a scan costs: connections, octets, seconds, processor time of both sides.

    cost.py TLSONAR [--rounds N] [--only modern legacy] [--check] [-- OPTIONS OF THE SCAN…]

Against two servers of nginx, on loopback and with a round trip of 50 ms. Seconds and processor
time are the least of N rounds. --check: exit code 1 where a limit of LIMITS is not met.
"""
import argparse
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import faults  # noqa: E402
import lab  # noqa: E402
import proxies  # noqa: E402

SERVERS = {"modern": "nginx-both-certificates", "legacy": "nginx-legacy"}
# (connections, seconds on loopback, seconds at 50 ms, server's processor seconds) of a default scan.
LIMITS = {"modern": (100, 0.3, 2.0, 0.05), "legacy": (250, 0.6, 5.0, None)}
TICK = os.sysconf("SC_CLK_TCK")


def server_cpu(run):
    """Seconds of the server's processes since they began (nginx here is one process)."""
    total = 0
    for program in run.programs:
        fields = pathlib.Path(f"/proc/{program.pid}/stat").read_text().rsplit(")", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICK


def timed(command):
    """(seconds, processor seconds, exit code)."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.monotonic() - begun, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.returncode


def measure(name, options, keys, folder):
    server = lab.all_servers()[SERVERS[name]]
    # A tick of the clock is 10 ms: the server's time is taken over many scans.
    repeats = max(options.rounds, 5)
    with lab.running(server, folder, keys) as run:
        def command(port):
            return [*options.program, "scan", "--json", *options.more, f"127.0.0.1:{port}"]
        rounds, cpu = [], server_cpu(run)
        for _ in range(repeats):
            rounds.append(timed(command(run.port)))
        cpu = (server_cpu(run) - cpu) / repeats
        with faults.before(run, "count") as port:
            timed(command(port))
            counted = proxies.counts(port)
        with faults.before(run, "delay-50") as port:
            slow = min(timed(command(port))[0] for _ in range(min(options.rounds, 2)))
    return {"connections": counted["connections"], "up": counted["up"], "down": counted["down"],
            "seconds": min(r[0] for r in rounds), "client_cpu": min(r[1] for r in rounds), "server_cpu": cpu,
            "seconds_50ms": slow, "exit": rounds[0][2]}


def over(name, got):
    limits = LIMITS[name]
    pairs = zip(("connections", "seconds", "seconds_50ms", "server_cpu"), limits)
    return [f"{name}: {key} is {got[key]:.3g}, at most {most:g} is wanted" for key, most in pairs if most and got[key] > most]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="+", choices=list(SERVERS), default=list(SERVERS))
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--keys", default=str(lab.HERE.parents[1] / "build/lab/keys"))
    own, _, more = " ".join(sys.argv[1:]).partition(" -- ")
    options = parser.parse_args(own.split())
    options.more = more.split()
    program = str(pathlib.Path(options.program).resolve())
    options.program = [sys.executable, program] if program.endswith(".py") else [program]
    keys, failures = lab.make_keys(options.keys), []
    print(f"{'server':8} {'conns':>6} {'up':>9} {'down':>9} {'wall':>8} {'50 ms':>8} {'client':>8} {'server':>8}  exit")
    with tempfile.TemporaryDirectory() as folder:
        for name in options.only:
            got = measure(name, options, keys, folder)
            print(f"{name:8} {got['connections']:6} {got['up']:7} B {got['down']:7} B {got['seconds']:6.2f} s "
                  f"{got['seconds_50ms']:6.2f} s {got['client_cpu']:6.2f} s {got['server_cpu']:6.3f} s  {got['exit']}", flush=True)
            failures += over(name, got)
    if options.check:
        print("\n".join(failures) if failures else "within all limits")
    return 1 if options.check and failures else 0


if __name__ == "__main__":
    sys.exit(main())
