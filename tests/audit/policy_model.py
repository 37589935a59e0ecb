"""Policies as docs/policies.md describes them: reading and judging, written a second time and in
another language, so that the program and the policy files have something to be compared with."""

import json
import pathlib

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "audit" / "policies"
#Kleene's three values, and a fourth for what does not exist.
YES, NO, UNKNOWN, ABSENT = "yes", "no", "unknown", "absent"
OVERRIDABLE = ("severity", "level", "disabled", "note", "effective_from", "effective_until")


def find(name, beside):
    """The file of a policy: a name that is built in, or a path beside the file that names it."""
    if "/" not in name and "." not in name.removesuffix(".json") or not (beside / name).exists():
        builtin = FOLDER / f"{name}.json"
        if builtin.exists():
            return builtin
    return beside / name


def load(path, given={}):
    """A policy with all it extends and includes: {"rules": {id: rule}, "lists", "parameters"}.

    `given`: parameters by the policy that extends it."""
    path = pathlib.Path(path)
    policy = json.loads(path.read_text(encoding="utf-8"))
    lists, parameters, rules = policy.get("lists", {}), {}, {}
    for name, entry in policy.get("parameters", {}).items():
        parameters[name] = entry["value"] if isinstance(entry, dict) else entry
        parameters[name] = given.get(name, parameters[name])
    if "extends" in policy:
        rules = load(find(policy["extends"], path.parent), parameters)["rules"]
    for name in policy.get("includes", []):
        other = load(find(name, path.parent))
        for rule_id, rule in other["rules"].items():
            rules[f"{other['id']}/{rule_id}"] = rule
    for rule_id, change in policy.get("overrides", {}).items():
        assert set(change) <= set(OVERRIDABLE), (path, rule_id, change)
        rules[rule_id] = rules[rule_id] | change
    for rule in policy.get("rules", []):
        rules[rule["id"]] = rule | {"lists": lists, "parameters": parameters}
    return {"id": policy["id"], "rules": rules, "lists": lists, "parameters": parameters}


def matches(pattern, name):
    begin, end = pattern.startswith("^"), pattern.endswith("$")
    text = pattern[begin : len(pattern) - end]
    if begin and end:
        return name == text
    return name.startswith(text) if begin else name.endswith(text) if end else text in name


COMPARE = {
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "in": lambda a, b: a in b,
    "not_in": lambda a, b: a not in b,
}
SETS = {
    "subset_of": lambda seen, named: seen <= named,
    "none_of": lambda seen, named: not seen & named,
    "contains_any": lambda seen, named: bool(seen & named),
    "contains_all": lambda seen, named: named <= seen,
    "set_equals": lambda seen, named: seen == named,
    "matches_any": lambda seen, named: any(matches(p, s) for p in named for s in seen),
    "matches_none": lambda seen, named: not any(matches(p, s) for p in named for s in seen),
}


def value_of(condition, rule):
    """What a test compares with, by name or written out."""
    value = condition.get("value")
    if isinstance(value, dict):
        return rule["lists"][value["list"]] if "list" in value else rule["parameters"][value["parameter"]]
    return value


class Seen(list):
    """A list that may lack something: a capture shows what was used, never what else there is."""


# What elements that are still to come can turn a truth into nothing else.
CERTAIN = {"subset_of": NO, "none_of": NO, "set_equals": None, "contains_any": YES, "contains_all": YES,
           "matches_any": YES, "matches_none": NO, "exists": YES}


def test(condition, rule, facts, other):
    """A fact that is not in `facts` is unknown, None says that there is no such thing."""
    truth = test_whole(condition, rule, facts, other)
    seen = facts.get(condition["fact"])
    if isinstance(seen, Seen) and condition["op"] in CERTAIN:
        if condition["op"] == "set_equals":
            return NO if set(seen) - set(value_of(condition, rule)) else UNKNOWN
        return truth if truth == CERTAIN[condition["op"]] else UNKNOWN
    return truth


def test_whole(condition, rule, facts, other):
    value = value_of(condition, rule)
    op = condition["op"]
    if op == "pass":
        return other(value)
    if condition["fact"] not in facts:
        return UNKNOWN
    seen = facts[condition["fact"]]
    if op == "exists":
        return NO if seen is None or seen == [] else YES
    if seen is None:
        return ABSENT
    seen = seen if isinstance(seen, list) else [seen]
    if op in SETS:
        return YES if SETS[op](set(seen), set(value)) else NO
    return YES if all(COMPARE[op](s, value) for s in seen) else NO


def evaluate(condition, rule, facts, other=lambda policy: UNKNOWN):
    if "not" in condition:
        turned = {YES: NO, NO: YES}
        inner = evaluate(condition["not"], rule, facts, other)
        return turned.get(inner, inner)
    for word, first, rest in (("all", NO, (UNKNOWN, ABSENT, YES)), ("any", YES, (UNKNOWN, NO, ABSENT))):
        if word in condition:
            parts = [evaluate(part, rule, facts, other) for part in condition[word]]
            return next(truth for truth in (first, *rest) if truth in parts)
    return test(condition, rule, facts, other)


def overheard(facts):
    """The same facts as a capture would have shown them."""
    return {name: Seen(value) if isinstance(value, list) and name.startswith("server.") else value
            for name, value in facts.items()}


def judge(rule, facts, as_of, other=lambda policy: UNKNOWN, mode="active"):
    """The status of one rule."""
    if rule.get("disabled"):
        return "disabled"
    if rule.get("effective_from", "") > as_of or as_of >= rule.get("effective_until", "9999"):
        return "not-yet"
    if mode == "passive":
        if "passive" not in rule.get("evidence", ["active", "passive"]):
            return "manual" if rule["evidence"] == ["manual"] else "not-tested"
        facts = overheard(facts)
    if "when" in rule:
        when = evaluate(rule["when"], rule, facts, other)
        if when != YES:
            return "not-tested" if when == UNKNOWN else "not-applicable"
    if rule.get("evidence") == ["manual"]:
        return "manual"
    truth = evaluate(rule["condition"], rule, facts, other)
    return {YES: "pass", NO: "fail", UNKNOWN: "not-tested", ABSENT: "not-applicable"}[truth]
