#!/usr/bin/env python3
"""Writes the facts of audit/fact/vocabulary.cc into the schema of policies, for editors."""

import policies_data as data


def main():
    file = data.ROOT / "audit/schema/policy-1.schema.json"
    text = file.read_text(encoding="utf-8")
    head, rest = text.split('"enum": [\n        "cert.chain.', 1)
    tail = rest[rest.index("]"):]
    names = ",\n".join(f'        "{name}"' for name in data.Vocabulary.FACTS)
    file.write_text(head + '"enum": [\n' + names + "\n      " + tail, encoding="utf-8")


if __name__ == "__main__":
    main()
