"""Recordings of protocol versions, cipher modes and handshake variants (OpenSSL)."""
import subprocess

import openssl

WEAK = ["-cipher", "ALL:COMPLEMENTOFALL:@SECLEVEL=0"]
QUIT = [(0.4, b"hello\n"), (0.3, b"Q\n")]
SECRET = "4f70656e2073657361d66520736573616d65"  # of the external PSK samples


def one(cert, server, client, host=None, www=True, **more):
    """The recording of a single connection."""
    def record(lab):
        openssl.serve(lab, cert, 443, *server, www=www)
        lab.capture("tcp port 443")
        name = host if host is not None else f"{cert}.example.com"
        lab.expect(**openssl.connect(lab, 443, *client, host=name, **more), starttls=None)
    return record


def suites(version, names, cert="www", extra=()):
    """One connection per suite, all on one server."""
    def record(lab):
        openssl.serve(lab, cert, 443, f"-{version}", *WEAK)
        lab.capture("tcp port 443")
        for name in names:
            facts = openssl.connect(lab, 443, f"-{version}", "-cipher", f"{name}:@SECLEVEL=0",
                                    *extra, host=f"{cert}.example.com")
            lab.expect(**facts, starttls=None)
    return record


def suite13(name):
    return one("www", ["-tls1_3"], ["-tls1_3", "-ciphersuites", name])


def cbc(lab):
    """CBC with HMAC-SHA1, SHA256 and SHA384; each with and without encrypt-then-MAC."""
    openssl.serve(lab, "www", 443, "-tls1_2", *WEAK)
    lab.capture("tcp port 443")
    for name in ("ECDHE-RSA-AES128-SHA", "ECDHE-RSA-AES128-SHA256", "ECDHE-RSA-AES256-SHA384",
                 "ECDHE-RSA-CAMELLIA128-SHA256"):
        for extra in ([], ["-no_etm"]):
            facts = openssl.connect(lab, 443, "-tls1_2", "-cipher", f"{name}:@SECLEVEL=0", *extra)
            lab.expect(**facts, encrypt_then_mac=not extra, starttls=None)


def no_ems(lab):
    """Without the extended master secret: switched off by a configuration command."""
    configuration = lab.work / "no-ems.cnf"
    configuration.write_text("openssl_conf = a\n[a]\nssl_conf = b\n[b]\nsystem_default = c\n"
                             "[c]\nOptions = -ExtendedMasterSecret\n")
    openssl.serve(lab, "www", 443, "-tls1_2")
    lab.capture("tcp port 443")
    plain = openssl.environment
    openssl.environment = lambda lab: lab.environment(OPENSSL_CONF=configuration)
    try:
        for name in ("ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-SHA256"):
            facts = openssl.connect(lab, 443, "-tls1_2", "-cipher", name)
            lab.expect(**facts, extended_master_secret=False, starttls=None)
    finally:
        openssl.environment = plain


def resumed(version, server, saved_by_ticket):
    """A full handshake that saves its session and one that resumes it."""
    def record(lab):
        session = lab.work / "session.pem"
        openssl.serve(lab, "www", 443, f"-{version}", *server, www=False,
                      stdin=subprocess.PIPE)
        lab.capture("tcp port 443")
        for option in ("-sess_out", "-sess_in"):
            lab.expect(**openssl.connect(lab, 443, f"-{version}", option, session, script=QUIT),
                       starttls=None)
        text = subprocess.run(["openssl", "sess_id", "-in", session, "-noout", "-text"],
                              capture_output=True, text=True).stdout
        if ("TLS session ticket:" in text) != saved_by_ticket:
            raise RuntimeError("the session was not saved as the sample wants it")
    return record


def early_data(lab):
    """A ticket, then 0-RTT data accepted; then the same ticket again: rejected."""
    session, early = lab.work / "session.pem", lab.work / "early.txt"
    early.write_text("GET /early HTTP/1.0\r\n\r\n")
    openssl.serve(lab, "www", 443, "-tls1_3", "-early_data", "-max_early_data", "8192", www=False,
                  stdin=subprocess.PIPE)
    lab.capture("tcp port 443")
    lab.expect(**openssl.connect(lab, 443, "-tls1_3", "-sess_out", session, script=QUIT),
               starttls=None)
    for _ in range(2):
        facts = openssl.connect(lab, 443, "-tls1_3", "-sess_in", session, "-early_data", early,
                                script=QUIT)
        lab.expect(**facts, starttls=None)


def client_certificate(version):
    def record(lab):
        openssl.serve(lab, "shop", 443, f"-{version}", "-Verify", "3", "-CAfile",
                      lab.pki.root_cert, "-verify_return_error")
        lab.capture("tcp port 443")
        facts = openssl.connect(lab, 443, f"-{version}", "-cert", lab.pki.alice_cert, "-key",
                                lab.pki.alice_key, "-cert_chain", lab.pki.issuing_cert,
                                host="shop.example.com")
        lab.expect(**facts, client_subject_cn="Alice Client", starttls=None)
        lab.expect(**openssl.connect(lab, 443, f"-{version}", host="shop.example.com"),
                   starttls=None)
    return record


def renegotiation(lab):
    """'R' makes s_client start a second handshake inside the first one's protection."""
    openssl.serve(lab, "www", 443, "-tls1_2", "-client_renegotiation", www=False,
                  stdin=subprocess.PIPE)
    lab.capture("tcp port 443")
    facts = openssl.connect(lab, 443, "-tls1_2",
                            script=[(0.4, b"before\n"), (0.3, b"R\n"), (0.5, b"after\n"),
                                    (0.3, b"Q\n")])
    lab.expect(**facts, renegotiated=True, starttls=None)


def key_update(lab):
    """'K' asks both sides for new keys, 'k' changes only the client's."""
    openssl.serve(lab, "www", 443, "-tls1_3", www=False, stdin=subprocess.PIPE)
    lab.capture("tcp port 443")
    facts = openssl.connect(lab, 443, "-tls1_3",
                            script=[(0.4, b"before\n"), (0.3, b"K\n"), (0.3, b"between\n"),
                                    (0.3, b"k\n"), (0.3, b"after\n"), (0.3, b"Q\n")])
    lab.expect(**facts, key_update=True, starttls=None)


def ocsp(lab):
    """A stapled answer, in TLS 1.2 as CertificateStatus, in 1.3 inside Certificate."""
    staple = lab.pki.ocsp_response("www")
    openssl.serve(lab, "www", 443, "-status_file", staple)
    lab.capture("tcp port 443")
    for version in ("-tls1_2", "-tls1_3"):
        lab.expect(**openssl.connect(lab, 443, version, "-status"), ocsp_stapled=True,
                   starttls=None)


def alerts(lab):
    """Handshakes that fail, each with another fatal alert."""
    openssl.serve(lab, "www", 443, "-tls1_2", "-cipher", "ECDHE+AESGCM", "-alpn", "h2")
    openssl.serve(lab, "shop", 8443, "-tls1_3", "-Verify", "3", "-verify_return_error", "-CAfile",
                  lab.pki.root_cert)
    lab.capture("tcp port 443 or tcp port 8443")
    attempts = [(443, ["-tls1_2", "-cipher", "AES128-SHA"]), (443, ["-tls1_3"]),
                (443, ["-verify_return_error", "-CAfile", lab.pki.shop_cert]),
                (443, ["-alpn", "spdy/1"]), (8443, ["-tls1_3"])]
    for port, arguments in attempts:
        own_store = "-CAfile" in arguments
        lab.expect(**openssl.connect(lab, port, *arguments, ca=not own_store), starttls=None)


def names(lab):
    """No SNI; ALPN chosen; ALPN offered but not chosen; IPv6."""
    openssl.serve(lab, "www", 443, "-alpn", "h2,http/1.1")
    openssl.serve(lab, "www", 8443)
    lab.capture("tcp port 443 or tcp port 8443")
    lab.expect(**openssl.connect(lab, 443, "-tls1_3", host=""), starttls=None)
    lab.expect(**openssl.connect(lab, 443, "-tls1_2", host=""), starttls=None)
    lab.expect(**openssl.connect(lab, 443, "-tls1_3", "-alpn", "http/1.1"), starttls=None)
    lab.expect(**openssl.connect(lab, 443, "-tls1_2", "-alpn", "h2,http/1.1"), starttls=None)
    lab.expect(**openssl.connect(lab, 8443, "-tls1_3", "-alpn", "h2"), starttls=None)


def psk(lab):
    """External keys: three kinds of TLS 1.2 PSK suites, then TLS 1.3."""
    identity = ["-psk", SECRET, "-psk_identity", "sensor-17"]
    openssl.serve(lab, "www", 443, "-psk", SECRET, "-psk_identity", "sensor-17", "-psk_hint",
                  "factory", *WEAK)
    openssl.serve(lab, "www", 8443, "-psk", SECRET, "-psk_identity", "sensor-17", "-tls1_3")
    lab.capture("tcp port 443 or tcp port 8443")
    for suite in ("PSK-AES128-GCM-SHA256", "ECDHE-PSK-AES128-CBC-SHA256",
                  "DHE-PSK-CHACHA20-POLY1305", "RSA-PSK-AES256-GCM-SHA384"):
        lab.expect(**openssl.connect(lab, 443, "-tls1_2", "-cipher", f"{suite}:@SECLEVEL=0",
                                     *identity), starttls=None)
    facts = openssl.connect(lab, 8443, "-tls1_3", "-ciphersuites", "TLS_AES_128_GCM_SHA256",
                            *identity)
    facts["resumed"] = None  # OpenSSL says "Reused" of every key that was there before
    lab.expect(**facts, external_psk=True, starttls=None)


def dtls(lab):
    """DTLS 1.2 over UDP, with the cookie exchange and a small MTU."""
    openssl.serve(lab, "www", 4433, "-dtls1_2", "-listen", "-mtu", "600", www=False,
                  stdin=subprocess.PIPE, proto="udp")
    lab.capture("udp port 4433")
    lab.expect(**openssl.connect(lab, 4433, "-dtls1_2", "-mtu", "600", script=QUIT),
               port=4433, starttls=None)


SAMPLES = {
    "tls10": suites("tls1", ["ECDHE-RSA-AES128-SHA", "DHE-RSA-AES256-SHA", "AES128-SHA"]),
    "tls11": suites("tls1_1", ["ECDHE-RSA-AES128-SHA", "AES256-SHA"]),
    "tls12-ecdhe": suites("tls1_2", ["ECDHE-ECDSA-AES128-GCM-SHA256",
                                     "ECDHE-ECDSA-AES256-GCM-SHA384"], cert="shop"),
    "tls12-rsa": suites("tls1_2", ["AES128-GCM-SHA256", "AES256-SHA256", "AES128-SHA"]),
    "tls12-dhe": suites("tls1_2", ["DHE-RSA-AES128-GCM-SHA256", "DHE-RSA-AES256-SHA256"]),
    "tls12-cbc": cbc,
    "tls12-no-ems": no_ems,
    "tls12-chacha": suites("tls1_2", ["ECDHE-RSA-CHACHA20-POLY1305",
                                      "DHE-RSA-CHACHA20-POLY1305"]),
    "tls12-ccm": suites("tls1_2", ["ECDHE-ECDSA-AES128-CCM", "ECDHE-ECDSA-AES128-CCM8",
                                   "ECDHE-ECDSA-AES256-CCM"], cert="shop"),
    "tls12-aria": suites("tls1_2", ["ECDHE-ARIA128-GCM-SHA256"]),
    "tls13-aes128": suite13("TLS_AES_128_GCM_SHA256"),
    "tls13-aes256": suite13("TLS_AES_256_GCM_SHA384"),
    "tls13-chacha": suite13("TLS_CHACHA20_POLY1305_SHA256"),
    "tls13-ccm": one("www", ["-tls1_3", "-ciphersuites",
                             "TLS_AES_128_CCM_SHA256:TLS_AES_128_CCM_8_SHA256"],
                     ["-tls1_3", "-ciphersuites", "TLS_AES_128_CCM_SHA256"]),
    "tls13-hrr": one("www", ["-tls1_3", "-groups", "P-384"],
                     ["-tls1_3", "-groups", "X25519:P-384"]),
    "tls13-0rtt": early_data,
    "tls13-psk-resumption": resumed("tls1_3", [], True),
    "tls13-client-cert": client_certificate("tls1_3"),
    "tls12-client-cert": client_certificate("tls1_2"),
    "tls12-renegotiation": renegotiation,
    "tls12-session-id-resumption": resumed("tls1_2", ["-no_ticket"], False),
    "tls12-ticket-resumption": resumed("tls1_2", [], True),
    "tls13-keyupdate": key_update,
    "ocsp-stapling": ocsp,
    "alerts": alerts,
    "names": names,
    "ipv6": one("api", [], [], address="[::1]"),
    "psk": psk,
    "anonymous": suites("tls1_2", ["ADH-AES128-GCM-SHA256", "AECDH-AES128-SHA"]),
    "null-cipher": suites("tls1_2", ["NULL-SHA256", "ECDHE-RSA-NULL-SHA", "NULL-MD5"]),
    "dtls12": dtls,
}
