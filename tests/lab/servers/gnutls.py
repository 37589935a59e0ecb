"""gnutls-serv: priority strings."""
import functools
import re
import subprocess

import registry

from lab import Server, need
from servers.expect import RSA_SCHEMES_13, any_order, certificate, exactly, ordered, versions


def gnutls(priority, *arguments, leaf="rsa2048", second=None, dh=None, datagram=False):
    def start(run):
        command = [need("gnutls-serv"), "--port", run.port, "--priority", priority]
        if not datagram:
            command.append("--http")
        for one in (leaf, second):
            if one:
                key, chain, _ = run.keys.bundle(one)
                command += ["--x509keyfile", key, "--x509certfile", chain]
        if dh:
            command += ["--dhparams", run.keys.dh_parameters(dh)]
        command += [a(run) if callable(a) else a for a in arguments]
        # The system's own configuration could forbid what is asked for.
        run.spawn(*command, stdin=subprocess.PIPE,
                  environment={"GNUTLS_SYSTEM_PRIORITY_FILE": str(run.write("none", ""))})
    return start


@functools.cache
def priority_suites(priority, version):
    """What GnuTLS says that a priority string enables, for a server with an RSA certificate."""
    said = subprocess.run(["gnutls-cli", "--list", "--priority", priority], capture_output=True, text=True,
                          env={"GNUTLS_SYSTEM_PRIORITY_FILE": "/dev/null", "PATH": "/usr/bin:/bin"}).stdout
    rank, found = {"TLS1.0": 1, "TLS1.1": 2, "TLS1.2": 3, "TLS1.3": 4}, []
    for name, high, low, since in re.findall(r"^(TLS_\S+)\s+0x(\w\w), 0x(\w\w)\s+(\S+)$", said, re.M):
        row = registry.table("cipher_suites")[int(high + low, 16)]
        if rank[since] > int(version[-1]) + 1 or row["auth"] not in ("rsa", "any") or (since == "TLS1.3") != (version == "TLS 1.3"):
            continue
        found.append(row["name"])
    return found


NORMAL_GROUPS = ["secp256r1", "secp384r1", "secp521r1", "x25519", "x448", "ffdhe2048", "ffdhe3072", "ffdhe4096",
                 "ffdhe6144", "ffdhe8192"]
ALL_13 = ["TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_GCM_SHA256", "TLS_AES_128_CCM_SHA256"]
# 3DES and RC4 that current OpenSSL was built without.
OLD = "NONE:+VERS-TLS1.0:+VERS-TLS1.1:+RSA:+ECDHE-RSA:+AES-128-CBC:+3DES-CBC:+ARCFOUR-128:+SHA1:+MD5:+COMP-NULL:+GROUP-SECP256R1:+SIGN-ALL:+CTYPE-X509:%SERVER_PRECEDENCE"
OLD_SUITES = ["TLS_RSA_WITH_AES_128_CBC_SHA", "TLS_RSA_WITH_3DES_EDE_CBC_SHA", "TLS_RSA_WITH_RC4_128_SHA", "TLS_RSA_WITH_RC4_128_MD5",
              "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", "TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA", "TLS_ECDHE_RSA_WITH_RC4_128_SHA"]
BASE = "NONE:+COMP-NULL:+CTYPE-X509:+SIGN-ALL:"


def servers():
    yield Server("gnutls-old", "TLS 1.0 and 1.1 with 3DES and RC4, the server decides", gnutls(OLD), {
        "versions": versions("TLS 1.0", "TLS 1.1"),
        "suites": {v: {"set": OLD_SUITES, "decides": "server"} for v in ("TLS 1.0", "TLS 1.1")},
        "groups": {"TLS 1.1": exactly(["secp256r1"])},
        "weaknesses": {"yes": ["sweet32", "rc4"], "no": ["null"]}})
    yield Server("gnutls-camellia", "CAMELLIA and CCM in TLS 1.2, GnuTLS's own", gnutls(
        BASE + "+VERS-TLS1.2:+RSA:+CAMELLIA-128-GCM:+CAMELLIA-256-CBC:+AES-128-CCM:+AES-256-CCM-8:+AEAD:+SHA1:+SHA256"), {
            "versions": versions("TLS 1.2"),
            "suites": {"TLS 1.2": exactly(["TLS_RSA_WITH_CAMELLIA_128_GCM_SHA256", "TLS_RSA_WITH_CAMELLIA_256_CBC_SHA",
                                           "TLS_RSA_WITH_CAMELLIA_256_CBC_SHA256", "TLS_RSA_WITH_AES_128_CCM",
                                           "TLS_RSA_WITH_AES_256_CCM_8"])},
            "signature_schemes": {}, "groups": {}})
    yield Server("gnutls-13", "TLS 1.3 alone, chosen groups", gnutls(
        BASE + "+VERS-TLS1.3:+AEAD:+AES-256-GCM:+CHACHA20-POLY1305:+AES-128-GCM:+AES-128-CCM:+GROUP-X448:"
               "+GROUP-SECP384R1:+GROUP-FFDHE3072:%SERVER_PRECEDENCE"), {
            "versions": versions("TLS 1.3"), "suites": {"TLS 1.3": ordered(ALL_13)},
            "groups": {"TLS 1.3": exactly(["x448", "secp384r1", "ffdhe3072"])},
            "signature_schemes": {"TLS 1.3": RSA_SCHEMES_13}, "certificates": [certificate("rsa2048")]})
    yield Server("gnutls-normal", "what gnutls-serv does when told nothing but NORMAL", gnutls("NORMAL"), lambda: {
        "versions": versions("TLS 1.0", "TLS 1.1", "TLS 1.2", "TLS 1.3"),
        "suites": {"TLS 1.3": any_order(ALL_13),
                   **{v: any_order(priority_suites("NORMAL", v)) for v in ("TLS 1.0", "TLS 1.1", "TLS 1.2")}},
        "groups": {"TLS 1.3": any_order(NORMAL_GROUPS)},
        "named_dh": {"honoured": "yes", "groups": [g for g in NORMAL_GROUPS if g.startswith("ffdhe")]},
        "extensions": {"extended_main_secret": "yes", "encrypt_then_mac": "yes", "heartbeat": "no", "ech": "no",
                       "delegated_credentials": "no"},
        "client_certificate": {"asked": "yes", "required": "no"}, "sessions": {"client_renegotiation": "yes"}}, faults=True)
    yield Server("gnutls-heartbeat", "heartbeat", gnutls("NORMAL:-VERS-TLS1.3", "--heartbeat", "--disable-client-cert"), {
        "extensions": {"heartbeat": "yes"}, "client_certificate": {"asked": "no"}})
    yield Server("gnutls-anonymous", "anonymous suites alone", gnutls(
        BASE + "+VERS-TLS1.2:+ANON-DH:+ANON-ECDH:+AES-128-CBC:+SHA1:+GROUP-SECP256R1", leaf=None, dh="ffdhe2048"), {
            "versions": versions("TLS 1.2"), "certificates": [],
            "suites": {"TLS 1.2": exactly(["TLS_DH_anon_WITH_AES_128_CBC_SHA", "TLS_ECDH_anon_WITH_AES_128_CBC_SHA"])},
            "weaknesses": {"yes": ["anonymous"]}})
    yield Server("gnutls-ed25519", "Ed25519 and RSA certificates", gnutls("NORMAL:-VERS-TLS1.0:-VERS-TLS1.1", leaf="ed25519", second="rsa2048"), {
        "versions": versions("TLS 1.2", "TLS 1.3"), "certificates": [certificate("ed25519"), certificate("rsa2048")]})
    yield Server("gnutls-dh-768", "DHE with 768 bits that OpenSSL refuses", gnutls(
        BASE + "+VERS-TLS1.2:+DHE-RSA:+AES-128-CBC:+SHA1:%PROFILE_VERY_WEAK:%SERVER_PRECEDENCE", dh="768"), {
            "versions": versions("TLS 1.2"), "dh": {"bits": [768]}, "groups": {},
            "suites": {"TLS 1.2": exactly(["TLS_DHE_RSA_WITH_AES_128_CBC_SHA"])}, "weaknesses": {"yes": ["logjam"]}})
    yield Server("gnutls-record-limits", "record size limit and max fragment length", gnutls("NORMAL"), {
        "extensions": {"max_fragment_length": "yes", "record_size_limit": "yes"}})
    yield Server("gnutls-no-etm-no-ems", "neither encrypt-then-MAC nor extended main secret nor tickets", gnutls(
        "NORMAL:-VERS-TLS1.3:-VERS-TLS1.0:-VERS-TLS1.1:%NO_ETM:%NO_SESSION_HASH:%NO_TICKETS"), {
            "versions": versions("TLS 1.2"),
            "extensions": {"extended_main_secret": "no", "encrypt_then_mac": "no", "secure_renegotiation": "yes",
                           "session_ticket": "no"}})
