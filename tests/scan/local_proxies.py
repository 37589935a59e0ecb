"""Small proxies: HTTP CONNECT and SOCKS5. `to` is where every tunnel leads, whatever was asked for.

mode: "ok", "refuses", "rubbish", "closes" (at once), "dies" (when the server has sent its first octets)
login: (user, password) that it insists on"""
import base64
import select
import socket

from local_servers import Server


class Proxy(Server):
    def __init__(self, to, mode="ok", login=None):
        super().__init__()
        self.to, self.mode, self.login = to, mode, login
        self.asked = []  # "name:port"

    def tunnel(self, link):
        with socket.create_connection(("127.0.0.1", self.to), 10) as server:
            server.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while True:
                for ready in select.select([link, server], [], [], 20)[0]:
                    octets = ready.recv(65536)
                    if not octets or (ready is server and self.mode == "dies"):
                        return
                    (server if ready is link else link).sendall(octets)


class HttpProxy(Proxy):
    def serve(self, link):
        head = b""
        while b"\r\n\r\n" not in head:
            octets = link.recv(4096)
            if not octets:
                return
            head += octets
        lines = head.decode().split("\r\n")
        self.asked.append(lines[0].split()[1])
        wanted = self.login and "Basic " + base64.b64encode(":".join(self.login).encode()).decode()
        given = next((line.split(":", 1)[1].strip() for line in lines[1:]
                      if line.lower().startswith("proxy-authorization:")), None)
        if self.mode == "closes":
            return
        if self.mode == "rubbish":
            link.sendall(b"\x00\x01 what?\r\n\r\n")
        elif wanted and given != wanted:
            link.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\n"
                         b"Proxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n")
        elif self.mode == "refuses":
            link.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
        else:
            link.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            self.tunnel(link)


class SocksProxy(Proxy):
    def serve(self, link):
        def exactly(count):
            octets = b""
            while len(octets) < count:
                got = link.recv(count - len(octets))
                if not got:
                    raise OSError
                octets += got
            return octets

        methods = exactly(exactly(2)[1])
        if self.mode == "closes":
            return
        if self.mode == "rubbish":
            link.sendall(b"HTTP/1.0 400 no\r\n\r\n")
            return
        wanted = 2 if self.login else 0
        if wanted not in methods:
            link.sendall(b"\x05\xff")
            return
        link.sendall(bytes([5, wanted]))
        if self.login:
            user = exactly(exactly(2)[1])
            password = exactly(exactly(1)[0])
            good = (user.decode(), password.decode()) == self.login
            link.sendall(b"\x01\x00" if good else b"\x01\x01")
            if not good:
                return
        kind = exactly(4)[3]
        name = {1: lambda: socket.inet_ntoa(exactly(4)), 3: lambda: exactly(exactly(1)[0]).decode(),
                4: lambda: socket.inet_ntop(socket.AF_INET6, exactly(16))}[kind]()
        self.asked.append(f"{name}:{int.from_bytes(exactly(2), 'big')}")
        refused = self.mode == "refuses"
        link.sendall(bytes([5, 2 if refused else 0, 0, 1, 0, 0, 0, 0, 0, 0]))
        if not refused:
            self.tunnel(link)
