"""A small name server over UDP. A zone is {(name, type): [record…]} with records as text; instead
of a list: "SERVFAIL", "NXDOMAIN", "silent". A name without an entry of any type does not exist."""
import collections
import socket
import struct
import threading

TYPES = {"A": 1, "CNAME": 5, "MX": 15, "AAAA": 28, "HTTPS": 65}
RCODES = {"SERVFAIL": 2, "NXDOMAIN": 3, "REFUSED": 5}
KINDS = {number: name for name, number in TYPES.items()}


def encode(name):
    return b"".join(bytes([len(label)]) + label.encode() for label in name.split(".") if label) + b"\0"


def data_of(kind, text):
    if kind == "A":
        return socket.inet_aton(text)
    if kind == "AAAA":
        return socket.inet_pton(socket.AF_INET6, text)
    if kind == "MX":
        preference, name = text.split()
        return struct.pack(">H", int(preference)) + encode("" if name == "." else name)
    return encode(text)


class NameServer:
    def __init__(self, zone):
        self.zone = zone
        self.asked = collections.Counter()  # (name, type)
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.text = f"127.0.0.1:{self.socket.getsockname()[1]}"

    def __enter__(self):
        threading.Thread(target=self.serve, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.socket.close()

    def serve(self):
        while True:
            try:
                question, sender = self.socket.recvfrom(4096)
            except OSError:
                return
            answer = self.answer(question)
            if answer:
                self.socket.sendto(answer, sender)

    def answer(self, question):
        labels, at = [], 12
        while question[at]:
            labels.append(question[at + 1:at + 1 + question[at]].decode())
            at += 1 + question[at]
        name = ".".join(labels).lower()
        kind = KINDS.get(struct.unpack_from(">H", question, at + 1)[0], "?")
        self.asked[name, kind] += 1
        rcode, records = self.find(name, kind)
        if rcode is None:
            return None
        head = question[:2] + struct.pack(">HHHHH", 0x8180 | rcode, 1, len(records), 0, 0)
        body = b"".join(encode(owner) + struct.pack(">HHIH", TYPES[what], 1, 60, len(octets)) + octets
                        for owner, what, octets in records)
        return head + question[12:at + 5] + body

    def find(self, name, kind):
        """(rcode, records); rcode None: no answer."""
        records = []
        for _ in range(8):
            said = self.zone.get((name, kind), [])
            alias = self.zone.get((name, "CNAME"))
            if said == "silent":
                return None, []
            if isinstance(said, str):
                return RCODES[said], records
            if alias and kind != "CNAME":
                records.append((name, "CNAME", encode(alias)))
                name = alias
                continue
            records += [(name, kind, data_of(kind, text)) for text in said]
            exists = any(known == name for known, _ in self.zone)
            return (0 if exists else RCODES["NXDOMAIN"]), records
        return RCODES["SERVFAIL"], []
