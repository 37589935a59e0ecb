#!/usr/bin/env python3
"""Runs tlsonar scan as people do, against servers, name servers and proxies that are started here:

    check.py TLSONAR [NAME…]   all cases, or those named
    check.py --list
"""
import pathlib
import shutil
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import evidence  # noqa: E402
import manners  # noqa: E402
import names  # noqa: E402
import program  # noqa: E402
import routes  # noqa: E402
import same_result  # noqa: E402
import stopping  # noqa: E402
import targets  # noqa: E402
from harness import SKIPPED, Fault, Run, Skip  # noqa: E402

MODULES = (stopping, targets, names, routes, manners, program, evidence, same_result)
CASES = {case.__name__.replace("_", "-"): case for module in MODULES for case in module.CASES}


def main(arguments):
    if arguments == ["--list"]:
        print("\n".join(CASES))
        return 0
    if shutil.which("openssl") is None:
        print("skipped: there is no openssl command")
        return SKIPPED
    tlsonar = str(pathlib.Path(arguments[0]).resolve())
    failed, ran = 0, 0
    for name in arguments[1:] or CASES:
        with tempfile.TemporaryDirectory() as folder:
            run = Run(tlsonar, pathlib.Path(folder))
            try:
                CASES[name](run)
                ran += 1
                print(f"{name}: fine", flush=True)
            except Skip as reason:
                print(f"{name}: skipped: {reason}", flush=True)
            except Fault as fault:
                failed += 1
                print(f"{name}: {fault}", flush=True)
            finally:
                run.close()
    return 1 if failed else 0 if ran else SKIPPED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
