"""Runs that end early, and runs that go on: --resume, Ctrl-C, SIGKILL."""
import collections
import signal
import time

import dns
from harness import FINE, INCOMPLETE, USAGE, holds, one_sentence, read_lines, same

SLOW = ["--profile", "certs", "--parallel", "4", "--no-validation"]


def wait_for_lines(program, path, count):
    """Until so many lines are there; the program must still be at work then."""
    deadline = time.monotonic() + 30
    while True:
        lines = path.read_text().count("\n") if path.exists() else 0
        if lines >= count:
            break
        holds(f"{lines} lines, then it ended", program.poll() is None)
        holds(f"{lines} lines after 30 s", time.monotonic() < deadline)
        time.sleep(0.01)
    holds("it was too fast to be stopped in its middle", program.poll() is None)


def counted(lines):
    return collections.Counter((line["target"], line.get("address")) for line in lines)


def resume_after_kill(run):
    """Killed twice in the middle; then nothing is lost, nothing is twice, and all is as if undisturbed."""
    server = run.server(slow=0.04)
    networks = f"127.7.0.0/25:{server.port}"
    whole = run.folder / "whole.ndjson"
    code, _, complaint = run("--profile", "certs", "--no-validation", "--ndjson", "-o", whole, networks)
    same(f"exit code ({complaint})", FINE, code)
    path = run.folder / "run.ndjson"
    for lines in (20, 60):
        program = run.start(*SLOW, "--resume", path, networks)
        wait_for_lines(program, path, lines)
        program.kill()
        program.communicate()
    # As if the machine had died while a line was written.
    before = path.read_text()
    path.write_text(before + '{"schema":"tlsonar.endpoint/1","target":"127.7.0.9')
    code, _, complaint = run(*SLOW, "--resume", path, networks)
    same(f"exit code ({complaint})", FINE, code)
    told = read_lines(path)
    holds("what was there is kept", path.read_text().startswith(before))
    same("targets", counted(read_lines(whole)), counted(told))
    same("most lines of one", 1, max(counted(told).values()))
    same("states", {"complete"}, {line["state"] for line in told})
    # Nothing is left: nobody is asked.
    server.reached.clear()
    code, _, complaint = run(*SLOW, "--resume", path, networks)
    same(f"exit code ({complaint})", FINE, code)
    same("connections when all is done", 0, server.connections)
    same("lines", 128, len(read_lines(path)))


def resume_between_addresses(run):
    """A name has several addresses; the earlier run ended between two of them."""
    server = run.server()
    addresses = ["127.8.0.1", "127.8.0.2", "127.8.0.3"]
    zone = {("many.example", "A"): addresses, ("one.example", "A"): ["127.8.0.4"]}
    path = run.folder / "run.ndjson"
    with dns.NameServer(zone) as names:
        def scan():
            return run(*SLOW, "--resolver", names.text, "--resume", path, f"many.example:{server.port}",
                       f"one.example:{server.port}", f"gone.example:{server.port}", "--timeout", 2)
        same("exit code", INCOMPLETE, scan()[0])  # gone.example
        lines = path.read_text().splitlines(keepends=True)
        same("lines", 5, len(lines))
        whole = counted(read_lines(path))
        server.reached.clear()
        same("exit code when nothing is left", FINE, scan()[0])
        same("connections when nothing is left", 0, server.connections)
        path.write_text("".join(line for line in lines if '"127.8.0.2"' not in line))
        same("exit code", FINE, scan()[0])
        same("whom the rest asked", {"127.8.0.2": 1}, dict(server.reached))
        same("endpoints", whole, counted(read_lines(path)))
        # An address that the name got meanwhile is new.
        zone["many.example", "A"] = addresses + ["127.8.0.9"]
        server.reached.clear()
        scan()
        same("whom it asked for the new address", {"127.8.0.9": 1}, dict(server.reached))


def resume_refused(run):
    """Options that contradict, and files that are something else."""
    server = run.server()
    target = f"127.0.0.1:{server.port}"
    for more in (["--json"], ["-o", "x"], ["--json", "-o", "x"]):
        code, out, complaint = run("--resume", "run.ndjson", *more, target)
        same(f"exit code with {more}", USAGE, code)
        one_sentence(complaint, "--resume")
        same("output", "", out)
    text = "this is somebody's letter\nand must stay\n"
    letter = run.write("letter", text)
    code, _, complaint = run("--resume", letter, target)
    same("exit code", USAGE, code)
    one_sentence(complaint, "letter", "NDJSON")
    same("the letter", text, letter.read_text())
    code, _, complaint = run("--resume", "/nowhere/run.ndjson", target)
    same("exit code", USAGE, code)
    one_sentence(complaint, "/nowhere/run.ndjson", "No such file")
    same("connections", 0, server.connections)
    # Beside --ndjson, which it means anyhow; evidence of the earlier run is not written over.
    evidence = ["--evidence", "x.pcapng"]
    code, _, complaint = run(*SLOW, "--ndjson", "--resume", "run.ndjson", *evidence, target)
    same(f"exit code ({complaint})", FINE, code)
    kept = (run.folder / "x.pcapng").read_bytes()
    code, _, complaint = run(*SLOW, "--resume", "run.ndjson", *evidence, target)
    same("exit code", USAGE, code)
    one_sentence(complaint, "x.pcapng", "give another file")
    same("evidence", kept, (run.folder / "x.pcapng").read_bytes())


def interrupted(run):
    """Ctrl-C: what is done is kept, and the sentence says how to go on; that way works."""
    server = run.server(slow=0.05)
    networks = f"127.9.0.0/25:{server.port}"
    path = run.folder / "run.ndjson"
    for number in (signal.SIGINT, signal.SIGTERM):
        path.unlink(missing_ok=True)
        program = run.start(*SLOW, "--ndjson", "-o", path, networks)
        wait_for_lines(program, path, 10)
        begun = time.monotonic()
        program.send_signal(number)
        out, complaint = program.communicate(timeout=20)
        holds("it ends at once", time.monotonic() - begun < 2)
        same(f"exit code ({complaint}{out})", INCOMPLETE, program.returncode)
        done = len(read_lines(path))
        holds(f"{done} are done", 10 <= done < 128)
        one_sentence(complaint, f"{done} endpoints are done", f"--resume {path}")
    same("exit code of the rest", FINE, run(*SLOW, "--resume", path, networks)[0])
    same("lines", 128, len(read_lines(path)))
    same("most lines of one", 1, max(counted(read_lines(path)).values()))


def interrupted_json(run):
    """A JSON document stays one, and a table is closed."""
    import json
    server = run.server(slow=0.05)
    networks = f"127.9.0.0/25:{server.port}"
    path = run.folder / "run.json"
    program = run.start(*SLOW, "--json", "-o", path, networks)
    while server.connections < 12:
        holds("it ended", program.poll() is None)
        time.sleep(0.01)
    program.send_signal(signal.SIGINT)
    _, complaint = program.communicate(timeout=20)
    same("exit code", INCOMPLETE, program.returncode)
    endpoints = json.loads(path.read_text())["endpoints"]
    holds(f"{len(endpoints)} endpoints", 0 < len(endpoints) < 128)
    one_sentence(complaint, f"{len(endpoints)} endpoints are done", "--resume")


CASES = (resume_after_kill, resume_between_addresses, resume_refused, interrupted, interrupted_json)
