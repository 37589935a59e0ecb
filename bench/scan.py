"""What `tlsonar scan` costs, each figure beside its limit. Called by run.sh.

One server at a time (tests/lab/cost.py): connections, seconds on loopback and with a round trip of 50 ms,
processor time of both sides. Many: hosts a second and memory, against one nginx at many addresses of loopback.
Exit code 1 where a limit is not met, 77 where nginx is missing.
"""
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests/lab"))

import cost  # noqa: E402
import lab  # noqa: E402

TLSONAR = os.environ.get("TLSONAR", "build/release/cli/tlsonar")
ROUNDS = 3
MEGABYTE = 1e6

# name: options, targets, how many, limits {figure: (limit, whether more is better)}
RUNS = {
    "certificates of 10,000 hosts": (["--profile", "certs"], "127.1.0.0-127.1.39.15", 10_000,
                                     {"hosts/s": (1500, True), "RSS MB": (200, False)}),
    "default scan of 200 hosts": ([], "127.1.0.0-127.1.0.199", 200,
                                  {"seconds": (8, False), "CPU s": (10, False), "RSS MB": (100, False)}),
}
CONFIGURATION = """daemon off; master_process off; worker_processes 1; worker_rlimit_nofile 8192;
pid {folder}/pid; error_log {folder}/error.log crit;
events {{ worker_connections 4096; }}
http {{ access_log off;
    client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
    uwsgi_temp_path {folder}; scgi_temp_path {folder};
    server {{ listen 0.0.0.0:{port} ssl backlog=4096; ssl_certificate {chain}; ssl_certificate_key {key};
        ssl_protocols TLSv1.2 TLSv1.3; location / {{ return 200 "hello\\n"; }} }} }}
"""


def start(run):
    """An nginx at every address of loopback."""
    key, chain, _ = run.keys.bundle("p256")
    config = run.write("nginx.conf", CONFIGURATION.format(folder=run.folder, port=run.port, key=key, chain=chain))
    run.spawn(lab.need("nginx"), "-p", run.folder, "-c", config, "-e", run.folder / "error.log")


def scanned(options, targets, output):
    """(seconds, processor seconds, MB) of one scan."""
    before = time.monotonic()
    process = subprocess.Popen([TLSONAR, "scan", "--no-validation", "--ndjson", "-o", output, *options, targets],
                               stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"bench: the scan of {targets} ended with {os.waitstatus_to_exitcode(status)}")
    return time.monotonic() - before, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024 / MEGABYTE


def row(what, figure, got, limit, more_is_better=False):
    """Prints a figure; whether its limit is met."""
    if limit is None:
        print(f"  {what:30} {figure:18} {got:10.4g}")
        return True
    fine = got >= limit if more_is_better else got <= limit
    print(f"  {what:30} {figure:18} {got:10.4g} {'at least' if more_is_better else 'at most':>9} {limit:<7g} {'' if fine else 'NOT MET'}",
          flush=True)
    return fine


def one_server(name, keys, folder):
    class Options:
        program, rounds, more = [TLSONAR], ROUNDS, []
    got = cost.measure(name, Options, keys, folder)
    figures = ("connections", "seconds", "seconds_50ms", "server_cpu")
    fine = [row(f"default scan, {name}", figure, got[figure], limit) for figure, limit in zip(figures, cost.LIMITS[name])]
    row(f"default scan, {name}", "client_cpu", got["client_cpu"], None)
    return all(fine)


def many(name, keys, folder):
    options, hosts, count, limits = RUNS[name]
    server = lab.Server("bench-many", "nginx at all addresses", start, {})
    with lab.running(server, folder, keys) as run:
        output = run.folder / "out.ndjson"
        rounds = [scanned(options, f"{hosts}:{run.port}", output) for _ in range(ROUNDS)]
        states = [line.split('"state":"', 1)[1].split('"', 1)[0] for line in output.read_text().splitlines()
              if '"tlsonar.endpoint/1"' in line]
    if states.count("complete") != count:
        sys.exit(f"bench: {states.count('complete')} of {count} endpoints are complete")
    seconds, cpu, memory = min(r[0] for r in rounds), min(r[1] for r in rounds), max(r[2] for r in rounds)
    figures = {"hosts/s": count / seconds, "seconds": seconds, "CPU s": cpu, "RSS MB": memory}
    return all([row(name, figure, got, *limits.get(figure, (None,))) for figure, got in figures.items()])


def main():
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    keys = lab.make_keys(str(ROOT / "build/lab/keys"))
    print(f"scan: the least of {ROUNDS} rounds; load of this machine before: {os.getloadavg()[0]:.2f}")
    with tempfile.TemporaryDirectory() as folder:
        try:
            fine = [one_server(name, keys, folder) for name in cost.SERVERS] + [many(name, keys, folder) for name in RUNS]
        except lab.Missing as reason:
            print(f"bench: {reason}")
            return 77
    return 0 if all(fine) else 1


if __name__ == "__main__":
    sys.exit(main())
