#!/usr/bin/env python3
"""Writes tests/chains: one folder for each case, by which tests/trust/chains_test.cc judges path
validation. docs/validation.md says how cases are read.

    make.py             writes the folders, and removes those of cases that are gone
    make.py --check     says whether they are up to date; exit status 1 when not
    make.py --judges    asks `openssl verify` what it thinks of the material, as a check of the
                        generator: it is no authority, and where it differs is shown

Everything is made from names and fixed times: a second run writes the same octets. Needs the Python
package cryptography, 43 or newer.
"""

import pathlib
import shutil
import sys

import cases_ca
import cases_constraints
import cases_name
import cases_path
import cases_policy
import cases_revocation
import cases_signature
import cases_time
import suite

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "tests" / "chains"


def build():
    for module in (cases_time, cases_name, cases_ca, cases_constraints, cases_policy,
                   cases_signature, cases_path, cases_revocation):
        module.add()


def stale():
    """Paths whose content is not what it should be, with that content (None: should not be there)."""
    wanted = {FOLDER / name / file: octets for name in suite.CASES
              for file, octets in suite.content(name).items()}
    there = {path for path in FOLDER.glob("*/*")} if FOLDER.exists() else set()
    out = {path: None for path in there - wanted.keys()}
    out.update({path: octets for path, octets in wanted.items()
                if path not in there or path.read_bytes() != octets})
    return out


def main():
    if sys.argv[1:] not in ([], ["--check"], ["--judges"]):
        sys.exit(__doc__)
    build()
    if sys.argv[1:] == ["--judges"]:
        import judges
        sys.exit(judges.ask(FOLDER))
    changes = stale()
    if sys.argv[1:] == ["--check"]:
        if changes:
            sys.exit("not up to date: " + ", ".join(sorted(str(path) for path in changes)[:5]))
        return
    for path, octets in changes.items():
        if octets is None:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(octets)
    for folder in FOLDER.iterdir():
        if folder.is_dir() and folder.name not in suite.CASES:
            shutil.rmtree(folder)
    print(f"{len(suite.CASES)} cases, {len(changes)} files written or removed")


if __name__ == "__main__":
    main()
