"""Servers that speak no TLS, or lie: nothing may be claimed of them that nobody said."""
import registry
from servers.expect import versions
from servers.scripting import scripted

EVERY = registry.STREAM_VERSIONS
NOTHING = {"not_supported": EVERY, "not_denied": EVERY, "state": "failed|incomplete", "suites": {}, "groups": {}}
ALERTS = {"close-notify": 0, "unexpected-message": 10, "handshake-failure": 40, "bad-certificate": 42,
          "illegal-parameter": 47, "decode-error": 50, "protocol-version": 70, "insufficient-security": 71,
          "internal-error": 80, "user-canceled": 90, "unrecognized-name": 112, "certificate-required": 116,
          "no-application-protocol": 120, "unassigned": 199}


def _at_connect():
    for action, about, slow in (
            ("close", "closes at once", False), ("reset", "resets at once", False), ("hang", "never answers", True),
            ("garbage", "answers with octets by lot", False), ("http", "speaks HTTP", False), ("ssh", "speaks SSH", False),
            ("smtp", "speaks SMTP", False), ("endless-warnings", "warns for ever", True)):
        yield scripted(f"{action}-at-connect", f"{about}, before anything was said", NOTHING, faults=[("connect", action)], slow=slow,
                       hidden=["*"] if slow else ())


def _at_hello():
    for action, about, slow in (
            ("close", "closes when it has read a hello", False), ("reset", "resets when it has read a hello", False),
            ("garbage", "answers a hello with octets by lot", False), ("http", "answers a hello with HTTP", False),
            ("endless", "sends an endless message", True), ("empty-records", "sends empty records for ever", True),
            ("lying-record", "promises more octets than it sends", False), ("half", "sends half of its flight", False),
            ("lying-message", "lengths inside a message lie", False), ("echo", "answers with a ClientHello", False),
            ("warning-then-close", "warns and closes", False), ("unoffered-version", "selects TLS 1.4", False),
            ("unknown-handshake", "sends a message of no known type", False), ("drip", "sends an octet a second", True)):
        facts = dict(NOTHING)
        if action in ("half", "drip", "lying-record", "lying-message"):  # other versions are refused as they should be
            facts = {"not_supported": ["SSLv2", "SSLv3", "TLS 1.0", "TLS 1.1", "TLS 1.3"], "not_denied": ["TLS 1.2"]}
        if action == "unoffered-version":  # a choice, if a wrong one
            facts = {"not_supported": EVERY, "state": "failed|incomplete"}
        yield scripted(action, about, facts, faults=[("always", action)], slow=slow, hidden=["*"] if slow else ())
    yield scripted("unoffered-suite", "selects a suite that was not offered", {
        "not_supported": [v for v in EVERY if v != "TLS 1.2"], "weaknesses": {"yes": ["selects-unoffered"]}}, faults=[("always", "unoffered-suite")])


def _alerts():
    for name, number in ALERTS.items():
        yield scripted(f"alert-{name}", f"answers everything with alert {number}", {
            "not_supported": EVERY, "suites": {}, "groups": {}}, faults=[("always", f"alert:{number}")], slow=number not in (40, 70))


def _half_silent():
    both = {"versions": ["TLS 1.2", "TLS 1.3"], "suites": ["TLS_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"]}
    for action in ("reset", "close", "hang"):
        yield scripted(f"13-{action}", f"{action} at every hello with TLS 1.3; TLS 1.2 works", {
            "versions": {"TLS 1.2": "yes"}, "not_supported": ["TLS 1.3", "SSLv3", "TLS 1.0"],
            "suites": {"TLS 1.2": {"set": both["suites"][1:]}}}, slow=action == "hang",
            **{**both, "faults": [("tls13", action)]})
    yield scripted("refuses-by-close", "closes where an alert belongs", {
        "versions": {"TLS 1.2": "yes"}, "suites": {"TLS 1.2": {"set": ["TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"]}},
        "not_supported": [v for v in versions() if v != "TLS 1.2"]}, refusal="close", version_refusal="close")


def servers():
    for family in (_at_connect, _at_hello, _alerts, _half_silent):
        yield from family()
