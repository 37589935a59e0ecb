"""NSS selfserv: SSLv3 among others, which no other library of a current system still speaks."""

import registry
from keys import run as command_output
from lab import Server, need
from servers.expect import RSA_SCHEMES_13, certificate, exactly, versions


def _database(keys, leaves):
    """A certificate database that holds these, nicknamed by algorithm."""
    def make(path):
        path.mkdir()
        command_output("certutil", "-N", "-d", f"sql:{path}", "--empty-password")
        for leaf in leaves:
            key, chain, _ = keys.bundle(leaf)
            bag = path / "bag.p12"
            command_output("openssl", "pkcs12", "-export", "-inkey", key, "-in", chain, "-name", leaf, "-out", bag,
                           "-passout", "pass:lab")
            command_output("pk12util", "-i", bag, "-d", f"sql:{path}", "-W", "lab", "-K", "")
            bag.unlink()
    for program in ("certutil", "pk12util"):
        need(program)
    return keys.made("nss-" + "-".join(leaves), make)


def selfserv(suites, *arguments, rsa="rsa2048", ecdsa=None):
    def start(run):
        program = need("selfserv")
        database = _database(run.keys, [leaf for leaf in (rsa, ecdsa) if leaf])
        chosen = "".join(f":{registry.suite(name):04X}" for name in suites)
        command = [program, "-d", f"sql:{database}", "-p", run.port, "-c", chosen, *arguments]
        command += (["-n", rsa] if rsa else []) + (["-e", ecdsa] if ecdsa else [])
        # A crypto policy of the distribution could forbid what is asked for.
        run.spawn(*command, environment={"NSS_IGNORE_SYSTEM_POLICY": "1"})
    return start


SSL3 = ["TLS_RSA_WITH_AES_128_CBC_SHA", "TLS_RSA_WITH_3DES_EDE_CBC_SHA", "TLS_RSA_WITH_RC4_128_SHA", "TLS_RSA_WITH_RC4_128_MD5"]
ECDHE = ["TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
         "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"]
ALL_13 = ["TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_256_GCM_SHA384"]


def servers():
    yield Server("nss-ssl3", "SSLv3 alone", selfserv(SSL3, "-V", "ssl3:ssl3"), {
        "versions": versions("SSLv3"), "suites": {"SSLv3": exactly(SSL3)},
        "weaknesses": {"yes": ["poodle", "rc4", "sweet32"]}})
    yield Server("nss-ssl3-to-12", "SSLv3 to TLS 1.2", selfserv(SSL3 + ECDHE[:2], "-V", "ssl3:tls1.2"), {
        "versions": versions("SSLv3", "TLS 1.0", "TLS 1.1", "TLS 1.2"),
        "suites": {"SSLv3": exactly(SSL3), "TLS 1.0": exactly(SSL3 + ECDHE[1:2]), "TLS 1.2": exactly(SSL3 + ECDHE[:2])}})
    yield Server("nss-12-13", "TLS 1.2 and 1.3, both kinds of certificate, ALPN", selfserv(
        ECDHE + ALL_13, "-V", "tls1.2:tls1.3", "-Q", "-u", ecdsa="p256"), {
            "versions": versions("TLS 1.2", "TLS 1.3"),
            "suites": {"TLS 1.2": exactly(ECDHE), "TLS 1.3": exactly(ALL_13)},
            "certificates": [certificate("rsa2048"), certificate("p256")], "alpn": ["http/1.1"],
            "sessions": {"client_renegotiation": "yes"}})
    yield Server("nss-groups", "three groups", selfserv(
        ECDHE[:1] + ALL_13, "-V", "tls1.2:tls1.3", "-I", "P384,x25519,FF3072"), {
            "versions": versions("TLS 1.2", "TLS 1.3"),
            "groups": {"TLS 1.3": exactly(["secp384r1", "x25519", "ffdhe3072"])},
            "signature_schemes": {"TLS 1.3": RSA_SCHEMES_13}})
    yield Server("nss-ecdh-reuse", "the ECDHE key is the same in every handshake", selfserv(
        ECDHE[:1], "-V", "tls1.2:tls1.2", "-U", "1"), {
            "versions": versions("TLS 1.2"), "facts": {"ecdh_reuse": "yes"}})
    yield Server("nss-client-required", "a client certificate is required", selfserv(
        ECDHE[:1], "-V", "tls1.2:tls1.2", "-r", "-r"), {
            "versions": versions("TLS 1.2"), "client_certificate": {"asked": "yes", "required": "yes"}})
