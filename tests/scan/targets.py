"""What is scanned, and what is not: shards, exclusions, lists, labels, order."""
import itertools

import dns
from harness import FINE, INCOMPLETE, USAGE, endpoint_names, holds, one_sentence, read_lines, same

CERTS = ["--profile", "certs", "--no-validation"]


def shards(run):
    """Parts that know nothing of each other are the whole together, and have nothing in common."""
    server = run.server()
    names = "".join(f"127.5.1.{i}:{server.port}\n" for i in range(1, 40))
    arguments = [*CERTS, f"127.5.0.0/26:{server.port}", "@" + str(run.write("list", names))]
    whole, _ = run.endpoints(*arguments, code=FINE)
    same("whole", 64 + 39, len(set(endpoint_names(whole))))
    for seed, count in (((), 2), (("--seed", 7), 2), (("--seed", 7), 5), (("--in-order",), 3)):
        parts = [endpoint_names(run.endpoints(*arguments, *seed, "--shard", f"{i}/{count}", code=FINE)[0])
                 for i in range(1, count + 1)]
        same(f"the {count} parts with {seed}", endpoint_names(whole), sorted(itertools.chain(*parts)))
        sizes = [len(part) for part in parts]
        holds(f"parts of {sizes}", max(sizes) - min(sizes) <= 1)
    for wrong in ("0/2", "3/2", "2", "a/b", "1/0"):
        code, _, complaint = run(*arguments, "--shard", wrong)
        same(f"exit code of --shard {wrong}", USAGE, code)
        one_sentence(complaint, "shard")


def seeds(run):
    """The order of a network is the same for the same seed, and another for another one."""
    server = run.server()

    def order(*options):
        code, out, complaint = run(*CERTS, "--ndjson", "--parallel", 1, *options, f"127.5.0.0/26:{server.port}")
        same(f"exit code ({complaint})", FINE, code)
        path = run.write("order.ndjson", out)
        return [line["address"] for line in read_lines(path)]
    first, again, other = order("--seed", 5), order("--seed", 5), order("--seed", 6)
    same("the same seed", first, again)
    holds("another seed", first != other)
    same("all", sorted(first), sorted(other))
    holds("it is no counting up", first != sorted(first))
    same("--in-order", [f"127.5.0.{i}" for i in range(64)], order("--in-order"))


def excluded(run):
    """What is excluded is not touched: by address, network, name, and by what a name resolves to."""
    server = run.server()
    other = run.server(address="::1")
    port = server.port
    zone = {("hidden.example", "A"): ["127.6.0.66", "127.6.0.5"], ("never.example", "A"): ["127.6.0.7"],
            ("sub.below.example", "A"): ["127.6.0.8"], ("fine.example", "A"): ["127.6.0.9"],
            ("mapped.example", "AAAA"): ["::ffff:127.6.0.66", "::1"]}
    never = run.write("never", "127.6.0.66  # the one\n127.6.1.0/24\n127.6.2.5-127.6.2.9\nnever.example\n*.below.example\n::1\n")
    with dns.NameServer(zone) as names:
        endpoints, complaint = run.endpoints(
            *CERTS, "--exclude", never, "--resolver", names.text, f"127.6.0.64/30:{port}", f"127.6.1.3:{port}",
            f"127.6.2.0/28:{port}", *(f"{name}:{port}" for name, _ in zone), f"[::1]:{other.port}",
            f"[::ffff:127.6.1.9]:{port}")
        asked = {name for name, _ in names.asked}
    wanted = {f"127.6.0.{i}" for i in (64, 65, 67, 5, 9)} | {f"127.6.2.{i}" for i in (*range(5), *range(10, 16))}
    same("who was reached", wanted, set(server.reached))
    same("who was reached over IPv6", 0, other.connections)
    same("names looked up", {"hidden.example", "fine.example", "mapped.example"}, asked)
    told = {(e["target"], e["address"]): e for e in endpoints if "excluded" in e.get("trouble", "")}
    same("told of the addresses behind names", [(f"hidden.example:{port}", "127.6.0.66")],
         [key for key in told if key[0].startswith("hidden")])
    # Only excluded ones: a sentence, and nothing happens.
    before = server.connections
    code, _, complaint = run(*CERTS, "--exclude", never, f"127.6.0.66:{port}")
    same("exit code", USAGE, code)
    one_sentence(complaint, "excluded")
    # A wrong line stops the run before anybody is asked.
    wrong = run.write("wrong", "127.6.0.0/24\n127.0.0.0/99\n")
    code, _, complaint = run(*CERTS, "--exclude", wrong, f"127.6.0.66:{port}")
    same("exit code", USAGE, code)
    one_sentence(complaint, "wrong:2:", "--exclude")
    same("connections", before, server.connections)


def bad_lines(run):
    """A line that is no target is told with its number; the others are scanned."""
    server = run.server()
    path = run.write("hosts", f"127.0.0.1:{server.port}\n\n# comment\n127.0.0.1:99999\nexa mple\n"
                     f"127.0.0.2:{server.port} owner=payments tier=\"a b\"\n[::1\nhttps://user:secret@127.0.0.3:1:2/\n")
    endpoints, complaint = run.endpoints(*CERTS, f"@{path}", code=INCOMPLETE)
    same("scanned", ["127.0.0.1", "127.0.0.2"], sorted(e["address"] for e in endpoints))
    lines = complaint.splitlines()
    same(f"sentences ({complaint})", [4, 5, 7, 8], [int(line.split(":")[2]) for line in lines])
    holds(complaint, all(line.startswith(f"tlsonar: {path}:") for line in lines))
    holds("a password is shown", "secret" not in complaint)
    holds(complaint, "99999" in lines[0])
    code, _, complaint = run(*CERTS, "@nowhere")
    same("exit code", USAGE, code)
    one_sentence(complaint, "nowhere", "No such file")
    # From standard input, and with nothing usable in it.
    code, _, complaint = run(*CERTS, "-", stdin="127.0.0.1:99999\n")
    same("exit code", USAGE, code)
    one_sentence(complaint, "standard input:1:", "99999")


def labels(run):
    """What the user wrote beside a target comes back, with the place where it stands."""
    server = run.server()
    path = run.write("hosts", f"# fleet\n127.0.0.2:{server.port} owner=payments tier=\"a \\\"b\\\" ü\" empty=\n")
    (endpoint,), _ = run.endpoints(*CERTS, f"@{path}", f"127.0.0.2:{server.port}", code=FINE)
    same("labels", [("owner", "payments"), ("tier", 'a "b" ü'), ("empty", "")],
         [(label["name"], label["value"]) for label in endpoint["labels"]])
    same("place", (f"{path}:2", str(path), 2), (endpoint["origin"], endpoint["file"], endpoint["line"]))
    code, out, _ = run(*CERTS, "--ndjson", "-", stdin=f"127.0.0.2:{server.port} a=b\n")
    same("exit code", FINE, code)
    (line,) = read_lines(run.write("out", out))
    same("labels of standard input", ([{"name": "a", "value": "b"}], "standard input:1"), (line["labels"], line["origin"]))


CASES = (shards, seeds, excluded, bad_lines, labels)
