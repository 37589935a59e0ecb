"""`openssl s_server`: extensions, sessions, client certificates."""
import base64
import struct

from lab import Server
from servers.expect import versions
from servers.openssl import s_server


def _staple(run):
    return run.keys.ocsp_response("rsa2048")


def _serverinfo(run):
    """A signed_certificate_timestamp extension, version 2 of the format: for ClientHello's answer
    and for TLS 1.3's Certificate."""
    sct = b"\0" + bytes(range(32)) + bytes(8) + b"\0\0" + b"\x04\x03" + struct.pack("!H", 70) + bytes(70)
    body = struct.pack("!H", len(sct) + 2) + struct.pack("!H", len(sct)) + sct
    # Contexts: TLS 1.2 ServerHello and TLS 1.3 Certificate; ignored in resumption is fine.
    context = 0x01D0
    data = struct.pack("!IHH", context, 18, len(body)) + body
    text = base64.encodebytes(data).decode()
    return run.write("sct.pem", f"-----BEGIN SERVERINFOV2 FOR SCT-----\n{text}-----END SERVERINFOV2 FOR SCT-----\n")


def _ca(run):
    return run.keys.ca_file("rsa")


def _clients():
    for version, flags in (("12", ["-tls1_2"]), ("13", ["-tls1_3"])):
        yield Server(f"openssl-client-asked-{version}", "a client certificate is asked, not required",
                     s_server(*flags, "-verify", "4", "-CAfile", _ca), {
                         "versions": versions("TLS 1.2" if version == "12" else "TLS 1.3"),
                         "client_certificate": {"asked": "yes", "required": "no", "authorities": ["Lab Root RSA"]}})
        yield Server(f"openssl-client-required-{version}", "a client certificate is required",
                     s_server(*flags, "-Verify", "4", "-CAfile", _ca), {
                         "versions": versions("TLS 1.2" if version == "12" else "TLS 1.3"),
                         "client_certificate": {"asked": "yes", "required": "yes", "authorities": ["Lab Root RSA"]}})
    yield Server("openssl-client-no-names", "a client certificate of any CA", s_server(
        "-tls1_2", "-Verify", "4", "-CAfile", _ca, "-no_ca_names"), {
            "client_certificate": {"asked": "yes", "required": "yes", "authorities": []}})


def _sessions():
    yield Server("openssl-sessions", "IDs and tickets and PSKs", s_server(), {
        "sessions": {"session_id": "yes", "ticket": "yes", "psk": "yes", "psk_modes": ["psk_dhe_ke"], "early_data": "no",
                     "tickets": 2, "client_renegotiation": "no"}})
    yield Server("openssl-no-ticket-12", "session IDs without tickets", s_server("-tls1_2", "-no_ticket"), {
        "sessions": {"session_id": "yes", "ticket": "no", "psk": "no"}, "extensions": {"session_ticket": "no"}})
    yield Server("openssl-no-resumption-12", "neither IDs nor tickets", s_server("-tls1_2", "-no_ticket", "-no_cache"), {
        "sessions": {"session_id": "no", "ticket": "no"}})
    yield Server("openssl-no-cache-12", "tickets without IDs", s_server("-tls1_2", "-no_cache"), {
        "sessions": {"ticket": "yes"}, "extensions": {"session_ticket": "yes"}})
    yield Server("openssl-tickets-5", "five tickets in TLS 1.3", s_server("-tls1_3", "-num_tickets", "5"), {
        "versions": versions("TLS 1.3"), "sessions": {"psk": "yes", "tickets": 5}})
    yield Server("openssl-tickets-0", "no tickets in TLS 1.3", s_server("-tls1_3", "-num_tickets", "0"), {
        "versions": versions("TLS 1.3"), "sessions": {"psk": "no", "tickets": 0}})
    yield Server("openssl-early-data", "0-RTT is taken", s_server(
        "-tls1_3", "-early_data", "-max_early_data", "16384", "-no_anti_replay", www=False), {
            "versions": versions("TLS 1.3"), "sessions": {"psk": "yes", "early_data": "yes"}})
    yield Server("openssl-psk-ke", "resumption without a key exchange", s_server("-tls1_3", "-allow_no_dhe_kex"), {
        "versions": versions("TLS 1.3"), "sessions": {"psk": "yes", "psk_modes": ["psk_dhe_ke", "psk_ke"]}})
    yield Server("openssl-stateless", "TLS 1.3 with a cookie for everybody", s_server("-tls1_3", "-stateless", www=False), {
        "versions": versions("TLS 1.3")})


def _extensions():
    yield Server("openssl-client-renegotiation", "the client may renegotiate",
                 s_server("-tls1_2", "-client_renegotiation", www=False), {
                     "sessions": {"client_renegotiation": "yes"}, "extensions": {"secure_renegotiation": "yes"}})
    yield Server("openssl-no-renegotiation", "nobody may", s_server("-tls1_2", "-no_renegotiation", www=False), {
        "sessions": {"client_renegotiation": "no"}})
    yield Server("openssl-no-etm", "encrypt-then-MAC is off", s_server("-tls1_2", "-no_etm"), {
        "extensions": {"encrypt_then_mac": "no", "extended_main_secret": "yes"}})
    yield Server("openssl-staple", "a stapled OCSP response", s_server("-status_file", _staple), {
        "extensions": {"ocsp_staple": "yes", "scts": "no"}})
    yield Server("openssl-sct", "timestamps by extension", s_server("-serverinfo", _serverinfo), {
        "extensions": {"scts": "yes", "ocsp_staple": "no"}})
    yield Server("openssl-alpn", "ALPN of three protocols", s_server("-alpn", "h2,http/1.1,imap"), {
        "alpn": ["h2", "http/1.1", "imap"], "npn": []})
    yield Server("openssl-npn", "NPN, TLS 1.2", s_server("-tls1_2", "-nextprotoneg", "spdy/3.1,http/1.1"), {
        "npn": ["spdy/3.1", "http/1.1"], "alpn": []})


def servers():
    for family in (_clients, _sessions, _extensions):
        yield from family()
