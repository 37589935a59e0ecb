"""A scan tells the same whatever its haste and its order."""
import contextlib
import pathlib
import shutil
import sys

from harness import Skip, holds, same

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lab"))

import lab  # noqa: E402

SERVERS = ("openssl-modern", "nginx-both-certificates", "nginx-intermediate", "nginx-curves", "nginx-modern", "nginx-reject",
           "nginx-staple", "nginx-early-data")
WAYS = (["--connections", 1, "--concurrency", 1], ["--connections", 8, "--concurrency", 8, "--seed", 1],
        ["--connections", 64, "--concurrency", 1, "--seed", 2], ["--connections", 64, "--concurrency", 8, "--seed", 3],
        ["--in-order", "--parallel", 1])

# What may differ from run to run, and why.
MAY_DIFFER = {
    "started": "a time", "seconds": "a time",
    "connections": "lists are divided by what was answered so far", "retries": "the same",
    "octets_sent": "hellos go with connections", "octets_received": "the same",
    "evidence": "which connection told it: their numbers are given as they begin",
    "date": "the time in an answer of HTTP",
}


def plain(value):
    """Without what may differ."""
    if isinstance(value, dict):
        # Facts stand in the order in which they were learnt.
        if "facts" in value:
            value = {**value, "facts": {fact["fact"]: fact for fact in value["facts"]}}
        return {key: plain(inner) for key, inner in value.items() if key not in MAY_DIFFER}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value


def differences(one, other, place=""):
    if isinstance(one, dict) and isinstance(other, dict):
        for key in sorted({*one, *other}):
            yield from differences(one.get(key), other.get(key), f"{place}.{key}")
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for i, (a, b) in enumerate(zip(one, other)):
            yield from differences(a, b, f"{place}[{i}]")
    elif one != other:
        yield f"{place}: {one!r:.200} and {other!r:.200}"


def same_whatever_the_haste(run):
    if shutil.which("nginx") is None:
        raise Skip("nginx is not here")
    servers, keys = lab.all_servers(), lab.make_keys(run.folder / "keys")
    with contextlib.ExitStack() as stack:
        running = [stack.enter_context(lab.running(servers[name], run.folder, keys)) for name in SERVERS]
        targets = [r.target for r in running]
        first, found = None, []
        for i, way in enumerate(WAYS):
            turned = targets[i % len(targets):] + targets[:i % len(targets)]
            endpoints, _ = run.endpoints("--sni", "lab.example", *way, *(turned[::-1] if i % 2 else turned))
            told = {e["target"]: plain(e) for e in endpoints}
            same(f"endpoints with {way}", sorted(targets), sorted(told))
            first = first or told
            for name, target in zip(SERVERS, targets):
                found += [f"{name} with {' '.join(map(str, way))}{d}" for d in differences(first[target], told[target])]
    holds(f"{len(found)} differences:\n" + "\n".join(found[:20]), not found)


CASES = (same_whatever_the_haste,)
