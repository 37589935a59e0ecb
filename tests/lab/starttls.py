#!/usr/bin/env python3
"""The plaintext half of servers that turn to TLS; what follows is passed to another port.

    starttls.py DIALOG PORT BEHIND grants|refuses

What real servers say: greetings of several lines, capabilities, refusals in the words of each
protocol. Not pipelined: a client that does not wait for its turn is cut off.
"""
import re
import socket
import sys
import threading
import typing


class Gone(Exception):
    """The client left, or said what it must not."""


class Client:
    def __init__(self, link):
        self.link, self.held = link, b""
        link.settimeout(20)

    def send(self, octets):
        self.link.sendall(octets)

    def _more(self):
        got = self.link.recv(4096)
        if not got:
            raise Gone
        self.held += got

    def until(self, mark):
        while mark not in self.held:
            self._more()
            if len(self.held) > 65536:
                raise Gone
        at = self.held.index(mark) + len(mark)
        out, self.held = self.held[:at], self.held[at:]
        return out

    def line(self):
        return self.until(b"\n").strip()

    def exactly(self, count):
        while len(self.held) < count:
            self._more()
        out, self.held = self.held[:count], self.held[count:]
        return out


# Servers that talk in lines. In what they say <this|that> is "this" where TLS is granted and "that" where not,
# and TAG is the tag of an IMAP command.
class Lines(typing.NamedTuple):
    greeting: bytes
    start: tuple  # the command that asks for TLS, and what is said to it
    answers: dict
    otherwise: bytes | None  # None: the server leaves
    leave: bytes = b"QUIT"
    goodbye: bytes = b""
    tagged: bool = False


def mail(hello):
    return Lines(
        greeting=b"220-mail.lab.example ESMTP lab\r\n220 no unsolicited mail\r\n",
        start=(b"STARTTLS", b"<220 2.0.0 Ready to start TLS|502 5.5.1 Error: command not implemented>\r\n"),
        answers={hello: b"250-mail.lab.example\r\n250-PIPELINING\r\n250-SIZE 10240000\r\n<250-STARTTLS\r\n|>250 8BITMIME\r\n"},
        otherwise=b"502 5.5.2 Error: command not recognized\r\n",
        goodbye=b"221 2.0.0 Bye\r\n")


SIEVE = (b'"IMPLEMENTATION" "Dovecot Pigeonhole"\r\n"SIEVE" "fileinto reject envelope"\r\n'
         b'<"STARTTLS"\r\n|>"VERSION" "1.0"\r\n')

LINES = {
    "smtp": mail(b"EHLO"),
    "lmtp": mail(b"LHLO"),
    "imap": Lines(
        greeting=b"* OK [CAPABILITY IMAP4rev1 ID] Dovecot ready.\r\n",
        start=(b"STARTTLS", b"TAG <OK Begin TLS negotiation now.|BAD Error in IMAP command: unknown command.>\r\n"),
        answers={b"CAPABILITY": b"* CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+"
                                b"< STARTTLS LOGINDISABLED| AUTH=PLAIN>\r\nTAG OK Pre-login capabilities listed.\r\n"},
        otherwise=b"TAG BAD unknown command\r\n",
        leave=b"LOGOUT",
        tagged=True),
    "pop3": Lines(
        greeting=b"+OK Dovecot ready.\r\n",
        start=(b"STLS", b"<+OK Begin TLS negotiation now.|-ERR Unknown command.>\r\n"),
        answers={b"CAPA": b"+OK\r\nCAPA\r\nTOP\r\nUIDL\r\n<STLS\r\n|>USER\r\n.\r\n"},
        otherwise=b"-ERR Unknown command.\r\n"),
    "ftp": Lines(
        greeting=b"220-Welcome\r\n220-to the lab\r\n220 (vsFTPd 3.0.3)\r\n",
        start=(b"AUTH TLS", b"<234 Proceed with negotiation.|530 Please login with USER and PASS.>\r\n"),
        answers={b"FEAT": b"211-Features:\r\n< AUTH TLS\r\n|> UTF8\r\n211 End\r\n"},
        otherwise=b"530 Please login with USER and PASS.\r\n"),
    "nntp": Lines(
        greeting=b"200 news.lab.example InterNetNews ready\r\n",
        start=(b"STARTTLS", b"<382 Continue with TLS negotiation|500 Unknown command>\r\n"),
        answers={b"CAPABILITIES": b"101 Capability list:\r\nVERSION 2\r\nREADER\r\n<STARTTLS\r\n|>.\r\n"},
        otherwise=b"500 Unknown command\r\n"),
    "sieve": Lines(
        greeting=SIEVE + b'OK "Dovecot ready."\r\n',
        start=(b"STARTTLS", b'<OK "Begin TLS negotiation now."|NO "TLS is not enabled">\r\n'),
        answers={b"CAPABILITY": SIEVE + b'OK "Capability completed."\r\n'},
        otherwise=None),
    "irc": Lines(
        greeting=b":irc.lab.example NOTICE * :*** Looking up your hostname...\r\n",
        start=(b"STARTTLS", b":irc.lab.example <670 * :STARTTLS successful, go ahead with TLS handshake|691 * :STARTTLS failure>\r\n"),
        answers={b"CAP LS": b":irc.lab.example CAP * LS :multi-prefix< tls|> sasl\r\n"},
        otherwise=b""),
}


def talk_in_lines(c, server, grants):
    def say(text, tag=b""):
        c.send(re.sub(rb"<([^|>]*)\|([^>]*)>", lambda m: m[1 if grants else 2], text).replace(b"TAG", tag))

    def is_said(command):
        return (said + b" ").startswith(command + b" ")

    say(server.greeting)
    while True:
        tag, said = b"", c.line()
        if server.tagged:
            tag, _, said = said.partition(b" ")
        said = said.upper()
        if is_said(server.start[0]):
            say(server.start[1], tag)
            if grants:
                return True
        elif is_said(server.leave):
            say(server.goodbye, tag)
            return False
        else:
            answer = next((text for command, text in server.answers.items() if is_said(command)), server.otherwise)
            if answer is None:
                return False
            say(answer, tag)


def telnet(c, grants):
    c.send(b"\xff\xfd\x18" + (b"\xff\xfd\x2e" if grants else b"") + b"\r\nlab login: ")
    c.until(b"\xff\xfb\x2e")
    if not grants:
        c.send(b"\xff\xfe\x2e")
        return False
    c.until(b"\xff\xfa\x2e\x01\xff\xf0")
    c.send(b"\xff\xfa\x2e\x01\xff\xf0")
    return True


def xmpp(c, grants, namespace=b"jabber:client"):
    c.until(b"<stream:stream")
    c.until(b">")
    c.send(b"<?xml version='1.0'?><stream:stream xmlns='" + namespace + b"' xmlns:stream='http://etherx.jabber.org/streams'"
           b" id='c2s1' from='lab.example' version='1.0' xml:lang='en'><stream:features>")
    c.send((b"<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls>" if grants else
            b"<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms>")
           + b"</stream:features>")
    if not grants:
        c.until(b">")
        c.send(b"<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:stream>")
        return False
    c.until(b">")
    c.send(b"<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
    return True


def xmpp_server(c, grants):
    return xmpp(c, grants, b"jabber:server")


def ldap(c, grants):
    request = c.exactly(c.exactly(2)[1])
    assert b"1.3.6.1.4.1.1466.20037" in request
    number = request[:3]  # messageID, one octet
    code, text = (0, b"") if grants else (52, b"unsupported extended operation")
    body = number + bytes([0x78, 7 + len(text), 0x0A, 1, code, 4, 0, 4, len(text)]) + text
    c.send(bytes([0x30, len(body)]) + body)
    return grants


def postgres(c, grants):
    assert c.exactly(8) == bytes.fromhex("0000000804d2162f")
    c.send(b"S" if grants else b"N")
    return grants


def mysql(c, grants):
    flags = 0xDFFFF7FF | (0x0800 if grants else 0)
    body = (b"\x0a5.5.5-10.11.6-MariaDB-lab\0" + (17).to_bytes(4, "little") + b"abcdefgh\0"
            + (flags & 0xFFFF).to_bytes(2, "little") + b"\x2d\x02\0" + (flags >> 16).to_bytes(2, "little")
            + b"\x15" + bytes(10) + b"ijklmnopqrst\0mysql_native_password\0")
    c.send(len(body).to_bytes(3, "little") + b"\0" + body)
    if not grants:
        c.line()
        return False
    c.exactly(int.from_bytes(c.exactly(4)[:3], "little"))
    return True


def mssql(c, grants):
    head = c.exactly(8)
    assert head[0] == 0x12
    c.exactly(int.from_bytes(head[2:4], "big") - 8)
    options = bytes([0, 0, 11, 0, 6, 1, 0, 17, 0, 1, 255]) + b"\x10\x00\x07\xd0\0\0" + bytes([3 if grants else 2])
    c.send(bytes([4, 1]) + (len(options) + 8).to_bytes(2, "big") + bytes([0, 0, 1, 0]) + options)
    return grants


def rdp(c, grants):
    c.exactly(int.from_bytes(c.exactly(4)[2:4], "big") - 4)
    answer = "0200080001000000" if grants else "0300080002000000"  # SSL_NOT_ALLOWED_BY_SERVER
    c.send(bytes.fromhex("030000130ed00000123400" + answer))
    return grants


def amqp(c, grants):
    c.exactly(8)
    c.send(b"AMQP\x02\x01\0\0" if grants else b"AMQP\x03\x01\0\0")
    return grants


class TdsPackets:
    """TLS of TDS: records travel in PRELOGIN packets until the client sends one bare."""

    def __init__(self):
        self.held, self.bare = b"", False

    def from_client(self, octets):
        self.held += octets
        out = b""
        while self.held:
            if self.bare or self.held[0] != 0x12:
                self.bare = True
                out, self.held = out + self.held, b""
            elif len(self.held) < 8 or len(self.held) < int.from_bytes(self.held[2:4], "big"):
                break
            else:
                size = int.from_bytes(self.held[2:4], "big")
                out, self.held = out + self.held[8:size], self.held[size:]
        return out

    def to_client(self, octets):
        if self.bare:
            return octets
        parts = [octets[at:at + 4088] for at in range(0, len(octets), 4088)]
        return b"".join(bytes([0x12, int(i + 1 == len(parts))]) + (len(p) + 8).to_bytes(2, "big") + bytes(4) + p
                        for i, p in enumerate(parts))


def pump(source, sink, change):
    try:
        while True:
            got = source.recv(65536)
            if not got:
                break
            sink.sendall(change(got))
    except OSError:
        pass
    for link in (source, sink):
        try:
            link.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def serve(link, dialog, behind, grants):
    link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    client = Client(link)
    try:
        with link:
            begun = (talk_in_lines(client, LINES[dialog], grants) if dialog in LINES else
                     globals()[dialog.replace("-", "_")](client, grants))
            if not begun or client.held and dialog != "mysql":
                return
            link.settimeout(None)
            with socket.create_connection(("127.0.0.1", behind)) as server:
                server.sendall(client.held)  # MySQL's server says nothing in between
                packets = TdsPackets()
                wrapped = dialog == "mssql"
                back = threading.Thread(target=pump, args=(server, link, packets.to_client if wrapped else bytes), daemon=True)
                back.start()
                pump(link, server, packets.from_client if wrapped else bytes)
                back.join()
    except (Gone, OSError, AssertionError):
        pass


def main():
    dialog, port, behind, how = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    with socket.create_server(("127.0.0.1", port), backlog=256) as listener:
        while True:
            link, _ = listener.accept()
            threading.Thread(target=serve, args=(link, dialog, behind, how == "grants"), daemon=True).start()


if __name__ == "__main__":
    main()
