"""What a server of the lab is, and how it is started, awaited and stopped."""
import contextlib
import os
import pathlib
import random
import shutil
import signal
import socket
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import keys as keys_module  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
START_TIMEOUT = 25.0

# Where Debian keeps what is missing, for the sentence that says so.
PACKAGES = {"gnutls-serv": "gnutls-bin", "selfserv": "libnss3-tools", "certutil": "libnss3-tools",
            "pk12util": "libnss3-tools", "java": "default-jdk-headless", "stunnel": "stunnel4"}


class Missing(Exception):
    """A server cannot run here: the reason, as a sentence."""


def need(program):
    path = shutil.which(program)
    if not path:
        raise Missing(f"{program} is not installed (Debian package {PACKAGES.get(program, program)})")
    return path


class Server:
    """A configured server and what is true of it.

    start(run) starts it: `run` has port, folder (its own, empty), keys, and spawn(*command).
    expected: part of an endpoint of tlsonar.scan/1 in short form (see compare.py); what the
    configuration does not determine is left out.
    about: what it proves, a line.
    faults: it is also scanned behind the fault injectors.
    hidden: parts of `expected` that the oracle cannot see.
    """

    def __init__(self, name, about, start, expected, *, target="127.0.0.1:{port}", datagram=False,
                 options=(), faults=False, slow=False,
                 hidden=()):
        self.name, self.about, self.start = name, about, start
        self.family = ""  # the module it comes from
        self._expected = expected
        self.target, self.datagram, self.options = target, datagram, list(options)
        self.faults, self.slow, self.hidden = faults, slow, tuple(hidden)

    @property
    def expected(self):
        """May be a function: some are asked of the library at hand."""
        return self._expected() if callable(self._expected) else self._expected


class Run:
    """One running server."""

    def __init__(self, server, folder, keys):
        self.server, self.folder, self.keys = server, pathlib.Path(folder), keys
        self.port = free_port(socket.SOCK_DGRAM if server.datagram else socket.SOCK_STREAM)
        self.programs = []
        self.log = self.folder / "log"

    def spawn(self, *command, environment=(), stdin=None, cwd=None):
        neutral = self.keys.neutral
        neutral.touch()
        variables = {**os.environ, "OPENSSL_CONF": str(neutral), "LC_ALL": "C.UTF-8", **dict(environment)}
        # Who is killed while it tests must leave no servers behind.
        setpriv = shutil.which("setpriv")
        guard = [setpriv, "--pdeathsig", "KILL", "--"] if setpriv else []
        with open(self.log, "ab") as log:
            program = subprocess.Popen(guard + [str(c) for c in command], stdout=log, stderr=log, cwd=cwd or self.folder,
                                       stdin=stdin or subprocess.DEVNULL, env=variables, start_new_session=True)
        self.programs.append(program)
        return program

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text)
        return path

    @property
    def target(self):
        return self.server.target.format(port=self.port)

    def wait(self, port=None):
        """Until somebody listens on the port: the run's, unless another is named."""
        port = port or self.port
        deadline = time.monotonic() + START_TIMEOUT
        while not listening(port, self.server.datagram):
            dead = [p for p in self.programs if p.poll() is not None]
            if dead or time.monotonic() > deadline:
                said = self.log.read_text(errors="replace")[-600:] if self.log.exists() else ""
                raise RuntimeError(f"{self.server.name} did not start: {said.strip() or 'it said nothing'}")
            time.sleep(0.01)

    def stop(self):
        for program in self.programs:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(program.pid, signal.SIGTERM)
        for program in self.programs:
            try:
                program.wait(1)
            except subprocess.TimeoutExpired:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(program.pid, signal.SIGKILL)
                program.wait()


def free_port(kind=socket.SOCK_STREAM):
    """One that nobody has, and that the kernel gives to no client meanwhile: below its own range."""
    while True:
        port = random.randrange(12000, 32000)
        with socket.socket(socket.AF_INET, kind) as probe:
            try:
                probe.bind(("0.0.0.0", port))
                return port
            except OSError:
                continue


def listening(port, datagram=False):
    """Whether somebody listens, told by the kernel: no connection is made, servers may count."""
    wanted = f":{port:04X}"
    for suffix in ("", "6"):
        table = pathlib.Path(f"/proc/net/{'udp' if datagram else 'tcp'}{suffix}")
        if not table.exists():
            continue
        for line in table.read_text().splitlines()[1:]:
            fields = line.split()
            if fields[1].endswith(wanted) and (datagram or fields[3] == "0A"):
                return True
    return False


@contextlib.contextmanager
def running(server, folder, keys):
    """A started server as a Run; stopped at the end."""
    own = pathlib.Path(folder) / server.name
    shutil.rmtree(own, ignore_errors=True)
    own.mkdir(parents=True)
    run = Run(server, own, keys)
    try:
        server.start(run)
        run.wait()
        yield run
    finally:
        run.stop()


def make_keys(folder):
    return keys_module.Keys(folder)


def all_servers():
    """Every server of the lab, by name."""
    import servers
    found = {}
    for server in servers.catalogue():
        assert server.name not in found, server.name
        found[server.name] = server
    return found
