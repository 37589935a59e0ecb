"""Scans a server with and without a fault injector: what differs must be unknown, with a cause."""
import contextlib
import socket
import sys
import time

import compare
import lab

# Name: arguments of proxies.py.
INJECTORS = {
    "limit-20": ["limit", "rate=20"],
    "limit-5": ["limit", "rate=5"],
    "drop-10-reset": ["drop", "share=10", "how=reset"],
    "drop-10-eof": ["drop", "share=10", "how=eof"],
    "drop-5-silent": ["drop", "share=5", "how=silent"],
    "drop-50-reset": ["drop", "share=50", "how=reset"],
    "drop-100-reset": ["drop", "share=100", "how=reset"],
    "drop-100-silent": ["drop", "share=100", "how=silent"],
    "stall-10": ["stall", "share=10", "seconds=2"],
    "cut-10": ["cut", "share=10", "octets=40"],
    "delay-50": ["delay", "ms=25"],
    "count": ["count"],
}
# Nothing is lost behind these: the profile must be the same.
HARMLESS = ("delay-50", "count")


@contextlib.contextmanager
def before(run, name):
    """An injector before a running server: its port."""
    port = lab.free_port(socket.SOCK_STREAM)
    program = run.spawn(sys.executable, lab.HERE / "proxies.py", port, run.port, *INJECTORS[name])
    try:
        run.wait(port)
        yield port
    finally:
        run.programs.remove(program)
        program.terminate()
        program.wait()


def examine(server, options, keys, folder):
    """(status, lines) as check.examine."""
    from check import scan
    lines, differs = [], False
    try:
        with lab.running(server, folder, keys) as run:
            plain, trouble = scan(options.program, run.target, server.options)
            if plain is None:
                return "differs", [f"without a fault: {trouble}"]
            for name in options.injectors or INJECTORS:
                begun = time.monotonic()
                with before(run, name) as port:
                    target = run.target.replace(f":{run.port}", f":{port}")
                    faulty, trouble = scan(options.program, target, server.options, run.folder / f"{name}.json")
                if faulty is None:
                    found = [trouble]
                else:
                    found = compare.silent_differences(plain, faulty, must_be_whole=name in HARMLESS)
                differs = differs or bool(found)
                note = "the same" if faulty and not compare.told_differences(plain, faulty) else "less is known, and it is said"
                took = time.monotonic() - begun
                lines.append(f"{name}, {took:.1f} s: " + ("differs silently" if found else note))
                lines += [f"  {one}" for one in found]
    except lab.Missing as reason:
        return "skipped", [str(reason)]
    except (RuntimeError, OSError) as error:
        return "differs", [str(error)]
    return ("differs" if differs else "ok"), ["", *lines] if not differs else lines
