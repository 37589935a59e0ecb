#!/usr/bin/env python3
"""Holds what test_reports writes of its sample endpoints against the published schemas: each
property must be described, and none left out of the samples but those named below.

    scan_schema.py TEST_REPORTS SOURCE_DIR
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "schema"))
from check import Schema  # noqa: E402

# Described, and in no sample: they belong to what other tests make.
NOT_IN_SAMPLES = {"dialog", "cause", "detail", "plain_location", "npn_cause", "certificate"}


def described(schema):
    """The properties of an endpoint and of what its own $defs describe."""
    yield from schema.documents["endpoint-1.schema.json"]["properties"]
    for entry in schema.documents["endpoint-1.schema.json"]["$defs"].values():
        yield from entry.get("properties", {})


def written(value):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from written(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from written(inner)


def check(binary, source):
    folder = source / "reports" / "schema"
    scan, endpoint = Schema(folder, "scan-1.schema.json"), Schema(folder, "endpoint-1.schema.json")
    yield from (f"no description: {p}" for p in scan.undocumented())
    with tempfile.TemporaryDirectory() as made:
        subprocess.run([binary, "--gtest_filter=ScanJson.Document"], check=True, stdout=subprocess.DEVNULL,
                       env={**os.environ, "TLSONAR_SCAN_JSON": made})
        documents = {p.stem: json.loads(p.read_bytes().decode("utf-8")) for p in pathlib.Path(made).glob("*.json")}
    assert set(documents) == {"plain", "details"}, documents.keys()
    for name, document in documents.items():
        yield from scan.faults({**document, "endpoints": []}, name)
        for at, one in enumerate(document["endpoints"]):
            yield from endpoint.faults(one, f"{name} #{at}")
    missing = set(described(scan)) - set(written(documents["details"])) - NOT_IN_SAMPLES
    yield from (f"{p} is described, and no sample has it" for p in sorted(missing))


def main():
    found = list(check(sys.argv[1], pathlib.Path(sys.argv[2]).resolve()))
    print("\n".join(found[:20]) if found else "scan schema: fine")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
