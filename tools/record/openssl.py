"""openssl s_server and s_client, and reading what s_client reports."""
import functools
import re
import subprocess

REQUEST = b"GET /hello.txt HTTP/1.0\r\n\r\n"
VERSIONS = {"SSLv3": "SSL 3.0", "TLSv1": "TLS 1.0", "TLSv1.0": "TLS 1.0", "TLSv1.1": "TLS 1.1",
            "TLSv1.2": "TLS 1.2", "TLSv1.3": "TLS 1.3", "DTLSv1": "DTLS 1.0",
            "DTLSv1.2": "DTLS 1.2"}
GROUPS = {"X25519": "x25519", "X448": "x448", "prime256v1": "secp256r1",
          "secp384r1": "secp384r1", "secp521r1": "secp521r1"}


@functools.cache
def release(command="openssl"):
    text = subprocess.run([command, "version"], capture_output=True, text=True).stdout
    return " ".join(text.split()[:2])


@functools.cache
def iana_names():
    """OpenSSL's name of a suite -> IANA's, by OpenSSL itself."""
    text = subprocess.run(["openssl", "ciphers", "-stdname", "ALL:COMPLEMENTOFALL:@SECLEVEL=0"],
                          capture_output=True, text=True).stdout
    rows = [line.split() for line in text.splitlines()]
    names = {row[2]: row[0] for row in rows if len(row) > 2}
    return names | {name: name for name in ("TLS_AES_128_CCM_SHA256", "TLS_AES_128_CCM_8_SHA256")}


def environment(lab):
    """An empty configuration: the machine's own must not change the recordings."""
    empty = lab.work / "openssl.cnf"
    empty.touch()
    return lab.environment(OPENSSL_CONF=empty)


def serve(lab, cert, port, *arguments, www=True, stdin=None, proto="tcp"):
    (lab.work / "hello.txt").write_text("hello, this is a sample\n")
    command = ["openssl", "s_server", "-accept", port, *(["-WWW"] if www else []), *arguments]
    if cert:
        command += ["-cert", getattr(lab.pki, f"{cert}_cert"), "-key",
                    getattr(lab.pki, f"{cert}_key"), "-cert_chain", lab.pki.issuing_cert]
    return lab.serve(command, port, env=environment(lab), stdin=stdin, proto=proto)


def connect(lab, port, *arguments, host="www.example.com", script=None, say=REQUEST,
            address="127.0.0.1", ca=True):
    """One connection of s_client; returns the facts that it reported."""
    messages = lab.work / "messages"
    messages.unlink(missing_ok=True)
    name = ["-servername", host] if host else ["-noservername"]
    command = ["openssl", "s_client", "-connect", f"{address}:{port}", *name, "-keylogfile",
               lab.keys, "-msg", "-msgfile", messages, *arguments]
    if ca:
        command += ["-CAfile", lab.pki.root_cert]
    if script is None:
        command.append("-ign_eof")
    text = lab.run(command, say=b"" if script else say, script=script, env=environment(lab))
    trace = messages.read_text() if messages.exists() else ""
    return report(text, trace) | {"client": f"{release()} s_client", "sni": host or "",
                                  "server": f"{release()} s_server"}


def report(text, trace):
    facts = {"outcome": outcome(text, trace), "hrr": trace.count("ClientHello") > 1 and
             "Reused" not in text and "TLS 1.3" in trace and "HelloRequest" not in trace,
             "client_auth": client_certificate(trace)}
    said = re.findall(r"^(New|Reused), (\S+), Cipher is (\S+)", text, re.M)
    if said and said[-1][2] != "(NONE)" and facts["outcome"] == "ok":
        facts |= negotiated(text, *said[-1])
    return facts


def negotiated(text, new, version, cipher):
    protocol = re.search(r"^\s+Protocol\s*: (\S+)", text, re.M)
    alpn = re.search(r"^ALPN protocol: (\S+)", text, re.M)
    subject = re.search(r"^subject=.*CN = (.*)$", text, re.M)
    key = re.search(r"^Server Temp Key: (?:ECDH, )?([^,\n]+)", text, re.M)
    early = re.search(r"^Early data was (accepted|rejected)", text, re.M)
    return {"version": VERSIONS[protocol.group(1) if protocol else version],
            "suite": iana_names()[cipher], "resumed": new == "Reused",
            "alpn": alpn.group(1) if alpn else "",
            "early_data": early.group(1) == "accepted" if early else None,
            "leaf_subject_cn": subject.group(1) if subject else None,
            "group": GROUPS.get(key.group(1)) if key else None}


def outcome(text, trace):
    """The last fatal alert that s_client sent or got, in the registry's name."""
    fatal = re.findall(r"Alert \[length 0002\], fatal (\S+)", trace)
    if fatal and fatal[-1] == "???":  # OpenSSL 3.0 has no word for this one
        return {"120": "no_application_protocol"}[re.search(r"alert number (\d+)", text).group(1)]
    return fatal[-1] if fatal else "ok"


def client_certificate(trace):
    """True when a Certificate message went out that is not the empty one."""
    sizes = re.findall(r">>> [^\n]*Handshake \[length ([0-9a-f]{4})\], Certificate\n", trace)
    return any(int(size, 16) > 12 for size in sizes)
