#!/usr/bin/env python3
"""Writes the facts of audit/fact/vocabulary.cc into the schemas of policies and of their tests, for
editors."""

import json

import policies_data as data


def tell_policies():
    file = data.ROOT / "audit/schema/policy-1.schema.json"
    text = file.read_text(encoding="utf-8")
    head, rest = text.split('"enum": [\n        "cert.chain.', 1)
    tail = rest[rest.index("]"):]
    names = ",\n".join(f'        "{name}"' for name in data.Vocabulary.FACTS)
    file.write_text(head + '"enum": [\n' + names + "\n      " + tail, encoding="utf-8")


def tell_tests():
    file = data.ROOT / "audit/schema/policy-test-1.schema.json"
    schema = json.loads(file.read_text(encoding="utf-8"))
    schema["$defs"]["facts"]["properties"] = data.facts_of_tests()
    file.write_text(json.dumps(schema, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    tell_policies()
    tell_tests()
