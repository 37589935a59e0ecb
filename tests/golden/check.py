#!/usr/bin/env python3
"""Compares what tlsonar prints with tests/golden/NAME.txt, octet for octet.

    check.py TLSONAR [NAME…]            compare (all, or those named)
    check.py --approve TLSONAR [NAME…]  take what it prints now for right: look at the diff first
    check.py --list

Outputs hold the file names as given: the program runs in samples/.
"""
import difflib
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
SAMPLES = HERE.parents[1] / "samples"

AS_OF = ["--as-of", "2026-12-24"]
OTHER_COMMANDS = {"check", "explain"}

# name: (columns, arguments)
CASES = {
    "table-80": (80, ["web.pcapng"]),
    "table-200": (200, ["web.pcapng"]),
    "table-120": (120, ["web.pcapng"]),
    "table-40": (40, ["web.pcapng"]),
    "table-80-color": (80, ["--color", "always", "web.pcapng"]),
    "table-200-color": (200, ["--color", "always", "alerts.pcap"]),
    "show-tls12": (80, ["--show", "1", "tls12-ecdhe.pcap"]),
    "show-tls13-keys": (80, ["--show", "1", "tls13-aes128.pcap", "--keylog", "keys/tls13-aes128.keys"]),
    "show-tls13": (80, ["--show", "1", "tls13-aes128.pcap"]),
    "show-hrr": (100, ["--show", "1", "tls13-hrr.pcap", "--keylog", "keys/tls13-hrr.keys"]),
    "show-starttls": (80, ["--show", "1", "starttls-smtp.pcap"]),
    "show-resumed": (80, ["--show", "2", "tls12-ticket-resumption.pcap"]),
    "show-hostile-sni": (80, ["--show", "1", "crafted/hostile-sni.pcap"]),
    "show-hostile-subject": (80, ["--show", "1", "crafted/hostile-subject.pcap"]),
    "show-lost": (80, ["--show", "1", "crafted/lost-in-issuer.pcap"]),
    "show-sslv2": (80, ["-v", "crafted/sslv2.pcap"]),
    "json": (80, ["--json", "--details", "--der", "tls12-ecdhe.pcap"]),
    "truncated": (80, ["crafted/truncated-file.pcap"]),
    "truncated-json": (80, ["--ndjson", "-o", "/dev/null", "crafted/truncated-file.pcap"]),
    "not-there": (80, ["no-such-file.pcap"]),
    "no-capture": (80, ["README.md"]),
    "table-refused": (80, ["web.pcapng"]),
    "bad-filter": (80, ["-f", "port http and", "web.pcapng"]),
    "bad-keylog": (80, ["--keylog", "README.md", "tls13-hrr.pcap"]),
    "no-such-handshake": (80, ["--show", "9", "tls13-hrr.pcap"]),
    "no-file": (80, []),
    # Other commands than analyze.
    "check-valid": (80, ["check", *AS_OF, "--host", "www.example.com", "pki/www.pem", "pki/issuing.pem"]),
    "check-valid-200-color": (200, ["check", *AS_OF, "--color", "always", "-v", "pki/www.pem", "pki/issuing.pem"]),
    "check-incomplete": (80, ["check", *AS_OF, "--host", "other.example.org", "pki/www.pem"]),
    "check-order": (100, ["check", *AS_OF, "pki/issuing.pem", "pki/root.pem"]),
    "check-expired": (80, ["check", "--as-of", "2027-03-15", "pki/www.pem", "pki/issuing.pem"]),
    "check-soon": (80, ["check", *AS_OF, "--expires-within", "12w", "pki/www.pem", "pki/issuing.pem"]),
    "check-json": (80, ["check", *AS_OF, "--json", "pki/www.pem", "pki/issuing.pem"]),
    "check-not-there": (80, ["check", *AS_OF, "no-such.pem", "pki/www.pem", "pki/issuing.pem"]),
    "check-broken": (80, ["check", *AS_OF, "README.md"]),
    "check-bad-store": (80, ["check", "--store", "mine=README.md", "pki/www.pem"]),
    "check-bad-host": (80, ["check", "--host", "not a host", "pki/www.pem"]),
    "check-bad-date": (80, ["check", "--as-of", "tomorrow", "pki/www.pem"]),
    "explain": (80, ["explain", "path.expired", "deploy."]),
    "explain-unknown": (80, ["explain", "no.such-thing"]),
}

# Run where nobody knows the samples' CA.
STRANGERS = {"table-refused"}


def output(tlsonar, name):
    columns, arguments = CASES[name]
    environment = {**os.environ, "COLUMNS": str(columns), "LC_ALL": "C"}
    environment.pop("NO_COLOR", None)
    # The roots of "the system", the same on every machine: those of the samples, or none of theirs.
    environment["SSL_CERT_FILE"] = "pki/www.pem" if name in STRANGERS else "pki/root.pem"
    command = [] if arguments and arguments[0] in OTHER_COMMANDS else ["analyze"]
    run = subprocess.run([tlsonar, *command, *arguments], cwd=SAMPLES, env=environment,
                         stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
    text = run.stdout
    if run.stderr:
        text += b"\n--- standard error\n" + run.stderr
    return text + f"\n--- exit code {run.returncode}\n".encode()


def difference(name, told):
    path = HERE / (name + ".txt")
    wanted = path.read_bytes() if path.exists() else b""
    if wanted == told:
        return None
    lines = [text.decode("utf-8", "backslashreplace").splitlines() for text in (wanted, told)]
    return "\n".join(difflib.unified_diff(*lines, f"golden/{name}.txt", "now", lineterm=""))


def main():
    arguments = sys.argv[1:]
    if arguments == ["--list"]:
        print("\n".join(CASES))
        return 0
    approve = "--approve" in arguments
    if approve:
        arguments.remove("--approve")
    tlsonar, *names = arguments
    tlsonar = pathlib.Path(tlsonar).resolve()
    differ = 0
    for name in names or CASES:
        told = output(tlsonar, name)
        if approve:
            (HERE / (name + ".txt")).write_bytes(told)
        elif (lines := difference(name, told)) is not None:
            differ += 1
            print(lines)
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
