#!/usr/bin/env python3
"""Gives what finding cards advise to the programs that would read it.

    fixes_validate.py TEST_REPORTS nginx|haproxy|apache|openssl

Exit code 77 (skipped) where the program is not here. A fix that needs a newer version than this one
says so in a comment of its own ("# HAProxy 2.8") and is not tried.
"""
import json
import os
import pathlib
import re
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
import time

SKIPPED = 77
PROGRAMS = {"nginx": "nginx", "haproxy": "haproxy", "apache": "apache2", "openssl": "openssl"}
NEW_GROUP = "X25519MLKEM768:"


def run(*command, **more):
    return subprocess.run([str(c) for c in command], capture_output=True, text=True, timeout=60,
                          stdin=subprocess.DEVNULL, check=False, **more)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Bench:
    """Keys and certificates where the fixes name some, and the fixes."""

    def __init__(self, binary, folder):
        self.folder = pathlib.Path(folder)
        made = self.folder / "fixes.json"
        run(binary, "--gtest_filter=Fixes.Documents", env={**os.environ, "TLSONAR_FIXES": str(made)})
        self.fixes = json.loads(made.read_text())
        self.port = free_port()
        self.pki()
        version = re.search(r"OpenSSL (\d+)\.(\d+)", run("openssl", "version").stdout)
        self.old_openssl = not version or (int(version[1]), int(version[2])) < (3, 5)

    def pki(self):
        run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", self.path("site.key"),
            "-out", self.path("fullchain.pem"), "-days", "30", "-subj", "/CN=localhost", "-addext",
            "subjectAltName=DNS:localhost")
        shutil.copy(self.path("site.key"), self.path("new.key"))
        both = self.path("fullchain.pem").read_text() + self.path("site.key").read_text()
        self.path("certs").mkdir()
        for name in ("site.pem", "certs/site.pem"):
            self.path(name).write_text(both)
        run("openssl", "genpkey", "-genparam", "-algorithm", "DH", "-pkeyopt", "group:ffdhe3072", "-out",
            self.path("ffdhe3072.pem"))

    def path(self, name):
        return self.folder / name

    def placed(self, text):
        """With the paths and ports of this bench."""
        text = re.sub(r"/etc/(?:ssl/private|ssl|haproxy)/", f"{self.folder}/", text)
        text = text.replace("/run/apache2/", f"{self.folder}/").replace(":443", f":{self.port}")
        text = text.replace("listen 443", f"listen 127.0.0.1:{self.port}")
        return text.replace(NEW_GROUP, "") if self.old_openssl else text


def directives(text):
    return [line for line in text.split("\n") if line.strip() and not line.lstrip().startswith("#")]


def too_new(text, name, here):
    needed = re.search(rf"# {name} (\d+)\.(\d+)", text)
    return bool(needed) and here < (int(needed[1]), int(needed[2]))


def nginx(bench, text):
    server = f"server {{ listen 127.0.0.1:{bench.port} ssl; server_name localhost;\n"
    if "ssl_certificate " not in text:
        server += f"ssl_certificate {bench.path('fullchain.pem')};\n"
    if "ssl_certificate_key" not in text:
        server += f"ssl_certificate_key {bench.path('site.key')};\n"
    inner = text if "server {" in text else f"{server}{text}\n}}"
    # A name server of one's own is no part of a server's block in all versions.
    conf = bench.path("nginx.conf")
    conf.write_text(f"pid {bench.folder}/nginx.pid;\nerror_log stderr;\nevents {{}}\nhttp {{\n"
                    f"access_log off;\n{inner}\n}}\n")
    return run("nginx", "-t", "-q", "-p", bench.folder, "-c", conf)


def haproxy(bench, text):
    sections = {"global": [], "frontend": []}
    bind = f"bind 127.0.0.1:{bench.port} ssl crt {bench.path('site.pem')}"
    for line in directives(text):
        if line.startswith("bind "):
            bind = line
        elif line.startswith(str(bench.folder)):
            bench.path("crt-list").write_text(line + "\n")
            bind = f"bind 127.0.0.1:{bench.port} ssl crt-list {bench.path('crt-list')}"
        else:
            sections["frontend" if line.startswith("http-") else "global"].append(line)
    conf = bench.path("haproxy.cfg")
    conf.write_text("\n".join([
        "global", *sections["global"], "defaults", "mode http", "timeout connect 5s", "timeout client 5s",
        "timeout server 5s", "frontend f", bind, *sections["frontend"], "default_backend b", "backend b",
        "server s 127.0.0.1:1", ""]))
    return run("haproxy", "-c", "-q", "-f", conf)


def apache(bench, text):
    modules = pathlib.Path("/usr/lib/apache2/modules")
    names = ("mpm_event", "authz_core", "headers", "socache_shmcb", "ssl")
    outside = [line for line in directives(text) if line.startswith("SSLStaplingCache")]
    inside = [line for line in directives(text) if line not in outside]
    for name, file in (("SSLCertificateFile", "fullchain.pem"), ("SSLCertificateKeyFile", "site.key")):
        if not any(line.startswith(name + " ") for line in inside):
            inside.append(f"{name} {bench.path(file)}")
    conf = bench.path("apache.conf")
    conf.write_text("\n".join([
        *(f"LoadModule {n}_module {modules}/mod_{n}.so" for n in names), f"ServerRoot {bench.folder}",
        f"DefaultRuntimeDir {bench.folder}", f"PidFile {bench.folder}/apache.pid", "ServerName localhost",
        "ErrorLog /dev/stderr", f"Listen 127.0.0.1:{bench.port}", *outside,
        f"<VirtualHost 127.0.0.1:{bench.port}>", "SSLEngine on", *inside, "</VirtualHost>", ""]))
    return run("apache2", "-t", "-f", conf)


class Serving:
    """openssl s_server; it has ended when its configuration is wrong."""

    def __init__(self, bench, *options, environment=None, datagrams=False):
        self.process = subprocess.Popen(
            ["openssl", "s_server", "-accept", str(bench.port), "-cert", bench.path("fullchain.pem"), "-key",
             bench.path("site.key"), *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, env={**os.environ, **(environment or {})})
        for _ in range(200):
            if self.process.poll() is not None:
                break
            with socket.socket() as probe:
                if not datagrams and probe.connect_ex(("127.0.0.1", bench.port)) == 0:
                    break
            time.sleep(0.02 if not datagrams else 0.005)

    def end(self):
        died = self.process.poll() is not None
        self.process.kill()
        said = self.process.communicate()[0]
        return subprocess.CompletedProcess([], 1 if died else 0, said, "")


def openssl_command(bench, line):
    command = shlex.split(line.replace("HOST", "localhost"))
    if command[1] != "s_client":
        return run(*command, cwd=bench.folder)
    server = Serving(bench)
    result = run(*command, cwd=bench.folder)
    server.end()
    return result


def openssl(bench, text):
    if "# in code" in text:
        return None
    commands = [line for line in directives(text) if line.startswith("openssl ")]
    results = [openssl_command(bench, line) for line in commands]
    lines = [line for line in directives(text) if line not in commands and not line.startswith("[")]
    if lines:
        conf = bench.path("openssl.cnf")
        conf.write_text("\n".join([
            "openssl_conf = default_conf", "[default_conf]", "ssl_conf = ssl_sect", "[ssl_sect]",
            "advised = system_default_sect", "[system_default_sect]", *lines, ""]))
        dtls = "DTLS" in text
        server = Serving(bench, "-ssl_config", "advised", *(["-dtls"] if dtls else []), datagrams=dtls,
                         environment={"OPENSSL_CONF": str(conf)})
        results.append(server.end())
    return next((r for r in results if r.returncode != 0), results[0] if results else None)


def version_of(program):
    said = run(PROGRAMS[program], "version" if program == "openssl" else "-v")
    number = re.search(r"(\d+)\.(\d+)", said.stdout + said.stderr)
    return (int(number[1]), int(number[2]))


def main():
    binary, program = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2]
    if not all(map(shutil.which, (PROGRAMS[program], "openssl"))):
        print(f"skipped: {PROGRAMS[program]} is not here")
        return SKIPPED
    names = {"nginx": "nginx", "haproxy": "HAProxy", "apache": "Apache httpd", "openssl": "OpenSSL"}
    faults, tried, left = [], 0, []
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(binary, folder)
        here = version_of(program)
        # A test that takes nothing for an error shows nothing.
        if globals()[program](bench, {"openssl": "NoSuch = thing"}.get(program, "no-such-thing on;")).returncode == 0:
            faults.append("nonsense is taken")
        for fix in bench.fixes:
            text = bench.placed(fix[program])
            if not directives(text) or too_new(text, names[program], here):
                left.append(fix["fact"])
                continue
            result = globals()[program](bench, text)
            tried += result is not None
            if result is not None and result.returncode != 0:
                faults.append(f"{fix['fact']}: {text!r}: {(result.stderr + result.stdout).strip()[:600]}")
    if tried < 8:
        faults.append(f"only {tried} were tried")
    print("\n".join(faults) or f"{program}: {tried} fixes are taken, {len(left)} not tried: {', '.join(left)}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
