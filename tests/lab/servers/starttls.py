"""Plaintext protocols that turn to TLS: a small front end of ours before `openssl s_server`."""
import sys

from lab import HERE, Server, free_port
from servers.expect import OPENSSL_SUITES_13, any_order, certificate, openssl_suites, versions
from servers.openssl import s_server

CIPHERS = "ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384"
DIALOGS = ["smtp", "lmtp", "imap", "pop3", "ftp", "ldap", "xmpp", "xmpp-server", "nntp", "sieve", "irc", "postgres",
           "mysql", "mssql", "rdp", "amqp", "telnet"]


def front(dialog, behind, how="grants"):
    """A start function: starts `behind` on another port, and the front end on the run's."""
    def start(run):
        public, private = run.port, free_port()
        if behind:
            run.port = private
            behind(run)
            run.wait()
            run.port = public
        run.spawn(sys.executable, HERE / "starttls.py", dialog, public, private, how)
    return start


def _expected():
    return {"versions": versions("TLS 1.2", "TLS 1.3"), "certificates": [certificate("rsa2048")],
            "suites": {"TLS 1.2": any_order(openssl_suites(CIPHERS, "TLS 1.2")), "TLS 1.3": any_order(OPENSSL_SUITES_13)}}


def servers():
    behind = s_server("-cipher", CIPHERS, www=False)
    for dialog in DIALOGS:
        yield Server(f"starttls-{dialog}", f"TLS after the dialog of {dialog}", front(dialog, behind), _expected,
                     target="127.0.0.1:{port}/starttls=" + dialog, hidden=["*"])
    for dialog in ("smtp", "imap", "pop3", "ftp", "xmpp", "postgres", "mysql", "ldap", "rdp"):
        yield Server(f"starttls-{dialog}-refused", f"{dialog} without STARTTLS", front(dialog, None, "refuses"), {
            "state": "failed"}, target="127.0.0.1:{port}/starttls=" + dialog, hidden=["*"])
