"""stunnel and haproxy."""
from lab import Server, need
from servers.expect import (OPENSSL_GROUPS_13, OPENSSL_SUITES_13, any_order, certificate, exactly, openssl_suites, ordered,
                            versions)


def stunnel(*lines, leaf="rsa2048"):
    def start(run):
        pem = run.keys.leaf(leaf)
        text = [f"pid = {run.folder}/pid", "foreground = yes", "syslog = no", "[lab]",
                f"accept = 127.0.0.1:{run.port}", "connect = 127.0.0.1:1", f"cert = {pem}",
                *[line(run) if callable(line) else line for line in lines]]
        run.spawn(need("stunnel"), run.write("stunnel.conf", "\n".join(text) + "\n"))
    return start


HAPROXY = """global
    tune.ssl.default-dh-param 2048
defaults
    mode http
    timeout connect 5s
    timeout client 20s
    timeout server 5s
frontend lab
    bind 127.0.0.1:{port} ssl {bind}
    http-request return status 200 content-type text/plain string "hello"
"""


def haproxy(bind, leaf="rsa2048"):
    def start(run):
        text = HAPROXY.format(port=run.port, bind=f"crt {run.keys.leaf(leaf)} " + (bind(run) if callable(bind) else bind))
        run.spawn(need("haproxy"), "-db", "-f", run.write("haproxy.cfg", text))
    return start


TWO = "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-AES128-GCM-SHA256"


def servers():
    yield Server("stunnel-12", "TLS 1.2 alone by stunnel, two suites", stunnel(
        "sslVersion = TLSv1.2", f"ciphers = {TWO}", "curves = X25519:P-256",
        "options = CIPHER_SERVER_PREFERENCE"), lambda: {
            "versions": versions("TLS 1.2"),
            "suites": {"TLS 1.2": ordered(openssl_suites(TWO, "TLS 1.2"))},
            "groups": {"TLS 1.2": ordered(["x25519", "secp256r1"])}, "certificates": [certificate("rsa2048")]})
    yield Server("stunnel-client-certificate", "a client certificate is required", stunnel(
        "sslVersionMin = TLSv1.2", lambda run: f"CAfile = {run.keys.ca_file('rsa')}", "verifyChain = yes"), {
            "versions": versions("TLS 1.2", "TLS 1.3"), "client_certificate": {"asked": "yes", "required": "yes"}})
    yield Server("haproxy", "TLS 1.2 and 1.3, the server decides, ALPN", haproxy(
        f"ssl-min-ver TLSv1.2 ciphers {TWO} curves X25519:P-256:P-384 alpn h2,http/1.1 no-tls-tickets"), lambda: {
            "versions": versions("TLS 1.2", "TLS 1.3"),
            "suites": {"TLS 1.2": ordered(openssl_suites(TWO, "TLS 1.2")), "TLS 1.3": exactly(OPENSSL_SUITES_13)},  # but ChaCha20 first for who wants it so
            "groups": {"TLS 1.2": ordered(["x25519", "secp256r1", "secp384r1"])},
            "alpn": ["h2", "http/1.1"], "extensions": {"session_ticket": "no"}})
    yield Server("haproxy-strict", "unknown names are refused, the client decides, ECDSA", haproxy(
        "ssl-min-ver TLSv1.3 strict-sni prefer-client-ciphers", leaf="p384"), {
            "versions": versions("TLS 1.3"), "suites": {"TLS 1.3": any_order(OPENSSL_SUITES_13)},
            "groups": {"TLS 1.3": ordered(OPENSSL_GROUPS_13)}, "certificates": [certificate("p384")],
            "facts": {"rejects_unknown_name": "yes"}},
        options=["--sni", "lab.example"])
    yield Server("haproxy-client-certificate", "a client certificate is required", haproxy(
        lambda run: f"verify required ca-file {run.keys.ca_file('rsa')}"), {
            "client_certificate": {"asked": "yes", "required": "yes", "authorities": ["Lab Root RSA"]}})
