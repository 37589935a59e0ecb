"""The laboratory of one recording: a capture, programs, key log, expectations."""
import json
import os
import shutil
import signal
import socket
import struct
import subprocess
import time
from pathlib import Path

PACKAGES = {
    "tcpdump": "tcpdump", "editcap": "wireshark-common", "openssl": "openssl",
    "gnutls-cli": "gnutls-bin", "gnutls-serv": "gnutls-bin", "curl": "curl", "node": "nodejs",
    "java": "default-jdk-headless", "nginx": "nginx-light", "chromium": "chromium",
    "tstclnt": "libnss3-tools", "selfserv": "libnss3-tools", "certutil": "libnss3-tools",
    "pk12util": "libnss3-tools", "psql": "postgresql-client", "tsql": "freetds-bin",
    "ethtool": "ethtool", "ip": "iproute2",
}
FACTS = ["client", "server", "port", "client_port", "starttls", "outcome", "version", "suite",
         "group", "sni", "alpn", "leaf_subject_cn", "resumed", "hrr", "client_auth", "early_data"]
SETTLE = 0.3  # seconds for the last packets (closing FINs) to reach the file
TIMEOUT = 20


class MissingProgram(Exception):
    pass


def need(program):
    path = shutil.which(program)
    if not path:
        raise MissingProgram(f"{program} is missing (Debian package {PACKAGES[program]})")
    return path


def quiet(*command):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def listening(port, proto="tcp"):
    wanted = f":{port:04X}"
    for table in (f"/proc/net/{proto}", f"/proc/net/{proto}6"):
        for line in Path(table).read_text().splitlines()[1:]:
            fields = line.split()
            if fields[1].endswith(wanted) and (proto == "udp" or fields[3] == "0A"):
                return True
    return False


def wait_until(condition, what, seconds=TIMEOUT):
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise RuntimeError(f"waited in vain for {what}")
        time.sleep(0.02)


class Lab:
    """Everything one recording needs; leaving it stops programs and writes the files.

    `wire` is "loopback" (segments of up to 64 KiB) or "ethernet" (up to 1,448 octets).
    The loopback interface leaves TCP checksums partial in both.
    """

    def __init__(self, name, work, out, pki):
        self.name, self.work, self.out, self.pki = name, Path(work), Path(out), pki
        self.expected, self.running, self.listeners = [], [], []
        self.filter, self.wire, self.format = "tcp", "loopback", "pcap"
        self.plain_ports, self.note = {80}, ""
        self.work.mkdir(parents=True)
        self.keys = self.work / "keys"
        self.keys.touch()
        self.raw = self.work / "raw.pcap"
        self.tcpdump = None

    # --- life of the recording -------------------------------------------------
    def __enter__(self):
        self._wire()
        return self

    def __exit__(self, kind, error, trace):
        time.sleep(SETTLE)
        self._stop()
        if error is None:
            self._write()
        return False

    def _wire(self):
        quiet(need("ip"), "link", "set", "lo", "mtu", "65536", "up")

    def ethernet(self):
        quiet(need("ip"), "link", "set", "lo", "mtu", "1500")
        quiet(need("ethtool"), "-K", "lo", "tso", "off", "gso", "off", "gro", "off")
        self.wire = "ethernet"

    def _loopback_again(self):
        if self.wire == "ethernet":
            quiet("ethtool", "-K", "lo", "tso", "on", "gso", "on", "gro", "on")

    def capture(self, packet_filter=None):
        """Starts capturing; called by a sample before its first connection."""
        self.filter = packet_filter or self.filter
        self.tcpdump = subprocess.Popen(
            [need("tcpdump"), "-i", "lo", "-U", "--immediate-mode", "-B", "32768", "-Z", "root",
             "-w", self.raw, self.filter], stderr=subprocess.PIPE, text=True)
        line = self.tcpdump.stderr.readline()
        if "listening" not in line:
            raise RuntimeError(f"tcpdump: {line}")

    def _stop(self):
        if self.tcpdump:
            self.tcpdump.send_signal(signal.SIGINT)
            self.tcpdump.communicate(timeout=TIMEOUT)
        for process in self.running:
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(3)
                except subprocess.TimeoutExpired:
                    process.kill()
        for listener in self.listeners:
            listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        self._loopback_again()

    # --- programs ---------------------------------------------------------------
    def environment(self, **more):
        env = {"PATH": os.environ["PATH"], "HOME": str(self.work), "LANG": "C.UTF-8"}
        env.update({key: str(value) for key, value in more.items()})
        return env

    def serve(self, command, port, proto="tcp", stdin=None, env=None, cwd=None):
        """Starts a server and waits until it listens; output goes to a file."""
        need(command[0])
        log = open(self.work / f"server{len(self.running)}.log", "w+")
        process = subprocess.Popen([str(c) for c in command], stdin=stdin or subprocess.DEVNULL,
                                   stdout=log, stderr=subprocess.STDOUT, cwd=cwd or self.work,
                                   env=env or self.environment(), text=True)
        process.log = Path(log.name)
        self.running.append(process)
        wait_until(lambda: listening(port, proto) or process.poll() is not None,
                   f"{command[0]} on {port}")
        if process.poll() is not None:
            raise RuntimeError(f"{command[0]} ended: {process.log.read_text()[-500:]}")
        return process

    def run(self, command, say=b"", env=None, timeout=TIMEOUT, script=None):
        """Runs a client; returns what it printed. `script`: [(delay, bytes)...]."""
        need(command[0])
        process = subprocess.Popen([str(c) for c in command], stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                   cwd=self.work, env=env or self.environment())
        for delay, data in script or []:
            time.sleep(delay)
            try:
                process.stdin.write(data)
                process.stdin.flush()
            except BrokenPipeError:
                break
        try:
            output, _ = process.communicate(say or None, timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            output, _ = process.communicate()
            raise RuntimeError(f"{command[0]} hangs: {output[-800:].decode(errors='replace')}")
        text = output.decode(errors="replace")
        with open(self.work / "clients.log", "a") as log:
            log.write(f"$ {' '.join(map(str, command))}\n{text}\n")
        return text

    def stop(self, process):
        process.terminate()
        process.wait(TIMEOUT)

    # --- results ----------------------------------------------------------------
    def expect(self, **facts):
        """Adds one connection; what the software did not tell (None) is left out."""
        known = {key: value for key, value in facts.items()
                 if value is not None or key == "starttls"}
        self.expected.append(self._ordered(known))

    def connections(self):
        """(client's port, server's port) of every TCP connection, by its first SYN."""
        data, at, seen = self.raw.read_bytes(), 24, {}
        while at + 16 <= len(data):
            size = struct.unpack_from("<I", data, at + 8)[0]
            packet = data[at + 16:at + 16 + size]
            at += 16 + size
            if packet[12:14] == b"\x08\x00" and packet[23] == 6:
                tcp = packet[14 + 4 * (packet[14] & 15):]
            elif packet[12:14] == b"\x86\xdd" and packet[20] == 6:
                tcp = packet[54:]
            else:
                continue
            if tcp[13] & 0x12 == 0x02:
                seen.setdefault(struct.unpack_from(">HHI", tcp), None)
        return [(source, destination) for source, destination, _ in seen]

    def _place(self):
        """Sorts the expectations by connection and writes the ports in."""
        free = [pair for pair in self.connections() if pair[1] not in self.plain_ports]
        if len(free) != len(self.expected):
            self.note = f"{len(free)} connections but {len(self.expected)} expectations"
            return
        order = {pair[0]: index for index, pair in enumerate(free)}
        known = {facts.get("client_port") for facts in self.expected}
        rest = iter([pair for pair in free if pair[0] not in known])
        for facts in self.expected:
            if "client_port" not in facts:
                facts["client_port"] = next(rest)[0]
            facts["port"] = free[order[facts["client_port"]]][1]
        self.expected.sort(key=lambda facts: order[facts["client_port"]])
        self.expected = [self._ordered(facts) for facts in self.expected]

    @staticmethod
    def _ordered(facts):
        order = [key for key in FACTS if key in facts] + [key for key in facts if key not in FACTS]
        return {key: facts[key] for key in order}

    def _write(self):
        if self.raw.exists() and "udp" not in self.filter:
            self._place()
        for folder in (self.out, self.out / "keys", self.out / "expected"):
            folder.mkdir(parents=True, exist_ok=True)
        keys = self._key_lines()
        if keys:
            (self.out / "keys" / f"{self.name}.keys").write_text(keys)
        (self.out / "expected" / f"{self.name}.json").write_text(
            json.dumps(self.expected, indent=1, ensure_ascii=True) + "\n")
        self.target = self.out / f"{self.name}.{self.format}"
        if self.format == "pcap":
            shutil.copyfile(self.raw, self.target)
        else:
            self._as_pcapng(keys)

    def _as_pcapng(self, keys):
        """pcap -> pcapng with the TLS 1.3 part of the key log as a secrets block."""
        secrets = self.work / "secrets"
        secrets.write_text("".join(line + "\n" for line in keys.splitlines()
                                   if not line.startswith("CLIENT_RANDOM")))
        command = [need("editcap"), "-F", "pcapng"]
        if secrets.stat().st_size:
            command += ["--inject-secrets", f"tls,{secrets}"]
        quiet(*command, str(self.raw), str(self.target))

    def _key_lines(self):
        """The key log, without comments and repetitions (both ends may write it)."""
        lines = self.keys.read_text().splitlines()
        return "".join(f"{line}\n" for line in dict.fromkeys(lines)
                       if line and not line.startswith("#"))

    def summary(self):
        data = self.raw.read_bytes()
        at, packets = 24, 0
        while at + 16 <= len(data):
            at += 16 + struct.unpack_from("<I", data, at + 8)[0]
            packets += 1
        outcomes = [e.get("outcome", "?") for e in self.expected]
        return (f"{packets} packets, {self.target.stat().st_size} bytes, "
                f"{len(self._key_lines().splitlines())} key lines, {' '.join(outcomes)} {self.note}")
