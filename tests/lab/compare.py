"""Compares an endpoint of tlsonar.scan/1 with what is expected, and with another such endpoint."""


def names(entries):
    return [e["name"] for e in entries]


def by_version(report, key, inner):
    return {entry["version"]: entry for entry in report.get(key) or [] if entry.get(inner)}


class Differences(list):
    def add(self, fact, wanted, got):
        self.append(f"{fact}: expected {wanted}, the scan says {got}")

    def same(self, fact, wanted, got):
        if wanted != got:
            self.add(fact, wanted, got)

    def same_set(self, fact, wanted, got):
        """Lists whose order does not count: says what is missing and what is too much."""
        missing, extra = [x for x in wanted if x not in got], [x for x in got if x not in wanted]
        if missing:
            self.append(f"{fact}: missing {', '.join(map(str, missing))}")
        if extra:
            self.append(f"{fact}: too much {', '.join(map(str, extra))}")
        return not missing and not extra


def _lists(report, expected, differences, key, inner):
    found = by_version(report, key, inner)
    wanted = expected[key]
    complete = expected.get("versions", {})
    for version, want in wanted.items():
        entry = found.get(version)
        fact = f"{key} of {version}"
        if not entry:
            differences.add(fact, want, "nothing")
            continue
        got = names(entry[inner])
        if not entry.get("complete"):
            differences.append(f"{fact}: not complete")
        order = want.get("order")
        if differences.same_set(fact, order or want["set"], got) and order and got != order:
            differences.append(f"{fact}: expected in this order:\n      {' '.join(order)}\n    the scan says:\n      {' '.join(got)}")
        if "decides" in want and len(got) > 1:
            differences.same(f"{fact}: who decides", want["decides"], entry.get("decides"))
    # What is said of a version that is not there, or where nothing was expected at all.
    for version in found:
        if complete.get(version) == "no" or not wanted:
            differences.append(f"{key} of {version}: expected none, the scan says {' '.join(names(found[version][inner]))}")


def _schemes(report, expected, differences):
    found = by_version(report, "signature_schemes", "schemes")
    wanted = expected["signature_schemes"]
    for version, want in wanted.items():
        got = names(found[version]["schemes"]) if version in found else []
        differences.same_set(f"signature schemes of {version}", want, got)
    if not wanted:
        for version, entry in found.items():
            differences.append(f"signature schemes of {version}: expected none, the scan says {names(entry['schemes'])}")


def _dh(report, expected, differences):
    want, got = expected["dh"], report.get("dh") or []
    differences.same_set("DH parameters, bits", want["bits"], sorted({entry["bits"] for entry in got}))
    if "reused" in want:
        for entry in got:
            differences.same("DH public key reused", want["reused"], entry.get("reused"))
    if "known" in want:
        for entry in got:
            differences.same("DH prime well known", want["known"], bool(entry.get("name")))
    if "names" in want:
        differences.same_set("DH primes known", want["names"], [e.get("name") for e in got if e.get("name")])


def _certificates(report, expected, differences):
    def short(entry):
        """EdDSA's and ML-DSA's name says their size."""
        key = "ECDSA" if entry["key"].split()[0] in ("EC", "ECDSA") else entry["key"]
        bits = f" {entry['bits']}" if key in ("RSA", "RSA-PSS", "ECDSA", "DSA") else ""
        return f"{key}{bits} ({entry['for']})"
    wanted = [short(c) for c in expected["certificates"]]
    cases = {c["for"] for c in expected["certificates"]} or {"default", "no SNI", "unknown SNI"}
    got = [short(c) for c in report.get("certificates") or [] if c["for"] in cases]
    differences.same_set("certificates", wanted, got)
    for entry, text in zip(report.get("certificates") or [], got):
        if "chain" in entry and not entry["chain"]:
            differences.append(f"certificates: {text} has an empty chain")


def _subset(report, expected, differences, key):
    said = report.get(key) or {}
    for fact, want in expected[key].items():
        got = said.get(fact)
        if isinstance(want, list):
            got = [str(x) for x in got or []]
            if key == "client_certificate":  # authorities: names that hold what is expected
                ok = len(got) == len(want) and all(any(w in g for g in got) for w in want)
                if not ok:
                    differences.add(f"{key} {fact}", want, got)
            else:
                differences.same_set(f"{key} {fact}", want, got)
        else:
            differences.same(f"{key} {fact}", str(want), str(got))


def _weaknesses(report, expected, differences):
    got = [w["id"].removeprefix("tls.") for w in report.get("weaknesses") or []]
    for wanted in expected["weaknesses"].get("yes", []):
        if wanted not in got:
            differences.append(f"weaknesses: {wanted} is not told")
    for unwanted in expected["weaknesses"].get("no", []):
        if unwanted in got:
            differences.append(f"weaknesses: {unwanted} is told, and is not there")


def _claims(report, expected, differences):
    """What must not be said of versions: neither "yes" where there is none, nor "no" where nobody said so."""
    said = {v["version"]: v["supported"] for v in report.get("versions") or []}
    for version in expected.get("not_supported", []):
        if said.get(version) == "yes":
            differences.append(f"{version}: it is not there, the scan says yes")
    for version in expected.get("not_denied", []):
        if said.get(version) == "no":
            differences.append(f"{version}: nobody said no, the scan does")


def with_expected(report, expected, skip=()):
    """The differences as sentences. `skip`: facts that this scanner does not tell (the oracle)."""
    differences = Differences()
    wanted = {k: v for k, v in expected.items() if k not in skip}
    states = wanted.get("state")
    if states and report.get("state") not in states.split("|"):
        differences.add("state", states, f"{report.get('state')}: {report.get('trouble')}")
    # Complete is asked of whom it is expected; what is incomplete must say of each thing why.
    if "state" not in wanted and report.get("state") == "failed":
        differences.append(f"state: failed: {report.get('trouble')}")
    if report.get("state") == "incomplete" and not report.get("unknown"):
        differences.append("state: incomplete, and nothing is said to be unknown")
    for entry in report.get("unknown") or []:
        if not entry.get("cause"):
            differences.append(f"{entry.get('fact')}: unknown without a cause")
    _claims(report, wanted, differences)
    if "versions" in wanted:
        said = {v["version"]: v["supported"] for v in report.get("versions") or []}
        for version, want in wanted["versions"].items():
            differences.same(version, want, said.get(version))
    for key, inner in (("suites", "suites"), ("groups", "groups")):
        if key in wanted:
            _lists(report, wanted, differences, key, inner)
    if "signature_schemes" in wanted:
        _schemes(report, wanted, differences)
    if "dh" in wanted:
        _dh(report, wanted, differences)
    if "named_dh" in wanted:
        got = report.get("named_dh") or {}
        differences.same("groups of RFC 7919 honoured", wanted["named_dh"]["honoured"], got.get("honoured"))
        differences.same_set("groups of RFC 7919", wanted["named_dh"].get("groups", []), got.get("named_groups") or [])
    if "certificates" in wanted:
        _certificates(report, wanted, differences)
    if "facts" in wanted:
        said = {f["fact"]: f["answer"] for f in report.get("facts") or []}
        for fact, want in wanted["facts"].items():
            differences.same(fact, want, said.get(fact))
    if "alpn" in wanted:
        differences.same_set("ALPN", wanted["alpn"], (report.get("alpn") or {}).get("protocols") or [])
    if "npn" in wanted:
        differences.same_set("NPN", wanted["npn"], report.get("npn") or [])
    for key in ("client_certificate", "extensions", "sessions"):
        if key in wanted:
            _subset(report, wanted, differences, key)
    if "tolerance" in wanted:
        said = {t["test"]: t["result"] for t in report.get("tolerance") or []}
        for test, want in wanted["tolerance"].items():
            differences.same(f"tolerance of {test}", want, said.get(test))
    if "weaknesses" in wanted:
        _weaknesses(report, wanted, differences)
    if "trouble" in wanted and wanted["trouble"] not in str(report.get("trouble")):
        differences.add("trouble", wanted["trouble"], report.get("trouble"))
    return differences


# --- two scans of the same server, one of them hindered

def _facts(report):
    """{fact: (value, known, cause)} of all that a scan says; lists as sets with whether they are complete."""
    facts = {}

    def answer(name, value, cause=""):
        facts[name] = (value, value not in ("unknown", None), cause)
    for entry in report.get("versions") or []:
        answer(entry["version"], entry["supported"], entry.get("cause"))
    for key, inner in (("suites", "suites"), ("groups", "groups"), ("signature_schemes", "schemes")):
        for entry in report.get(key) or []:
            value = frozenset(names(entry[inner]))
            facts[f"{key} of {entry['version']}"] = (value, bool(entry.get("complete")), entry.get("cause"))
            if "decides" in entry and len(value) > 1:
                answer(f"{key} of {entry['version']}: who decides", entry["decides"])
            if entry.get("ordered") and entry.get("complete"):
                facts[f"{key} of {entry['version']}: order"] = (tuple(names(entry[inner])), True, "")
    for key, inner in (("named_dh", "honoured"), ("ech", "retry")):
        entry = report.get(key) or {}
        answer(f"{key}.{inner}", entry.get(inner), entry.get("cause"))
    for key in ("extensions", "sessions", "client_certificate"):
        for name, value in (report.get(key) or {}).items():
            if isinstance(value, dict):
                value = value.get("answer", value.get("value"))
            answer(f"{key} {name}", tuple(map(str, value)) if isinstance(value, list) else value)
    for entry in report.get("tolerance") or []:
        answer(f"tolerance of {entry['test']}", entry["result"])
    for entry in report.get("dh") or []:
        answer(f"DH of {entry['bits']} bits, reuse", entry.get("reused"))
    if report.get("alpn"):
        facts["ALPN"] = (frozenset(report["alpn"].get("protocols") or []), bool(report["alpn"].get("complete")), "")
    for entry in report.get("certificates") or []:
        facts[f"certificate {entry['key']} {entry['bits']} for {entry['for']}"] = ("shown", True, "")
    for entry in report.get("weaknesses") or []:
        facts[f"weakness {entry['id']}"] = ("told", True, "")
    return facts


def told_differences(plain, faulty):
    """Names of facts that are known in one and not, or otherwise, in the other."""
    one, other = _facts(plain), _facts(faulty)
    return [fact for fact in {**one, **other} if one.get(fact, (None,))[0] != other.get(fact, (None,))[0]]


def silent_differences(plain, faulty, must_be_whole=False):
    """What the hindered scan says otherwise, or leaves out, without saying that it does not know."""
    one, other = _facts(plain), _facts(faulty)
    found = []
    for fact in told_differences(plain, faulty):
        value, known = (one.get(fact) or ("nothing", False))[:2]
        told, sure = (other.get(fact) or ("nothing", False))[:2]
        if must_be_whole and known:
            found.append(f"{fact}: {_short(value)} without a fault, {_short(told)} with it")
        elif sure and known:
            found.append(f"{fact}: {_short(value)} without a fault, {_short(told)} with it, and sure of it")
        elif sure and fact.startswith(("weakness", "certificate")):
            found.append(f"{fact}: told with the fault only")
        elif isinstance(told, frozenset) and isinstance(value, frozenset) and told - value:
            found.append(f"{fact}: {', '.join(sorted(told - value))} only with the fault")
    hidden = [fact for fact in one if one[fact][1] and not (other.get(fact) or (None, False))[1]]
    if hidden and not faulty.get("unknown") and faulty.get("state") != "failed":
        found.append(f"{len(hidden)} facts are not known, and nothing is said of it: {', '.join(hidden[:4])}")
    if hidden and faulty.get("state") == "complete":
        found.append(f"called complete, but not known: {', '.join(hidden[:4])}")
    if faulty.get("state") == "failed" and not faulty.get("trouble"):
        found.append("failed, and no word why")
    for entry in faulty.get("unknown") or []:
        if not entry.get("cause"):
            found.append(f"{entry.get('fact')}: unknown without a cause")
    return found


def _short(value):
    return " ".join(sorted(value)) if isinstance(value, frozenset) else str(value)
