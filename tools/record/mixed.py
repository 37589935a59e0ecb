"""Recordings with several programs: GnuTLS, NSS, Java, Node.js, Chromium, nginx."""
import subprocess
import time

import openssl
import stacks

GNUTLS_MODES = [  # priority string, the only suite that it leaves
    ("NORMAL:-VERS-ALL:+VERS-TLS1.3:-CIPHER-ALL:+AES-128-GCM", "TLS_AES_128_GCM_SHA256"),
    ("NORMAL:-VERS-ALL:+VERS-TLS1.3:-CIPHER-ALL:+AES-128-CCM", "TLS_AES_128_CCM_SHA256"),
    ("NORMAL:-VERS-ALL:+VERS-TLS1.3:-CIPHER-ALL:+AES-128-CCM-8", "TLS_AES_128_CCM_8_SHA256"),
    ("NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+ECDHE-RSA:-CIPHER-ALL:+CHACHA20-POLY1305",
     "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"),
    ("NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+RSA:-CIPHER-ALL:+AES-256-CCM:-MAC-ALL:+AEAD",
     "TLS_RSA_WITH_AES_256_CCM"),
    ("NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+ECDHE-RSA:-CIPHER-ALL:+AES-128-CBC:-MAC-ALL:+SHA1",
     "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"),
]


def gnutls_modes(lab):
    """gnutls-cli against gnutls-serv: suites, then a resumed pair."""
    stacks.gnutls_serve(lab, "www", 443, "--priority", "NORMAL:+AES-128-CCM-8:+AES-256-CCM",
                        "--alpn", "h2")
    lab.capture("tcp port 443")
    server = {"server": f"{stacks.gnutls()} gnutls-serv", "starttls": None}
    for priority, suite in GNUTLS_MODES:
        for facts in stacks.gnutls_connect(lab, 443, "--priority", priority):
            lab.expect(**facts, suite=suite, **server)
    pair = stacks.gnutls_connect(lab, 443, "--priority", GNUTLS_MODES[-1][0], "-r")
    for facts in pair:
        lab.expect(**facts, suite=GNUTLS_MODES[-1][1], **server)
    for facts in stacks.gnutls_connect(lab, 443, "--alpn", "h2"):
        lab.expect(**facts, **server)


def gnutls_openssl(lab):
    """gnutls-serv visited by s_client, curl and gnutls-cli with an unknown name."""
    stacks.gnutls_serve(lab, "mail", 443, "--sni-hostname", "mail.example.com",
                        "--sni-hostname-fatal")
    lab.capture("tcp port 443")
    server = {"server": f"{stacks.gnutls()} gnutls-serv", "starttls": None}
    for version in ("-tls1_2", "-tls1_3"):
        facts = openssl.connect(lab, 443, version, host="mail.example.com",
                                script=[(0.3, b"hello\n"), (0.3, b"Q\n")])
        lab.expect(**facts | server)
    for facts in stacks.gnutls_connect(lab, 443, host="wrong.example.com"):
        lab.expect(**facts, **server)


def raw_public_key(lab):
    """RFC 7250: the Certificate message carries a bare SubjectPublicKeyInfo."""
    public = lab.work / "www.pub.pem"
    subprocess.run(["openssl", "pkey", "-in", lab.pki.www_key, "-pubout", "-out", public],
                   check=True)
    types = "NORMAL:+CTYPE-SRV-RAWPK"
    stacks.gnutls_serve(lab, None, 443, "--rawpkkeyfile", lab.pki.www_key, "--rawpkfile", public,
                        "--priority", types)
    lab.capture("tcp port 443")
    for version in ("1.2", "1.3"):
        only = f"NORMAL:-VERS-ALL:+VERS-TLS{version}:-CTYPE-SRV-ALL:+CTYPE-SRV-RAWPK"
        for facts in stacks.gnutls_connect(lab, 443, "--insecure", "--priority", only,
                                           trust=False):
            lab.expect(**facts, server=f"{stacks.gnutls()} gnutls-serv", raw_public_key=True,
                       starttls=None)


def nss(lab):
    """tstclnt against selfserv: TLS 1.0, 1.2 and 1.3 (Debian's NSS writes no key log)."""
    database = stacks.nss_database(lab)
    lab.serve(["selfserv", "-n", "www", "-p", 443, "-d", database, "-V", "tls1.0:", "-v", "-u"],
              443)
    lab.capture("tcp port 443")
    for version in ("tls1.0", "tls1.2", "tls1.3"):
        text = lab.run(["tstclnt", "-h", "127.0.0.1", "-a", "www.example.com", "-p", 443, "-d",
                        database, "-V", f"{version}:{version}", "-v", "-u", "-Q"])
        lab.expect(**stacks.nss_report(text), sni="www.example.com",
                   server=f"{stacks.nss()} selfserv", starttls=None)


def java(lab):
    """OpenJDK's client against s_server: TLS 1.2 and 1.3; the server logs the keys."""
    openssl.serve(lab, "api", 443, "-alpn", "h2,http/1.1", "-keylogfile", lab.keys)
    lab.capture("tcp port 443")
    for versions, alpn in (("TLSv1.2", ["http/1.1"]), ("TLSv1.3,TLSv1.2", ["h2,http/1.1"]),
                           ("TLSv1.3", [])):
        lab.expect(**stacks.java_connect(lab, 443, "api.example.com", versions, *alpn),
                   server=f"{openssl.release()} s_server", starttls=None)


def mlkem(lab):
    """X25519MLKEM768: node to node over 1,448 byte segments, and Chromium to node."""
    lab.ethernet()
    path = stacks.node(modern=True)
    server = stacks.node_serve(lab, "api", 443, path, ecdhCurve="X25519MLKEM768",
                               ALPNProtocols=["http/1.1"])
    lab.capture("tcp port 443")
    facts = stacks.node_connect(lab, 443, path, "api.example.com")
    lab.expect(**facts, server=stacks.node_name(path), starttls=None)
    mine = {facts["client_port"]}
    browser = stacks.chromium(lab, "https://api.example.com/")
    for port, facts in stacks.node_saw(server).items():
        if port not in mine:  # the server was told to accept this group only
            lab.expect(**facts, outcome="ok", client=browser, group="X25519MLKEM768",
                       server=stacks.node_name(path), starttls=None)


def web_servers(lab):
    """nginx with three names on 443, one of them TLS 1.2 only, and HTTP on 80."""
    both = "listen 443 ssl http2;"
    old = "listen 8443 ssl;"
    stacks.nginx(
        lab, 443, stacks.nginx_server(lab, both, "www.example.com", "www"),
        stacks.nginx_server(lab, both, "shop.example.com", "shop"),
        stacks.nginx_server(lab, old, "legacy.example.com", "legacy", "ssl_protocols TLSv1.2;"),
        stacks.nginx_server(lab, "listen 80;", "www.example.com"))


def web_curl(lab, host, port, *arguments):
    facts, _ = stacks.curl(lab, *arguments, "--resolve", f"{host}:{port}:127.0.0.1",
                           f"https://{host}:{port}/")
    return facts | {"sni": host}


def web(lab):
    """What a small office might look like on the wire in ten seconds."""
    lab.format = "pcapng"
    lab.ethernet()
    web_servers(lab)
    modern = stacks.node(modern=True)
    api = stacks.node_serve(lab, "api", 9443, modern, ALPNProtocols=["http/1.1"])
    openssl.serve(lab, "db", 4433, "-tls1_2", "-cipher", "ECDHE+AESGCM")
    session = lab.work / "session.pem"
    lab.capture("tcp port 80 or tcp port 443 or tcp port 8443 or tcp port 9443 or tcp port 4433")
    told = []  # by clients, in the order of the connections

    lab.run(["curl", "-s", "--resolve", "www.example.com:80:127.0.0.1", "http://www.example.com/"])
    browser = stacks.chromium(lab, "https://api.example.com:9443/")
    told += [web_curl(lab, "www.example.com", 443, "--http2"),
             web_curl(lab, "shop.example.com", 443, "--tls-max", "1.2"),
             web_curl(lab, "legacy.example.com", 8443)]
    for option in ("-sess_out", "-sess_in"):
        told.append(openssl.connect(lab, 443, option, session, "-tls1_3", "-alpn", "http/1.1",
                                    host="shop.example.com",
                                    say=b"GET / HTTP/1.1\r\nHost: shop.example.com\r\n"
                                        b"Connection: close\r\n\r\n") | {"port": 443})
    told += [facts | {"port": 443} for facts in
             stacks.gnutls_connect(lab, 443, "--alpn", "http/1.1", host="www.example.com",
                                   say=b"GET / HTTP/1.0\r\nHost: www.example.com\r\n\r\n")]
    told.append(stacks.node_connect(lab, 9443, stacks.node(), "api.example.com"))
    told.append(stacks.java_connect(lab, 8443, "legacy.example.com", "TLSv1.2"))
    told.append(stacks.java_connect(lab, 443, "shop.example.com", "TLSv1.3", "http/1.1"))
    told.append(openssl.connect(lab, 4433, "-tls1_2", "-cipher", "AES128-SHA",
                                host="db.example.com") | {"port": 4433})
    time.sleep(0.3)
    web_expectations(lab, told, api, browser, modern)


def web_expectations(lab, told, api, browser, modern):
    """Joins what clients and servers reported; nginx's rows come in the clients' order."""
    ours = {facts.get("client_port") for facts in told}
    for port, facts in stacks.node_saw(api).items():
        if port not in ours:
            lab.expect(**facts, outcome="ok", client=browser, starttls=None,
                       server=stacks.node_name(modern))
    rows = list(stacks.nginx_saw(lab).values())
    for facts in told:
        port = facts.pop("port", None)
        if port == 4433:
            more = {"server": f"{openssl.release()} s_server"}
        elif facts["sni"] == "api.example.com":
            more = {"server": stacks.node_name(modern)}
        else:
            more = rows.pop(0)
            disagree = [key for key in ("sni", "version", "suite", "alpn", "resumed")
                        if facts.get(key) is not None and facts[key] != more[key]]
            if disagree:
                raise RuntimeError(f"client and server disagree: {disagree} {facts} {more}")
        known = {key: value for key, value in facts.items() if value is not None}
        lab.expect(**{"starttls": None} | known | more)


SAMPLES = {
    "web": web,
    "tls13-mlkem": mlkem,
    "gnutls": gnutls_modes,
    "gnutls-server": gnutls_openssl,
    "raw-public-key": raw_public_key,
    "nss": nss,
    "java-client": java,
}
