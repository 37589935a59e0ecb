"""How much at once, how fast, and with how few descriptors."""
import resource

from harness import FINE, INCOMPLETE, holds, same

CERTS = ["--profile", "certs", "--no-validation"]


def polite(run):
    """--polite: one connection at a time to an endpoint, and five a second."""
    server = run.server(address="127.0.0.1")
    (endpoint,), _ = run.endpoints("--profile", "enumeration", "--polite", "--host-timeout", 5,
                                   f"127.0.0.1:{server.port}")
    times = server.times
    holds(f"{len(times)} connections", len(times) >= 15)
    same("at once", 1, server.most_open)
    busiest = max(sum(1 for t in times if begin <= t < begin + 1) for begin in times)
    holds(f"{busiest} in a second", busiest <= 6)
    # The time was not enough: told, not hidden.
    same("state", "incomplete", endpoint["state"])
    holds(str(endpoint["unknown"]), any("time for one endpoint" in unknown["cause"] for unknown in endpoint["unknown"]))


def bounded(run):
    """--connections, --concurrency and --rate hold for the whole run."""
    server = run.server(slow=0.02)
    for options, most in ((["--connections", 3], 3), (["--parallel", 1, "--concurrency", 2], 2), (["--parallel", 2, "--concurrency", 1], 2)):
        server.most_open = 0
        run.endpoints("--profile", "enumeration", "--no-validation", *options, f"127.2.0.0/30:{server.port}", code=FINE)
        # The server sees a connection end later than the program, the more so on a busy machine; without a
        # limit there are 8 to each of the four.
        holds(f"{server.most_open} at once with {options}", server.most_open <= 2 * most + 3)
    server.times.clear()
    run.endpoints(*CERTS, "--rate", 40, f"127.2.0.0/26:{server.port}", code=FINE)
    took = server.times[-1] - server.times[0]
    same("connections", 64, len(server.times))
    holds(f"64 connections at 40 a second took {took:.2f} s", 1.3 < took < 4)


def few_descriptors(run):
    """With 40 open files and 200 targets it goes on, with fewer connections, and says so."""
    server = run.server()

    def limit(most):
        return lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    for options in (CERTS, ["--profile", "enumeration", "--no-validation"]):
        hosts = "127.2.1.0-127.2.1.199" if options is CERTS else "127.2.1.0-127.2.1.19"
        endpoints, complaint = run.endpoints(*options, f"{hosts}:{server.port}", before=limit(40), code=FINE)
        same("states", {"complete"}, {e["state"] for e in endpoints})
        same("endpoints", 200 if options is CERTS else 20, len(endpoints))
        holds(complaint, "40 open files" in complaint and len(complaint.splitlines()) == 1)
    # So few that not even that is enough: told of each endpoint.
    endpoints, complaint = run.endpoints(*CERTS, f"127.2.1.0/28:{server.port}", before=limit(8))
    failed = [e for e in endpoints if e["state"] != "complete"]
    same("endpoints", 16, len(endpoints))
    for endpoint in failed:
        holds(endpoint["trouble"], "Too many open files" in endpoint["trouble"])


def huge_network(run):
    """A /8 is walked, not made: memory stays flat, and Ctrl-C ends it."""
    import os
    import pathlib
    import signal
    import time
    server = run.server()
    path = run.folder / "run.ndjson"
    # Most of the /8 is refused at once.
    program = run.start(*CERTS, "--in-order", "--ndjson", "-o", path, f"127.0.0.0/8:{server.port + 1}")
    sizes = []
    try:
        for _ in range(8):
            time.sleep(0.4)
            holds("it ended", program.poll() is None)
            status = pathlib.Path(f"/proc/{program.pid}/status").read_text()
            sizes.append(int(status.split("VmRSS:")[1].split()[0]) // 1024)
    finally:
        os.kill(program.pid, signal.SIGINT)
    _, complaint = program.communicate(timeout=20)
    same("exit code", INCOMPLETE, program.returncode)
    holds(f"resident MB: {sizes}", max(sizes) < 100 and sizes[-1] - sizes[2] < 10)
    holds(complaint, "endpoints are done" in complaint)


CASES = (polite, bounded, few_descriptors, huge_network)
