#!/usr/bin/env python3
"""Records the sample captures of this folder's catalogue with real TLS software.

    tools/record/record.py [--out samples] [--list] [name...]

Needs root: everything runs in a private network namespace, so only its own
loopback interface is seen, all ports are free and nothing leaves the machine.
Each recording writes
    <out>/<name>.pcap(ng)       the packets
    <out>/keys/<name>.keys      the key log, where the software writes one
    <out>/expected/<name>.json  what the software itself said it negotiated
and a recording of everything also
    <out>/pki/<name>.pem        the certificates of this run's own PKI
Nothing is installed: a missing program is named with its Debian package.
Optional: RECORD_NODE=/path/to/node of version 24 or newer (OpenSSL 3.5) for
the samples with post-quantum key exchange.
"""
import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import catalogue  # noqa: E402  (the path above must be set first)
from lab import Lab, MissingProgram  # noqa: E402
from pki import Pki  # noqa: E402

INSIDE = "RECORD_INSIDE_NAMESPACE"


def enter_namespace():
    """Runs this program again inside a network namespace of its own."""
    if os.environ.get(INSIDE):
        return
    if os.geteuid() != 0 or not shutil.which("unshare"):
        sys.exit("record.py: must be run as root, with unshare (package util-linux)")
    os.environ[INSIDE] = "1"
    os.execvp("unshare", ["unshare", "--net", sys.executable, *sys.argv])


def record(names, out, work):
    pki = Pki(work / "pki")
    if set(names) == set(catalogue.SAMPLES):  # else <out>/pki belongs to the other recordings
        pki.publish(out / "pki")
    failed = []
    for name in names:
        lab = Lab(name, work / name, out, pki)
        try:
            with lab:
                catalogue.SAMPLES[name](lab)
            print(f"{name}: {lab.summary()}")
        except MissingProgram as missing:
            print(f"{name}: skipped, {missing}")
        except Exception as error:  # one bad recording must not stop the rest
            failed.append(name)
            print(f"{name}: FAILED, {error!r}")
    return failed


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path,
                        default=Path(__file__).resolve().parents[2] / "samples")
    parser.add_argument("--list", action="store_true", help="list the names and stop")
    parser.add_argument("--keep", action="store_true", help="keep the working folder")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    if options.list:
        print("\n".join(catalogue.SAMPLES))
        return 0
    names = options.names or list(catalogue.SAMPLES)
    unknown = [name for name in names if name not in catalogue.SAMPLES]
    if unknown:
        sys.exit(f"record.py: no sample named {', '.join(unknown)} (see --list)")
    enter_namespace()
    work = Path(tempfile.mkdtemp(prefix="record-"))
    try:
        failed = record(names, options.out.resolve(), work)
    finally:
        if options.keep:
            print(f"kept {work}")
        else:
            shutil.rmtree(work, ignore_errors=True)
    if failed:
        print("failed:", " ".join(failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
