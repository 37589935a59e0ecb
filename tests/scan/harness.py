"""How the cases run tlsonar, and what they find wrong."""
import contextlib
import json
import os
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "check"))

import pki  # noqa: E402
import local_servers  # noqa: E402

FINE, VIOLATIONS, USAGE, INCOMPLETE, SKIPPED = 0, 1, 2, 3, 77


class Fault(Exception):
    pass


class Skip(Exception):
    """The case cannot run here: the reason."""


def same(what, wanted, told):
    if wanted != told:
        raise Fault(f"{what}: expected {wanted!r:.1500}, told {told!r:.1500}")


def holds(what, condition):
    if not condition:
        raise Fault(f"{what:.3000}")


def one_sentence(complaint, *words):
    lines = complaint.splitlines()
    same(f"lines of complaint ({complaint})", 1, len(lines))
    holds(f"not for people: {complaint}", lines[0].startswith("tlsonar: ") and len(lines[0]) < 400)
    for word in words:
        holds(f"{word!r} is not in {complaint!r}", word in complaint)


class Run:
    def __init__(self, tlsonar, folder):
        self.tlsonar, self.folder = tlsonar, folder
        self.stack = contextlib.ExitStack()
        self._pki = None

    def close(self):
        self.stack.close()

    @property
    def pki(self):
        if self._pki is None:
            self._pki = pki.Pki(self.folder)
        return self._pki

    def certificate(self, name="www.example.com"):
        """(chain, key) as files."""
        leaf = self.pki.leaf(name)
        chain = self.folder / f"{name}.chain"
        chain.write_text(leaf.read_text() + self.pki.issuing.read_text())
        return chain, self.pki.key(name)

    def server(self, address="0.0.0.0", **how):
        """A TLS server that counts; it ends with the case."""
        chain, key = self.certificate(how.pop("name", "www.example.com"))
        return self.stack.enter_context(local_servers.TlsServer(chain, key, address, **how))

    def keep(self, thing):
        return self.stack.enter_context(thing)

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text)
        return path

    def command(self, *arguments):
        return [self.tlsonar, *map(str, arguments)]

    def environment(self):
        clean = {k: v for k, v in os.environ.items()
                 if k.lower() not in ("http_proxy", "https_proxy", "no_proxy", "all_proxy")}
        clean.update(LC_ALL="C.UTF-8", COLUMNS="100", OPENSSL_CONF="/dev/null")
        return clean

    def __call__(self, *arguments, command="scan", stdin=None, before=None, timeout=100):
        """(exit code, standard output, standard error)"""
        run = subprocess.run(self.command(command, *arguments), env=self.environment(), input=stdin,
                             cwd=self.folder, capture_output=True, timeout=timeout,
                             preexec_fn=before, text=True)
        return run.returncode, run.stdout, run.stderr

    def start(self, *arguments):
        """The program, running."""
        return subprocess.Popen(self.command("scan", *arguments), env=self.environment(), text=True,
                                cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def json(self, *arguments, code=None, command="scan", **how):
        """(the document, standard error)"""
        told, out, complaint = self(*arguments, "--json", command=command, **how)
        if code is not None:
            same(f"exit code of {arguments} ({complaint}{out:.2000})", code, told)
        try:
            return json.loads(out), complaint
        except ValueError as error:
            raise Fault(f"no JSON of {arguments} ({error}): {complaint}") from error

    def endpoints(self, *arguments, code=None, **how):
        """(endpoints, standard error)"""
        report, complaint = self.json(*arguments, code=code, **how)
        return report["endpoints"], complaint


def endpoint_names(endpoints):
    return sorted(e["target"] for e in endpoints)


def read_lines(path):
    """The endpoints of a file of NDJSON; each line whole."""
    text = pathlib.Path(path).read_text()
    holds("the last line is cut off", not text or text.endswith("\n"))
    return [json.loads(line) for line in text.splitlines()]
