"""Ways to the server: --proxy, --connect-to, and where there is no way."""
import local_servers
from harness import FINE, INCOMPLETE, USAGE, holds, one_sentence, same
from local_proxies import HttpProxy, SocksProxy

CERTS = ["--profile", "certs", "--no-validation", "--timeout", 2]
KINDS = (("http", HttpProxy), ("socks5", SocksProxy))


def by_proxy(run):
    """Everything goes through it: names too, and the whole of a default scan."""
    server = run.server(address="127.0.0.1")
    for scheme, kind in KINDS:
        for login, user in ((None, ""), (("me", "s:cr@t"), "me:s:cr@t@")):
            proxy = run.keep(kind(server.port, login=login))
            (endpoint,), complaint = run.endpoints("--no-validation", "--no-http", "--proxy",
                                                   f"{scheme}://{user}127.0.0.1:{proxy.port}", "nobody.example:4433")
            what = f"{scheme} with {user!r}"
            same(f"{what}: complaint", "", complaint)
            same(f"{what}: state ({endpoint.get('trouble')} {endpoint['unknown']})", "complete", endpoint["state"])
            same(f"{what}: asked for", {"nobody.example:4433"}, set(proxy.asked))
            same(f"{what}: connections", proxy.connections, server.connections)
            holds(f"{what}: {endpoint['connections']}", proxy.connections == endpoint["connections"])
            supported = [v["version"] for v in endpoint["versions"] if v["supported"] == "yes"]
            holds(f"{what}: {supported}", "TLS 1.3" in supported)
            server.reached.clear()
    for target, wanted in (("127.3.0.1:4433", "127.3.0.1:4433"), ("[::1]:4433", None)):
        proxy = run.keep(SocksProxy(server.port))
        run.endpoints(*CERTS, "--proxy", f"socks5://127.0.0.1:{proxy.port}", target, code=FINE)
        same(f"asked for {target}", {wanted or "::1:4433"}, set(proxy.asked))


def proxy_fails(run):
    """Whatever a proxy does instead is the endpoint's trouble, in words that name the proxy."""
    server = run.server(address="127.0.0.1")
    for scheme, kind in KINDS:
        for mode, login, user in (("refuses", None, ""), ("closes", None, ""), ("rubbish", None, ""), ("dies", None, ""),
                                  ("ok", ("me", "secret"), ""), ("ok", ("me", "secret"), "me:wrong@")):
            proxy = run.keep(kind(server.port, mode, login))
            what = f"{scheme} proxy that {mode}, login {login and user!r}"
            (endpoint,), complaint = run.endpoints(*CERTS, "--proxy", f"{scheme}://{user}127.0.0.1:{proxy.port}",
                                                   "a.example:443", code=INCOMPLETE)
            same(f"{what}: state", "failed", endpoint["state"])
            trouble = endpoint["trouble"]
            holds(f"{what}: {trouble!r}", trouble and "secret" not in trouble and "wrong" not in trouble)
            if mode != "dies":
                holds(f"{what}: {trouble!r} names no proxy", any(w in trouble for w in ("proxy", "SOCKS", "CONNECT", "choice of a method")))
            holds(f"{what}: {proxy.connections} connections", proxy.connections <= 40)
    gone = local_servers.free_port()
    for scheme, _ in KINDS:
        (endpoint,), _ = run.endpoints(*CERTS, "--proxy", f"{scheme}://127.0.0.1:{gone}", "a.example", code=INCOMPLETE)
        holds(endpoint["trouble"], "refused" in endpoint["trouble"].lower())
    for wrong in ("ftp://127.0.0.1:1", "proxy.example:1", "http://127.0.0.1:99999", "http://"):
        code, _, complaint = run(*CERTS, "--proxy", wrong, "a.example")
        same(f"exit code of --proxy {wrong}", USAGE, code)
        one_sentence(complaint, "--proxy")


def datagrams_by_proxy(run):
    """Neither kind of proxy passes on UDP: refused, with the way out; other targets go on."""
    server = run.server(address="127.0.0.1")
    for scheme, kind in KINDS:
        proxy = run.keep(kind(server.port))
        way = ["--proxy", f"{scheme}://127.0.0.1:{proxy.port}"]
        code, out, complaint = run(*CERTS, *way, "dtls://127.0.0.1:4433")
        same(f"exit code ({out})", USAGE, code)
        one_sentence(complaint, "dtls://127.0.0.1:4433", "--proxy", "UDP", "without --proxy")
        same("connections", 0, proxy.connections)
        endpoints, complaint = run.endpoints(*CERTS, *way, "dtls://127.0.0.1:4433", "a.example", code=INCOMPLETE)
        same("endpoints", ["a.example:443"], [e["target"] for e in endpoints])
        one_sentence(complaint, "dtls://127.0.0.1:4433", "without --proxy")


def connect_to(run):
    """The name is asked for at an address of one's own."""
    server = run.server(address="127.0.0.1", name="a.example")
    (endpoint,), _ = run.endpoints("--profile", "certs", "--connect-to", f"127.0.0.1:{server.port}", "a.example",
                                   "--store", f"mine={run.pki.root}", code=FINE)
    same("target", ("a.example:443", "complete"), (endpoint["target"], endpoint["state"]))
    (chain,) = endpoint["certificates"]
    same("verdict", "valid", chain["validation"]["verdict"])


def no_way(run):
    """Unknown host, refused, unreachable, silent: each is a failed endpoint with its cause, none is lost."""
    server = run.server(address="127.0.0.1")
    gone = local_servers.free_port()
    # To these the system opens no connection: not a packet leaves the machine.
    cases = {f"127.0.0.1:{gone}": "refused", f"[::1]:{gone}": "", "255.255.255.255:443": "unreachable",
             "224.0.0.1:443": "unreachable"}
    endpoints, complaint = run.endpoints(*CERTS, f"127.0.0.1:{server.port}", *cases, code=INCOMPLETE)
    same("complaint", "", complaint)
    told = {e["target"]: e for e in endpoints}
    same("endpoints", len(cases) + 1, len(told))
    same("the one that is there", "complete", told.pop(f"127.0.0.1:{server.port}")["state"])
    for target, endpoint in told.items():
        same(f"state of {target}", "failed", endpoint["state"])
        word = cases.get(target, "")
        holds(f"{target}: {endpoint['trouble']!r}", endpoint["trouble"] and word in endpoint["trouble"].lower())
        same(f"versions of {target}", [], [v["version"] for v in endpoint["versions"] if v["supported"] != "unknown"])
    code, out, _ = run(*CERTS, "--no-http", *cases)
    same("exit code when nothing works", INCOMPLETE, code)
    for target in cases:
        holds(f"{target} is not in {out}", target in out)


def silent_server(run):
    """One that accepts and says nothing costs a bounded time, and nothing is claimed of it."""
    with local_servers.Server() as mute:
        mute.serve = lambda link: link.recv(1) and link.recv(65536) and link.recv(65536)
        (endpoint,), _ = run.endpoints("--profile", "certs", "--timeout", 0.5, f"127.0.0.1:{mute.port}", code=INCOMPLETE)
        same("state", "failed", endpoint["state"])
        same("versions", [], [v for v in endpoint["versions"] if v["supported"] != "unknown"])
        (again,), _ = run.endpoints("--timeout", 1, "--host-timeout", 2, f"127.0.0.1:{mute.port}", code=INCOMPLETE)
    same("state", "failed", again["state"])
    holds(f"took {again['seconds']} s", again["seconds"] < 6)


CASES = (by_proxy, proxy_fails, datagrams_by_proxy, connect_to, no_way, silent_server)
