"""The servers of the lab: one module for each program, each with servers() -> [Server]."""
import importlib

MODULES = ["openssl", "openssl_sessions", "openssl_datagrams", "nginx", "gnutls", "nss", "proxies_tls", "java",
           "node", "starttls", "scripted_hello", "scripted_old", "scripted_odd", "scripted_intolerant"]


def catalogue():
    for module in MODULES:
        for server in importlib.import_module(f"servers.{module}").servers():
            server.family = module
            yield server
