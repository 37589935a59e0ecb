#!/usr/bin/env python3
"""The built-in policies against results that were collected beside them: three endpoints, each rule.

The results lie in ../shared and are no part of the project: skipped where they are missing."""

import json
import pathlib
import sys

import policy_model

ORACLE = policy_model.FOLDER.parents[2] / "shared/facts/policies/_schema/eval_demo_results.json"
#How the oracle calls them; it knows no rules for people and calls these not tested.
WORDS = {"pass": "pass", "FAIL": "fail", "n/a": "not-applicable", "not-yet": "not-yet",
         "not-tested": "not-tested"}

#Rules of ours that the collected results do not have.
ADDED = {"bcp195-rfc9325": {"CBC-ETM"}}  # RFC 9325 section 4.2


def facts_of(endpoint):
    """The oracle counts days in one way only."""
    return {"cert.leaf.lifetime_days": endpoint["cert.leaf.validity_days"], **endpoint} \
        if "cert.leaf.validity_days" in endpoint else endpoint


def compare(oracle):
    compared, faults = 0, []
    for name, endpoints in oracle["results"].items():
        rules = policy_model.load(policy_model.FOLDER / f"{name}.json")["rules"]
        for endpoint, expected in endpoints.items():
            if missing := set(expected) - set(rules):
                faults.append(f"{name}: has no rule {', '.join(sorted(missing))}")
            if more := {rule for rule in rules if "/" not in rule} - set(expected) - ADDED.get(name, set()):
                faults.append(f"{name}: rules nobody knows: {', '.join(sorted(more))}")
            for rule_id in set(expected) & set(rules):
                got = policy_model.judge(rules[rule_id], facts_of(oracle["endpoints"][endpoint]), oracle["today"])
                compared += 1
                got = "not-tested" if got == "manual" else got
                if got != WORDS[expected[rule_id]]:
                    faults.append(f"{name}: {endpoint}: {rule_id}: expected {expected[rule_id]}, got {got}")
    return compared, faults


def main():
    if not ORACLE.exists():
        print("skipped: ../shared is missing")
        return 77
    compared, faults = compare(json.loads(ORACLE.read_text(encoding="utf-8")))
    for fault in sorted(set(faults)):
        print(fault)
    print(f"{compared} results compared, {len(set(faults))} differ")
    return 1 if faults or compared < 700 else 0


if __name__ == "__main__":
    sys.exit(main())
