"""What judging and the HTML of many endpoints cost, each figure beside its limit. Called by run.sh.

Judging: 10,000 endpoints as a scan writes them, read and judged by every policy but our own two. HTML: 5,000
endpoints by two policies and by all, then opened, searched and filtered in Chromium (skipped without Chromium, node
or playwright-core). The endpoints are those of bench/endpoints.ndjson, which servers of tests/lab gave, each again
and again with another name, address, certificate, serial number and dates; always the same ones.
Seconds by the clock mean something on a quiet machine only; processor seconds are those of all threads.
Exit code 1 where a limit is missed.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
TLSONAR = os.environ.get("TLSONAR", "build/release/cli/tlsonar")
FOLDER = pathlib.Path("build/bench")
JUDGED, SHOWN = 10_000, 5_000
ROUNDS = 3
OWN = ("baseline", "pqc-readiness")
FEW = ["mozilla-intermediate", "bsi-tr-02102-2-2026-01"]
MEGABYTE = 1e6
AS_OF = "2026-11-21"
LABELS = [("owner", team) for team in ("web", "mail", "shop", "payments", "intranet")]
# How often each line of endpoints.ndjson comes in a round; others once.
WEIGHTS = {0: 3, 1: 2}


def fleet():
    lines = (ROOT / "bench/endpoints.ndjson").read_text().splitlines()
    return [line for n, line in enumerate(lines) for _ in range(WEIGHTS.get(n, 1))]


def hashes_of(line):
    """Digests and serial numbers of leaf certificates: what differs from server to server."""
    found = set()
    for certificate in json.loads(line).get("certificates", []):
        for leaf in [each for each in certificate["chain"] if not each.get("ca")]:
            found |= {leaf["sha256"], leaf["serial"]}
    return sorted(found)


def endpoint(line, hashes, n):
    """The n-th: octets are replaced, so that making them costs little."""
    name = f"host{n}.dept{n % 97}.example"
    for digest in hashes:
        line = line.replace(digest, f"{n:08x}" + digest[8:])
    line = line.replace("lab.example", name).replace("OU=rsa", f"OU=dept{n % 97}-rsa")
    line = line.replace('"2029-', f'"{2027 + n % 4}-')
    head = json.loads(line[:line.index(',"versions"')] + "}") if ',"versions"' in line else json.loads(line)
    head |= {"target": f"{name}:{443 + n % 3}", "name": name, "address": f"10.{n >> 16}.{n >> 8 & 255}.{n & 255}",
             "port": 443 + n % 3, "sni": name,
             "labels": [dict(zip(("name", "value"), LABELS[n % len(LABELS)]))]}
    rest = line[line.index(',"versions"') + 1:] if ',"versions"' in line else None
    text = json.dumps(head, separators=(",", ":"))
    return text[:-1] + "," + rest if rest else text


def write_facts(path, count):
    lines = fleet()
    hashes = [hashes_of(line) for line in lines]
    with open(path, "w", encoding="utf-8") as file:
        for n in range(count):
            file.write(endpoint(lines[n % len(lines)], hashes[n % len(lines)], n) + "\n")


def policies():
    return sorted(path.stem for path in (ROOT / "audit/policies").glob("*.json") if path.stem not in OWN)


def audited(facts, names, *more):
    """(seconds, processor seconds, MB) of one run."""
    begin = time.monotonic()
    command = [TLSONAR, "audit", facts, "--policy", ",".join(names), "--as-of", AS_OF, "--exit-zero", "-q", *more]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"bench: audit ended with {os.waitstatus_to_exitcode(status)}")
    return time.monotonic() - begin, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024 / MEGABYTE


def row(what, figure, got, limit=None):
    """Prints a figure; whether its limit is met."""
    fine = limit is None or got <= limit
    beside = "" if limit is None else f" at most {limit:<5g} {'' if fine else 'missed'}"
    print(f"  {what:34} {figure:14} {got:8.2f}{beside}".rstrip(), flush=True)
    return fine


def measure(what, facts, names, limits, page=None):
    more = ["-o", f"html={page}"] if page else []
    rounds = [audited(facts, names, *more) for _ in range(ROUNDS)]
    figures = {"seconds": min(r[0] for r in rounds), "CPU s": min(r[1] for r in rounds), "RSS MB": max(r[2] for r in rounds)}
    if page:
        figures["file MB"] = os.path.getsize(page) / MEGABYTE
    return all([row(what, figure, got, limits.get(figure)) for figure, got in figures.items()])


def node_modules():
    """The folder with playwright-core: where the tests of HTML have put it, or NODE_MODULES."""
    places = [os.environ.get("NODE_MODULES", ""), *sorted(ROOT.glob("build/*/tests/html/node_modules"))]
    return next((pathlib.Path(place) for place in places if place and (pathlib.Path(place) / "playwright-core").is_dir()), None)


def opened(what, page):
    """Opens, searches and filters the page as a reader would."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    modules = node_modules()
    if not (chromium and shutil.which("node") and modules):
        print(f"  {what:34} skipped: it takes Chromium, node and playwright-core (the test html.pages fetches it)")
        return True
    # Beside node_modules: that is where node looks for packages.
    script = modules.parent / "audit_page.mjs"
    shutil.copy(ROOT / "bench/audit_page.mjs", script)
    done = subprocess.run(["node", script, page.resolve(), chromium], capture_output=True, text=True)
    if done.returncode != 0:
        print(f"  {what:34} missed: {done.stderr.strip()[-500:]}")
        return False
    figures = json.loads(done.stdout)
    return all([row(what, figure + " s", ms / 1000, 2) for figure, ms in figures.items()])


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    many, some = FOLDER / "audit-many.ndjson", FOLDER / "audit-some.ndjson"
    write_facts(many, JUDGED)
    write_facts(some, SHOWN)
    names = policies()
    print(f"audit: the least of {ROUNDS} rounds, {os.cpu_count()} cores; load of this machine before: {os.getloadavg()[0]:.2f}; "
          f"{os.path.getsize(many) / JUDGED / 1000:.1f} kB an endpoint")
    fine = measure(f"{JUDGED:,} endpoints, {len(names)} policies", many, names, {"seconds": 5})
    shown = {"seconds": 10, "RSS MB": 300}
    for policies_of, count in ((FEW, "2"), (names, str(len(names)))):
        page = FOLDER / f"audit-{count}.html"
        what = f"HTML of {SHOWN:,}, {count} policies"
        fine = measure(what, some, policies_of, {**shown, "file MB": 60}, page) and fine
        fine = opened(what, page) and fine
    for path in (many, some):
        path.unlink()
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
