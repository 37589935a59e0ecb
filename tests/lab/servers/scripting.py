"""How scripted servers are started; not a family of its own."""
import json
import sys

from lab import HERE, Server


def script(certificates=("rsa2048",), **specification):
    """A start function. Certificates by algorithm of keys.py; the first of a kind is shown for it."""
    def start(run):
        given = dict(specification)
        shown = {}
        for leaf in certificates:
            kind = "rsa" if leaf.startswith("rsa") else "dss" if leaf.startswith("dsa") else "ecdsa"
            shown[kind] = str(run.keys.leaf(leaf))
        given["certificates"] = shown
        run.spawn(sys.executable, HERE / "scripted.py", run.port, json.dumps(given))
    return start


def scripted(name, about, expected, certificates=("rsa2048",), options=(), slow=False, faults_run=False, hidden=(),
             **specification):
    """A server of scripted.py. A hello is all it can do, so no complete profile is asked for."""
    # Who never answers is waited for again and again.
    options = [*options, "--timeout", "1"] if slow else options
    return Server(f"scripted-{name}", about, script(certificates, **specification), {"state": None, **expected},
                  options=options, slow=slow, faults=faults_run, hidden=hidden)
