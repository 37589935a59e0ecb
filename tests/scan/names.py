"""Names: what a name server says, and what it does not say; --ip, --hosts, --mx."""
import time

import dns
from harness import FINE, INCOMPLETE, USAGE, endpoint_names, holds, one_sentence, same

CERTS = ["--profile", "certs", "--no-validation", "--timeout", 2]


def resolver(run):
    """Every way a lookup can end is an endpoint with its cause, and the others go on."""
    server = run.server()
    port = server.port
    zone = {("fine.example", "A"): ["127.4.0.1"], ("alias.example", "CNAME"): "fine.example",
            ("dangling.example", "CNAME"): "nobody.example", ("loop.example", "CNAME"): "loop.example",
            ("broken.example", "A"): "SERVFAIL", ("broken.example", "AAAA"): "SERVFAIL",
            ("refused.example", "A"): "REFUSED", ("refused.example", "AAAA"): "REFUSED",
            ("mute.example", "A"): "silent", ("mute.example", "AAAA"): "silent",
            ("half.example", "A"): ["127.4.0.2"], ("half.example", "AAAA"): "SERVFAIL",
            ("text.example", "MX"): ["5 fine.example"]}
    hosts = [name for name, kind in zone if kind != "AAAA"] + ["gone.example"]
    with dns.NameServer(zone) as names:
        endpoints, complaint = run.endpoints(*CERTS, "--resolver", names.text, *(f"{h}:{port}" for h in hosts),
                                             code=INCOMPLETE)
    same("complaint", "", complaint)
    same("all are told", sorted(f"{h}:{port}" for h in hosts), endpoint_names(endpoints))
    by_name = {e["name"]: e for e in endpoints}
    for name, address in (("fine", "127.4.0.1"), ("alias", "127.4.0.1"), ("half", "127.4.0.2")):
        told = by_name[f"{name}.example"]
        same(name, (address, "complete"), (told.get("address"), told["state"]))
    for name, words in (("dangling", ("unknown host", "alias of nobody.example", "NXDOMAIN")), ("gone", ("unknown host", "NXDOMAIN")),
                        ("broken", ("cannot resolve", "SERVFAIL")), ("refused", ("cannot resolve", "REFUSED")),
                        ("mute", ("cannot resolve",)), ("loop", ("cannot resolve",)), ("text", ("no address",))):
        told = by_name[f"{name}.example"]
        same(f"state of {name}", "failed", told["state"])
        for word in words:
            holds(f"{name}: {word!r} is not in {told['trouble']!r}", word in told["trouble"])


def name_servers(run):
    """One that is silent is asked in vain for a bounded time; one that is none is told."""
    with dns.NameServer({("mute.example", "A"): "silent", ("mute.example", "AAAA"): "silent"}) as names:
        begun = time.monotonic()
        (endpoint,), _ = run.endpoints(*CERTS, "--resolver", names.text, "mute.example", code=INCOMPLETE)
        took = time.monotonic() - begun
    holds(f"took {took:.1f} s", took < 12)
    same("state", "failed", endpoint["state"])
    zone = {("fine.example", "A"): ["127.4.0.1"]}
    server = run.server()
    with dns.NameServer(zone) as names:
        # The first of two is nobody.
        (endpoint,), _ = run.endpoints(*CERTS, "--resolver", "127.0.0.1:1," + names.text,
                                       f"fine.example:{server.port}", code=FINE)
        same("state", "complete", endpoint["state"])
    for wrong in ("dns.example", "127.0.0.1:0x", ""):
        code, _, complaint = run(*CERTS, f"--resolver={wrong}", "--resolver", wrong, "fine.example")
        same(f"exit code of --resolver {wrong!r}", USAGE, code)


def which_addresses(run):
    """--ip: all of a name's addresses, one, or those of one kind."""
    server = run.server()
    port = server.port
    zone = {("both.example", "A"): ["127.4.0.3", "127.4.0.1", "127.4.0.2"], ("both.example", "AAAA"): ["::1"],
            ("four.example", "A"): ["127.4.0.9"]}
    cases = {"all": ["127.4.0.1", "127.4.0.2", "127.4.0.3", "::1"], "one": ["127.4.0.1"],
             "4": ["127.4.0.1", "127.4.0.2", "127.4.0.3"], "6": ["::1"]}
    with dns.NameServer(zone) as names:
        for choice, wanted in cases.items():
            endpoints, _ = run.endpoints(*CERTS, "--resolver", names.text, "--ip", choice, f"both.example:{port}")
            same(f"--ip {choice}", wanted, sorted(e["address"] for e in endpoints))
            for e in endpoints:
                same(f"state of {e['address']}", "failed" if ":" in e["address"] else "complete", e["state"])
        (endpoint,), _ = run.endpoints(*CERTS, "--resolver", names.text, "--ip", "6", f"four.example:{port}",
                                       code=INCOMPLETE)
        holds(endpoint["trouble"], "no IPv6 address" in endpoint["trouble"])
        same("AAAA of four.example with --ip 4", 1, names.asked["four.example", "AAAA"])
        run.endpoints(*CERTS, "--resolver", names.text, "--ip", "4", f"four.example:{port}", code=FINE)
        same("it is not asked for with --ip 4", 1, names.asked["four.example", "AAAA"])


def hosts_file(run):
    """--hosts goes before any name server."""
    server = run.server()
    path = run.write("hosts", "127.4.0.4 here.example other.example\n")
    with dns.NameServer({("here.example", "A"): ["127.4.0.5"]}) as names:
        (endpoint,), _ = run.endpoints(*CERTS, "--hosts", path, "--resolver", names.text,
                                       f"here.example:{server.port}", code=FINE)
        same("asked", {}, dict(names.asked))
    same("address", "127.4.0.4", endpoint["address"])
    code, _, complaint = run(*CERTS, "--hosts", "nowhere", "here.example")
    same("exit code", USAGE, code)
    one_sentence(complaint, "--hosts", "nowhere")


def mail(run):
    """--mx: the mail servers of domains; a domain without MX is its own (RFC 5321 section 5.1)."""
    server = run.server(starttls=True)
    zone = {("two.example", "MX"): ["20 b.mail.example", "10 a.mail.example"],
            ("implicit.example", "A"): ["127.4.0.1"], ("null.example", "MX"): ["0 ."],
            ("alias.example", "CNAME"): "two.example", ("lame.example", "MX"): "SERVFAIL",
            ("mute.example", "MX"): "silent", ("xn--bcher-kva.example", "MX"): ["10 a.mail.example"],
            ("never.example", "MX"): ["10 a.mail.example"], ("shut.example", "MX"): ["10 c.mail.example"]}
    domains = run.write("domains", "two.example team=\"post office\"\nimplicit.example\nnull.example\nlame.example\n"
                        "mute.example\nnobody.example\nbücher.example\nnever.example\nshut.example\n")
    never = run.write("never", "never.example\nc.mail.example\n")
    arguments = [*CERTS, "--mx", "--connect-to", f"127.0.0.1:{server.port}", "--exclude", never]
    with dns.NameServer(zone) as names:
        endpoints, complaint = run.endpoints(*arguments, "--resolver", names.text, f"@{domains}", code=INCOMPLETE)
        asked = dict(names.asked)
        told = {e["target"]: {label["name"]: label["value"] for label in e["labels"]} for e in endpoints}
        same("mail servers", {"smtp://a.mail.example:25": {"domain": "two.example", "team": "post office"},
                              "smtp://b.mail.example:25": {"domain": "two.example", "team": "post office"},
                              "smtp://implicit.example:25": {"domain": "implicit.example"}}, told)
        same("states", {"complete"}, {e["state"] for e in endpoints})
        same("origin", {"MX of two.example", "MX of implicit.example"}, {e["origin"] for e in endpoints})
        holds("an excluded domain is asked for", ("never.example", "MX") not in asked)
        wanted = ("null.example: the domain takes no mail (null MX", "lame.example: cannot resolve", "mute.example: cannot resolve",
                  "nobody.example: unknown host")
        for words in wanted:
            holds(f"{words!r} is not in {complaint!r}", f"tlsonar: {words}" in complaint)
        same(f"sentences ({complaint})", len(wanted), len(complaint.splitlines()))
        # An alias is followed; a null MX alone is no failure, and nobody is asked.
        endpoints, _ = run.endpoints(*arguments, "--resolver", names.text, "alias.example", code=FINE)
        same("of an alias", ["smtp://a.mail.example:25", "smtp://b.mail.example:25"], endpoint_names(endpoints))
        before = server.connections
        endpoints, complaint = run.endpoints(*arguments, "--resolver", names.text, "null.example", code=FINE)
        same("of a null MX", [], endpoints)
        one_sentence(complaint, "takes no mail")
        code, _, complaint = run(*arguments, "--resolver", names.text, "127.0.0.1")
        same("exit code", USAGE, code)
        one_sentence(complaint, "127.0.0.1", "--mx wants domains")
        same("connections", before, server.connections)
        # Both halves of the servers, whoever of the name servers' answers comes first.
        parts = [endpoint_names(run.endpoints(*arguments, "--resolver", names.text, "--shard", f"{i}/2", "two.example",
                                              "implicit.example", code=FINE)[0]) for i in (1, 2)]
        same("shards", sorted(told), sorted(parts[0] + parts[1]))


def mail_without_server(run):
    """Of an implicit mail server nobody may listen on port 25: that is told, not hidden."""
    with dns.NameServer({("implicit.example", "A"): ["127.4.77.1"]}) as names:
        (endpoint,), _ = run.endpoints(*CERTS, "--mx", "--resolver", names.text, "implicit.example", code=INCOMPLETE)
    same("what it is", ("smtp://implicit.example:25", "127.4.77.1", "failed"),
         (endpoint["target"], endpoint["address"], endpoint["state"]))
    holds(endpoint["trouble"], "refused" in endpoint["trouble"].lower())


CASES = (resolver, name_servers, which_addresses, hosts_file, mail, mail_without_server)
