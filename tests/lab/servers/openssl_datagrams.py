"""`openssl s_server` over UDP: DTLS 1.0 and 1.2."""
from lab import Server
from servers.expect import OPENSSL_GROUPS_12, any_order, certificate, openssl_suites, versions
from servers.openssl import EVERYTHING, s_server


def _datagram(name, about, flags, *supported, leaf="rsa2048"):
    def expected():
        listed = {v: any_order(openssl_suites(EVERYTHING, v, rsa=leaf.startswith("rsa"), ecdsa=leaf == "p256"))
                  for v in supported}
        return {"versions": versions(*supported, datagram=True), "suites": listed,
                "groups": {v: any_order(OPENSSL_GROUPS_12) for v in supported}, "certificates": [certificate(leaf)]}
    return Server(name, about, s_server(*flags, "-cipher", EVERYTHING, leaf=leaf, www=False), expected,
                  target="dtls://127.0.0.1:{port}", datagram=True)


def servers():
    yield _datagram("openssl-dtls10", "DTLS 1.0 alone", ["-dtls1"], "DTLS 1.0")
    yield _datagram("openssl-dtls12", "DTLS 1.2 alone", ["-dtls1_2"], "DTLS 1.2")
    yield _datagram("openssl-dtls", "DTLS 1.0 and 1.2, ECDSA certificate", ["-dtls"], "DTLS 1.0", "DTLS 1.2", leaf="p256")
