#!/usr/bin/env python3
"""Holds what the formats write of the reports made in code against their real schemas and readers.

    formats_validate.py TEST_REPORTS SOURCE_DIR ours|sarif|cyclonedx|junit|prometheus|csv|markdown

Schemas of others are not in this repository: they are looked for in ../shared/schemas; without them,
or without a tool, the exit code is 77 (skipped), after all that can be checked here was.
"""
import csv
import io
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import warnings
import xml.etree.ElementTree

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "schema"))
from check import Schema  # noqa: E402

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    from jsonschema import Draft7Validator, FormatChecker, RefResolver

KINDS = ("plain", "hostile", "empty")
SKIPPED = 77


class Skip(Exception):
    pass


class Made:
    """The documents that test_reports writes."""

    def __init__(self, binary, source):
        self.source = source
        self.schemas = source.parent / "shared" / "schemas"
        self.folder = tempfile.TemporaryDirectory()
        subprocess.run([binary, "--gtest_filter=Formats.Documents"], check=True, stdout=subprocess.DEVNULL,
                       env={**os.environ, "TLSONAR_FORMATS": self.folder.name})

    def path(self, name):
        return pathlib.Path(self.folder.name) / name

    def text(self, name):
        return self.path(name).read_bytes().decode("utf-8")  # strict: what we write is valid UTF-8

    def json(self, name):
        return json.loads(self.text(name))

    def foreign(self, name):
        path = self.schemas / name
        if not path.exists():
            raise Skip(f"{path} is not here")
        return json.loads(path.read_text())


def ours(made):
    folder = made.source / "reports" / "schema"
    report, subject = Schema(folder, "report-1.schema.json"), Schema(folder, "subject-1.schema.json")
    yield from (f"no description: {p}" for p in report.undocumented() if p.startswith(("report-1", "subject-1")))
    for kind in KINDS:
        document = made.json(f"{kind}.json")
        yield from report.faults({**document, "subjects": []}, kind)
        lines = [json.loads(line) for line in made.text(f"{kind}.ndjson").split("\n")[:-1]]
        for at, one in enumerate(lines):
            yield from subject.faults(one, f"{kind} #{at}")
        frame = {"schema", "tool", "as_of", "input_sha256"}
        if [{k: v for k, v in one.items() if k not in frame} for one in lines] != document["subjects"]:
            yield f"{kind}: ndjson and json tell different things"
    # Nothing is described that no report can have.
    written = set(keys_of([made.json("plain.json"), *map(json.loads, made.text("plain.ndjson").split("\n")[:-1])]))
    described = set(properties_of(report.documents["report-1.schema.json"])) | set(
        properties_of(report.documents["subject-1.schema.json"]))
    yield from (f"{p} is described, and no sample has it" for p in
                sorted(described - written - {"stable_id", "dialog", "origin", "disabled", "notes", "effective_until"}))


def keys_of(value):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from keys_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys_of(inner)


def properties_of(schema):
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        for key, inner in schema.items():
            yield from properties_of(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from properties_of(inner)


def schema_faults(schema, store, document, name):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        resolver = RefResolver(schema.get("$id", schema.get("id", "")), schema, store=store)
    validator = Draft7Validator(schema, resolver=resolver, format_checker=FormatChecker())
    for error in validator.iter_errors(document):
        yield f"{name}: {error.json_path}: {error.message[:300]}"


def sarif(made):
    documents = {f"{kind}{rest}": made.json(f"{kind}{rest}") for kind in KINDS for rest in (".sarif", "-all.sarif")}
    for name, document in documents.items():
        run = document["runs"][0]
        fingerprints = [r["partialFingerprints"]["primaryLocationLineHash"] for r in run["results"]]
        if len(set(fingerprints)) != len(fingerprints):
            yield f"{name}: a fingerprint stands twice"
        for result in run["results"]:
            if run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] != result["ruleId"]:
                yield f"{name}: {result['ruleId']} points at another rule"
    schema = made.foreign("sarif-schema-2.1.0.json")
    for name, document in documents.items():
        yield from schema_faults(schema, {}, document, name)


def cyclonedx(made):
    documents = {f"{kind}.{name}": made.json(f"{kind}.{name}") for kind in KINDS for name in ("cbom", "cbom-1.6")}
    others = ("spdx.schema.json", "jsf-0.82.schema.json", "cryptography-defs.schema.json")
    store = {}
    for file in others:
        schema = made.foreign(file)
        store["http://cyclonedx.org/schema/" + file] = store[schema.get("$id", file)] = schema
    for name, document in documents.items():
        version = document["specVersion"]
        yield from schema_faults(made.foreign(f"bom-{version}.schema.json"), store, document, name)


def junit(made):
    for kind in KINDS:
        for dialect in ("junit", "junit-gitlab"):
            name = f"{kind}.{dialect}"
            root = xml.etree.ElementTree.parse(made.path(name)).getroot()
            cases = [(c.get("classname"), c.get("name")) for c in root.iter("testcase")]
            if len(set(cases)) != len(cases):
                yield f"{name}: two cases have one name, and GitLab drops the second"
            for tag in ("tests", "failures", "errors"):
                if sum(int(s.get(tag)) for s in root.iter("testsuite")) != int(root.get(tag)):
                    yield f"{name}: {tag} does not add up"
            for suite in root.iter("testsuite"):
                for tag, element in (("tests", "testcase"), ("failures", "failure"), ("errors", "error"),
                                     ("skipped", "skipped")):
                    if len(list(suite.iter(element))) != int(suite.get(tag)):
                        yield f"{name}: {suite.get('name')[:60]}: {tag} is wrong"
    if len(list(xml.etree.ElementTree.parse(made.path("plain.junit-gitlab")).iter("error"))) != 1:
        yield "the endpoint that was not reached is no error"
    xsd = made.schemas / "junit-10.xsd"
    if not xsd.exists() or not shutil.which("xmllint"):
        raise Skip("xmllint or junit-10.xsd is not here")
    for kind in KINDS:
        done = subprocess.run(["xmllint", "--noout", "--nonet", "--schema", xsd, made.path(f"{kind}.junit")],
                              capture_output=True, text=True, check=False)
        if done.returncode != 0:
            yield f"{kind}.junit: {done.stderr[:500]}"


SAMPLE = re.compile(r'^([a-zA-Z_:][a-zA-Z0-9_:]*)\{((?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*",?)*)\} (-?\d+)$')


def prometheus(made):
    """The text format, strictly: https://prometheus.io/docs/instrumenting/exposition_formats/"""
    for kind in KINDS:
        name, current, seen = f"{kind}.prometheus", None, set()
        for line in made.text(name).split("\n")[:-1]:
            if line.startswith("# TYPE "):
                current = line.split(" ")[2]
            elif not line.startswith("# HELP "):
                match = SAMPLE.match(line)
                if not match or match[1] != current:
                    yield f"{name}: no sample of {current}: {line[:200]}"
                elif match.group(1, 2) in seen:
                    yield f"{name}: a series stands twice: {line[:200]}"
                else:
                    seen.add(match.group(1, 2))
    if not shutil.which("promtool"):
        raise Skip("promtool is not here")
    for kind in KINDS:
        done = subprocess.run(["promtool", "check", "metrics"], input=made.text(f"{kind}.prometheus").encode(),
                              capture_output=True, check=False)
        if done.returncode != 0:
            yield f"{kind}.prometheus: {done.stderr.decode()[:500]}"


def csv_inventory(made):
    for kind in KINDS:
        name = f"{kind}.csv"
        text = made.path(name).read_bytes()
        if text.count(b"\n") != text.count(b"\r\n"):
            yield f"{name}: a line ends without CR"
        rows = list(csv.reader(io.StringIO(text.decode("utf-8"), newline=""), strict=True))
        for at, row in enumerate(rows):
            if len(row) != len(rows[0]):
                yield f"{name}:{at + 1}: {len(row)} cells, not {len(rows[0])}"
            for column, cell in zip(rows[0], row):
                if cell[:1] in tuple("=+-@\t\r＝＋－＠") and cell and not re.fullmatch(r"-\d+", cell):
                    yield f"{name}:{at + 1}: {column} is a formula: {cell[:40]}"
                if len(cell) > 32_767:
                    yield f"{name}:{at + 1}: {column} has {len(cell)} characters"
    rows = list(csv.DictReader(io.StringIO(made.text("plain.csv"), newline="")))
    told = [(r["endpoint"], r["certificate_position"], r["days_left"], r["owner"]) for r in rows]
    if told != [("192.0.2.40:8443", "", "", ""), ("certs/shop.pem", "0", "378", ""), ("gone.example.com:443", "", "", ""),
                ("old.example.com:443", "0", "-30", "tills"), ("www.example.com:443", "0", "70", "web"),
                ("www.example.com:443", "1", "900", "web")]:
        yield f"plain.csv: rows are {told}"


def markdown(made):
    for kind in KINDS:
        if len(made.text(f"{kind}.markdown-comment")) > 65_536:
            yield f"{kind}: the comment is too long"
        if made.path(f"{kind}.markdown").stat().st_size > 1 << 20:
            yield f"{kind}: the summary is too long"
        # What is not ours of tags: none.
        tags = set(re.findall(r"<!-- -->|<\W*\w*", made.text(f"{kind}.markdown")))
        if not tags <= {"<details", "</details", "<summary", "</summary", "<code", "</code", "<!-- -->"}:
            yield f"{kind}: tags {tags}"
    text = made.text("plain.markdown")
    if "**4 new**, 2 known, 1 fixed" not in text:
        yield "the delta is not told"


CHECKS = {"ours": ours, "sarif": sarif, "cyclonedx": cyclonedx, "junit": junit, "prometheus": prometheus,
          "csv": csv_inventory, "markdown": markdown}


def main():
    binary, source, which = sys.argv[1:]
    made, found, skipped = Made(pathlib.Path(binary).resolve(), pathlib.Path(source).resolve()), [], None
    try:
        for fault in CHECKS[which](made):
            found.append(fault)
    except Skip as reason:
        skipped = f"skipped: {reason}"
    print("\n".join(found[:20]) if found else skipped or f"{which}: fine")
    return 1 if found else SKIPPED if skipped else 0


if __name__ == "__main__":
    sys.exit(main())
