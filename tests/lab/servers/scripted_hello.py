"""Extensions, orders, TLS 1.3 by HelloRetryRequest: by scripted.py."""
import registry
from servers.expect import any_order, exactly, ordered, versions
from servers.scripting import scripted

TWO = ["TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "TLS_RSA_WITH_AES_128_CBC_SHA"]
SIX = TWO + ["TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_DHE_RSA_WITH_AES_128_CBC_SHA", "TLS_RSA_WITH_AES_256_GCM_SHA384",
             "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"]
ALL_13 = [row["name"] for row in registry.table("cipher_suites").values() if "tls13" in row["flags"]]
PQ = ["SecP384r1MLKEM1024", "X25519MLKEM768", "curveSM2MLKEM768", "MLKEM1024", "X25519Kyber768Draft00", "MLKEM512", "secp521r1",
      "brainpoolP384r1tls13", "GC256B", "ffdhe8192", "curveSM2"]
RSA_SUITES_12 = [row["name"] for row in registry.table("cipher_suites").values()
                 if row["auth"] == "rsa" and row["kx"] in ("rsa", "dhe", "ecdhe") and "tls13" not in row["flags"]
                 and "export" not in row["flags"]]
# A Name of one organizationName, "Lab Clients".
CLIENTS = "30163114301206035504" "0a0c0b4c616220436c69656e7473"


def _extensions():
    twelve = {"versions": versions("TLS 1.2")}

    def one(name, about, facts, **specification):
        return scripted(name, about, {**twelve, **facts}, suites=TWO, **specification)
    yield one("compression", "DEFLATE", {"extensions": {"compression": "yes"}, "weaknesses": {"yes": ["crime"]}}, compression=1)
    yield one("heartbeat-npn", "heartbeat and NPN", {"extensions": {"heartbeat": "yes"}, "weaknesses": {"yes": ["heartbeat"]}, "npn": ["spdy/2", "http/1.1"]},
              heartbeat=True, npn=["spdy/2", "http/1.1"])
    yield one("no-renegotiation-info", "no secure renegotiation", {"extensions": {"secure_renegotiation": "no", "extended_main_secret": "no"},
         "weaknesses": {"yes": ["insecure-renegotiation", "no-extended-main-secret"]}},
              renegotiation=False, ems=False)
    yield one("everything-on", "every extension of TLS 1.2 that a hello can show", {
        "extensions": {"extended_main_secret": "yes", "encrypt_then_mac": "yes", "session_ticket": "yes", "heartbeat": "yes",
                       "ocsp_staple": "yes", "scts": "yes", "secure_renegotiation": "yes", "max_fragment_length": "yes"},
        "alpn": ["http/1.1", "h2"]},
        etm=True, ticket=True, heartbeat=True, staple=True, sct=True, max_fragment=True, alpn=["http/1.1", "h2"])
    yield one("client-certificate", "asks for a certificate of named issuers", {
        "client_certificate": {"asked": "yes", "authorities": ["Lab Clients"]}}, client_certificate=[CLIENTS])
    fallback = ["TLS 1.0", "TLS 1.1", "TLS 1.2"]
    yield scripted("fallback-scsv", "the fallback signal is heeded", {
        "versions": versions(*fallback), "extensions": {"fallback_scsv": "yes"}, "weaknesses": {"no": ["fallback-scsv"]}}, versions=fallback, suites=TWO)
    yield scripted("no-fallback-scsv", "the fallback signal is not heeded", {
        "versions": versions(*fallback), "extensions": {"fallback_scsv": "no"}, "weaknesses": {"yes": ["fallback-scsv"]}}, versions=fallback, suites=TWO, fallback_scsv=False)
    both = ["TLS 1.2", "TLS 1.3"]
    yield scripted("sentinel", "the downgrade sentinel is there", {
        "versions": versions(*both), "weaknesses": {"no": ["downgrade-sentinel"]}}, versions=both, suites=TWO + ALL_13[:2])
    yield scripted("no-sentinel", "the downgrade sentinel is missing", {
        "versions": versions(*both), "weaknesses": {"yes": ["downgrade-sentinel"]}}, versions=both, suites=TWO + ALL_13[:2], sentinel=False)


def _orders():
    yield scripted("server-order", "six suites in an order that no library has", {
        "versions": versions("TLS 1.2"), "suites": {"TLS 1.2": ordered(SIX)}}, suites=SIX)
    yield scripted("client-order", "the client decides", {
        "versions": versions("TLS 1.2"), "suites": {"TLS 1.2": any_order(SIX)}}, suites=SIX, order="client")
    yield scripted("client-order-of-two", "the client decides about few", {
        "versions": versions("TLS 1.2"), "suites": {"TLS 1.2": any_order(TWO)}}, suites=TWO, order="client")
    nobody = {"versions": versions("TLS 1.2"), "weaknesses": {"yes": ["inconsistent"]}}
    yield scripted("no-order", "nobody decides", {**nobody, "suites": {"TLS 1.2": exactly(SIX)}}, suites=SIX, order="astray")
    yield scripted("no-order-later", "the client decides for a while", {**nobody, "suites": {"TLS 1.2": exactly(TWO)}}, suites=TWO, order="fickle")
    yield scripted("orders-differ", "another order in each version", {
        "versions": versions("TLS 1.0", "TLS 1.1", "TLS 1.2"),
        "suites": {"TLS 1.0": ordered(SIX[1:4:2]), "TLS 1.1": ordered(SIX[3:0:-2]), "TLS 1.2": ordered(SIX[::-1])}},
        versions=["TLS 1.0", "TLS 1.1", "TLS 1.2"],
        suites_of={"TLS 1.0": SIX[1:4:2], "TLS 1.1": SIX[3:0:-2], "TLS 1.2": SIX[::-1]})
    yield scripted("all-suites", f"{len(RSA_SUITES_12)} suites", {
        "versions": versions("TLS 1.2"), "suites": {"TLS 1.2": ordered(RSA_SUITES_12)}}, suites=RSA_SUITES_12, slow=True)
    schemes = ["rsa_pkcs1_sha512", "rsa_pss_rsae_sha256", "rsa_pkcs1_md5"]
    yield scripted("schemes", "three signature schemes, MD5 among them", {
        "versions": versions("TLS 1.2"), "signature_schemes": {"TLS 1.2": schemes}, "weaknesses": {"yes": ["md5-signatures"]}}, schemes=schemes)


def _thirteen():
    yield scripted("13", "TLS 1.3: every suite, groups of all kinds, in the server's order", {
        "versions": versions("TLS 1.3"), "suites": {"TLS 1.3": ordered(ALL_13)}, "groups": {"TLS 1.3": ordered(PQ)},
        "weaknesses": {"no": ["no-post-quantum"]}},
        versions=["TLS 1.3"], suites=ALL_13, groups=PQ)
    yield scripted("13-client", "TLS 1.3: the client decides about both", {
        "versions": versions("TLS 1.3"), "suites": {"TLS 1.3": any_order(ALL_13[:3])}, "groups": {"TLS 1.3": any_order(PQ[:4])}},
        versions=["TLS 1.3"], suites=ALL_13[:3], groups=PQ[:4], order="client", group_order="client")
    yield scripted("13-refuses-by-reset", "TLS 1.3 with resets where alerts belong", {
        "versions": {"TLS 1.3": "yes"}, "suites": {"TLS 1.3": ordered(ALL_13[:2])}},
        versions=["TLS 1.3"], suites=ALL_13[:2], refusal="reset", version_refusal="reset", hidden=["versions"])


def servers():
    for family in (_extensions, _orders, _thirteen):
        yield from family()
