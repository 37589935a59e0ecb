"""Short ways to write what is expected."""
import functools
import re
import subprocess

import keys as keys_module
import registry

# The default groups of OpenSSL 3.0, in its order.
OPENSSL_GROUPS_13 = ["x25519", "secp256r1", "x448", "secp521r1", "secp384r1",
                     "ffdhe2048", "ffdhe3072", "ffdhe4096", "ffdhe6144", "ffdhe8192"]
OPENSSL_GROUPS_12 = OPENSSL_GROUPS_13[:5]
OPENSSL_SUITES_13 = ["TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_GCM_SHA256"]
RSA_SCHEMES_13 = ["rsa_pss_rsae_sha256", "rsa_pss_rsae_sha384", "rsa_pss_rsae_sha512"]


def versions(*supported, datagram=False):
    every = registry.DATAGRAM_VERSIONS if datagram else registry.STREAM_VERSIONS
    assert set(supported) <= set(every), supported
    return {v: "yes" if v in supported else "no" for v in every}


def ordered(names, decides="server"):
    """A list whose order the server's configuration fixes."""
    return {"decides": decides, "order": list(names)}


def any_order(names, decides="client"):
    """The client's order counts: compared as a set."""
    return {"decides": decides, "set": list(names)}


def exactly(names):
    """Compared as a set; who decides is left open."""
    return {"set": list(names)}


def certificate(algorithm, case="default"):
    key, bits = keys_module.KIND[algorithm]
    return {"key": key, "bits": bits, "for": case}


@functools.cache
def openssl_ciphers(cipher_string, version):
    """(name, Kx, Au) of every suite that this openssl would use, in its order."""
    flag = {"SSLv3": "-ssl3", "TLS 1.0": "-tls1", "TLS 1.1": "-tls1_1", "TLS 1.2": "-tls1_2",
            "DTLS 1.0": "-tls1_1", "DTLS 1.2": "-tls1_2"}[version]
    done = subprocess.run(["openssl", "ciphers", "-s", "-V", "-psk", flag, cipher_string], capture_output=True,
                          text=True, check=True, env={"OPENSSL_CONF": "/dev/null", "PATH": "/usr/bin:/bin"})
    found = []
    for line in done.stdout.splitlines():
        code = re.match(r"\s*0x(\w\w),0x(\w\w) ", line)
        kx, au = re.search(r"Kx=(\S+)", line), re.search(r"Au=(\S+)", line)
        found.append((registry.label("cipher_suites", int(code[1] + code[2], 16)), kx[1], au[1]))
    return found


def openssl_suites(cipher_string, version, *, rsa=True, ecdsa=False, dsa=False, psk=False, dh=True):
    """The names that an OpenSSL server with such certificates and keys can choose."""
    auths = {"None"} | ({"RSA"} if rsa else set()) | ({"ECDSA"} if ecdsa else set()) | ({"DSS"} if dsa else set())
    names = []
    for name, kx, au in openssl_ciphers(cipher_string, version):
        if (au == "PSK" or "PSK" in kx) and not psk:
            continue
        if au != "PSK" and au not in auths or kx.startswith("DH") and not dh:
            continue
        names.append(name)
    return names
