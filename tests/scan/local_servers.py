"""Small servers: TLS (at once, or after SMTP's STARTTLS), and one that only counts connections."""
import collections
import contextlib
import socket
import ssl
import threading
import time


class Server:
    """Listens in a thread, and serves each connection in a thread of its own."""

    def __init__(self, address="127.0.0.1", port=0):
        v6 = ":" in address
        self.listener = socket.socket(socket.AF_INET6 if v6 else socket.AF_INET)
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if v6:
            self.listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        self.listener.bind((address, port))
        self.port = self.listener.getsockname()[1]
        self.lock = threading.Lock()
        self.reached = collections.Counter()  # connections, by the address that was called
        self.times = []
        self.open = self.most_open = 0

    def __enter__(self):
        self.listener.listen(1024)
        threading.Thread(target=self.accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    @property
    def connections(self):
        return sum(self.reached.values())

    def accept(self):
        while True:
            try:
                link, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.handle, args=(link,), daemon=True).start()

    def handle(self, link):
        with link, contextlib.suppress(OSError, ValueError):
            with self.lock:
                self.reached[link.getsockname()[0]] += 1
                self.times.append(time.monotonic())
                self.open += 1
                self.most_open = max(self.open, self.most_open)
            try:
                link.settimeout(20)
                link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self.serve(link)
            finally:
                with self.lock:
                    self.open -= 1

    def serve(self, link):
        """Nothing but counting."""


class TlsServer(Server):
    """slow: seconds before it answers. starttls: SMTP first."""

    def __init__(self, chain, key, address, port=0, slow=0.0, starttls=False):
        super().__init__(address, port)
        self.slow, self.starttls = slow, starttls
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(chain, key)

    def serve(self, link):
        if self.starttls and not smtp(link):
            return
        time.sleep(self.slow)
        with self.context.wrap_socket(link, server_side=True) as secured:
            while secured.recv(4096):
                pass


def smtp(link):
    """True when TLS is to begin."""
    link.sendall(b"220 mail.example.com ESMTP\r\n")
    with link.makefile("rb", buffering=0) as lines:
        while said := lines.readline():
            if said.upper().startswith(b"EHLO"):
                link.sendall(b"250-mail.example.com\r\n250 STARTTLS\r\n")
            elif said.upper().startswith(b"STARTTLS"):
                link.sendall(b"220 go ahead\r\n")
                return True
            else:
                link.sendall(b"221 bye\r\n")
    return False


def free_port(address="127.0.0.1"):
    """Where nobody listens, for now."""
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
        probe.bind((address, 0))
        return probe.getsockname()[1]
