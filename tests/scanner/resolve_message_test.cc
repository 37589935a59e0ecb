#include "resolve_server.h"
#include "scanner/resolve/dns_message.h"
#include "scanner/resolve/hosts_file.h"

#include <sstream>

#include <gtest/gtest.h>

namespace tlsonar::scanner {
namespace {

DnsRequest request_for(std::string_view name, std::uint16_t type) {
    DnsRequest request;
    request.name = name;
    request.type = type;
    request.message =
        join({{0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0},
              dns_name(name),
              {static_cast<std::uint8_t>(type >> 8), static_cast<std::uint8_t>(type), 0, 1}});
    return request;
}

DnsAnswerBuilder answer_to(std::string_view name, DnsType type, std::uint8_t rcode = 0) {
    return DnsAnswerBuilder(request_for(name, static_cast<std::uint16_t>(type)), rcode);
}

std::string addresses(const Octets& message, DnsType type) {
    const auto answer = read_dns_answer(message, type);
    if (!answer) return "error: " + std::string(answer.error());
    const auto read = read_addresses(message, *answer);
    std::string out = answer->name + ":";
    for (const auto& address : read.records)
        out += " " + to_text(address);
    if (read.malformed != 0) out += " malformed " + std::to_string(read.malformed);
    return out;
}

TEST(DnsMessage, FollowsAliasesInAnyOrder) {
    auto builder = answer_to("A.example", DnsType::a);
    builder.address("c.example", "192.0.2.1")
        .alias("b.EXAMPLE", "c.example")
        .alias("a.example", "b.example")
        .address("c.example", "192.0.2.2")
        .address("c.example", "192.0.2.1")
        .address("a.example", "203.0.113.1")   // beside an alias: nothing of the name
        .address("x.example", "203.0.113.2");  // nobody asked
    EXPECT_EQ(addresses(builder.octets(), DnsType::a), "c.example: 192.0.2.1 192.0.2.2");
}

TEST(DnsMessage, AliasesEnd) {
    auto loop = answer_to("a.example", DnsType::a);
    loop.alias("a.example", "b.example").alias("b.example", "a.example");
    EXPECT_EQ(addresses(loop.octets(), DnsType::a),
              "error: its aliases (CNAME) are malformed or have no end");
    auto chain = answer_to("n0.example", DnsType::a);
    for (int i = 0; i < 16; ++i)
        chain.alias("n" + std::to_string(i) + ".example", "n" + std::to_string(i + 1) + ".example");
    EXPECT_EQ(addresses(chain.octets(), DnsType::a), "n16.example:");
    chain.alias("n16.example", "n17.example");
    EXPECT_EQ(addresses(chain.octets(), DnsType::a),
              "error: its aliases (CNAME) are malformed or have no end");
}

TEST(DnsMessage, LeavesOutMalformedRecords) {
    auto builder = answer_to("a.example", DnsType::aaaa);
    builder.address("a.example", "2001:db8::1").record("a.example", 28, {1, 2, 3});
    builder.address("a.example", "::ffff:192.0.2.9");
    EXPECT_EQ(addresses(builder.octets(), DnsType::aaaa),
              "a.example: 2001:db8::1 192.0.2.9 malformed 1");
}

TEST(DnsMessage, NamesWithPointers) {
    // 12: a.example; 23: b → 14; 27: → itself; 29: → forward; 31: a label cut off.
    const Octets message = join(
        {Octets(12), dns_name("a.example"), {1, 'B', 0xc0, 14}, {0xc0, 27}, {0xc0, 31}, {9, 'x'}});
    const auto name_at = [&](std::size_t at) {
        const auto name = read_dns_name(message, at);
        return name ? *name + "@" + std::to_string(at) : "none";
    };
    EXPECT_EQ(name_at(12), "a.example@23");
    EXPECT_EQ(name_at(14), "example@23");
    EXPECT_EQ(name_at(23), "b.example@27");
    EXPECT_EQ(name_at(27), "none");
    EXPECT_EQ(name_at(29), "none");
    EXPECT_EQ(name_at(31), "none");
    EXPECT_EQ(name_at(33), "none");
}

TEST(DnsMessage, NamesAreBoundedAndEscaped) {
    Octets label{63};
    label.resize(64, 'a');
    const Octets four = join({label, label, label, label, {0}});
    std::size_t at = 0;
    EXPECT_FALSE(read_dns_name(four, at));
    const Octets odd{4, 'A', '.', 0x1b, 0xff, 0};
    at = 0;
    EXPECT_EQ(read_dns_name(odd, at), "a\\046\\027\\255");
    const Octets reserved{0x40, 0};
    at = 0;
    EXPECT_FALSE(read_dns_name(reserved, at));
    // A thousand pointers, each to the one before, stay cheap.
    Octets chain{0};
    for (unsigned i = 0; i < 4000; ++i) {
        const unsigned to = i == 0 ? 0 : 1 + (i - 1) * 2;
        chain.push_back(static_cast<std::uint8_t>(0xc0 | (to >> 8)));
        chain.push_back(static_cast<std::uint8_t>(to));
    }
    at = chain.size() - 2;
    EXPECT_EQ(read_dns_name(chain, at), "");
}

TEST(DnsMessage, EveryPrefixIsRefusedOrFine) {
    auto builder = answer_to("a.example", DnsType::a);
    builder.alias("a.example", "b.example").address("b.example", "192.0.2.1");
    const Octets whole = builder.octets();
    for (std::size_t size = 0; size < whole.size(); ++size)
        EXPECT_TRUE(
            addresses(Octets(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)),
                      DnsType::a)
                .starts_with("error"))
            << size;
    EXPECT_EQ(addresses(whole, DnsType::a), "b.example: 192.0.2.1");
}

TEST(DnsMessage, MailServersByPreference) {
    auto builder = answer_to("a.example", DnsType::mx);
    builder.record("a.example", 15, join({{0, 20}, dns_name("b.example")}))
        .record("a.example", 15, join({{0, 10}, dns_name("z.example")}))
        .record("a.example", 15, join({{0, 10}, dns_name("a.example"), {0}}))
        .record("a.example", 15, {0})
        .record("a.example", 15, join({{0, 10}, dns_name("y.example")}));
    const auto answer = read_dns_answer(builder.octets(), DnsType::mx);
    ASSERT_TRUE(answer.ok());
    const auto read = read_mail_servers(builder.octets(), *answer);
    EXPECT_EQ(read.malformed, 2U);
    EXPECT_EQ(read.records,
              (std::vector<MailServer>{{10, "y.example"}, {10, "z.example"}, {20, "b.example"}}));
}

// RFC 9460 appendix D.2 and others.
TEST(DnsMessage, ServiceBindings) {
    const Octets ech{0, 5, 0xfe, 0x0d, 0, 1, 7};
    const Octets rdata =
        join({{0, 1},
              dns_name("svc.example"),
              {0, 0, 0, 4, 0, 1, 0, 4},                               // mandatory
              {0, 1, 0, 9, 2, 'h', '2', 5, 'h', '3', '-', '1', '9'},  // alpn
              {0, 2, 0, 0},                                           // no-default-alpn
              {0, 3, 0, 2, 0x20, 0xfb},                               // port
              {0, 4, 0, 8, 192, 0, 2, 1, 192, 0, 2, 2},               // ipv4hint
              {0, 5, 0, 7},
              ech,
              {0, 6, 0, 16, 0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1},
              {0xff, 0, 0, 1, 9}});
    auto builder = answer_to("a.example", DnsType::https);
    builder.record("a.example", 65, join({{0, 9}, {0}, {0, 3, 0, 2, 0, 1}}))
        .record("a.example", 65, rdata)
        .record("a.example", 65, join({{0, 0}, dns_name("other.example")}))
        .record("a.example", 65,
                join({{0, 1}, {0}, {0, 3, 0, 2, 0, 1}, {0, 1, 0, 3, 2, 'h', '2'}}))  // order
        .record("a.example", 65, join({{0, 1}, {0}, {0, 3, 0, 1, 0}}))        // a port of one octet
        .record("a.example", 65, join({{0, 1}, {0}, {0, 4, 0, 3, 1, 2, 3}}))  // a hint of three
        .record("a.example", 65, join({{0, 1}, {0}, {0, 1, 0, 3, 9, 'h', '2'}}))  // alpn runs over
        .record("a.example", 65, join({{0, 1}, {0}, {0, 1, 0, 30, 2, 'h', '2'}}));
    const auto answer = read_dns_answer(builder.octets(), DnsType::https);
    ASSERT_TRUE(answer.ok());
    const auto read = read_service_bindings(builder.octets(), *answer);
    EXPECT_EQ(read.malformed, 5U);
    ASSERT_EQ(read.records.size(), 3U);
    EXPECT_EQ(read.records[0].priority, 0U);
    EXPECT_EQ(read.records[0].target, "other.example");
    const ServiceBinding& full = read.records[1];
    EXPECT_EQ(full.target, "svc.example");
    EXPECT_EQ(full.mandatory, (std::vector<std::uint16_t>{1, 4}));
    EXPECT_EQ(full.alpn, (std::vector<std::string>{"h2", "h3-19"}));
    EXPECT_TRUE(full.no_default_alpn);
    EXPECT_EQ(full.port, 8443);
    EXPECT_EQ(full.ech, ech);
    ASSERT_EQ(full.ipv4_hints.size(), 2U);
    EXPECT_EQ(to_text(full.ipv4_hints[1]), "192.0.2.2");
    ASSERT_EQ(full.ipv6_hints.size(), 1U);
    EXPECT_EQ(to_text(full.ipv6_hints[0]), "2001:db8::1");
    EXPECT_EQ(full.other_keys, std::vector<std::uint16_t>{0xff00});
    EXPECT_EQ(read.records[2].port, 1);
}

TEST(DnsMessage, Caa) {
    auto builder = answer_to("a.example", DnsType::caa);
    builder.record("a.example", 257, {0x80, 5, 'I', 's', 's', 'u', 'e', 'c', 'a', '.', 'x'})
        .record("a.example", 257, {0, 0, 'x'})
        .record("a.example", 257, {0, 9, 'x'});
    const auto answer = read_dns_answer(builder.octets(), DnsType::caa);
    ASSERT_TRUE(answer.ok());
    const auto read = read_caa(builder.octets(), *answer);
    EXPECT_EQ(read.malformed, 2U);
    EXPECT_EQ(read.records, (std::vector<CaaRecord>{{0x80, "issue", "ca.x"}}));
    EXPECT_TRUE(read.records[0].critical());
}

TEST(HostsFile, ReadsNamesAndSaysWhatIsNone) {
    std::istringstream lines(
        "127.0.0.1\tLocalhost me  # comment\r\n# all\n\n::1 localhost\n"
        "192.0.2.1 bücher.example. a.example\nnonsense a.example\n192.0.2.2 a..b a.example\n");
    const auto hosts = HostsFile::read(lines, "hosts");
    const auto find = [&](std::string_view name) {
        std::string out;
        for (const auto& address : hosts.find(name))
            out += to_text(address) + " ";
        return out;
    };
    EXPECT_EQ(find("localhost"), "127.0.0.1 ::1 ");
    EXPECT_EQ(find("me"), "127.0.0.1 ");
    EXPECT_EQ(find("xn--bcher-kva.example"), "192.0.2.1 ");
    EXPECT_EQ(find("a.example"), "192.0.2.1 192.0.2.2 ");
    EXPECT_EQ(find("b.example"), "");
    EXPECT_EQ(hosts.troubles(), (std::vector<std::string>{"hosts:6: nonsense is no address",
                                                          "hosts:7: a..b is no host name"}));
    EXPECT_EQ(HostsFile::open("/no/such/file").error(),
              "/no/such/file: cannot be opened: No such file or directory");
}

}  // namespace
}  // namespace tlsonar::scanner
