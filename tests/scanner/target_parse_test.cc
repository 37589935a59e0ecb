#include "scanner/target/parse_target.h"
#include "scanner/target/target_line.h"

#include <gtest/gtest.h>

namespace tlsonar::scanner {
namespace {

// Up to four targets of a text, canonical, or its error.
std::string read(std::string_view text, const TargetDefaults& defaults = {}) {
    const auto spec = parse_target(text, defaults);
    if (!spec) return "error: " + spec.error();
    std::string out;
    for (Count i = 0; i < spec->size() && i < 4; ++i)
        out += (i == 0 ? "" : " ") + canonical(spec->at(i));
    if (spec->size() > 4) out += " … " + to_text(spec->size());
    return out;
}

TEST(ParseTarget, NamesAndPorts) {
    EXPECT_EQ(read("example.org"), "example.org:443");
    EXPECT_EQ(read("Example.ORG.:8443"), "example.org:8443");
    EXPECT_EQ(read("localhost:4433"), "localhost:4433");
    EXPECT_EQ(read("_dmarc.example.org"), "_dmarc.example.org:443");
    EXPECT_EQ(read("example.org:443,8443"), "example.org:443 example.org:8443");
    EXPECT_EQ(read("example.org:9000-9002,8443,9001"),
              "example.org:8443 example.org:9000 example.org:9001 example.org:9002");
    EXPECT_EQ(read("example.org:1-65535"),
              "example.org:1 example.org:2 example.org:3 example.org:4 … 65535");
    EXPECT_EQ(read("bücher.example"), "xn--bcher-kva.example:443");
    EXPECT_EQ(read("10.0.0.1-a.example"), "10.0.0.1-a.example:443");
    EXPECT_EQ(read("example.org/some/path?a=b"), "example.org:443");
}

TEST(ParseTarget, Addresses) {
    EXPECT_EQ(read("192.0.2.1"), "192.0.2.1:443");
    EXPECT_EQ(read("192.0.2.1:8443"), "192.0.2.1:8443");
    EXPECT_EQ(read("2001:DB8::1"), "[2001:db8::1]:443");
    EXPECT_EQ(read("[2001:db8::1]"), "[2001:db8::1]:443");
    EXPECT_EQ(read("[2001:db8::1]:25"), "smtp://[2001:db8::1]:25");
    EXPECT_EQ(read("fe80::1%1"), read("[fe80::1%1]:443"));
    EXPECT_EQ(read("[::ffff:192.0.2.1]:443"), "192.0.2.1:443");
}

TEST(ParseTarget, NetworksAndRanges) {
    EXPECT_EQ(read("192.0.2.0/24:8443"),
              "192.0.2.0:8443 192.0.2.1:8443 192.0.2.2:8443 192.0.2.3:8443 … 256");
    EXPECT_EQ(read("192.0.2.77/30"), "192.0.2.76:443 192.0.2.77:443 192.0.2.78:443 192.0.2.79:443");
    EXPECT_EQ(read("192.0.2.1/32"), "192.0.2.1:443");
    EXPECT_EQ(read("192.0.2.1-3"), "192.0.2.1:443 192.0.2.2:443 192.0.2.3:443");
    EXPECT_EQ(read("192.0.2.254-192.0.3.1:8443"),
              "192.0.2.254:8443 192.0.2.255:8443 192.0.3.0:8443 192.0.3.1:8443");
    EXPECT_EQ(read("192.0.2.1-2:8443,9443"),
              "192.0.2.1:8443 192.0.2.1:9443 192.0.2.2:8443 192.0.2.2:9443");
    EXPECT_EQ(read("0.0.0.0/0"), "0.0.0.0:443 0.0.0.1:443 0.0.0.2:443 0.0.0.3:443 … 4294967296");
    EXPECT_EQ(read("2001:db8::/127"), "[2001:db8::]:443 [2001:db8::1]:443");
    EXPECT_EQ(read("[2001:db8::/127]:8443"), "[2001:db8::]:8443 [2001:db8::1]:8443");
    EXPECT_EQ(read("[2001:db8::]/127:8443"), "[2001:db8::]:8443 [2001:db8::1]:8443");
    EXPECT_EQ(read("2001:db8::ffff-2001:db8::1:0"), "[2001:db8::ffff]:443 [2001:db8::1:0]:443");
    EXPECT_EQ(read("[2001:db8::1-2001:db8::2]:8443"), "[2001:db8::1]:8443 [2001:db8::2]:8443");
    EXPECT_TRUE(read("2001:db8::/64").ends_with("… 18446744073709551616"));
    EXPECT_TRUE(read("tls://192.0.2.0/24").ends_with("… 256"));
}

TEST(ParseTarget, SchemesAndDialogs) {
    EXPECT_EQ(read("https://example.org/a/b:c?d@e#f"), "example.org:443");
    EXPECT_EQ(read("HTTPS://example.org:8443"), "example.org:8443");
    EXPECT_EQ(read("https://[2001:db8::1]:8443/24"), "[2001:db8::1]:8443");
    EXPECT_EQ(read("imaps://example.org"), "example.org:993");
    EXPECT_EQ(read("smtp://example.org"), "smtp://example.org:25");
    EXPECT_EQ(read("submission://example.org"), "smtp://example.org:587");
    EXPECT_EQ(read("xmpp-server://example.org"), "xmpp-server://example.org:5269");
    EXPECT_EQ(read("smtp://192.0.2.0/31:2525"), "smtp://192.0.2.0:2525 smtp://192.0.2.1:2525");
    EXPECT_EQ(read("dtls://example.org:5684"), "dtls://example.org:5684");
    EXPECT_EQ(read("coaps://example.org"), "dtls://example.org:5684");
    EXPECT_EQ(read("example.org:2143/starttls=imap"), "imap://example.org:2143");
    EXPECT_EQ(read("example.org:25/starttls=none"), "tls://example.org:25");
    EXPECT_EQ(read("tls://example.org:25"), "tls://example.org:25");
    EXPECT_EQ(read("https://example.org:25"), "tls://example.org:25");
    EXPECT_EQ(read("192.0.2.1/sni=Example.org"), "192.0.2.1:443/sni=example.org");
    EXPECT_EQ(read("192.0.2.1:2525/starttls=smtp/sni=a.example"),
              "smtp://192.0.2.1:2525/sni=a.example");
    EXPECT_EQ(read("example.org/sni=example.org"), "example.org:443");
}

TEST(ParseTarget, PortsThatBringADialog) {
    for (const auto& [port, dialog] :
         std::vector<std::pair<int, std::string>>{{25, "smtp"},
                                                  {587, "smtp"},
                                                  {143, "imap"},
                                                  {110, "pop3"},
                                                  {21, "ftp"},
                                                  {389, "ldap"},
                                                  {5222, "xmpp"},
                                                  {5269, "xmpp-server"},
                                                  {119, "nntp"},
                                                  {4190, "sieve"},
                                                  {5432, "postgres"},
                                                  {3306, "mysql"},
                                                  {1433, "mssql"},
                                                  {3389, "rdp"},
                                                  {24, "lmtp"},
                                                  {6667, "irc"},
                                                  {5672, "amqp"}}) {
        const std::string host = "example.org:" + std::to_string(port);
        EXPECT_EQ(read(host), dialog + "://" + host);
        EXPECT_EQ(read("tls://" + host), "tls://" + host);
    }
    EXPECT_EQ(read("example.org:25,465"), "smtp://example.org:25 example.org:465");
}

TEST(ParseTarget, Defaults) {
    TargetDefaults defaults;
    defaults.ports = *parse_ports("443,25");
    EXPECT_EQ(read("example.org", defaults), "smtp://example.org:25 example.org:443");
    EXPECT_EQ(read("example.org:8443", defaults), "example.org:8443");
    EXPECT_EQ(read("imaps://example.org", defaults), "example.org:993");
    defaults.dialog = "imap";
    EXPECT_EQ(read("example.org:1000", defaults), "imap://example.org:1000");
    EXPECT_EQ(read("tls://example.org:1000", defaults), "example.org:1000");
    EXPECT_EQ(read("example.org:1000/starttls=none", defaults), "example.org:1000");
    defaults.dialog = "none";
    EXPECT_EQ(read("example.org:25", defaults), "tls://example.org:25");
    defaults.sni = "other.example";
    EXPECT_EQ(read("example.org:443", defaults), "example.org:443/sni=other.example");
}

TEST(ParseTarget, SaysWhatIsWrong) {
    const auto error = [](std::string_view text) { return read(text).substr(0, 100); };
    EXPECT_EQ(error("a.example:99999"), "error: port 99999 is not between 1 and 65535");
    EXPECT_EQ(error("a.example:0"), "error: port 0 is not between 1 and 65535");
    EXPECT_EQ(error("a.example:x"), "error: port x is not between 1 and 65535");
    EXPECT_EQ(error("a.example:"), "error: a port is missing");
    EXPECT_EQ(error("a.example:443,"), "error: a port is missing");
    EXPECT_EQ(error("a.example:20-10"), "error: ports 20-10 end before they begin");
    EXPECT_EQ(error(""), "error: the target is empty");
    EXPECT_EQ(error(":443"), "error: the host is missing");
    EXPECT_EQ(error("https://"), "error: the host is missing");
    EXPECT_EQ(error("a..example"), "error: a dot is missing something before or behind it");
    EXPECT_EQ(error("-a.example"), "error: the label \"-a\" begins or ends with a hyphen");
    EXPECT_EQ(error("a b"), "error: host names have no \" \"");
    EXPECT_EQ(error("a\x1b.example"), "error: host names have no \"\\x1b\"");
    EXPECT_EQ(error("256.1.1.1"),
              "error: it is no IPv4 address, and the last label of a name is no number");
    EXPECT_EQ(error("1.2.3"),
              "error: it is no IPv4 address, and the last label of a name is no number");
    EXPECT_EQ(error(std::string(64, 'a') + ".example"),
              "error: labels of host names have at most 63 characters");
    EXPECT_EQ(error("2001:db8::g"),
              "error: \"2001:db8::g\" is no IPv6 address (with a port it is [address]:port)");
    EXPECT_EQ(error("[2001:db8::1"), "error: the closing bracket ] is missing");
    EXPECT_EQ(error("[192.0.2.1]"),
              "error: brackets are for IPv6 addresses, and \"192.0.2.1\" is none");
    EXPECT_EQ(error("[::1]443"), "error: what is \"443\" after the closing bracket?");
    EXPECT_EQ(error("192.0.2.0/33"), "error: prefix length 33 is not between 0 and 32");
    EXPECT_EQ(error("2001:db8::/129"), "error: prefix length 129 is not between 0 and 128");
    EXPECT_EQ(error("2001:db8::/32"),
              "error: these are more than 2^64 addresses: nobody scans them all");
    EXPECT_EQ(error("::/0"), "error: these are more than 2^64 addresses: nobody scans them all");
    EXPECT_EQ(error("example.org/24"),
              "error: \"example.org\" is no address, and only addresses have a prefix length");
    EXPECT_EQ(error("192.0.2.20-10"),
              "error: the range ends (192.0.2.10) before it begins (192.0.2.20)");
    EXPECT_EQ(error("192.0.2.20-300"), "error: the range ends in 300, which is more than 255");
    EXPECT_EQ(error("192.0.2.1-::1"), "error: the range begins with IPv4 and ends with IPv6");
    EXPECT_EQ(error("https://192.0.2.0/24"),
              "error: /24 may be a path or the length of a prefix: write tls:// for a network");
    EXPECT_EQ(error("http://example.org"), "error: http:// has no TLS: write https:// instead");
    EXPECT_TRUE(
        error("foo://example.org")
            .starts_with("error: \"foo\" is no scheme that is known here; there are amqp, amqps"));
    EXPECT_EQ(
        error("https://me:secret@example.org"),
        "error: user names and passwords are not used here: leave out what stands before the @");
    EXPECT_TRUE(error("a.example/starttls=gopher")
                    .starts_with("error: there is no STARTTLS of the name \"gopher\""));
    EXPECT_EQ(error("a.example/startls=imap"),
              "error: there is no /startls= here, but /starttls= and /sni=");
    EXPECT_EQ(error("smtp://a.example/starttls=imap"),
              "error: the scheme and /starttls= contradict each other");
    EXPECT_EQ(error("a.example/sni=1.2"), "error: sni=\"1.2\" is no host name");
    EXPECT_EQ(error(std::string(5000, 'a')), "error: it is longer than 4096 characters");
    EXPECT_EQ(error("xn\xff.example"), "error: it is no internationalized name (IDNA 2008)");
}

TEST(ParseTarget, CanonicalTextMeansTheSame) {
    for (const char* text :
         {"example.org", "smtp://a.example", "tls://a.example:25", "dtls://[2001:db8::1]:25",
          "192.0.2.1:2525/starttls=smtp/sni=a.example",
          "192.0.2.1/sni=", "a.example:443/sni=b.example"}) {
        const std::string once = read(text);
        EXPECT_EQ(read(once), once) << text;
    }
}

TEST(TargetLine, SplitsLabels) {
    const auto line =
        split_target_line("  a.example:25\towner=payments env=\"prod, \\\"eu\\\"\" x= # old");
    ASSERT_TRUE(line.ok());
    EXPECT_EQ(line->target, "a.example:25");
    EXPECT_EQ(line->labels,
              (std::vector<Label>{{"owner", "payments"}, {"env", "prod, \"eu\""}, {"x", ""}}));
    EXPECT_EQ(split_target_line("https://a.example/#top # comment")->target,
              "https://a.example/#top");
    EXPECT_EQ(split_target_line("a#b k=v#w")->labels, (std::vector<Label>{{"k", "v#w"}}));
    for (const char* nothing : {"", "   ", "# all", "\t# all", "\r"})
        EXPECT_TRUE(split_target_line(nothing)->target.empty()) << nothing;
    EXPECT_EQ(split_target_line("a.example\r")->target, "a.example");
}

TEST(TargetLine, SaysWhatIsWrong) {
    const auto error = [](std::string_view line) {
        const auto result = split_target_line(line);
        return result.ok() ? "fine" : result.error();
    };
    EXPECT_EQ(error("a b"), "\"b\" is no label: labels are key=value");
    EXPECT_EQ(error("a =b"), "a label has no key before its \"=\"");
    EXPECT_EQ(error("a k=\"v"), "the closing quote of a label is missing");
    EXPECT_EQ(error("a k=\"v\\\""), "the closing quote of a label is missing");
    EXPECT_EQ(error("a k=\"v\"w"), "something follows the closing quote of a label");
    std::string many = "a";
    for (int i = 0; i < 65; ++i)
        many += " k=v";
    EXPECT_EQ(error(many), "there are more than 64 labels");
    EXPECT_EQ(error(std::string(9000, 'a')), "the line is longer than 8192 octets");
}

}  // namespace
}  // namespace tlsonar::scanner
