"""`openssl s_server`: versions, suites, groups, signature schemes, certificates, DH parameters."""
import subprocess

from lab import Missing, Server, need
from servers.expect import (OPENSSL_GROUPS_12, OPENSSL_GROUPS_13, OPENSSL_SUITES_13, RSA_SCHEMES_13, any_order,
                            certificate, exactly, openssl_suites, ordered, versions)

MODERN_VERSIONS = ["-no_tls1", "-no_tls1_1"]
EVERYTHING = "ALL:eNULL:@SECLEVEL=0"
MODERN = ("ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-CHACHA20-POLY1305:"
          "DHE-RSA-AES128-GCM-SHA256:DHE-RSA-AES256-GCM-SHA384:DHE-RSA-CHACHA20-POLY1305")
# What OpenSSL 3.0 signs with below security level 1 in TLS 1.2, RSA certificate and no -sigalgs.
RSA_SCHEMES_12 = RSA_SCHEMES_13 + ["rsa_pkcs1_sha256", "rsa_pkcs1_sha384", "rsa_pkcs1_sha512", "rsa_pkcs1_sha224"]
RSA_SCHEMES_12_WEAK = RSA_SCHEMES_12 + ["rsa_pkcs1_sha1"]


def _old_enough():
    """Expectations name what 3.0 does; later ones know more groups."""
    need("openssl")
    text = subprocess.run(["openssl", "version"], capture_output=True, text=True).stdout
    if not text.startswith("OpenSSL 3.0."):
        raise Missing(f"the expectations are those of OpenSSL 3.0; this is {text.strip()}")


def s_server(*arguments, leaf="rsa2048", second=None, dh=None, www=True, datagram=False):
    """A start function. A leaf of None: no certificate."""
    def start(run):
        _old_enough()
        command = ["openssl", "s_server", "-accept", f"127.0.0.1:{run.port}"]
        if leaf:
            pem = run.keys.leaf(leaf)
            command += ["-cert", pem, "-key", pem, "-cert_chain", pem]
        else:
            command += ["-nocert"]
        if second:
            command += ["-dcert", run.keys.leaf(second), "-dkey", run.keys.leaf(second)]
        if dh:
            command += ["-dhparam", run.keys.dh_parameters(dh)]
        command += [a(run) if callable(a) else a for a in arguments]
        # Without -www it reads standard input: a pipe that says nothing.
        command += ["-www"] if www else ["-quiet"]
        run.spawn(*command, stdin=subprocess.PIPE)
    return start


def suites(cipher_string, *supported, decides="client", **certs):
    """Expected suites of the versions named, out of an OpenSSL cipher string."""
    listed = {}
    for version in supported:
        names = OPENSSL_SUITES_13 if version == "TLS 1.3" else openssl_suites(cipher_string, version, **certs)
        listed[version] = ordered(names) if decides == "server" else any_order(names)
    return listed


def _versions():
    old = {"TLS 1.0": "-tls1", "TLS 1.1": "-tls1_1", "TLS 1.2": "-tls1_2", "TLS 1.3": "-tls1_3"}
    for version, flag in old.items():
        groups = {version: ordered(OPENSSL_GROUPS_13) if version == "TLS 1.3" else any_order(OPENSSL_GROUPS_12)}
        yield Server(
            "openssl-only-" + version.lower().replace(" ", "").replace(".", ""), f"{version} alone, all suites, client's order",
            s_server(flag, "-cipher", EVERYTHING),
            lambda version=version, groups=groups: {
                "versions": versions(version), "suites": suites(EVERYTHING, version), "groups": groups})
    yield Server("openssl-defaults", "what s_server does when told nothing", s_server(), lambda: {
        "versions": versions("TLS 1.2", "TLS 1.3"), "suites": suites("DEFAULT", "TLS 1.2", "TLS 1.3"),
        # Asked for a HelloRetryRequest it names its own first choice.
        "groups": {"TLS 1.2": any_order(OPENSSL_GROUPS_12), "TLS 1.3": ordered(OPENSSL_GROUPS_13)},
        "signature_schemes": {"TLS 1.2": RSA_SCHEMES_12, "TLS 1.3": RSA_SCHEMES_13},
        "certificates": [certificate("rsa2048"), certificate("rsa2048", "no SNI"), certificate("rsa2048", "unknown SNI")],
        "dh": {"bits": [2048], "reused": "no"},
        "client_certificate": {"asked": "no"},
        "extensions": {"extended_main_secret": "yes", "encrypt_then_mac": "yes", "heartbeat": "no",
                       "secure_renegotiation": "yes", "session_ticket": "yes", "compression": "no",
                       "ocsp_staple": "no", "scts": "no"}}, faults=True, options=["--sni", "lab.example"])
    yield Server("openssl-hole", "TLS 1.0 and 1.2 with a hole between them",
                 s_server("-no_tls1_1", "-no_tls1_3", "-cipher", EVERYTHING), lambda: {
                     "versions": versions("TLS 1.0", "TLS 1.2"),
                     "suites": suites(EVERYTHING, "TLS 1.0", "TLS 1.2")})
    yield Server("openssl-everything", "TLS 1.0 to 1.3, every suite, RSA and ECDSA certificates, server's order",
                 s_server("-cipher", EVERYTHING, "-serverpref", second="p256", dh="1024"), lambda: {
                     "versions": versions("TLS 1.0", "TLS 1.1", "TLS 1.2", "TLS 1.3"),
                     "suites": suites(EVERYTHING, "TLS 1.0", "TLS 1.1", "TLS 1.2", "TLS 1.3", decides="server", ecdsa=True),
                     "groups": {"TLS 1.2": ordered(OPENSSL_GROUPS_12)},
                     "dh": {"bits": [1024], "reused": "no"},
                     "certificates": [certificate("rsa2048"), certificate("p256")],
                     "weaknesses": {"yes": ["null", "anonymous"], "no": ["rc4", "export"]}}, slow=True)


def _suites():
    yield Server("openssl-modern", "9 suites in the server's order", s_server("-cipher", MODERN, "-serverpref"), lambda: {
        "versions": versions("TLS 1.2", "TLS 1.3"),
        "suites": suites(MODERN, "TLS 1.2", "TLS 1.3", decides="server"),
        "groups": {"TLS 1.2": ordered(OPENSSL_GROUPS_12)}})
    one = "ECDHE-RSA-AES256-GCM-SHA384"
    yield Server("openssl-one-suite", "one suite, one group, one scheme",
                 s_server("-tls1_2", "-cipher", one, "-groups", "P-384", "-sigalgs", "RSA-PSS+SHA384"), lambda: {
                     "versions": versions("TLS 1.2"), "suites": {"TLS 1.2": exactly(openssl_suites(one, "TLS 1.2"))},
                     "groups": {"TLS 1.2": exactly(["secp384r1"])},
                     "signature_schemes": {"TLS 1.2": ["rsa_pss_rsae_sha384"]}})
    thirteen = ["TLS_AES_128_CCM_8_SHA256", "TLS_AES_128_GCM_SHA256", "TLS_AES_128_CCM_SHA256"]
    yield Server("openssl-suites-13", "CCM suites of TLS 1.3, the server decides",
                 s_server("-tls1_3", "-ciphersuites", ":".join(thirteen), "-serverpref"), {
                     "versions": versions("TLS 1.3"), "suites": {"TLS 1.3": ordered(thirteen)}})
    chacha = "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-CHACHA20-POLY1305:ECDHE-RSA-AES128-GCM-SHA256"
    yield Server("openssl-prioritize-chacha", "the server decides unless the client prefers ChaCha20",
                 s_server("-tls1_2", "-cipher", chacha, "-serverpref", "-prioritize_chacha"), lambda: {
                     "versions": versions("TLS 1.2"), "suites": {"TLS 1.2": exactly(openssl_suites(chacha, "TLS 1.2"))}})
    yield Server("openssl-static-rsa", "RSA key transport alone: nothing is signed, no groups",
                 s_server("-tls1_2", "-cipher", "kRSA:@SECLEVEL=0"), lambda: {
                     "versions": versions("TLS 1.2"), "suites": suites("kRSA:@SECLEVEL=0", "TLS 1.2"),
                     "groups": {}, "signature_schemes": {}, "dh": {"bits": []},
                     "extensions": {"encrypt_then_mac": "yes"}})
    yield Server("openssl-null", "NULL encryption alone",
                 s_server("-no_tls1_3", "-cipher", "eNULL:!aNULL:@SECLEVEL=0"), lambda: {
                     "versions": versions("TLS 1.0", "TLS 1.1", "TLS 1.2"),
                     "suites": suites("eNULL:!aNULL:@SECLEVEL=0", "TLS 1.0", "TLS 1.1", "TLS 1.2"),
                     "weaknesses": {"yes": ["null"], "no": ["anonymous"]}})
    yield Server("openssl-anonymous", "anonymous suites alone, no certificate",
                 s_server("-no_tls1_3", "-cipher", "aNULL:@SECLEVEL=0", leaf=None), lambda: {
                     "versions": versions("TLS 1.0", "TLS 1.1", "TLS 1.2"),
                     "suites": suites("aNULL:@SECLEVEL=0", "TLS 1.0", "TLS 1.1", "TLS 1.2", rsa=False),
                     "certificates": [], "signature_schemes": {},
                     # Auto DH without a certificate to measure: by the strength of the suite.
                     "dh": {"bits": [1024, 3072]}, "weaknesses": {"yes": ["anonymous"]}})
    yield Server("openssl-psk", "pre-shared keys alone, no certificate",
                 s_server("-no_tls1_3", "-cipher", "PSK:@SECLEVEL=0", "-psk", "00112233445566778899aabbccddeeff", leaf=None),
                 lambda: {"versions": versions("TLS 1.0", "TLS 1.1", "TLS 1.2"),
                          "suites": {v: any_order(openssl_suites("PSK:@SECLEVEL=0", v, rsa=False, psk=True))
                                     for v in ("TLS 1.0", "TLS 1.1", "TLS 1.2")}, "certificates": []})


def _groups():
    yield Server("openssl-groups", "P-521 and P-384, the server decides",
                 s_server("-groups", "P-521:P-384", "-serverpref"), {
                     "versions": versions("TLS 1.2", "TLS 1.3"),
                     "groups": {"TLS 1.2": ordered(["secp521r1", "secp384r1"]), "TLS 1.3": exactly(["secp521r1", "secp384r1"])}})
    old = ["brainpoolP256r1", "sect571r1", "secp256k1", "secp224r1", "brainpoolP512r1", "sect283k1", "secp192r1"]
    yield Server("openssl-groups-old", "curves that TLS 1.3 left behind",
                 s_server("-tls1_2", "-groups", "brainpoolP256r1:sect571r1:secp256k1:secp224r1:brainpoolP512r1:sect283k1:prime192v1",
                          "-cipher", "ALL:@SECLEVEL=0", "-serverpref"), {
                     "versions": versions("TLS 1.2"), "groups": {"TLS 1.2": ordered(old)}})
    yield Server("openssl-groups-ffdhe", "TLS 1.3 with finite fields only",
                 s_server("-tls1_3", "-groups", "ffdhe3072:ffdhe2048"), {
                     "versions": versions("TLS 1.3"), "groups": {"TLS 1.3": exactly(["ffdhe2048", "ffdhe3072"])}})
    yield Server("openssl-sigalgs", "signature schemes given one by one",
                 s_server(*MODERN_VERSIONS, "-sigalgs", "RSA-PSS+SHA384:RSA+SHA256:RSA+SHA1", "-cipher", "ALL:@SECLEVEL=0"), {
                     "versions": versions("TLS 1.2", "TLS 1.3"),
                     "signature_schemes": {"TLS 1.2": ["rsa_pss_rsae_sha384", "rsa_pkcs1_sha256", "rsa_pkcs1_sha1"],
                                           "TLS 1.3": ["rsa_pss_rsae_sha384"]}})
    for bits in ("1024", "2048"):  # it refuses fewer
        yield Server(f"openssl-dh-{bits}", f"DHE with {bits} bits",
                     s_server("-tls1_2", "-cipher", "DHE:@SECLEVEL=0", dh=bits), lambda bits=bits: {
                         "versions": versions("TLS 1.2"), "suites": suites("DHE:@SECLEVEL=0", "TLS 1.2"),
                         "dh": {"bits": [int(bits)], "reused": "no"}, "groups": {},
                         "weaknesses": {"yes": ["logjam"] if int(bits) < 2048 else [], "no": ["logjam"] if bits == "2048" else []}})
    yield Server("openssl-dh-ffdhe2048", "DHE with a named prime",
                 s_server("-tls1_2", "-cipher", "DHE:@SECLEVEL=0", dh="ffdhe2048"), {
                     "versions": versions("TLS 1.2"), "dh": {"bits": [2048], "reused": "no", "names": ["ffdhe2048"]}})


def _certificates():
    def one(leaf, about, flags, more=None, cipher="ALL:@SECLEVEL=0", supported=("TLS 1.2", "TLS 1.3")):
        certs = {"rsa": leaf.startswith("rsa"), "ecdsa": leaf[:2] in ("p2", "p3", "p5", "ed", "br"), "dsa": leaf.startswith("dsa")}

        def expected():
            wanted = {"versions": versions(*supported), "certificates": [certificate(leaf)]}
            wanted["suites"] = suites(cipher, *supported, **certs)
            return {**wanted, **(more or {})}
        return Server(f"openssl-{leaf}", about, s_server(*flags, "-cipher", cipher, leaf=leaf), expected)

    twelve = ("TLS 1.2",)
    yield one("p256", "ECDSA certificate on P-256", MODERN_VERSIONS, {"signature_schemes": {"TLS 1.3": ["ecdsa_secp256r1_sha256"]}})
    yield one("p384", "ECDSA certificate on P-384", MODERN_VERSIONS, {"signature_schemes": {"TLS 1.3": ["ecdsa_secp384r1_sha384"]}})
    yield one("p521", "ECDSA certificate on P-521", MODERN_VERSIONS, {"signature_schemes": {"TLS 1.3": ["ecdsa_secp521r1_sha512"]}})
    yield one("brainpool256", "ECDSA certificate on brainpoolP256r1", ["-tls1_2"], supported=twelve)
    yield one("ed25519", "Ed25519 certificate", MODERN_VERSIONS, {"signature_schemes": {"TLS 1.2": ["ed25519"], "TLS 1.3": ["ed25519"]}})
    yield one("ed448", "Ed448 certificate", MODERN_VERSIONS, {"signature_schemes": {"TLS 1.2": ["ed448"], "TLS 1.3": ["ed448"]}})
    pss = ["rsa_pss_pss_sha256", "rsa_pss_pss_sha384", "rsa_pss_pss_sha512"]
    yield one("rsapss2048", "RSASSA-PSS certificate: cannot encrypt", MODERN_VERSIONS,
              {"signature_schemes": {"TLS 1.2": pss, "TLS 1.3": pss}}, cipher="ALL:!kRSA:!RSAPSK:!aNULL:@SECLEVEL=0")
    yield one("dsa2048", "DSA certificate", ["-tls1_2"],
              {"signature_schemes": {"TLS 1.2": ["dsa_sha1", "dsa_sha224", "dsa_sha256", "dsa_sha384", "dsa_sha512"]}}, supported=twelve,
              cipher="ALL:!aNULL:@SECLEVEL=0")
    yield one("rsa1024", "RSA certificate of 1024 bits", ["-tls1_2"],
              # 1024 bits cannot hold PSS of SHA-512 with its salt.
              {"signature_schemes": {"TLS 1.2": [s for s in RSA_SCHEMES_12_WEAK if s != "rsa_pss_rsae_sha512"]}},
              supported=twelve)
    yield one("rsa512", "RSA certificate of 512 bits: too short for most schemes", ["-tls1_2"],
              {"signature_schemes": {"TLS 1.2": ["rsa_pkcs1_sha1", "rsa_pkcs1_sha224", "rsa_pkcs1_sha256"]}}, supported=twelve)
    yield Server("openssl-sni", "another certificate for the name than without it",
                 s_server("-cert2", lambda run: run.keys.leaf("p256"), "-key2", lambda run: run.keys.leaf("p256"),
                          "-servername", "lab.example"), {
                     "certificates": [certificate("p256"), certificate("rsa2048", "no SNI"),
                                      certificate("rsa2048", "unknown SNI")]}, options=["--sni", "lab.example"])


def servers():
    for family in (_versions, _suites, _groups, _certificates):
        yield from family()
