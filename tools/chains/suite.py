"""What a case is, and where it goes: tests/chains/NAME/{case.json, chain.pem, roots.pem, …}."""

import base64
import json
import textwrap

import pki

VALID, INVALID, INCONCLUSIVE = "valid", "invalid", "inconclusive"
CASES = {}


def case(name, description, chain, roots, expected, findings=(), citation="RFC 5280 section 6.1",
         profile="webpki", purpose="server", host=pki.HOST, time=pki.TIME, pool=(), crls=(),
         ocsp=None, **more):
    """`findings`: ids that must be among those of the best path. `chain`: leaf first, as sent.
    `more` goes into case.json as it is (tests/chains/README.md)."""
    assert name not in CASES, name
    assert expected == VALID or findings or expected == INCONCLUSIVE, name
    data = {"description": description, "citation": citation, "profile": profile,
            "purpose": purpose, "host": host, "time": time, "expected": expected,
            "expected_findings": sorted([findings] if isinstance(findings, str) else findings)}
    data.update(more)
    files = {"chain.pem": [c.der for c in chain], "roots.pem": [c.der for c in roots]}
    if pool:
        files["pool.pem"] = [c.der for c in pool]
    CASES[name] = (data, files, list(crls), ocsp)


def pem(label, octets):
    text = "\n".join(textwrap.wrap(base64.b64encode(octets).decode(), 64))
    return f"-----BEGIN {label}-----\n{text}\n-----END {label}-----\n"


def content(name):
    """{file name: octets} of a case."""
    data, files, crls, ocsp = CASES[name]
    out = {"case.json": (json.dumps(data, indent=1, ensure_ascii=False) + "\n").encode()}
    for file, whole in files.items():
        out[file] = "".join(pem("CERTIFICATE", octets) for octets in whole).encode()
    if crls:
        out["crl.pem"] = "".join(pem("X509 CRL", octets) for octets in crls).encode()
    if ocsp is not None:
        out["ocsp.der"] = ocsp
    return out
