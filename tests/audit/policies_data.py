#!/usr/bin/env python3
"""The policies as files: all keep to the published schema, and to what it cannot say."""

import copy
import datetime
import json
import pathlib
import re
import sys
import tempfile
import unittest

import policy_model

ROOT = policy_model.FOLDER.parents[1]
SCHEMA = json.loads((ROOT / "audit/schema/policy-1.schema.json").read_text(encoding="utf-8"))
BUILT_IN = sorted(policy_model.FOLDER.glob("*.json"))
SAMPLES = [file for file in sorted((ROOT / "samples/policies").glob("*.json"))
           if not file.name.endswith(".test.json")]
# In this order they stand in a file: who reads one policy finds his way in all.
RULE_KEYS = ["id", "title", "requirement", "applies_to", "level", "severity", "when", "condition",
             "evidence", "effective_from", "effective_until", "reference", "certainty",
             "interpretation", "note"]
# Pieces of names that stand for suites of drafts and of vendors, which the registry need not have.
UNASSIGNED = {"GOST", "^TLS_ASCON_"}
POLICY_KEYS = [key for key in SCHEMA["properties"]]


TEST_SCHEMA = json.loads((ROOT / "audit/schema/policy-test-1.schema.json").read_text(encoding="utf-8"))


def facts_of_tests():
    """What the schema of test files says of each fact."""
    return {name: {"$ref": f"#/$defs/{kind}"} for name, kind in Vocabulary.FACTS.items()}


def document(file):
    def no_twins(pairs):
        keys = [key for key, _ in pairs]
        assert len(keys) == len(set(keys)), f"{file.name}: a key stands twice among {keys}"
        return dict(pairs)
    return json.loads(file.read_text(encoding="utf-8"), object_pairs_hook=no_twins)


def tests_of(condition):
    for word in ("all", "any"):
        for part in condition.get(word, []):
            yield from tests_of(part)
    if "not" in condition:
        yield from tests_of(condition["not"])
    if "fact" in condition:
        yield condition


def conditions_of(rule):
    yield from tests_of(rule["condition"])
    yield from tests_of(rule.get("when", {}))


class Schema(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        try:
            import jsonschema
        except ImportError:
            raise unittest.SkipTest("python3-jsonschema is missing")
        jsonschema.Draft202012Validator.check_schema(SCHEMA)
        cls.validator = jsonschema.Draft202012Validator(SCHEMA)

    def test_every_policy_keeps_to_it(self):
        for file in BUILT_IN + SAMPLES:
            faults = [f"{e.json_path}: {e.message}" for e in self.validator.iter_errors(document(file))]
            self.assertEqual(faults, [], file.name)

    def test_it_refuses_what_is_wrong(self):
        good = {"id": "own", "title": "Own", "publisher": "We", "version": "1", "date": "2026", "rules": [{
            "id": "A", "title": "a", "requirement": "b", "applies_to": "server", "severity": "low",
            "condition": {"fact": "server.compression", "op": "==", "value": False},
            "evidence": ["active"], "reference": "minutes of May", "certainty": "source"}]}
        self.assertTrue(self.validator.is_valid(good))

        def condition(value):
            return lambda p: p["rules"][0].update(condition=value)

        suites = "server.suites.accepted"
        wrong = {
            "an unknown key": lambda p: p.update(rulez=[]),
            "an unknown key of a rule": lambda p: p["rules"][0].update(severty="low"),
            "nobody who says so": lambda p: p.pop("publisher"),
            "a rule without reference": lambda p: p["rules"][0].pop("reference"),
            "no rules at all": lambda p: p.pop("rules"),
            "a severity of its own": lambda p: p["rules"][0].update(severity="severe"),
            "a day that is none": lambda p: p["rules"][0].update(effective_from="2026-13-01"),
            "an unknown fact": condition({"fact": "server.suits", "op": "exists"}),
            "an unknown operator": condition({"fact": suites, "op": "subset", "value": ["A"]}),
            "a set operator with a text": condition({"fact": suites, "op": "subset_of", "value": "A"}),
            "an empty list": condition({"fact": suites, "op": "none_of", "value": []}),
            "a list and more": condition({"fact": suites, "op": "none_of",
                                          "value": {"list": "a", "parameter": "b"}}),
            "exists with a value": condition({"fact": suites, "op": "exists", "value": True}),
            "no value": condition({"fact": suites, "op": "none_of"}),
            "a regular expression": condition({"fact": suites, "op": "matches_any", "value": ["RC4|DES"]}),
            "all and any at once": condition({"all": [], "any": []}),
            "an order of truth": condition({"fact": "server.compression", "op": "<", "value": True}),
            "pass of a fact": condition({"fact": suites, "op": "pass", "value": "baseline"}),
            "overrides of nothing": lambda p: p.update(overrides={"A": {"severity": "low"}}),
            "a parameter without title": lambda p: p.update(parameters={"days": 3}),
            "an override of a condition": lambda p: p.update(
                extends="baseline", overrides={"A": {"condition": {}}}),
        }
        for what, change in wrong.items():
            bad = copy.deepcopy(good)
            change(bad)
            self.assertFalse(self.validator.is_valid(bad), what)


class Files(unittest.TestCase):
    def test_there_are_all(self):
        ids = {file.stem for file in BUILT_IN}
        self.assertGreaterEqual(len(ids), 23)
        self.assertLessEqual({"baseline", "pqc-readiness", "mozilla-modern", "cabf-br"}, ids)

    def test_names(self):
        for file in BUILT_IN:
            self.assertEqual(document(file)["id"], file.stem)

    def test_order_of_keys(self):
        for file in BUILT_IN + SAMPLES:
            policy = document(file)
            self.assertEqual(list(policy), [key for key in POLICY_KEYS if key in policy], file.name)
            for rule in policy.get("rules", []):
                self.assertEqual(list(rule), [key for key in RULE_KEYS if key in rule],
                                 f"{file.name} {rule['id']}")

    def test_a_rule_says_where_it_comes_from(self):
        for file in BUILT_IN:
            policy = document(file)
            for key in ("publisher", "version", "date", "status", "sources", "certainty"):
                self.assertIn(key, policy, file.name)
            for rule in policy["rules"]:
                where = f"{file.name} {rule['id']}"
                for key in ("evidence", "reference", "certainty"):
                    self.assertIn(key, rule, where)
                self.assertRegex(rule["requirement"], r"^\w.{4,}\.$", where)
                #A bare "4.2" says nothing in a report that quotes rules of several documents.
                self.assertNotRegex(rule["reference"], r"^\d+(\.\d+)*($|[^\d.](?!C?FR))", where)

    def test_ids_are_unique(self):
        for file in BUILT_IN + SAMPLES:
            ids = [rule["id"] for rule in document(file).get("rules", [])]
            self.assertEqual(len(ids), len(set(ids)), file.name)

    def test_days_exist(self):
        for file in BUILT_IN + SAMPLES:
            for rule in document(file).get("rules", []):
                days = [datetime.date.fromisoformat(rule[key])
                        for key in ("effective_from", "effective_until") if key in rule]
                self.assertEqual(days, sorted(set(days)), f"{file.name} {rule['id']}")

    def test_lists_and_parameters_exist_and_are_used(self):
        for file in BUILT_IN + SAMPLES:
            policy, used = document(file), set()
            known = policy_model.load(file)
            for rule in policy.get("rules", []):
                for test in conditions_of(rule):
                    if isinstance(test.get("value"), dict):
                        (kind, name), = test["value"].items()
                        self.assertIn(name, known[{"list": "lists", "parameter": "parameters"}[kind]],
                                      f"{file.name} {rule['id']}")
                        used.add(name)
            parameters = policy.get("parameters", {})
            own = set(policy.get("lists", {})) | {n for n, p in parameters.items() if isinstance(p, dict)}
            self.assertEqual(own - used, set(), f"{file.name}: nobody uses them")
            # A bare value is for the policy that is extended.
            if bare := set(parameters) - own:
                base = policy_model.load(policy_model.find(policy["extends"], file.parent))
                self.assertLessEqual(bare, set(base["parameters"]), file.name)

    def test_others_that_are_named_exist(self):
        ids = {file.stem for file in BUILT_IN}
        for file in BUILT_IN:
            policy = document(file)
            for name in policy.get("includes", []) + policy.get("see_also", []):
                self.assertIn(name, ids, file.name)

    def test_server_and_client_facts_do_not_meet(self):
        # One of them is missing whatever the mode: such a rule could never be tested whole.
        for file in BUILT_IN + SAMPLES:
            for rule in document(file).get("rules", []):
                heads = {test["fact"].split(".")[0] for test in tests_of(rule["condition"])}
                self.assertFalse({"server", "client"} <= heads, f"{file.name} {rule['id']}")


class Missing(unittest.TestCase):
    """What has to be there, and is not: the rule fails, and is not "not applicable"."""
    #Facts that are absent where a certificate has no such extension, or a page no such header.
    PARTS = ("cert.leaf.aia", "cert.leaf.crldp", "cert.leaf.eku", "cert.leaf.ku", "cert.leaf.policy_oids",
             "http.hsts.max_age")

    def test_what_is_missing_fails(self):
        judged = 0
        for file in BUILT_IN + SAMPLES:
            for rule_id, rule in policy_model.load(file)["rules"].items():
                for fact in {test["fact"] for test in tests_of(rule["condition"])} & set(self.PARTS):
                    facts = {fact: None}
                    if "when" in rule and policy_model.evaluate(rule["when"], rule, facts) == "no":
                        continue  # the rule is about those that have it
                    truth = policy_model.evaluate(rule["condition"], rule, facts)
                    self.assertIn(truth, ("no", "unknown"), f"{file.name} {rule_id}: without {fact}")
                    judged += truth == "no"
        self.assertGreater(judged, 10)


class Page(unittest.TestCase):
    """docs/policies.md."""
    TEXT = (ROOT / "docs/policies.md").read_text(encoding="utf-8")

    def test_its_table_is_of_these_files(self):
        rows = {row[0]: row[1:] for row in re.findall(
            r"^\| `([^`]+)` \| ([^|]+) \| [^|]+ \| (\d+) \| ([\d–]+) \|", self.TEXT, re.M)}
        expected = {}
        for file in BUILT_IN:
            rules = policy_model.load(file)["rules"].values()
            memory = sum(rule["certainty"] == "memory" for rule in rules)
            expected[file.stem] = (document(file)["title"], str(len(rules)), str(memory or "–"))
        self.assertEqual(rows, expected)

    def test_its_examples_are_right(self):
        examples = [json.loads(text) for text in re.findall(r"```json\n(.*?)```", self.TEXT, re.S)]
        self.assertEqual(len(examples), 3)
        policy, _, suite = examples
        folder = ROOT / "samples/policies"
        with tempfile.TemporaryDirectory() as scratch:
            file = pathlib.Path(scratch) / suite["policy"]
            file.write_text(json.dumps(policy), encoding="utf-8")
            rules = policy_model.load(file)["rules"]
        self.assertIn("KEYS", rules)
        self.assertTrue((folder / suite["policy"]).exists())
        for case in suite["cases"]:
            for rule_id, expected in case["expect"].items():
                self.assertEqual(policy_model.judge(rules[rule_id], case["facts"], suite["as_of"]), expected)


class Vocabulary(unittest.TestCase):
    FACTS = {name: kind for name, kind in re.findall(
        r'\{"([a-z0-9_.]+)",\s*(\w+),',
        (ROOT / "audit/fact/vocabulary.cc").read_text(encoding="utf-8"))}

    def test_the_schema_has_the_same_facts(self):
        self.assertEqual(SCHEMA["$defs"]["fact"]["enum"], list(self.FACTS))
        self.assertEqual(TEST_SCHEMA["$defs"]["facts"]["properties"], facts_of_tests())

    def test_operators_fit_the_type_of_the_fact(self):
        allowed = {
            "boolean": {"==", "!=", "exists"},
            "number": {"==", "!=", "<", "<=", ">", ">=", "exists"},
            "date": {"==", "!=", "<", "<=", ">", ">=", "exists"},
            "text": {"==", "!=", "in", "not_in", "exists", "matches_any", "matches_none", "pass"},
            "names": {"subset_of", "none_of", "contains_any", "contains_all", "set_equals", "exists",
                      "matches_any", "matches_none"},
        }
        for file in BUILT_IN + SAMPLES:
            for rule in document(file).get("rules", []):
                for test in conditions_of(rule):
                    self.assertIn(test["op"], allowed[self.FACTS[test["fact"]]],
                                  f"{file.name} {rule['id']}: {test['fact']}")


class Registry(unittest.TestCase):
    """A name that no server can have makes a rule that never fails."""
    NAMES = set(re.findall(r'\{0x[0-9A-Fa-f]+,\s*"([^"]+)"', "".join(
        (ROOT / "dissect/registry" / file).read_text(encoding="utf-8")
        for file in ("tables.gen.cc", "names.gen.cc"))))
    KINDS = re.compile(r"suites\.accepted|suites\.offered|groups|\.sigalg|_sigalg|psk_modes|point_formats")

    def test_names_are_those_of_the_registry(self):
        looked = 0
        for file in BUILT_IN + SAMPLES:
            for rule in policy_model.load(file)["rules"].values():
                for test in conditions_of(rule):
                    value = policy_model.value_of(test, rule)
                    if not self.KINDS.search(test["fact"]) or not isinstance(value, list):
                        continue
                    where = f"{file.name} {rule['id']}"
                    for name in value:
                        looked += 1
                        if test["op"].startswith("matches"):
                            self.assertTrue(any(policy_model.matches(name, n) for n in self.NAMES)
                                            or name in UNASSIGNED, f"{where}: nothing matches {name}")
                        elif not name.startswith("unnamed"):
                            self.assertIn(name, self.NAMES, where)
        self.assertGreater(looked, 500)


class Model(unittest.TestCase):
    """The model itself: what is not known stays not known."""

    def truth(self, condition, **facts):
        rule = {"lists": {}, "parameters": {}}
        return policy_model.evaluate(condition, rule, {k.replace("__", "."): v for k, v in facts.items()})

    def test_three_values_and_a_fourth(self):
        yes = {"fact": "a", "op": "==", "value": 1}
        absent, unknown = {"fact": "b", "op": "==", "value": 1}, {"fact": "c", "op": "==", "value": 1}
        no = {"not": yes}
        for condition, expected in [
                (yes, "yes"), (no, "no"), (absent, "absent"), (unknown, "unknown"),
                ({"not": unknown}, "unknown"), ({"not": absent}, "absent"),
                ({"all": [yes, unknown]}, "unknown"), ({"all": [no, unknown]}, "no"),
                ({"all": [yes, absent]}, "absent"), ({"any": [yes, unknown]}, "yes"),
                ({"any": [no, unknown]}, "unknown"), ({"any": [no, absent]}, "no"),
                ({"any": [absent, absent]}, "absent")]:
            self.assertEqual(self.truth(condition, a=1, b=None), expected, condition)

    def test_a_capture_never_shows_that_something_is_missing(self):
        suites = {"server.suites.accepted": ["A", "B"]}
        for op, value, whole, seen in [
                ("subset_of", ["A", "B"], "yes", "unknown"), ("subset_of", ["A"], "no", "no"),
                ("none_of", ["C"], "yes", "unknown"), ("none_of", ["A"], "no", "no"),
                ("contains_any", ["A"], "yes", "yes"), ("contains_any", ["C"], "no", "unknown"),
                ("contains_all", ["A", "C"], "no", "unknown"), ("set_equals", ["A", "B"], "yes", "unknown"),
                ("set_equals", ["A"], "no", "no"), ("matches_none", ["^C"], "yes", "unknown"),
                ("matches_any", ["B$"], "yes", "yes")]:
            condition = {"fact": "server.suites.accepted", "op": op, "value": value}
            self.assertEqual(policy_model.evaluate(condition, {}, suites), whole, op)
            self.assertEqual(policy_model.evaluate(condition, {}, policy_model.overheard(suites)), seen, op)

    def test_patterns_are_literal(self):
        self.assertTrue(policy_model.matches("^TLS_RSA_", "TLS_RSA_WITH_NULL_MD5"))
        self.assertFalse(policy_model.matches("^RSA", "TLS_RSA_WITH_NULL_MD5"))
        self.assertTrue(policy_model.matches("_MD5$", "TLS_RSA_WITH_NULL_MD5"))
        self.assertTrue(policy_model.matches("^A$", "A") and not policy_model.matches("^A$", "AA"))


class Samples(unittest.TestCase):
    """Files for `tlsonar policy test`, judged by the model."""

    def test_cases(self):
        judged = 0
        for file in sorted((ROOT / "samples/policies").glob("*.test.json")):
            suite = document(file)
            rules = policy_model.load(policy_model.find(suite["policy"], file.parent))["rules"]
            for case in suite["cases"]:
                for rule_id, expected in case["expect"].items():
                    got = policy_model.judge(rules[rule_id], case["facts"], suite["as_of"],
                                             mode=case.get("mode", "active"))
                    self.assertEqual(got, expected, f"{file.name}: {case['name']}: {rule_id}")
                    judged += 1
        self.assertGreater(judged, 10)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]])
