#!/usr/bin/env python3
"""What authors of policies and of their tests meet: titles, schemas, complaints, fixes.

    authoring.py TLSONAR CASE     runs one
    authoring.py --list           their names
"""
import copy
import json

from check import ROOT, expect, main

SCHEMA = ROOT / "audit" / "schema" / "policy-test-1.schema.json"
GOOD = {
    "policy": "rfc8996", "as_of": "2026-01-01",
    "cases": [{"name": "old", "mode": "active",
               "facts": {"server.protocols.accepted": ["TLSv1.0"], "cert.leaf.key.type": ["EC", "RSA"],
                         "cert.leaf.not_before": "2026-01-01", "server.dtls.accepted": None,
                         "server.groups.accepted": {"partial": ["x25519"]},
                         "http.hsts.max_age": {"unknown": "no answer"}},
               "expect": {"PROTO-SERVER": "fail"}}],
}


def changed(path, value):
    """GOOD with another value there; ... takes the member away."""
    out = copy.deepcopy(GOOD)
    place = out
    for step in path[:-1]:
        place = place[step]
    if value is ...:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return out


CASE = ("cases", 0)
FACTS = (*CASE, "facts")
# What is wrong, and the path that the complaint names.
BAD = [
    (changed(("policy",), ...), "policy"), (changed(("as_of",), ...), "as_of"),
    (changed(("as_of",), "tomorrow"), "as_of"), (changed(("cases",), []), "cases"),
    (changed(("cases",), {}), "cases"), (changed(("case",), []), "case"),
    (changed((*CASE, "name"), ...), "name"), (changed((*CASE, "mode"), "asleep"), "cases[0].mode"),
    (changed((*CASE, "fact"), {}), "cases[0].fact"), (changed((*CASE, "expect"), {}), "cases[0].expect"),
    (changed((*CASE, "expect"), ...), "expect"),
    (changed((*CASE, "expect", "PROTO-SERVER"), "failed"), "cases[0].expect.PROTO-SERVER"),
    (changed((*FACTS, "server.protocols.acepted"), []), "server.protocols.accepted"),
    (changed((*FACTS, "server.protocols.accepted"), "TLSv1.0"), "server.protocols.accepted"),
    (changed((*FACTS, "server.protocols.accepted"), [["TLSv1.0"]]), "server.protocols.accepted[0]"),
    (changed((*FACTS, "server.compression"), "no"), "server.compression"),
    (changed((*FACTS, "server.compression"), {"partial": []}), "server.compression.partial"),
    (changed((*FACTS, "cert.leaf.key.bits"), "many"), "cert.leaf.key.bits"),
    (changed((*FACTS, "cert.leaf.not_before"), "yesterday"), "cert.leaf.not_before"),
    (changed((*FACTS, "server.groups.accepted"), {}), "server.groups.accepted"),
    (changed((*FACTS, "server.groups.accepted"), {"partial": [], "unknown": "x"}), "server.groups.accepted"),
    (changed((*FACTS, "server.groups.accepted"), {"some": []}), "server.groups.accepted.some"),
]


RULE = {"id": "A", "title": "a", "requirement": "It holds.", "applies_to": "server", "severity": "low",
        "condition": {"fact": "server.compression", "op": "==", "value": False},
        "evidence": ["active"], "reference": "minutes of May", "certainty": "source"}


def asks(fact, op, value):
    return {"condition": {"fact": fact, "op": op, "value": value}}


# What is wrong with a rule, and what the complaint says.
BAD_RULES = [
    ({"severity": 3}, "rules[0].severity: expected one of info"),
    ({"effective_from": "2026-02-30"}, "rules[0].effective_from: expected a date"),
    ({"effective_from": "2027-01-01", "effective_until": "2027-01-01"}, "rules[0].effective_until: is not after"),
    (asks("server.protocols.accepted", "none_of", ["TLSv1.0", "TLS1.1"]), 'there is no protocol version "TLS1.1"'),
    (asks("connection.version", "not_in", ["TLS 1.0"]), 'there is no protocol version "TLS 1.0"'),
    (asks("connection.version", "==", "1.3"), 'there is no protocol version "1.3"'),
    (asks("server.suites.accepted", "none_of", ["TLS_RSA_WITH_RC4"]), 'there is no cipher suite "TLS_RSA_WITH_RC4"'),
    (asks("client.groups.offered", "contains_any", ["P-256"]), 'there is no group "P-256"'),
    (asks("server.sigalgs.accepted_tls12", "none_of", ["sha1"]), 'there is no signature scheme "sha1"'),
    (asks("server.suites.accepted", "matches_any", ["RC4|DES"]), "regular expressions are not understood"),
    (asks("server.compression", "==", "no"), "expected true or false"),
    (asks("cert.leaf.key.bits", ">=", "2048"), "expected a whole number"),
]
GOOD_RULES = [
    asks("server.suites.accepted", "none_of", ["SSL_CK_RC4_128_WITH_MD5", "TLS_RSA_WITH_RC4_128_MD5", "0xfefe"]),
    asks("server.groups.preferred_tls13", "in", ["client", "X25519MLKEM768"]),
    asks("server.protocols.accepted", "matches_none", ["^SSL", "TLSv1.1"]),
    {"effective_from": "2026-01-01", "effective_until": "2026-01-02"},
]


def validator():
    try:
        import jsonschema
    except ImportError:
        return None
    schema = json.loads(SCHEMA.read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def policy_test_files(bench):
    """The schema and the program take and refuse the same files."""
    schema = validator()
    policy = json.loads((ROOT / "audit" / "policies" / "rfc8996.json").read_text())
    rule = next(r["id"] for r in policy["rules"] if "server.protocols.accepted" in json.dumps(r))
    for document, path in [(GOOD, None), *BAD]:
        document = json.loads(json.dumps(document).replace("PROTO-SERVER", rule))
        bench.write("made.test.json", json.dumps(document, indent=1))
        result = bench.run("policy", "test", "made.test.json")
        if path is None:
            expect(result, 0, out=["1 of 1 expectations"])
        else:
            path = path.replace("PROTO-SERVER", rule)
            expect(result, 2, err=["made.test.json:", path])
        if schema:
            assert schema.is_valid(document) == (path is None), (path, document)
    # What a schema cannot say.
    bench.write("made.test.json", json.dumps(changed((*CASE, "expect"), {"NOSUCH": "pass"})))
    expect(bench.run("policy", "test", "made.test.json"), 2, err=["made.test.json:1", "cases[0].expect.NOSUCH"])
    twice = json.dumps(GOOD, indent=1).replace("PROTO-SERVER", rule).replace(
        '"http.hsts.max_age"', '"server.dtls.accepted": [],\n "http.hsts.max_age"')
    bench.write("made.test.json", twice)
    expect(bench.run("policy", "test", "made.test.json"), 2, err=["server.dtls.accepted", "twice"])
    sample = ROOT / "samples" / "policies" / "example-company.test.json"
    assert schema is None or schema.is_valid(json.loads(sample.read_text()))
    assert SCHEMA.samefile(sample.parent / json.loads(sample.read_text())["$schema"])


def policy_files(bench):
    """What would make a rule that never fails is refused, with file, line and place."""
    def check(policy):
        bench.write("made.json", json.dumps(policy, indent=1))
        return bench.run("policy", "check", "made.json")

    good = {"id": "made", "title": "Made", "publisher": "We", "version": "1", "date": "2026", "rules": [RULE]}
    expect(check(good), 0, out=["fine"])
    for change in GOOD_RULES:
        expect(check(good | {"rules": [RULE | change]}), 0, out=["fine"])
    for change, said in BAD_RULES:
        expect(check(good | {"rules": [RULE | change]}), 2, err=["made.json:", said])
    for name in ("Made", "my policy", "a/b", "-a", "a:b", ""):
        expect(check(good | {"id": name}), 2, err=["made.json:2: id: expected small letters"])
    expect(check(good | {"rules": [RULE, RULE]}), 2, err=["rules[1]: there are two rules"])
    expect(check(good | {"extends": "made.json"}), 2, err=["made.json:", "extends: ", "in a circle"])


def titles_are_whole(bench):
    """Whatever the width."""
    shown = bench.run("policy", "list").stdout
    said = " ".join(shown.split())
    for file in sorted((ROOT / "audit" / "policies").glob("*.json")):
        assert json.loads(file.read_text())["title"] in said, file.name
    assert "…" not in shown and max(map(len, shown.splitlines())) <= 80, shown


CASES = [policy_test_files, policy_files, titles_are_whole]


if __name__ == "__main__":
    main(CASES)
