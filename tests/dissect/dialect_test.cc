// The plaintext protocols: both sides seen, one side seen, and what is none of them.
#include "dissect/dialect/dialect.h"

#include <set>

#include <gtest/gtest.h>

namespace tlsonar::dissect {
namespace {

using namespace std::string_literals;  // NOLINT

struct DialectCase {
    const char* name;
    std::string client;
    std::string server;
};

const DialectCase kDialectCases[] = {
    {"smtp", "EHLO a\r\nSTARTTLS\r\n", "220 mx ESMTP\r\n250-mx\r\n250 STARTTLS\r\n220 go\r\n"},
    {"smtp", "EHLO a\r\nSTARTTLS\r\n", ""},
    {"smtp", "ehlo a\r\nstarttls\r\n", "220 mx\r\n"},
    {"lmtp", "LHLO a\r\nSTARTTLS\r\n", "220 mx LMTP\r\n"},
    {"lmtp", "LHLO a\r\nSTARTTLS\r\n", ""},
    {"imap", "a1 STARTTLS\r\n", "* OK ready\r\na1 OK begin\r\n"},
    {"imap", "a1 STARTTLS\r\n", ""},
    {"imap", "", "* OK ready\r\na1 OK begin\r\n"},
    {"pop3", "STLS\r\n", "+OK ready\r\n+OK begin\r\n"},
    {"pop3", "STLS\r\n", ""},
    {"pop3", "", "+OK ready\r\n+OK begin\r\n"},
    {"ftp", "AUTH TLS\r\n", "220 ftp\r\n234 go\r\n"},
    {"ftp", "AUTH SSL\r\n", ""},
    {"ftp", "", "220 ftp\r\n234 go\r\n"},
    {"ldap", "0\x1d\x02\x01\x01\x77\x18\x80\x16"s + "1.3.6.1.4.1.1466.20037", ""},
    {"ldap", "", "0\x0c\x02\x01\x01\x78\x07\x0a\x01\x00\x04\x00\x04\x00"s},
    {"xmpp", "<stream:stream to='a'><starttls xmlns='x'/>", "<stream:stream><proceed/>"},
    {"xmpp", "<stream:stream to='a'><starttls xmlns='x'/>", ""},
    {"xmpp", "", "<?xml?><stream:stream><proceed/>"},
    {"nntp", "CAPABILITIES\r\nSTARTTLS\r\n", "200 news\r\n382 go\r\n"},
    {"nntp", "STARTTLS\r\n", "200 news\r\n382 go\r\n"},
    {"nntp", "", "201 news\r\n382 go\r\n"},
    {"sieve", "STARTTLS\r\n", "\"IMPLEMENTATION\" \"x\"\r\n\"SIEVE\" \"f\"\r\nOK\r\nOK\r\n"},
    {"sieve", "", "\"IMPLEMENTATION\" \"x\"\r\nOK\r\n"},
    {"irc", "CAP LS\r\nSTARTTLS\r\n", ":irc 670 * :STARTTLS successful\r\n"},
    {"irc", "", ":irc 670 * :STARTTLS successful\r\n"},
    {"irc", "NICK a\r\nSTARTTLS\r\n", ""},
    {"postgres", "\x00\x00\x00\x08\x04\xd2\x16\x2f"s, "S"},
    {"postgres", "\x00\x00\x00\x08\x04\xd2\x16\x2f"s, ""},
    {"postgres", "", "S"},
    {"mysql", "\x20\x00\x00\x01"s + std::string(32, '\0'), "\x4a\x00\x00\x00\x0a"s + "8.0.1"},
    {"mysql", "\x20\x00\x00\x01"s + std::string(32, '\0'), ""},
    {"mysql", "", "\x4a\x00\x00\x00\x0a"s + "8.0.1"},
    {"rdp", "\x03\x00\x00\x13\x0e\xe0\x00\x00"s, "\x03\x00\x00\x13\x0e\xd0\x00\x00"s},
    {"rdp", "\x03\x00\x00\x13\x0e\xe0\x00\x00"s, ""},
    {"rdp", "", "\x03\x00\x00\x13\x0e\xd0\x00\x00"s},
    {"amqp", "AMQP\x02\x01\x00\x00"s, "AMQP\x02\x01\x00\x00"s},
    {"amqp", "AMQP\x02\x01\x00\x00"s, ""},
    {"http-connect", "CONNECT a:443 HTTP/1.1\r\n\r\n",
     "HTTP/1.1 200 Connection established\r\n\r\n"},
    {"http-connect", "CONNECT a:443 HTTP/1.1\r\n\r\n", ""},
    {"http-connect", "", "HTTP/1.0 200 Connection established\r\n\r\n"},
    {"http-upgrade", "OPTIONS * HTTP/1.1\r\nUpgrade: TLS/1.0\r\n\r\n", ""},
    {"socks4", "\x04\x01\x01\xbb\x7f\x00\x00\x01\x00"s, "\x00\x5a\x00\x00\x00\x00\x00\x00"s},
    {"socks4", "\x04\x01\x01\xbb\x7f\x00\x00\x01\x00"s, ""},
    {"socks5", "\x05\x01\x00\x05\x01\x00"s, "\x05\x00\x05\x00"s},
    {"socks5", "\x05\x01\x00"s, ""},
    {"proxy-protocol", "PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\n", ""},
    {"proxy-protocol", "\r\n\r\n\0\r\nQUIT\n\x21\x11\x00\x0c"s, ""},
    {"telnet", "\xff\xfb\x2e\xff\xfa\x2e\x01\xff\xf0", "\xff\xfd\x2e\xff\xfa\x2e\x01\xff\xf0"},
    {"telnet", "", "\xff\xfd\x2e"},
    {"unknown", "hello\r\n", "who are you?\r\n"},
    {"unknown", "GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 404 Not found\r\n\r\n"},
    {"unknown", "AMQP\x03\x01\x00\x00"s, ""},
    {"unknown", "\x00\x00\x00\x08\x04\xd2\x16\x2e"s, ""},
    {"unknown", "", ""},
    {"unknown", "\xff\xfb\x18", "\xff\xfd\x18"},
};

TEST(Dialect, Named) {
    std::set<std::string_view> named;
    for (const DialectCase& c : kDialectCases) {
        EXPECT_EQ(name_dialect({c.client, c.server}), c.name) << c.client << " | " << c.server;
        named.insert(c.name);
    }
    for (const Dialect* dialect : dialects()) {
        EXPECT_TRUE(named.contains(dialect->name)) << dialect->name << " has no test";
        EXPECT_FALSE(dialect->reference.empty());
    }
}

// Words cut off anywhere are never read beyond their end.
TEST(Dialect, AnyBeginning) {
    for (const DialectCase& c : kDialectCases)
        for (std::size_t n = 0; n <= c.client.size(); ++n)
            for (const Dialect* dialect : dialects())
                dialect->matches({std::string_view(c.client).substr(0, n), ""});
}

TEST(Dialect, LinesAndCase) {
    EXPECT_TRUE(has_line("a\r\nStartTLS\r\n", "STARTTLS"));
    EXPECT_FALSE(has_line("a STARTTLS\r\n", "STARTTLS"));
    EXPECT_TRUE(contains("xABCx", "abc"));
    EXPECT_FALSE(contains("", "a"));
    EXPECT_FALSE(begins("ab", "abc"));
}

}  // namespace
}  // namespace tlsonar::dissect
