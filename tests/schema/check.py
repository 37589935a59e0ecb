#!/usr/bin/env python3
"""Validates what tlsonar writes of every sample against the published schemas, and requires that
each property it writes is described there: a schema cannot lag behind the program.

    check.py TLSONAR SOURCE_DIR plain|details|chains
"""
import json
import pathlib
import re
import subprocess
import sys
import warnings

with warnings.catch_warnings():
    # Newer versions of jsonschema would like another resolver, which Debian's does not have.
    warnings.simplefilter("ignore", DeprecationWarning)
    from jsonschema import Draft202012Validator, RefResolver

SAMPLES = {".pcap", ".pcapng"}
MOST_SHOWN = 20


class Schema:
    """A schema with its file: references are resolved by their place in the folder."""

    def __init__(self, folder, name):
        self.documents = {p.name: json.loads(p.read_text()) for p in folder.glob("*.json")}
        self.name = name
        root = self.documents[name]
        Draft202012Validator.check_schema(root)
        base = folder.as_uri() + "/"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            resolver = RefResolver(base + name, root,
                                   store={base + n: d for n, d in self.documents.items()})
            self.validator = Draft202012Validator(root, resolver=resolver)

    def target(self, schema, document):
        """Follows $ref: the schema meant, and the document in which it stands."""
        while "$ref" in schema:
            file, _, pointer = schema["$ref"].partition("#")
            document = file or document
            schema = self.documents[document]
            for part in pointer.split("/")[1:]:
                schema = schema[part]
        return schema, document

    def undescribed(self, value, schema=None, document=None, path=""):
        """The paths of properties in `value` that the schema does not describe."""
        document = document or self.name
        schema, document = self.target(self.documents[document] if schema is None else schema,
                                       document)
        if isinstance(value, dict):
            for key, inner in value.items():
                described = schema.get("properties", {}).get(key, schema.get("additionalProperties"))
                if not isinstance(described, dict):
                    yield f"{path}.{key}"
                elif "properties" in schema:  # below free fields all is free
                    yield from self.undescribed(inner, described, document, f"{path}.{key}")
        elif isinstance(value, list) and "items" in schema:
            for inner in value:
                yield from self.undescribed(inner, schema["items"], document, path + "[]")

    def undocumented(self):
        """Properties in the schema without a description of their own or by reference."""
        for file, document in self.documents.items():
            yield from self.bare(document, file, file)

    def bare(self, schema, file, path):
        for key, inner in schema.get("properties", {}).items():
            target, _ = self.target(inner, file)
            if "description" not in inner and "description" not in target:
                yield f"{path}.{key}"
            yield from self.bare(inner, file, f"{path}.{key}")
        for key, inner in schema.get("$defs", {}).items():
            yield from self.bare(inner, file, f"{path}#{key}")
        if isinstance(schema.get("items"), dict):
            yield from self.bare(schema["items"], file, path + "[]")

    def faults(self, value, where):
        for error in self.validator.iter_errors(value):
            yield f"{where}: {error.json_path}: {error.message[:200]}"
        for path in sorted(set(self.undescribed(value))):
            yield f"{where}: {path} is not described in {self.name}"


def run(tlsonar, sample, keys, flags):
    command = [tlsonar, "analyze", sample, *flags]
    if keys.exists():
        command += ["--keylog", keys]
    done = subprocess.run([str(c) for c in command], capture_output=True, check=False)
    if done.returncode not in (0, 3):
        raise RuntimeError(f"{sample}: exit code {done.returncode}: {done.stderr.decode()}")
    return done.stdout.decode("utf-8")  # strict: what we write is valid UTF-8


def unlisted_anomalies(source):
    """Anomalies that docs/records.md does not explain."""
    kinds = (source / "dissect" / "session" / "anomaly.cc").read_text()
    page = (source / "docs" / "records.md").read_text()
    for name in re.findall(r'AnomalyKind k\w+ = \{\s*"(\w+)"', kinds):
        if f"| `{name}` |" not in page:
            yield f"docs/records.md does not list the anomaly {name}"


def check(tlsonar, source, flags):
    yield from unlisted_anomalies(source)
    folder = source / "reports" / "schema"
    analysis = Schema(folder, "analysis-1.schema.json")
    handshake = Schema(folder, "handshake-1.schema.json")
    yield from (f"no description: {p}" for p in analysis.undocumented())
    samples = sorted(p for p in (source / "samples").rglob("*") if p.suffix in SAMPLES)
    assert samples, "no samples"
    for sample in samples:
        keys = source / "samples" / "keys" / (sample.stem + ".keys")
        document = json.loads(run(tlsonar, sample, keys, ["--json", *flags]))
        lines = run(tlsonar, sample, keys, ["--ndjson", *flags]).splitlines()
        records = [json.loads(line) for line in lines]
        name = sample.relative_to(source)
        if records != document["handshakes"]:
            yield f"{name}: --ndjson and --json tell different handshakes"
        # The handshakes are checked once, with their own schema.
        yield from analysis.faults({**document, "handshakes": records[:1]}, name)
        for record in records:
            yield from handshake.faults(record, f"{name} #{record.get('number')}")


def check_chains(tlsonar, source):
    """`tlsonar check --json` of every case of tests/chains, and of odd files."""
    schema = Schema(source / "reports" / "schema", "check-1.schema.json")
    cases = sorted(p.parent for p in (source / "tests" / "chains").glob("*/case.json"))
    assert cases, "no chains"
    # Every seventh: a run is a process, and the cases are much alike.
    for case in cases[::7]:
        facts = json.loads((case / "case.json").read_text())
        command = [tlsonar, "check", "--json", "--as-of", facts["time"], "--profile", facts["profile"],
                   "--store", f"own={case / 'roots.pem'}", case / "chain.pem",
                   *(p for p in case.glob("*") if p.suffix in (".der", ".crl") or p.name == "crl.pem")]
        if facts.get("host"):
            command += ["--host", facts["host"]]
        done = subprocess.run([str(c) for c in command], capture_output=True, check=False)
        if done.returncode not in (0, 1, 3):
            yield f"{case.name}: exit code {done.returncode}: {done.stderr.decode()}"
            continue
        yield from schema.faults(json.loads(done.stdout.decode("utf-8")), case.name)


def main():
    tlsonar, source, kind = sys.argv[1], pathlib.Path(sys.argv[2]).resolve(), sys.argv[3]
    flags = {"plain": [], "details": ["--details", "--der"], "chains": None}[kind]
    found = list(check_chains(tlsonar, source) if flags is None else check(tlsonar, source, flags))
    print("\n".join(found[:MOST_SHOWN]) if found else "schema: fine")
    if len(found) > MOST_SHOWN:
        print(f"... and {len(found) - MOST_SHOWN} more")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
