"""Recordings of protocols that change to TLS after a plaintext dialogue."""
import ssl
import struct
import time

import dialogue
import openssl
import stacks

MAIL = "mail.example.com"
TLS12 = ssl.TLSVersion.TLSv1_2


# --- the servers' halves ---------------------------------------------------------------
def smtp(c):
    c.send(b"220 mail.example.com ESMTP sample\r\n")
    while not (line := c.line()).upper().startswith(b"STARTTLS"):
        c.send(b"250-mail.example.com\r\n250-SIZE 1048576\r\n250 STARTTLS\r\n")
    c.send(b"220 2.0.0 Ready to start TLS\r\n")


def imap(c):
    c.send(b"* OK [CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED] ready\r\n")
    while True:
        tag, command = c.line().split()[:2]
        if command.upper() == b"STARTTLS":
            break
        c.send(b"* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED\r\n" + tag + b" OK done\r\n")
    c.send(tag + b" OK Begin TLS negotiation now\r\n")


def pop3(c):
    c.send(b"+OK POP3 ready\r\n")
    while not c.line().upper().startswith(b"STLS"):
        c.send(b"+OK\r\nSTLS\r\nUSER\r\n.\r\n")
    c.send(b"+OK Begin TLS negotiation\r\n")


def ftp(c):
    c.send(b"220 FTP sample\r\n")
    while not c.line().upper().startswith(b"AUTH"):
        c.send(b"530 Please use AUTH TLS\r\n")
    c.send(b"234 Proceed with negotiation.\r\n")


def nntp(c):
    c.send(b"200 news.example.com ready\r\n")
    c.line()
    c.send(b"101 Capability list:\r\nVERSION 2\r\nREADER\r\nSTARTTLS\r\n.\r\n")
    c.line()
    c.send(b"382 Continue with TLS negotiation\r\n")


def sieve(c):
    c.send(b'"IMPLEMENTATION" "sample"\r\n"SIEVE" "fileinto"\r\n"STARTTLS"\r\nOK\r\n')
    c.line()
    c.send(b'OK "Begin TLS negotiation now."\r\n')


def irc(c):
    c.line()
    c.send(b":irc.example.com 670 * :STARTTLS successful, go ahead with TLS handshake\r\n")


def telnet(c):
    c.send(b"\xff\xfd\x2e")  # IAC DO START_TLS
    c.exactly(9)             # IAC WILL START_TLS, IAC SB START_TLS FOLLOWS IAC SE
    c.send(b"\xff\xfa\x2e\x01\xff\xf0")


def xmpp(c):
    c.until(b">")
    c.send(b"<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream="
           b"'http://etherx.jabber.org/streams' id='s1' from='xmpp.example.com' version='1.0'>"
           b"<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/>"
           b"</starttls></stream:features>")
    c.until(b">")
    c.send(b"<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")


def ldap(c):
    c.exactly(c.exactly(2)[1])  # ExtendedRequest 1.3.6.1.4.1.1466.20037
    c.send(bytes.fromhex("300c02010178070a010004000400"))


def postgres(c):
    c.exactly(8)  # SSLRequest
    c.send(b"S")


def mysql(c):
    flags = 0x000fffff | 0x0800  # with CLIENT_SSL
    body = (b"\x0a8.0.36-sample\0" + struct.pack("<I", 17) + b"abcdefgh\0"
            + struct.pack("<HBHH", flags & 0xffff, 0x2d, 2, flags >> 16) + b"\x15" + bytes(10)
            + b"ijklmnopqrst\0mysql_native_password\0")
    c.send(struct.pack("<I", len(body))[:3] + b"\0" + body)
    c.exactly(int.from_bytes(c.exactly(4)[:3], "little"))  # SSLRequest


def tds(c):
    c.exactly(int.from_bytes(c.exactly(8)[2:4], "big") - 8)
    c.send(prelogin(4, 3))


def prelogin(kind, encryption):
    """PRELOGIN with the options VERSION and ENCRYPTION (0 off, 1 on, 3 required)."""
    options = bytes([0, 0, 11, 0, 6, 1, 0, 17, 0, 1, 255]) + b"\x10\x00\x07\xd0\0\0"
    options += bytes([encryption])
    return bytes([kind, 1]) + (len(options) + 8).to_bytes(2, "big") + bytes([0, 0, 1, 0]) + options


def rdp(c):
    c.exactly(int.from_bytes(c.exactly(4)[2:4], "big") - 4)
    c.send(bytes.fromhex("030000130ed00000123400020008000100""0000"))  # selected: PROTOCOL_SSL


def amqp(c):
    c.exactly(8)
    c.send(b"AMQP\x02\x01\x00\x00")  # protocol 2 is TLS, 3 would be SASL


def http_connect(c):
    c.until(b"\r\n\r\n")
    c.send(b"HTTP/1.1 200 Connection established\r\n\r\n")


def socks4(c):
    c.exactly(8)
    c.until(b"\0")
    c.send(b"\x00\x5a" + bytes(6))


def socks5(c):
    c.exactly(c.exactly(2)[1])
    c.send(b"\x05\x00")
    kind = c.exactly(4)[3]
    c.exactly({1: 4, 4: 16}[kind] if kind != 3 else c.exactly(1)[0])
    c.exactly(2)
    c.send(b"\x05\x00\x00\x01" + bytes(6))


def proxy1(c):
    c.line()


def proxy2(c):
    c.exactly(int.from_bytes(c.exactly(16)[14:], "big"))


# --- the clients' halves, where no program has one ---------------------------------------
def tds_asks(c):
    c.send(prelogin(0x12, 1))
    c.exactly(int.from_bytes(c.exactly(8)[2:4], "big") - 8)


def rdp_asks(c):
    ask = b"Cookie: mstshash=alice\r\n" + bytes.fromhex("0100080003000000")  # SSL or HYBRID
    c.send(b"\x03\0" + (11 + len(ask)).to_bytes(2, "big") + bytes([6 + len(ask)])
           + b"\xe0\0\0\0\0\0" + ask)
    c.exactly(19)


def amqp_asks(c):
    c.send(b"AMQP\x02\x01\x00\x00")
    c.exactly(8)


def proxy2_asks(c):
    """A v2 header for 192.0.2.7:4711 -> 203.0.113.9:443 with an authority TLV."""
    name = b"www.example.com"
    body = bytes([192, 0, 2, 7, 203, 0, 113, 9]) + struct.pack(">HH", 4711, 443)
    body += b"\x02" + struct.pack(">H", len(name)) + name
    c.send(b"\r\n\r\n\0\r\nQUIT\n\x21\x11" + struct.pack(">H", len(body)) + body)


# --- recordings ----------------------------------------------------------------------------
class Stage:
    """A dialogue server and the connections made to it."""

    def __init__(self, lab, dialect, port, speak, host=MAIL, cert="mail", **more):
        self.lab, self.dialect, self.port, self.host = lab, dialect, port, host
        self.server = dialogue.Server(lab, port, cert, speak, **more)
        lab.capture(f"tcp port {port}")

    def tell(self, facts):
        """The client's facts and the server's, which must agree."""
        time.sleep(0.2)
        if not self.server.facts:
            raise RuntimeError(f"the server saw no handshake: {self.server.errors}")
        seen = self.server.facts.pop(0)
        for key, value in facts.items():
            if value is not None and key in seen and key != "server" and seen[key] != value:
                raise RuntimeError(f"the ends disagree about {key}: {value} and {seen[key]}")
        known = {key: value for key, value in facts.items() if value is not None}
        self.lab.expect(**known | seen, starttls=self.dialect)

    def s_client(self, *arguments, starttls=True):
        start = ["-starttls", self.dialect] if starttls else []
        facts = openssl.connect(self.lab, self.port, *start, *arguments, host=self.host,
                                say=b"hello\r\n")
        self.tell(facts)

    def curl(self, *arguments):
        facts, _ = stacks.curl(self.lab, *arguments)
        if "outcome" not in facts:
            raise RuntimeError("curl saw no handshake")
        facts.pop("client_port", None)
        self.tell(facts | {"sni": self.host})


def with_s_client(dialect, port, speak, *arguments, curl=(), host=MAIL, cert="mail"):
    """s_client knows the dialect; curl makes a second connection where it does too."""
    def record(lab):
        stage = Stage(lab, dialect, port, speak, host, cert)
        stage.s_client(*arguments)
        if curl:
            stage.curl("--resolve", f"{host}:{port}:127.0.0.1", "--ssl-reqd", "-m", "5", *curl)
    return record


def through_proxy(dialect, port, speak, *arguments):
    """curl through a proxy (or announcing itself as one); https inside."""
    def record(lab):
        stage = Stage(lab, dialect, port, speak, "www.example.com", "www", alpn=["http/1.1"],
                      goodbye=b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\n"
                              b"hi\n")
        stage.curl("-m", "5", "--resolve", f"www.example.com:443:127.0.0.1", *arguments)
    return record


def in_python(dialect, port, speak, asks, host="db.example.com", cert="db", newest=None):
    def record(lab):
        stage = Stage(lab, dialect, port, speak, host, cert)
        stage.tell(dialogue.client(lab, port, host, asks, newest))
    return record


def ms_sql(lab):
    """Python at both ends, then FreeTDS's tsql as the client."""
    stage = Stage(lab, "tds", 1433, tds, "db.example.com", "db", newest=TLS12)
    stage.server.wrap = stage.server.wrap_tds
    stage.tell(dialogue.tds_client(lab, 1433, "db.example.com", tds_asks))
    configuration = lab.work / "freetds.conf"
    configuration.write_text("[global]\ntds version = 7.4\nencryption = require\n"
                             "[sample]\nhost = 127.0.0.1\nport = 1433\n")
    lab.run(["tsql", "-S", "sample", "-U", "alice", "-P", "wonderland"], say=b"exit\n",
            env=lab.environment(FREETDSCONF=configuration))
    stage.tell({"client": f"FreeTDS {stacks.release('tsql', '-C')} tsql"})


def postgres_sample(lab):
    """s_client, then PostgreSQL's psql, which reports nothing: the server does."""
    stage = Stage(lab, "postgres", 5432, postgres, "db.example.com", "db")
    stage.s_client()
    lab.run(["psql", "host=db.example.com hostaddr=127.0.0.1 sslmode=require user=alice "
             "dbname=sample connect_timeout=5"])
    stage.tell({"client": f"psql {stacks.release('psql', '--version')}"})


SAMPLES = {f"starttls-{name}": record for name, record in {
    "smtp": with_s_client("smtp", 25, smtp, "-tls1_2",
                          curl=[f"smtp://{MAIL}:25/client.example.com"]),
    "lmtp": with_s_client("lmtp", 24, smtp),
    "imap": with_s_client("imap", 143, imap, curl=[f"imap://{MAIL}:143/"]),
    "pop3": with_s_client("pop3", 110, pop3, "-tls1_2", curl=[f"pop3://{MAIL}:110/"]),
    "ftp": with_s_client("ftp", 21, ftp, curl=[f"ftp://{MAIL}:21/"]),
    "ldap": with_s_client("ldap", 389, ldap),
    "xmpp": with_s_client("xmpp", 5222, xmpp, "-xmpphost", "xmpp.example.com"),
    "xmpp-server": with_s_client("xmpp-server", 5269, xmpp, "-xmpphost", "xmpp.example.com"),
    "nntp": with_s_client("nntp", 119, nntp),
    "sieve": with_s_client("sieve", 4190, sieve, "-tls1_2"),
    "irc": with_s_client("irc", 6667, irc),
    "telnet": with_s_client("telnet", 23, telnet),
    "mysql": with_s_client("mysql", 3306, mysql, "-tls1_2", host="db.example.com", cert="db"),
    "postgres": postgres_sample,
    "tds": ms_sql,
    "rdp": in_python("rdp", 3389, rdp, rdp_asks),
    "amqp": in_python("amqp", 5672, amqp, amqp_asks),
    "http-connect": through_proxy("http-connect", 3128, http_connect, "-x",
                                  "http://127.0.0.1:3128", "https://www.example.com/"),
    "socks4": through_proxy("socks4", 1080, socks4, "--socks4", "127.0.0.1:1080",
                            "https://www.example.com/"),
    "socks5": through_proxy("socks5", 1080, socks5, "--socks5-hostname", "127.0.0.1:1080",
                            "https://www.example.com/"),
    "proxy-v1": through_proxy("proxy-protocol", 443, proxy1, "--haproxy-protocol",
                              "https://www.example.com/"),
    "proxy-v2": in_python("proxy-protocol", 443, proxy2, proxy2_asks, "www.example.com", "www"),
}.items()}
