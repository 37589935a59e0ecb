"""JSSE: with its list of disabled algorithms emptied it still has export, DES, RC4, NULL and SSLv3."""
import keys as keys_module
from lab import HERE, Server, need
from servers.expect import any_order, certificate, exactly, ordered, versions

# Names of JSSE that differ from IANA's.
OLD = {
    "TLS_RSA_WITH_AES_128_CBC_SHA": "TLS_RSA_WITH_AES_128_CBC_SHA",
    "TLS_RSA_WITH_3DES_EDE_CBC_SHA": "SSL_RSA_WITH_3DES_EDE_CBC_SHA",
    "TLS_RSA_WITH_RC4_128_SHA": "SSL_RSA_WITH_RC4_128_SHA",
    "TLS_RSA_WITH_RC4_128_MD5": "SSL_RSA_WITH_RC4_128_MD5",
    "TLS_RSA_WITH_DES_CBC_SHA": "SSL_RSA_WITH_DES_CBC_SHA",
    "TLS_DHE_RSA_WITH_DES_CBC_SHA": "SSL_DHE_RSA_WITH_DES_CBC_SHA",
    "TLS_RSA_EXPORT_WITH_RC4_40_MD5": "SSL_RSA_EXPORT_WITH_RC4_40_MD5",
    "TLS_RSA_EXPORT_WITH_DES40_CBC_SHA": "SSL_RSA_EXPORT_WITH_DES40_CBC_SHA",
    "TLS_DHE_RSA_EXPORT_WITH_DES40_CBC_SHA": "SSL_DHE_RSA_EXPORT_WITH_DES40_CBC_SHA",
    "TLS_DH_anon_EXPORT_WITH_RC4_40_MD5": "SSL_DH_anon_EXPORT_WITH_RC4_40_MD5",
    "TLS_DH_anon_WITH_AES_128_CBC_SHA": "TLS_DH_anon_WITH_AES_128_CBC_SHA",
    "TLS_RSA_WITH_NULL_SHA": "SSL_RSA_WITH_NULL_SHA",
    "TLS_RSA_WITH_NULL_MD5": "SSL_RSA_WITH_NULL_MD5",
}
# RFC 4346 and RFC 5246 took these away; JSSE obeys.
UNTIL_10 = [name for name in OLD if "EXPORT" in name]
UNTIL_11 = UNTIL_10 + [name for name in OLD if "WITH_DES_" in name]


def jsse(protocols, suites, options="-", leaf="rsa2048", weak=False, **properties):
    def start(run):
        program = need("java")

        def make(path):
            key, chain, _ = run.keys.bundle(leaf)
            keys_module.run("openssl", "pkcs12", "-export", "-inkey", key, "-in", chain, "-name", "lab", "-out", path,
                            "-passout", "pass:lab")
        store = run.keys.made(f"{leaf}.p12", make)
        security = run.write("security", "jdk.tls.disabledAlgorithms=\njdk.tls.legacyAlgorithms=\n"
                                         "jdk.certpath.disabledAlgorithms=\n" if weak else "")
        defines = [f"-D{key.replace('_', '.')}={value}" for key, value in properties.items()]
        run.spawn(program, "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-Xmx96m", f"-Djava.security.properties={security}",
                  *defines, HERE / "servers/LabServer.java", run.port, store, protocols, suites, options)
    return start


GCM = ["TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256"]


def servers():
    everything = ",".join(OLD.values())
    yield Server("java-old", "SSLv3 to TLS 1.2 with export, DES, RC4, NULL and anonymous suites, the server decides",
                 jsse("SSLv3,TLSv1,TLSv1.1,TLSv1.2", everything, "order", weak=True), {
                     "versions": versions("SSLv3", "TLS 1.0", "TLS 1.1", "TLS 1.2"),
                     "suites": {"SSLv3": ordered(OLD), "TLS 1.0": ordered(OLD),
                                "TLS 1.1": ordered([s for s in OLD if s not in UNTIL_10]),
                                "TLS 1.2": ordered([s for s in OLD if s not in UNTIL_11])},
                     # 512 bits for export; who offers a group of RFC 7919 gets that one instead.
                     "dh": {"bits": [512, 2048]},
                     "weaknesses": {"yes": ["freak", "rc4", "null", "anonymous", "poodle", "sweet32", "logjam"]}}, slow=True)
    yield Server("java-12-13", "TLS 1.2 and 1.3, the server's order", jsse(
        "TLSv1.2,TLSv1.3", ",".join(GCM + ["TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384"]), "order"), {
            "versions": versions("TLS 1.2", "TLS 1.3"),
            "suites": {"TLS 1.2": ordered(GCM), "TLS 1.3": ordered(["TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384"])},
            "certificates": [certificate("rsa2048")]}, slow=True)
    yield Server("java-groups", "two groups, ECDSA certificate, the client decides", jsse(
        "TLSv1.3", "TLS_AES_128_GCM_SHA256,TLS_AES_256_GCM_SHA384", leaf="p256", jdk_tls_namedGroups="secp256r1,x448"), {
            "versions": versions("TLS 1.3"),
            "suites": {"TLS 1.3": any_order(["TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384"])},
            "groups": {"TLS 1.3": exactly(["secp256r1", "x448"])}, "certificates": [certificate("p256")]}, slow=True)
    yield Server("java-client-required", "a client certificate is required", jsse(
        "TLSv1.2", GCM[0], "need"), {"client_certificate": {"asked": "yes", "required": "yes"}}, slow=True)
