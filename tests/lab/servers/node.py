"""Node with OpenSSL 3.5 or newer: ML-KEM groups and ML-DSA certificates.

Looked for in $TLSONAR_LAB_NODE, in build/lab/node (`npm install --prefix build/lab/node node@latest`;
check.py --setup does that), and on the PATH.
"""
import functools
import json
import os
import shutil
import subprocess

import keys as keys_module
from lab import HERE, Missing, Server
from servers.expect import RSA_SCHEMES_13, exactly, openssl_suites, versions

PREFIX = HERE.parents[1] / "build/lab/node"
ALL_13 = ["TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_GCM_SHA256"]


def setup():
    """Installs a current Node below build/."""
    PREFIX.mkdir(parents=True, exist_ok=True)
    subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--prefix", str(PREFIX), "node@latest"], check=True,
                   timeout=300)


@functools.cache
def program():
    places = [os.environ.get("TLSONAR_LAB_NODE"), PREFIX / "node_modules/node/bin/node", shutil.which("node")]
    for place in places:
        if not place or not os.path.exists(place):
            continue
        said = subprocess.run([str(place), "-p", "process.versions.openssl"], capture_output=True, text=True).stdout.strip()
        numbers = [int(n) for n in said.split("+")[0].split(".") if n.isdigit()]
        if numbers[:2] >= [3, 5]:
            return str(place)
    raise Missing("no Node with OpenSSL 3.5 or newer is here (check.py --setup gets one by npm)")


def _mldsa(keys, algorithm):
    def make(path):
        path.write_bytes(keys_module.run(program(), HERE / "servers/make_mldsa.js", algorithm, keys_module.NAME))
    return keys.made(f"{algorithm}.pem", make)


def node(leaves=("rsa2048",), **options):
    def start(run):
        binary = program()
        files = [str(_mldsa(run.keys, leaf) if leaf.startswith("ml-") else run.keys.leaf(leaf)) for leaf in leaves]
        given = {"key": files, "cert": files, **options}
        if "ca" in given:
            given["ca"] = str(run.keys.ca_file(given["ca"]))
        run.spawn(binary, HERE / "servers/lab_server.js", run.port, json.dumps(given))
    return start


PQ = ["X25519MLKEM768", "SecP256r1MLKEM768", "SecP384r1MLKEM1024", "MLKEM512", "MLKEM768", "MLKEM1024", "x25519", "secp256r1"]


def _mldsa_server(level, groups=("X25519MLKEM768", "MLKEM768"), word=""):
    scheme = f"mldsa{level}"
    about = f"an ML-DSA-{level} certificate and " + ("post-quantum groups alone" if not word else "x25519")
    return Server(f"node-{scheme}{word}", about, node(
        [f"ml-dsa-{level}"], minVersion="TLSv1.3", ecdhCurve=":".join(groups).replace("x25519", "X25519")), {
            "versions": versions("TLS 1.3"), "suites": {"TLS 1.3": exactly(ALL_13)},
            "groups": {"TLS 1.3": exactly(groups)}, "signature_schemes": {"TLS 1.3": [scheme]},
            "certificates": [{"key": f"ML-DSA-{level}", "bits": 0, "for": "default"}]},
        hidden=["certificates"])


def servers():
    yield Server("node-pq", "every ML-KEM group, with classical ones", node(
        minVersion="TLSv1.2", ecdhCurve=":".join(PQ).replace("secp256r1", "P-256").replace("x25519", "X25519")), {
            "versions": versions("TLS 1.2", "TLS 1.3"), "groups": {"TLS 1.3": exactly(PQ), "TLS 1.2": exactly(PQ[-2:])},
            "suites": {"TLS 1.3": exactly(ALL_13)}, "signature_schemes": {"TLS 1.3": RSA_SCHEMES_13}})
    yield Server("node-hybrid-only", "X25519MLKEM768 alone: classical clients are refused", node(
        minVersion="TLSv1.3", ecdhCurve="X25519MLKEM768"), {
            "versions": versions("TLS 1.3"), "groups": {"TLS 1.3": exactly(["X25519MLKEM768"])}})
    yield Server("node-default", "what Node does when told nothing", node(), {
        "versions": versions("TLS 1.2", "TLS 1.3"), "extensions": {"session_ticket": "yes"},
        "sessions": {"psk": "yes"}}, faults=True)
    for level in ("44", "65", "87"):
        yield _mldsa_server(level)
    yield _mldsa_server("65", ("x25519", "X25519MLKEM768"), "-x25519")
    one = "ECDHE-RSA-AES128-GCM-SHA256"
    yield Server("node-client-required", "a client certificate is required, ALPN", node(
        minVersion="TLSv1.2", maxVersion="TLSv1.2", ciphers=one, requestCert=True, rejectUnauthorized=True, ca="rsa",
        ALPNProtocols=["h2", "http/1.1"]), lambda: {
            "versions": versions("TLS 1.2"), "suites": {"TLS 1.2": exactly(openssl_suites(one, "TLS 1.2"))},
            "client_certificate": {"asked": "yes", "authorities": ["Lab Root RSA"]}, "alpn": ["h2", "http/1.1"]})
