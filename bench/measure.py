"""Makes the captures, runs what is measured, prints the table. Called by run.sh."""
import os
import shutil
import subprocess
import sys
import threading

WORK = "build/bench"
TOOLS = f"{WORK}/tools"
TLSONAR = os.environ.get("TLSONAR", "build/release/cli/tlsonar")
RUNS = 5
MEGABYTE = 1e6
FLOWS = 1_000_000

# Handshakes as browsers and servers make them: all versions, resumption, HelloRetryRequest, client
# certificates, alerts; several libraries.
SAMPLES = """tls10 tls11 tls12-ecdhe tls12-dhe tls12-rsa tls12-chacha tls12-cbc tls12-client-cert
    tls12-session-id-resumption tls12-ticket-resumption tls13-aes128 tls13-aes256 tls13-chacha
    tls13-client-cert tls13-hrr tls13-psk-resumption tls13-0rtt tls13-mlkem alerts gnutls java-client
    nss ocsp-stapling names ipv6""".split()

# name: size, octets on disk at most, options of tlsonar
CAPTURES = {
    "bulk": (1_200_000_000, 1.4e9, []),
    "dense": (1_000_000_000, 1.1e9, []),
    "halfopen": (FLOWS, 0.9e9, []),
    "halfhello": (FLOWS, 1.8e9, []),
}


class Cost:
    """CPU seconds and peak memory of a command."""

    def __init__(self, command):
        output = subprocess.PIPE
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.PIPE)
        errors = []
        reader = threading.Thread(target=lambda: errors.append(process.stderr.read()))
        reader.start()
        self.stdout = process.stdout.read().decode(errors="replace")
        reader.join()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 3):
            sys.exit(f"bench: {' '.join(command)} failed:\n{errors[0].decode()}")
        self.seconds = usage.ru_utime + usage.ru_stime
        self.megabytes = usage.ru_maxrss * 1024 / MEGABYTE


def least(commands):
    """The least cost of each command, in turns, so that a busy moment does not hit one alone."""
    best = [None] * len(commands)
    for _ in range(RUNS):
        for i, command in enumerate(commands):
            cost = Cost(command)
            if best[i] is None or cost.seconds < best[i].seconds:
                cost.megabytes = max(cost.megabytes, best[i].megabytes if best[i] else 0)
                best[i] = cost
    return best


def make(name):
    size, room, _ = CAPTURES[name]
    path = f"{WORK}/{name}.pcap"
    if not os.path.exists(path):
        if shutil.disk_usage(WORK).free < 2 * room:
            sys.exit(f"bench: {name} needs {2 * room / 1e9:.1f} GB of disk below {WORK}")
        samples = [f"samples/{sample}.pcap" for sample in SAMPLES]
        print(f"{name}: making the capture", file=sys.stderr)
        subprocess.run([f"{TOOLS}/make_capture", name, str(size), path + ".part", *samples],
                       check=True, stdout=subprocess.DEVNULL)
        os.replace(path + ".part", path)
    with open(path, "rb") as file:  # into the page cache
        while file.read(1 << 20):
            pass
    return path


def count(output):
    """Records, and those of them with a partial ClientHello."""
    records = partial = hellos = 0
    with open(output, "rb") as file:
        for line in file:
            if line.startswith(b'{"number"'):
                records += 1
                hello = line.find(b'"client_hello":{')
                if hello >= 0:
                    hellos += 1
                    partial += line.startswith(b'"partial":true', hello + 16)
    return records, hellos, partial


def print_row(name, cost, size, packets, records, loop):
    rate = f"{records / cost.seconds:12,.0f}" if records else " " * 12
    ratio = f"{loop.seconds / cost.seconds:6.2f}" if loop else "  1.00"
    print(f"  {name:<24} {cost.seconds:7.2f} {size / cost.seconds / 1e9:7.2f} "
          f"{packets / cost.seconds / 1e6:7.2f} {rate} {cost.megabytes:8.0f} {ratio}", flush=True)


def bench(name):
    path = make(name)
    size = os.path.getsize(path)
    output = f"{WORK}/{name}.ndjson"
    analyze = [TLSONAR, "analyze", "--ndjson", "-q", "-o", output, path]
    loop, one, two = least([[f"{TOOLS}/empty_loop", path], analyze, analyze + ["--threads", "2"]])
    packets = int(loop.stdout.split()[0])
    records, hellos, partial = count(output)
    print(f"{name}: {size / 1e9:.2f} GB, {packets:,} packets, {records:,} handshakes, "
          f"{hellos:,} ClientHellos ({partial:,} partial)")
    print("                           CPU s    GB/s    Mpps  handshakes/s  RSS MB  ratio")
    print_row("empty libpcap loop", loop, size, packets, 0, None)
    print_row("tlsonar", one, size, packets, records, loop)
    print_row("tlsonar --threads 2", two, size, packets, records, loop)
    os.remove(output)


def main():
    names = [a for a in sys.argv[1:] if not a.startswith("-")] or list(CAPTURES)
    unknown = [name for name in names if name not in CAPTURES]
    if unknown:
        sys.exit(f"bench: no such capture: {unknown[0]} (there are {', '.join(CAPTURES)})")
    for name in names:
        try:
            bench(name)
        finally:
            if "--keep" not in sys.argv and os.path.exists(f"{WORK}/{name}.pcap"):
                os.remove(f"{WORK}/{name}.pcap")


if __name__ == "__main__":
    main()
