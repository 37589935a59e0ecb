"""Servers that break at odd but legal hellos; all else about them must still be found."""
from servers.expect import ordered, versions
from servers.scripting import scripted

# The name of the test in scan's JSON: the condition of misbehave.py.
TESTS = {
    "grease-extension": "grease-extension", "grease-suite": "grease-suite", "grease-group": "grease-group",
    "grease-scheme": "grease-scheme", "grease-version": "grease-version", "grease-alpn": "grease-alpn",
    "future-version": "legacy-version", "long-hello": "octets:256-511", "large-hello": "octets:16000-",
    "many-suites": "suites:129-", "empty-last-extension": "empty-last-extension", "split-record": "split",
}
# With TLS 1.3 no extension, version or share is expected to be asked for in a fixed way.
SUITES = ["TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_RSA_WITH_AES_128_CBC_SHA"]
ACTIONS = ["alert:50", "close", "reset", "alert:40"]


def servers():
    facts = {"versions": versions("TLS 1.2"), "suites": {"TLS 1.2": ordered(SUITES)}}
    for at, (test, condition) in enumerate(TESTS.items()):
        action = ACTIONS[at % len(ACTIONS)]
        others = {other: "ok" for other in TESTS if other != test}
        # A hello may be odd in two ways at once: what the other tests must say is told where it is sure.
        sure = {t: r for t, r in others.items() if test.startswith("grease") and t.startswith("grease")}
        yield scripted(f"intolerant-{test}", f"{action} at {test}", {**facts, "tolerance": {test: "broken", **sure}, "weaknesses": {"yes": ["intolerant"]}},
                       suites=SUITES, faults=[(condition, action)], hidden=["*"] if test == "long-hello" else ())
    for test in ("long-hello", "grease-extension", "future-version"):
        yield scripted(f"intolerant-{test}-hang", f"never answers {test}", {**facts, "tolerance": {test: "broken"}},
                       suites=SUITES, faults=[(TESTS[test], "hang")], slow=True, hidden=["*"])
    yield scripted("intolerant-extensions", "closes at any extension: TLS 1.0 of the year 2000", {
        "versions": versions("TLS 1.0"), "suites": {"TLS 1.0": ordered(["TLS_RSA_WITH_3DES_EDE_CBC_SHA", "TLS_RSA_WITH_RC4_128_MD5"])},
        "tolerance": {}}, versions=["TLS 1.0"], suites=["TLS_RSA_WITH_3DES_EDE_CBC_SHA", "TLS_RSA_WITH_RC4_128_MD5"],
        faults=[("extensions", "close")], hidden=["versions", "suites"])
    yield scripted("intolerant-unknown-groups", "breaks at groups that it has not heard of", facts, suites=SUITES,
                   faults=[("unknown-group", "alert:47")])
    yield scripted("intolerant-64-suites", "resets at more than 64 suites", facts, suites=SUITES, faults=[("suites:65-", "reset")])
    yield scripted("tolerant", "bears everything", {**facts, "tolerance": {test: "ok" for test in TESTS}, "weaknesses": {"no": ["intolerant"]}}, suites=SUITES)
