"""What no current library speaks: SSLv2, SSLv3 and its oddities, export, RC4, GOST, compression, odd DH."""
import registry
from servers.expect import any_order, certificate, exactly, ordered, versions
from servers.scripting import scripted

SSL2 = ["SSL_CK_RC4_128_WITH_MD5", "SSL_CK_RC4_128_EXPORT40_WITH_MD5", "SSL_CK_RC2_128_CBC_WITH_MD5",
        "SSL_CK_RC2_128_CBC_EXPORT40_WITH_MD5", "SSL_CK_IDEA_128_CBC_WITH_MD5", "SSL_CK_DES_64_CBC_WITH_MD5",
        "SSL_CK_DES_192_EDE3_CBC_WITH_MD5"]
RC4_3DES = ["TLS_ECDHE_RSA_WITH_RC4_128_SHA", "TLS_RSA_WITH_RC4_128_SHA", "TLS_RSA_WITH_RC4_128_MD5",
            "TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA", "TLS_DHE_RSA_WITH_3DES_EDE_CBC_SHA", "TLS_RSA_WITH_3DES_EDE_CBC_SHA"]
EXPORT = [row["name"] for row in registry.table("cipher_suites").values()
          if "export" in row["flags"] and row["auth"] in ("rsa", "anonymous") and row["kx"] in ("rsa", "dhe", "dh_anon")]
ANCIENT = ["TLS_RSA_WITH_IDEA_CBC_SHA", "TLS_RSA_WITH_SEED_CBC_SHA", "TLS_DHE_RSA_WITH_SEED_CBC_SHA", "TLS_RSA_WITH_DES_CBC_SHA",
           "TLS_RSA_WITH_CAMELLIA_256_CBC_SHA", "TLS_DHE_RSA_WITH_CAMELLIA_128_CBC_SHA"]
GOST = [row["name"] for row in registry.table("cipher_suites").values() if row["kx"] == "gost"]
ARIA = [row["name"] for row in registry.table("cipher_suites").values()
        if row["name"].startswith(("TLS_RSA_WITH_ARIA", "TLS_DHE_RSA_WITH_ARIA", "TLS_ECDHE_RSA_WITH_ARIA"))]
# 512 and 1024 bits of Apache's mod_ssl, as millions of servers had them.
APACHE_512 = "d4bcd52406f69b35994b88de5db89682c8157f62d8f33633ee5772f11f05ab22d6b5145b9f241e5acc31ff090a4bc71148976f76795094e71e7903529f5a824b"
APACHE_1024 = ("e6969d3d495be32c7cf180c3bdd4798e91b7818251bb055e2a2064904a79a770fa15a259cbd523a6a6ef09c43048d5a22f971f3c20129b48"
               "000e6edd061cbc053e371d794e5327df611ebbbe1bac9b5c6044cf023d76e05eea9bad991b13a63c974e9ef1839eb5db125136f7262e56a8"
               "871538dfd823c6505085e21f0dd5c86b")
OLD = ["SSLv3", "TLS 1.0", "TLS 1.1", "TLS 1.2"]


def _ssl():
    yield scripted("ssl2", "SSLv2 alone", {
        "versions": {"SSLv2": "yes"}, "not_supported": OLD + ["TLS 1.3"], "suites": {"SSLv2": exactly(SSL2)}, "weaknesses": {"yes": ["drown"]}},
        versions=[], ssl2=SSL2, version_refusal="close")
    yield scripted("ssl2-to-12", "SSLv2 to TLS 1.2", {
        "versions": versions("SSLv2", *OLD), "suites": {"SSLv2": exactly(SSL2[:2]), **{v: ordered(RC4_3DES) for v in OLD}},
        "weaknesses": {"yes": ["drown", "poodle", "rc4", "sweet32"]}}, versions=OLD, suites=RC4_3DES, ssl2=SSL2[:2])
    yield scripted("ssl3-reset", "an SSLv3 hello is answered with a reset; the rest works", {
        "suites": {v: ordered(RC4_3DES) for v in OLD[1:]}, "not_supported": ["SSLv3"],
        "versions": {v: "yes" for v in OLD[1:]}}, versions=OLD[1:], suites=RC4_3DES, faults=[("ssl3", "reset")])
    yield scripted("ssl3-hang", "an SSLv3 hello is never answered; the rest works", {
        "versions": {"TLS 1.2": "yes"}, "not_supported": ["SSLv3"]}, slow=True,
        versions=["TLS 1.2"], faults=[("ssl3", "hang")], hidden=["*"])
    yield scripted("ssl3", "SSLv3 alone, who decides: the client", {
        "versions": versions("SSLv3"), "suites": {"SSLv3": any_order(RC4_3DES)}, "weaknesses": {"yes": ["poodle"]}},
        versions=["SSLv3"], suites=RC4_3DES, order="client")
    yield scripted("tls10-resets-others", "other versions are reset instead of refused", {
        "versions": {"TLS 1.0": "yes"}, "not_supported": ["TLS 1.3", "SSLv3"]},
        versions=["TLS 1.0"], suites=RC4_3DES, version_refusal="reset")


def _suites():
    yield scripted("export", "export suites with short keys", {
        "versions": versions("SSLv3", "TLS 1.0"), "suites": {v: ordered(EXPORT) for v in ("SSLv3", "TLS 1.0")},
        "dh": {"bits": [512]}, "weaknesses": {"yes": ["freak", "logjam", "logjam-export", "export", "ssl3", "tls10", "anonymous"]}},
        versions=["SSLv3", "TLS 1.0"], suites=EXPORT, dh=APACHE_512)
    yield scripted("rsa512-export", "a certificate of 512 bits and export suites", {
        "versions": versions("TLS 1.0"), "certificates": [certificate("rsa512")]}, certificates=["rsa512"],
        versions=["TLS 1.0"], suites=EXPORT[:3])
    yield scripted("rc4", "RC4 alone", {
        "versions": versions("TLS 1.0", "TLS 1.2"), "suites": {v: ordered(RC4_3DES[:3]) for v in ("TLS 1.0", "TLS 1.2")},
        "weaknesses": {"yes": ["rc4"], "no": ["sweet32"]}}, versions=["TLS 1.0", "TLS 1.2"], suites=RC4_3DES[:3])
    yield scripted("ancient", "IDEA, SEED, DES, CAMELLIA", {
        "versions": versions("TLS 1.0", "TLS 1.1"), "suites": {v: ordered(ANCIENT) for v in ("TLS 1.0", "TLS 1.1")}},
        versions=["TLS 1.0", "TLS 1.1"], suites=ANCIENT)
    yield scripted("gost", "GOST alone", {"versions": versions("TLS 1.2"), "suites": {"TLS 1.2": ordered(GOST)}},
                   versions=["TLS 1.2"], suites=GOST)
    yield scripted("aria", "ARIA, CBC and GCM", {"versions": versions("TLS 1.2"), "suites": {"TLS 1.2": ordered(ARIA)}},
                   versions=["TLS 1.2"], suites=ARIA)
    null = ["TLS_RSA_WITH_NULL_MD5", "TLS_RSA_WITH_NULL_SHA", "TLS_RSA_WITH_NULL_SHA256", "TLS_ECDHE_RSA_WITH_NULL_SHA"]
    anonymous = ["TLS_DH_anon_WITH_RC4_128_MD5", "TLS_DH_anon_WITH_3DES_EDE_CBC_SHA", "TLS_ECDH_anon_WITH_RC4_128_SHA",
                 "TLS_ECDH_anon_WITH_NULL_SHA", "TLS_DH_anon_EXPORT_WITH_DES40_CBC_SHA"]
    yield scripted("null-anonymous", "NULL and anonymous alone", {
        "versions": versions("TLS 1.2"), "suites": {"TLS 1.2": ordered(null + anonymous)},
        "weaknesses": {"yes": ["null", "anonymous"]}}, versions=["TLS 1.2"], suites=null + anonymous)


def _parameters():
    dhe = ["TLS_DHE_RSA_WITH_AES_128_CBC_SHA", "TLS_DHE_RSA_WITH_AES_256_CBC_SHA"]
    twelve = versions("TLS 1.2")
    yield scripted("dh-512", "DHE with 512 well-known bits", {
        "versions": twelve, "dh": {"bits": [512], "reused": "no"}, "weaknesses": {"yes": ["logjam", "dh-below-1024", "dh-common-prime"]}}, suites=dhe, dh=APACHE_512)
    yield scripted("dh-1024-known", "DHE with Apache's 1024 bits", {
        "versions": twelve, "dh": {"bits": [1024], "reused": "no", "known": True}, "weaknesses": {"yes": ["logjam", "dh-common-prime"], "no": ["dh-below-1024", "dh-composite"]}},
        suites=dhe, dh=APACHE_1024)
    yield scripted("dh-2048-unknown", "DHE with 2048 bits of its own", {
        "versions": twelve, "dh": {"bits": [2048], "known": False}, "weaknesses": {"no": ["logjam"]}}, suites=dhe)
    # 3 divides it: no group at all.
    odd = f"{3 * ((1 << 1022) + 0x1234567):x}"
    yield scripted("dh-composite", "DHE modulo a composite number", {
        "versions": twelve, "dh": {"bits": [1024]}, "weaknesses": {"yes": ["dh-composite"]}}, suites=dhe, dh=odd)
    yield scripted("dh-1021", "DHE with an odd number of bits", {"versions": twelve, "dh": {"bits": [1021]}}, suites=dhe,
                   dh=f"{(1 << 1020) + 7:x}")
    yield scripted("dh-reuse", "the same DH key in every handshake", {
        "versions": twelve, "dh": {"bits": [1024], "reused": "yes"}, "weaknesses": {"yes": ["dh-reuse"]}}, suites=dhe, dh=APACHE_1024, dh_reuse=True)
    yield scripted("ecdh-reuse", "the same ECDHE key in every handshake", {"versions": twelve, "facts": {"ecdh_reuse": "yes"}, "weaknesses": {"yes": ["ecdh-reuse"]}}, ecdh_reuse=True)
    yield scripted("ecdh-fresh", "another ECDHE key in every handshake", {"versions": twelve, "facts": {"ecdh_reuse": "no"}, "weaknesses": {"no": ["ecdh-reuse"]}})
    yield scripted("explicit-curve", "a curve given by its parameters", {
        "versions": twelve, "suites": {"TLS 1.2": exactly(["TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"])},
        "weaknesses": {"yes": ["explicit-curve"]}}, explicit_curve=True)
    curves = ["secp256r1", "sect571k1", "secp192k1", "secp160r1", "brainpoolP512r1", "x448", "sect163r2"]
    yield scripted("curves", "curves of all kinds in the server's order", {
        "versions": twelve, "groups": {"TLS 1.2": ordered(curves)}, "weaknesses": {"yes": ["weak-curve"]}}, groups=curves)
    yield scripted("curves-client", "the client decides about curves, the server about suites", {
        "versions": twelve, "groups": {"TLS 1.2": any_order(curves)},
        "suites": {"TLS 1.2": ordered(["TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"])}},
        groups=curves, group_order="client", suites=["TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"])


def servers():
    for family in (_ssl, _suites, _parameters):
        yield from family()
