// FTP, IRC, XMPP and Telnet.
#include "tests/scanner/dialog_support.h"

#include <gtest/gtest.h>

namespace tlsonar::scanner::testing {
namespace {

const std::string kAuth = "AUTH TLS\r\n";

TEST(DialogFtp, Vsftpd) {
    expect_ready(kind("ftp"),
                 {S("220 (vsFTPd 3.0.3)\r\n"), C(kAuth), S("234 Proceed with negotiation.\r\n")});
    expect_refused(
        kind("ftp"),
        {S("220 (vsFTPd 3.0.3)\r\n"), C(kAuth), S("530 Please login with USER and PASS.\r\n")},
        "the server refused AUTH TLS: 530 Please login with USER and PASS.");
}

TEST(DialogFtp, ManyLinesOfAnyKind) {
    // Pure-FTPd; RFC 959 section 4.2: lines in between may begin with any number.
    expect_ready(kind("ftp"), {S("220---------- Welcome to Pure-FTPd [privsep] [TLS] ----------\r\n"
                                 "220-You are user number 1 of 50 allowed.\r\n"
                                 " welcome\r\n230 users today\r\n"
                                 "220 You will be disconnected after 15 minutes.\r\n"),
                               C(kAuth), S("234 AUTH TLS OK.\r\n")});
    expect_ready(kind("ftp"), {S("120 ready in 1 minute\r\n220 ready\r\n"), C(kAuth),
                               S("234 AUTH command ok. Expecting TLS Negotiation.\r\n")});
}

TEST(DialogFtp, Refused) {
    expect_refused(kind("ftp"), {S("421 Too many connections (10) from this IP\r\n")},
                   "(for now) the server refused the connection: 421 Too many connections (10) "
                   "from this IP");
    expect_refused(kind("ftp"), {S("220 x\r\n"), C(kAuth), S("500 AUTH not understood\r\n")},
                   "the server refused AUTH TLS: 500 AUTH not understood");
    expect_refused(kind("ftp"), {S("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n")},
                   "the server speaks SSH, not FTP: SSH-2.0-OpenSSH_9.2p1 Debian-2");
}

TEST(DialogIrc, InspIrcd) {
    expect_ready(
        kind("irc"),
        {C("CAP LS 302\r\n"),
         S(":irc.example.org NOTICE * :*** Looking up your hostname...\r\n"
           ":irc.example.org CAP * LS * :away-notify multi-prefix\r\n"
           ":irc.example.org CAP * LS :sasl=PLAIN tls server-time\r\n"),
         C("STARTTLS\r\n"),
         S(":irc.example.org NOTICE * :*** Found it\r\n"
           ":irc.example.org 670 * :STARTTLS successful, go ahead with TLS handshake\r\n")});
}

TEST(DialogIrc, WithoutCapStarttlsIsTried) {
    expect_ready(kind("irc"), {C("CAP LS 302\r\n"), S("PING :12345\r\n"), C("PONG :12345\r\n"),
                               S(":irc.example.org 451 * CAP :You have not registered\r\n"),
                               C("STARTTLS\r\n"), S("@time=x :irc.example.org 670 x :ok\r\n")});
}

TEST(DialogIrc, Refused) {
    expect_refused(kind("irc"),
                   {C("CAP LS 302\r\n"), S(":irc.example.org CAP * LS :multi-prefix tlsx\r\n")},
                   "the server offered no STARTTLS: :irc.example.org CAP * LS :multi-prefix tlsx");
    expect_refused(kind("irc"),
                   {C("CAP LS 302\r\n"), S(":x CAP * LS :tls\r\n"), C("STARTTLS\r\n"),
                    S(":x 691 * :STARTTLS failure\r\n")},
                   "the server refused STARTTLS: :x 691 * :STARTTLS failure");
    expect_refused(kind("irc"),
                   {C("CAP LS 302\r\n"),
                    S("ERROR :Closing Link: [192.0.2.7] (Throttled: Reconnecting too fast)\r\n")},
                   "(for now) the server closed the link: ERROR :Closing Link: [192.0.2.7] "
                   "(Throttled: Reconnecting too fast)");
    expect_refused(kind("irc"), {C("CAP LS 302\r\n"), S("* OK imap\r\n")},
                   "the server does not speak IRC: * OK imap");
}

const std::string kStream =
    "<?xml version='1.0'?><stream:stream xmlns='jabber:client' "
    "xmlns:stream='http://etherx.jabber.org/streams' to='mail.example.org' version='1.0'>";
const std::string kAsk = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";
const std::string kProceed = "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";

TEST(DialogXmpp, Prosody) {
    expect_ready(kind("xmpp"),
                 {C(kStream),
                  S("<?xml version='1.0'?><stream:stream xml:lang='en' xmlns='jabber:client' "
                    "version='1.0' id='93d1' from='mail.example.org' "
                    "xmlns:stream='http://etherx.jabber.org/streams'>"
                    "<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'>"
                    "<required/></starttls></stream:features>"),
                  C(kAsk), S(kProceed)});
}

TEST(DialogXmpp, Ejabberd) {
    expect_ready(kind("xmpp"),
                 {C(kStream),
                  S("<?xml version='1.0'?><stream:stream id='1407' version='1.0' xml:lang='en' "
                    "xmlns:stream='http://etherx.jabber.org/streams' from='mail.example.org' "
                    "xmlns='jabber:client'>"),
                  S("<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"
                    "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/></stream:features>"),
                  C(kAsk), S("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'></proceed>")});
}

TEST(DialogXmpp, TagsMayHoldTheirEnds) {
    expect_ready(kind("xmpp"), {C(kStream),
                                S("\n<s:stream version=\"1.0\" a='b>c' d=\"'>\">\n<s:features>\n"
                                  "<t:starttls\n/></s:features\n>"),
                                C(kAsk), S("\n<t:proceed x='/>'/>")});
}

TEST(DialogXmpp, BetweenServers) {
    expect_ready(
        kind("xmpp-server"),
        {C("<?xml version='1.0'?><stream:stream xmlns='jabber:server' "
           "xmlns:stream='http://etherx.jabber.org/streams' to='mail.example.org' version='1.0'>"),
         S("<?xml version='1.0'?><stream:stream xmlns:db='jabber:server:dialback' version='1.0'>"
           "<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"
           "<dialback xmlns='urn:xmpp:features:dialback'/></stream:features>"),
         C(kAsk), S(kProceed)});
}

TEST(DialogXmpp, WithoutAName) {
    const Maker make = [] { return find_dialog("xmpp")->make({}); };
    expect_waiting(make,
                   {C("<?xml version='1.0'?><stream:stream xmlns='jabber:client' "
                      "xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>"),
                    S("<stream version='1.0'>")},
                   "its stream features");
}

TEST(DialogXmpp, Refused) {
    expect_refused(
        kind("xmpp"),
        {C(kStream), S("<s:stream version='1.0'><s:features><mechanisms/></s:features>")},
        "the server offered no STARTTLS: <s:features><mechanisms/></s:features>");
    expect_refused(kind("xmpp"), {C(kStream), S("<s:stream version='1.0'><s:features/>")},
                   "the server offered no STARTTLS: <s:features/>");
    expect_refused(kind("xmpp"), {C(kStream), S("<s:stream id='1'>")},
                   "the server offered no STARTTLS, its stream is older than XMPP 1.0: "
                   "<s:stream id='1'>");
    expect_refused(kind("xmpp"),
                   {C(kStream), S("<s:stream version='1.0'><s:error><host-unknown xmlns='urn:ietf:"
                                  "params:xml:ns:xmpp-streams'/></s:error></s:stream>")},
                   "the server closed the stream with an error: <s:error><host-unknown xmlns="
                   "'urn:ietf:params:xml:ns:xmpp-streams'/></s:error>");
    expect_refused(
        kind("xmpp"),
        {C(kStream), S("<s:stream version='1.0'><s:error><resource-constraint/></s:error>")},
        "(for now) the server closed the stream with an error: "
        "<s:error><resource-constraint/></s:error>");
    expect_refused(
        kind("xmpp"),
        {C(kStream), S("<s:stream version='1.0'><s:features><starttls/></s:features>"), C(kAsk),
         S("<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></s:stream>")},
        "the server refused STARTTLS: <failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
    expect_refused(kind("xmpp"), {C(kStream), S("421 go away\r\n")},
                   "the server does not speak XMPP: 421 go away");
    expect_refused(kind("xmpp"), {C(kStream), S("<html>\r\n<head><title>400 Bad Request</title>")},
                   "the server speaks HTTP, not XMPP: <html>");
}

const std::string kWill = octets("fffb2e");
const std::string kFollows = octets("fffa2e01fff0");

TEST(DialogTelnet, StartTls) {
    expect_ready(kind("telnet"), {C(kWill), S(octets("fffd2e")), C(kFollows), S(kFollows)});
    // Among other options, with text between.
    expect_ready(kind("telnet"), {C(kWill), S(octets("fffd18 fffb03") + "hello\r\n"),
                                  C(octets("fffc18 fffe03")), S(octets("fffd2e")), C(kFollows),
                                  S(octets("fffa18 01 ffff fffff0 fff0") + kFollows)});
}

TEST(DialogTelnet, Refused) {
    expect_refused(kind("telnet"), {C(kWill), S(octets("fffe2e") + "login: ")},
                   "the server offered no TLS (DONT START_TLS)");
    expect_waiting(kind("telnet"), {C(kWill), S("login: ")}, "its answer to the START_TLS option");
}

}  // namespace
}  // namespace tlsonar::scanner::testing
