"""Programs other than OpenSSL's: how to run them and read what they report."""
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import openssl
from lab import MissingProgram, need

PROGRAMS = Path(__file__).resolve().parent / "programs"
VERSIONS = openssl.VERSIONS
GNUTLS_KEY = {"ECDHE-SECP256R1": "secp256r1", "ECDHE-X25519": "x25519",
              "ECDHE-SECP384R1": "secp384r1"}
NSS_VERSION = {"3.1": "TLS 1.0", "3.2": "TLS 1.1", "3.3": "TLS 1.2", "3.4": "TLS 1.3"}
PASSWORD = "changeit"


def release(*command):
    """The first thing that looks like a version in what a program says of itself."""
    text = subprocess.run([need(command[0]), *command[1:]], capture_output=True, text=True)
    return re.search(r"\d+\.[\d.]*\d", text.stdout + text.stderr).group(0)


# --- GnuTLS -------------------------------------------------------------------------
def gnutls():
    return f"GnuTLS {release('gnutls-cli', '--version')}"


def gnutls_serve(lab, cert, port, *arguments):
    identity = [] if not cert else ["--x509certfile", getattr(lab.pki, f"{cert}_chain"),
                                    "--x509keyfile", getattr(lab.pki, f"{cert}_key")]
    return lab.serve(["gnutls-serv", "--echo", "--disable-client-cert", "-q", "-p", port,
                      *identity, *arguments], port)


def gnutls_connect(lab, port, *arguments, host="www.example.com", trust=True, say=b"hello\n"):
    command = ["gnutls-cli", "-p", port, "127.0.0.1", *arguments]
    command += ["--sni-hostname", host] if host else ["--disable-sni"]
    if trust:
        command += ["--x509cafile", lab.pki.root_cert, "--verify-hostname", host]
    text = lab.run(command, say=say, env=lab.environment(SSLKEYLOGFILE=lab.keys))
    return [gnutls_report(part) | {"client": f"{gnutls()} gnutls-cli", "sni": host}
            for part in text.split("Connecting to ")[1:]]


def gnutls_report(text):
    facts = {"outcome": "ok" if "Handshake was completed" in text else gnutls_alert(text)}
    said = re.search(r"Description: \(TLS(1\.\d)[^)]*\)-\(([^)]*)\)", text)
    if said and facts["outcome"] == "ok":
        alpn = re.search(r"Application protocol: (\S+)", text)
        subject = re.search(r"Certificate\[0\] info:\n - subject `CN=([^,']*)", text)
        facts |= {"version": f"TLS {said.group(1)}", "group": GNUTLS_KEY.get(said.group(2)),
                  "alpn": alpn.group(1) if alpn else "",
                  "resumed": "This is a resumed session" in text,
                  "leaf_subject_cn": subject.group(1) if subject else None}
    return facts


def gnutls_alert(text):
    """*** Fatal error: A TLS fatal alert has been received. / Received alert [40]: ..."""
    names = {"40": "handshake_failure", "48": "unknown_ca", "70": "protocol_version",
             "112": "unrecognized_name", "120": "no_application_protocol"}
    return names[re.search(r"alert \[(\d+)\]", text).group(1)]


# --- NSS ----------------------------------------------------------------------------
def nss():
    text = subprocess.run(["dpkg-query", "-W", "-f", "${Version}", "libnss3"],
                          capture_output=True, text=True).stdout
    return "NSS " + re.search(r"(\d+\.[\d.]*\d)", text).group(1)


def nss_database(lab):
    folder = lab.work / "nss"
    folder.mkdir()
    bundle = lab.work / "www.p12"
    steps = [["certutil", "-N", "-d", f"sql:{folder}", "--empty-password"],
             ["openssl", "pkcs12", "-export", "-in", lab.pki.www_cert, "-inkey", lab.pki.www_key,
              "-certfile", lab.pki.issuing_cert, "-name", "www", "-passout", "pass:", "-out",
              bundle],
             ["pk12util", "-i", bundle, "-d", f"sql:{folder}", "-W", ""],
             ["certutil", "-A", "-d", f"sql:{folder}", "-n", "root", "-t", "CT,C,C", "-i",
              lab.pki.root_cert]]
    for step in steps:
        need(step[0])
        subprocess.run(step, check=True, capture_output=True)
    return f"sql:{folder}"


def nss_report(text):
    version = re.search(r"SSL version (3\.\d)", text).group(1)
    subject = re.search(r"subject DN: CN=([^,\n]*)", text)
    resumed = re.search(r"(\d+) cache hits", text).group(1) != "0"
    return {"outcome": "ok", "version": NSS_VERSION[version], "resumed": resumed,
            "leaf_subject_cn": subject.group(1), "client": f"{nss()} tstclnt"}


# --- Node.js ------------------------------------------------------------------------
def node(modern=False):
    """The path of node; `modern` wants OpenSSL 3.5 or later inside."""
    path = os.environ.get("RECORD_NODE") if modern else "node"
    if not path or not shutil.which(path):
        raise MissingProgram("node 24 or newer is missing (set RECORD_NODE)" if modern
                             else "node is missing (Debian package nodejs)")
    return path


def node_name(path):
    said = subprocess.run([path, "-p", "'Node.js '+process.versions.node+' (OpenSSL '"
                           "+process.versions.openssl.split('+')[0]+')'"], capture_output=True,
                          text=True)
    return said.stdout.strip()


def node_serve(lab, cert, port, path, **options):
    command = [path, PROGRAMS / "server.js", port, getattr(lab.pki, f"{cert}_key"),
               getattr(lab.pki, f"{cert}_chain"), json.dumps(options)]
    return lab.serve(command, port)


def node_connect(lab, port, path, host, **options):
    text = lab.run([path, PROGRAMS / "client.js", port, host, lab.pki.root_cert, lab.keys,
                    json.dumps(options)])
    facts = json.loads(text.splitlines()[0])
    group = facts["group"]
    return facts | {"outcome": "ok", "version": VERSIONS[facts["version"]], "sni": host,
                    "group": openssl.GROUPS.get(group, group if group and "MLKEM" in group
                                                else None), "client": node_name(path)}


def node_saw(server):
    """What a node server told of its handshakes, by the client's port."""
    rows = [json.loads(line) for line in server.log.read_text().splitlines()
            if line.startswith("{")]
    return {row["client_port"]: row | {"version": VERSIONS[row["version"]]} for row in rows}


# --- Java ---------------------------------------------------------------------------
def java_connect(lab, port, host, versions, *alpn):
    store = lab.work / "trust.p12"
    if not store.exists():
        subprocess.run([need("keytool") if shutil.which("keytool") else need("java"),
                        "-importcert", "-noprompt", "-file", lab.pki.root_cert, "-keystore",
                        store, "-storepass", PASSWORD, "-alias", "root"], check=True,
                       capture_output=True)
    text = lab.run(["java", f"-Djavax.net.ssl.trustStore={store}",
                    f"-Djavax.net.ssl.trustStorePassword={PASSWORD}", PROGRAMS / "Client.java",
                    port, host, versions, *alpn])
    facts = json.loads([line for line in text.splitlines() if line.startswith("{")][0])
    return facts | {"outcome": "ok", "version": VERSIONS[facts["version"]], "sni": host,
                    "client": f"OpenJDK {release('java', '-version')}"}


# --- curl and Chromium ----------------------------------------------------------------
def curl(lab, *arguments):
    """One transfer; returns (facts, text)."""
    text = lab.run(["curl", "-sv", "--no-progress-meter", "--cacert", lab.pki.root_cert,
                    *arguments], env=lab.environment(SSLKEYLOGFILE=lab.keys))
    name = re.search(r"libcurl/(\S+) OpenSSL/(\S+)", subprocess.run(
        ["curl", "--version"], capture_output=True, text=True).stdout)
    facts = {"client": f"curl {name.group(1)} (OpenSSL {name.group(2)})"}
    port = re.search(r"local (?:port|\S+) (\d+)", text)
    said = re.search(r"SSL connection using (\S+) / (\S+)", text)
    alpn = re.search(r"ALPN: server accepted (\S+)", text)
    subject = re.search(r"subject:.*CN=(\S+)", text)
    if said:
        facts |= {"outcome": "ok", "version": VERSIONS[said.group(1)],
                  "suite": openssl.iana_names()[said.group(2)],
                  "alpn": alpn.group(1) if alpn else "",
                  "leaf_subject_cn": subject.group(1) if subject else None}
    return facts | ({"client_port": int(port.group(1))} if port else {}), text


def chromium(lab, *urls):
    for url in urls:
        lab.run(["chromium", "--no-sandbox", "--headless=new", "--disable-gpu",
                 "--user-data-dir=" + str(lab.work / "chromium"), "--no-first-run",
                 "--disable-background-networking", "--disable-component-update",
                 "--disable-sync",
                 "--host-resolver-rules=MAP *.example.com 127.0.0.1, MAP * ~NOTFOUND",
                 "--ignore-certificate-errors", "--dump-dom", url],
                env=lab.environment(SSLKEYLOGFILE=lab.keys), timeout=40)
    text = subprocess.run([need("chromium"), "--version", "--no-sandbox"], capture_output=True,
                          text=True).stdout
    return "Chromium " + re.search(r"Chromium (\d+\.[\d.]*)", text).group(1)


# --- nginx ----------------------------------------------------------------------------
NGINX = """
daemon off; master_process off; worker_processes 1; pid {work}/nginx.pid;
error_log {work}/nginx-error.log info;
events {{ worker_connections 64; }}
http {{
  log_format facts escape=json '{{"client_port":$remote_port,"port":$server_port,'
    '"sni":"$ssl_server_name","version":"$ssl_protocol","suite":"$ssl_cipher",'
    '"alpn":"$ssl_alpn_protocol","group":"$ssl_curve","reused":"$ssl_session_reused",'
    '"agent":"$http_user_agent"}}';
  access_log {work}/nginx-facts.log facts;
  client_body_temp_path {work}; proxy_temp_path {work}; fastcgi_temp_path {work};
  uwsgi_temp_path {work}; scgi_temp_path {work};
  default_type text/plain; server_tokens off;
  ssl_session_cache shared:a:1m; ssl_protocols TLSv1.2 TLSv1.3;
  {servers}
}}
"""
NGINX_SERVER = """
  server {{ {listen} server_name {host}; {tls} {more}
    location / {{ return 200 "hello from {host}\\n"; }} }}
"""


def nginx_server(lab, listen, host, cert=None, more=""):
    tls = cert and (f"ssl_certificate {getattr(lab.pki, cert + '_chain')}; "
                    f"ssl_certificate_key {getattr(lab.pki, cert + '_key')};") or ""
    return NGINX_SERVER.format(listen=listen, host=host, tls=tls, more=more)


def nginx(lab, port, *servers):
    configuration = lab.work / "nginx.conf"
    configuration.write_text(NGINX.format(work=lab.work, servers="".join(servers)))
    lab.work.chmod(0o755)
    return lab.serve(["nginx", "-c", configuration, "-p", lab.work, "-e",
                      lab.work / "nginx-error.log"], port)


def nginx_name():
    return f"nginx {release('nginx', '-v')} ({openssl.release()})"


def nginx_saw(lab):
    """One row per connection that carried a request, by the client's port."""
    rows = {}
    for line in (lab.work / "nginx-facts.log").read_text().splitlines():
        row = json.loads(line)
        if row["version"]:
            rows.setdefault(row["client_port"], {
                "client_port": row["client_port"], "port": row["port"], "sni": row["sni"],
                "version": VERSIONS[row["version"]], "outcome": "ok",
                "suite": openssl.iana_names()[row["suite"]], "alpn": row["alpn"],
                "group": openssl.GROUPS.get(row["group"]), "resumed": row["reused"] == "r",
                "server": nginx_name()})  # the first request of a connection tells enough
    return rows
