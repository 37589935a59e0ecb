"""nginx: the configurations that people run."""
from lab import Server, need
from servers.expect import (OPENSSL_GROUPS_13, OPENSSL_SUITES_13, any_order, certificate, openssl_suites, ordered,
                            versions)

INTERMEDIATE = ("ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
                "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305:"
                "DHE-RSA-AES128-GCM-SHA256:DHE-RSA-AES256-GCM-SHA384:DHE-RSA-CHACHA20-POLY1305")
# What nginx answers to with http2 on.
HTTP_IDS = ["h2", "http/1.1", "http/1.0", "http/0.9"]
ALL = "ALL:eNULL:@SECLEVEL=0"
OLD = "ALL:!aNULL:!eNULL:!PSK:@SECLEVEL=0"

MAIN = """daemon off;
master_process off;
worker_processes 1;
pid {folder}/pid;
error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
    uwsgi_temp_path {folder}; scgi_temp_path {folder};
    server_tokens off;
{servers}
}}
"""
VHOST = """    server {{
        listen 127.0.0.1:{port} ssl{flags};
        server_name {name};
{lines}
        location / {{ return 200 "hello\\n"; }}
    }}
"""


def _lines(run, lines, leaves):
    text = []
    for leaf in leaves:
        key, chain, _ = run.keys.bundle(leaf)
        text += [f"ssl_certificate {chain};", f"ssl_certificate_key {key};"]
    return "\n".join("        " + line for line in text + [a(run) if callable(a) else a for a in lines])


def nginx(*vhosts):
    """vhosts: (server_name, flags of listen, lines, leaves)."""
    def start(run):
        program = need("nginx")
        text = "".join(VHOST.format(port=run.port, name=name, flags=flags, lines=_lines(run, lines, leaves))
                       for name, flags, lines, leaves in vhosts)
        config = run.write("nginx.conf", MAIN.format(folder=run.folder, servers=text))
        run.spawn(program, "-p", run.folder, "-c", config, "-e", run.folder / "error.log")
    return start


def modern(name="_", leaves=("rsa2048",), flags=" http2", more=()):
    return (name, flags, ["ssl_protocols TLSv1.2 TLSv1.3;", f"ssl_ciphers {INTERMEDIATE};",
                          "ssl_prefer_server_ciphers off;", "ssl_session_tickets off;",
                          "ssl_session_cache shared:lab:1m;", *more], leaves)


def legacy(ciphers=OLD, more="TLSv1.2"):
    return ("_", "", [f"ssl_protocols TLSv1 TLSv1.1 {more};", f"ssl_ciphers {ciphers};", "ssl_prefer_server_ciphers on;",
                      lambda run: f"ssl_dhparam {run.keys.dh_parameters('1024')};"], ["rsa2048", "p256"])


def _staple(run):
    return f"ssl_stapling on; ssl_stapling_file {run.keys.ocsp_response('rsa2048')};"


def _mtls(run):
    return f"ssl_verify_client on; ssl_client_certificate {run.keys.ca_file('rsa')};"


def _intermediate():
    return {"versions": versions("TLS 1.2", "TLS 1.3"),
            "suites": {"TLS 1.2": any_order(openssl_suites(INTERMEDIATE, "TLS 1.2", dh=False)),
                       "TLS 1.3": any_order(OPENSSL_SUITES_13)},
            "groups": {"TLS 1.2": any_order(["x25519", "secp256r1", "x448", "secp521r1", "secp384r1"]),
                       "TLS 1.3": ordered(OPENSSL_GROUPS_13)},
            "dh": {"bits": []}, "alpn": HTTP_IDS,
            "sessions": {"session_id": "yes", "ticket": "no", "client_renegotiation": "no"},
            "extensions": {"session_ticket": "no", "ocsp_staple": "no", "compression": "no", "heartbeat": "no"}}


def _old():
    old = ("TLS 1.0", "TLS 1.1", "TLS 1.2")
    return {"versions": versions(*old),
            "suites": {v: ordered(openssl_suites(OLD, v, ecdsa=True)) for v in old},
            "dh": {"bits": [1024], "reused": "no"}, "sessions": {"ticket": "yes"},
            "certificates": [certificate("rsa2048"), certificate("p256")]}


def _all():
    every = ("TLS 1.0", "TLS 1.1", "TLS 1.2")
    return {"versions": versions(*every, "TLS 1.3"),
            "suites": {"TLS 1.3": ordered(OPENSSL_SUITES_13), **{v: ordered(openssl_suites(ALL, v, ecdsa=True)) for v in every}},
            "dh": {"bits": [1024], "reused": "no"}, "certificates": [certificate("rsa2048"), certificate("p256")],
            "weaknesses": {"yes": ["null", "anonymous", "logjam"], "no": ["rc4", "export", "sweet32", "poodle"]}}


def _curves():
    lines = ["ssl_protocols TLSv1.2 TLSv1.3;", "ssl_ecdh_curve secp384r1:X25519;", "ssl_prefer_server_ciphers on;"]
    return Server("nginx-curves", "two groups in the server's order", nginx(("_", "", lines, ["rsa2048"])), {
        "versions": versions("TLS 1.2", "TLS 1.3"),
        "groups": {"TLS 1.2": ordered(["secp384r1", "x25519"]), "TLS 1.3": ordered(["secp384r1", "x25519"])}})


def _names():
    both = [modern("lab.example", ["p256"]), modern("other.example", ["rsa3072"])]
    refused = ("_", " default_server", ["ssl_reject_handshake on;", "ssl_protocols TLSv1.2 TLSv1.3;"], [])
    yield Server("nginx-vhosts", "another certificate for each name", nginx(modern("_", ["rsa2048"], " http2 default_server"), *both), {
        "certificates": [certificate("p256"), certificate("rsa2048", "no SNI"), certificate("rsa2048", "unknown SNI")], "facts": {"rejects_unknown_name": "no"}},
        options=["--sni", "lab.example"])
    yield Server("nginx-vhosts-other", "the same server asked for its other name",
                 nginx(modern("_", ["rsa2048"], " http2 default_server"), *both), {
                     "certificates": [certificate("rsa3072"), certificate("rsa2048", "no SNI"),
                                      certificate("rsa2048", "unknown SNI")]}, options=["--sni", "other.example"])
    yield Server("nginx-reject", "unknown names and no name are refused", nginx(refused, *both), {
        "versions": versions("TLS 1.2", "TLS 1.3"), "certificates": [certificate("p256")],
        "suites": {"TLS 1.3": any_order(OPENSSL_SUITES_13)}, "facts": {"rejects_unknown_name": "yes"}},
        options=["--sni", "lab.example"])


def servers():
    yield Server("nginx-intermediate", "Mozilla's intermediate with an RSA certificate", nginx(modern()), _intermediate,
                 faults=True)
    yield Server("nginx-old", "TLS 1.0 to 1.2, RSA and ECDSA, the server decides", nginx(legacy()), _old)
    yield Server("nginx-legacy", "TLS 1.0 to 1.3, RSA and ECDSA, 126 pairs of version and suite", nginx(legacy(ALL, "TLSv1.2 TLSv1.3")),
                 _all, faults=True)
    yield Server("nginx-modern", "Mozilla's modern: TLS 1.3 alone, ECDSA", nginx(
        ("_", " http2", ["ssl_protocols TLSv1.3;", "add_header Strict-Transport-Security 'max-age=63072000' always;"], ["p256"])), {
            "versions": versions("TLS 1.3"), "suites": {"TLS 1.3": any_order(OPENSSL_SUITES_13)},
            "groups": {"TLS 1.3": ordered(OPENSSL_GROUPS_13)}, "signature_schemes": {"TLS 1.3": ["ecdsa_secp256r1_sha256"]},
            "certificates": [certificate("p256")], "alpn": HTTP_IDS})
    yield Server("nginx-both-certificates", "RSA and ECDSA for the same name", nginx(modern(leaves=["rsa2048", "p384"])), lambda: {
        "suites": {"TLS 1.2": any_order(openssl_suites(INTERMEDIATE, "TLS 1.2", ecdsa=True, dh=False))},
        "certificates": [certificate("rsa2048"), certificate("p384")]})
    yield _curves()
    yield from _names()
    yield Server("nginx-staple", "a stapled OCSP response from a file", nginx(modern(more=[_staple])), {
        "extensions": {"ocsp_staple": "yes"}})
    yield Server("nginx-client-certificate", "HTTP says 400 without a client certificate, TLS does not fail",
                 nginx(modern(more=[_mtls])), {
                     "versions": versions("TLS 1.2", "TLS 1.3"),
                     "client_certificate": {"asked": "yes", "required": "no", "authorities": ["Lab Root RSA"]}})
    yield Server("nginx-early-data", "0-RTT", nginx(
        ("_", "", ["ssl_protocols TLSv1.3;", "ssl_early_data on;"], ["p256"])), {"sessions": {"early_data": "yes", "psk": "yes"}})
