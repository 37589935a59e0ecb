"""A scriptable server (and client) that talks plaintext first and then starts TLS."""
import socket
import ssl
import threading

import openssl
from lab import listening, wait_until

PYTHON = f"Python ssl ({' '.join(ssl.OPENSSL_VERSION.split()[:2])})"


class Conversation:
    """A socket with the reads that dialects need; nothing is read beyond them."""

    def __init__(self, sock):
        self.sock = sock

    def send(self, data):
        self.sock.sendall(data)

    def exactly(self, count):
        data = b""
        while len(data) < count:
            more = self.sock.recv(count - len(data))
            if not more:
                raise RuntimeError(f"the peer closed after {data!r}")
            data += more
        return data

    def until(self, marker):
        data = b""
        while not data.endswith(marker):
            data += self.exactly(1)
        return data

    def line(self):
        return self.until(b"\n")


class TdsFrames:
    """TLS inside TDS packets of type 0x12, which MS-SQL uses until the handshake ends."""
    LIMIT = 4096

    def __init__(self, conversation):
        self.conversation, self.number = conversation, 0

    def send(self, data):
        while data:
            part, data = data[:self.LIMIT - 8], data[self.LIMIT - 8:]
            self.number = (self.number + 1) & 255
            status = 0 if data else 1
            self.conversation.send(bytes([0x12, status]) + (len(part) + 8).to_bytes(2, "big")
                                   + bytes([0, 0, self.number, 0]) + part)

    def receive(self):
        header = self.conversation.exactly(8)
        return self.conversation.exactly(int.from_bytes(header[2:4], "big") - 8)


def framed_handshake(context, frames, server_side, name=None):
    """A handshake over frames; returns the SSLObject and its two memory buffers."""
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    tls = context.wrap_bio(incoming, outgoing, server_side=server_side, server_hostname=name)
    while True:
        try:
            tls.do_handshake()
            done = True
        except ssl.SSLWantReadError:
            done = False
        if outgoing.pending:
            frames.send(outgoing.read())
        if done:
            return tls, incoming, outgoing
        incoming.write(frames.receive())


def facts_of(tls, name=None):
    """What Python's ssl says of a connection (both SSLSocket and SSLObject)."""
    return {"outcome": "ok", "version": openssl.VERSIONS[tls.version()],
            "suite": openssl.iana_names()[tls.cipher()[0]], "sni": name or "",
            "alpn": tls.selected_alpn_protocol() or "", "resumed": tls.session_reused}


class Server:
    """Serves `count` connections: dialect, TLS, one line each way, goodbye."""

    def __init__(self, lab, port, cert, speak, wrap=None, goodbye=b"goodbye\r\n", alpn=None,
                 newest=None):
        self.speak, self.wrap, self.goodbye = speak, wrap or self._wrap, goodbye
        self.facts, self.errors, self.name = [], [], None
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(getattr(lab.pki, f"{cert}_chain"),
                                     getattr(lab.pki, f"{cert}_key"))
        self.context.keylog_filename = str(lab.keys)
        self.context.sni_callback = self._named
        if newest:
            self.context.maximum_version = newest
        if alpn:
            self.context.set_alpn_protocols(alpn)
        self.listener = socket.create_server(("127.0.0.1", port))
        lab.listeners.append(self.listener)
        threading.Thread(target=self._run, daemon=True).start()
        wait_until(lambda: listening(port), f"the dialogue server on {port}")

    def _named(self, tls, name, context):
        self.name = name

    def _run(self):
        while True:
            try:
                sock, _ = self.listener.accept()
            except OSError:  # the recording is over
                return
            try:
                sock.settimeout(10)
                self._one(sock)
            except Exception as error:
                self.errors.append(error)
            finally:
                sock.close()

    def _one(self, sock):
        self.name = None
        port = sock.getpeername()[1]
        conversation = Conversation(sock)
        self.speak(conversation)
        self.wrap(conversation, port)

    def told(self, tls, port):
        self.facts.append(facts_of(tls, self.name) | {"client_port": port, "server": PYTHON})

    def _wrap(self, conversation, port):
        with self.context.wrap_socket(conversation.sock, server_side=True) as tls:
            self.told(tls, port)
            tls.recv(4096)
            tls.sendall(self.goodbye)
            self._close(tls)

    @staticmethod
    def _close(tls):
        """close_notify both ways; a peer that just goes away is no error."""
        try:
            tls.unwrap()
        except (OSError, ssl.SSLError):
            pass

    def wrap_tds(self, conversation, port):
        tls, incoming, outgoing = framed_handshake(self.context, TdsFrames(conversation), True)
        self.told(tls, port)
        incoming.write(conversation.sock.recv(4096))  # LOGIN7, now in bare records
        tls.read(4096)


def client(lab, port, name, speak, newest=None, say=b"hello\r\n"):
    """The client's side in Python, where no program speaks the dialect."""
    context = ssl.create_default_context(cafile=lab.pki.root_cert)
    if newest:
        context.maximum_version = newest
    with socket.create_connection(("127.0.0.1", port), 10) as sock:
        local = sock.getsockname()[1]
        speak(Conversation(sock))
        with context.wrap_socket(sock, server_hostname=name) as tls:
            facts = facts_of(tls, name) | {"leaf_subject_cn": subject_cn(tls)}
            tls.sendall(say)
            tls.recv(4096)
    return facts | {"client": PYTHON, "client_port": local}


def tds_client(lab, port, name, speak):
    context = ssl.create_default_context(cafile=lab.pki.root_cert)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    with socket.create_connection(("127.0.0.1", port), 10) as sock:
        local = sock.getsockname()[1]
        conversation = Conversation(sock)
        speak(conversation)
        tls, _, outgoing = framed_handshake(context, TdsFrames(conversation), False, name)
        facts = facts_of(tls, name) | {"leaf_subject_cn": subject_cn(tls)}
        tls.write(b"\x10\x01\x00\x0c\x00\x00\x01\x00\x00\x00\x00\x00")  # a LOGIN7's header
        conversation.send(outgoing.read())
        sock.recv(1)
    return facts | {"client": PYTHON, "client_port": local}


def subject_cn(tls):
    return dict(pair[0] for pair in tls.getpeercert()["subject"])["commonName"]
