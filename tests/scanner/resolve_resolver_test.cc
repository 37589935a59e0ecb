#include "resolve_server.h"
#include "scanner/resolve/resolver.h"

#include <sstream>

#include <gtest/gtest.h>

namespace tlsonar::scanner {
namespace {

constexpr Time kMillisecond = 1'000'000;

ResolverOptions asking(const DnsServer& server) {
    ResolverOptions options;
    options.servers = {server.endpoint()};
    options.timeout = 3000 * kMillisecond;
    return options;
}

template <class Answer>
std::string text_of(const Answer& answer) {
    return answer.ok() ? "" : answer.trouble;
}

std::string text_of(const AddressAnswer& answer) {
    if (!answer.ok()) return answer.trouble;
    std::string out;
    for (const auto& address : answer.addresses)
        out += (out.empty() ? "" : " ") + to_text(address);
    return out;
}

AddressAnswer resolve(ResolverOptions options, std::string_view name) {
    Loop loop;
    Resolver resolver(loop, std::move(options));
    std::optional<AddressAnswer> answer;
    const auto pending = resolver.addresses(name, [&](const AddressAnswer& a) {
        EXPECT_FALSE(answer);
        answer = a;
    });
    EXPECT_FALSE(answer) << "called from within";
    loop.run();
    EXPECT_TRUE(answer);
    return answer.value_or(AddressAnswer{});
}

// a.example has both, four.example and six.example one kind, alias.example is another's name.
std::optional<Octets> friendly(const DnsRequest& request) {
    DnsAnswerBuilder answer(request);
    const bool a = request.type == 1;
    if (request.name == "a.example" && a)
        answer.address("a.example", "192.0.2.2").address("a.example", "192.0.2.1");
    else if (request.name == "a.example")
        answer.address("a.example", "2001:db8::1");
    else if (request.name == "four.example" && a)
        answer.address("four.example", "192.0.2.4");
    else if (request.name == "six.example" && !a)
        answer.address("six.example", "2001:db8::6");
    else if (request.name == "alias.example" && a)
        answer.alias("alias.example", "b.example")
            .alias("b.example", "four.example")
            .address("four.example", "192.0.2.4");
    else if (request.name == "alias.example")
        answer.alias("alias.example", "b.example").alias("b.example", "four.example");
    else if (request.name == "nowhere.example")
        return DnsAnswerBuilder(request, 3).alias("nowhere.example", "gone.example").octets();
    else if (!request.name.ends_with("empty.example") && !request.name.starts_with("four") &&
             !request.name.starts_with("six"))
        return DnsAnswerBuilder(request, 3).octets();
    return answer.octets();
}

TEST(Resolver, GivesAllAddressesInOrder) {
    DnsServer server(friendly);
    EXPECT_EQ(text_of(resolve(asking(server), "A.Example.")), "192.0.2.1 192.0.2.2 2001:db8::1");
    EXPECT_EQ(text_of(resolve(asking(server), "four.example")), "192.0.2.4");
    EXPECT_EQ(text_of(resolve(asking(server), "six.example")), "2001:db8::6");
    const auto alias = resolve(asking(server), "alias.example");
    EXPECT_EQ(text_of(alias), "192.0.2.4");
    EXPECT_EQ(alias.canonical_name, "four.example");
    EXPECT_TRUE(alias.notes.empty());
}

TEST(Resolver, GivesWhatWasChosen) {
    DnsServer server(friendly);
    auto options = asking(server);
    options.choice = AddressChoice::one;
    EXPECT_EQ(text_of(resolve(options, "a.example")), "192.0.2.1");
    EXPECT_EQ(text_of(resolve(options, "six.example")), "2001:db8::6");
    options.choice = AddressChoice::v4;
    EXPECT_EQ(text_of(resolve(options, "a.example")), "192.0.2.1 192.0.2.2");
    EXPECT_EQ(text_of(resolve(options, "six.example")), "the name has no IPv4 address");
    options.choice = AddressChoice::v6;
    EXPECT_EQ(text_of(resolve(options, "a.example")), "2001:db8::1");
    EXPECT_EQ(text_of(resolve(options, "alias.example")),
              "the name is an alias of four.example, which has no IPv6 address");
    const auto asked = server.asked();
    EXPECT_EQ(asked.at("a.example 1"), 2);   // one, v4
    EXPECT_EQ(asked.at("a.example 28"), 2);  // one, v6
    EXPECT_FALSE(asked.contains("alias.example 1"));
}

TEST(Resolver, SaysWhyThereIsNone) {
    DnsServer server(friendly);
    const auto unknown = resolve(asking(server), "missing.example");
    EXPECT_EQ(unknown.why, Unresolved::no_such_name);
    EXPECT_EQ(unknown.trouble, "unknown host: no such name (NXDOMAIN)");
    EXPECT_EQ(resolve(asking(server), "nowhere.example").trouble,
              "unknown host: it is an alias of gone.example, and there is no such name (NXDOMAIN)");
    const auto empty = resolve(asking(server), "empty.example");
    EXPECT_EQ(empty.why, Unresolved::no_record);
    EXPECT_EQ(empty.trouble, "the name has no address");
    const auto bad = resolve(asking(server), "a\x1b..example");
    EXPECT_EQ(bad.why, Unresolved::bad_name);
    EXPECT_EQ(bad.trouble, "\"a\\x1b..example\" is no host name");
}

TEST(Resolver, SaysWhatServersDid) {
    DnsServer server([](const DnsRequest& request) {
        const std::uint8_t rcode = request.name.starts_with("fail")     ? 2
                                   : request.name.starts_with("refuse") ? 5
                                                                        : 9;
        return DnsAnswerBuilder(request, rcode).octets();
    });
    const std::string who = "cannot resolve: the name server " + to_text(server.endpoint());
    const auto failed = resolve(asking(server), "fail.example");
    EXPECT_EQ(failed.why, Unresolved::failed);
    EXPECT_EQ(failed.trouble, who + " failed (SERVFAIL)");
    EXPECT_EQ(resolve(asking(server), "refuse.example").trouble,
              who + " refused to answer (REFUSED)");
    EXPECT_EQ(resolve(asking(server), "other.example").trouble, who + " answered with error 9");
}

TEST(Resolver, ASilentServerIsSilent) {
    DnsServer server([](const DnsRequest&) { return std::nullopt; });
    auto options = asking(server);
    options.timeout = 400 * kMillisecond;
    const Time begin = Loop::steady_now();
    const auto silent = resolve(options, "a.example");
    const Time took = Loop::steady_now() - begin;
    EXPECT_EQ(silent.why, Unresolved::silent);
    EXPECT_EQ(silent.trouble, "cannot resolve: the name server " + to_text(server.endpoint()) +
                                  " did not answer within 0.4 s");
    EXPECT_GE(took, 395 * kMillisecond);
    EXPECT_LT(took, 650 * kMillisecond) << "something waited on";
    EXPECT_GT(server.asked().at("a.example 1"), 1) << "nobody repeated the question";
}

TEST(Resolver, NobodyListens) {
    Endpoint nobody;
    {
        DnsServer server(friendly);
        nobody = server.endpoint();
    }
    ResolverOptions options;
    options.servers = {nobody};
    const auto answer = resolve(options, "a.example");
    EXPECT_EQ(answer.why, Unresolved::failed);
    EXPECT_EQ(answer.trouble, "cannot resolve: the name server " + to_text(nobody) +
                                  " is not there (nobody listens, or it cannot be reached)");
}

TEST(Resolver, TheNextServerIsAsked) {
    DnsServer silent([](const DnsRequest&) { return std::nullopt; });
    DnsServer failing(
        [](const DnsRequest& request) { return DnsAnswerBuilder(request, 2).octets(); });
    DnsServer good(friendly);
    ResolverOptions options;
    options.servers = {silent.endpoint(), failing.endpoint(), good.endpoint()};
    options.timeout = 900 * kMillisecond;
    EXPECT_EQ(text_of(resolve(options, "a.example")), "192.0.2.1 192.0.2.2 2001:db8::1");
    options.servers.pop_back();
    const auto both = resolve(options, "a.example");
    EXPECT_EQ(both.why, Unresolved::failed);
    EXPECT_NE(both.trouble.find(" did not answer within 0.45 s; the name server"),
              std::string::npos)
        << both.trouble;
    EXPECT_NE(both.trouble.find("failed (SERVFAIL)"), std::string::npos) << both.trouble;
}

TEST(Resolver, HalfAnAnswerSaysSo) {
    DnsServer server([](const DnsRequest& request) -> std::optional<Octets> {
        if (request.type == 28) return DnsAnswerBuilder(request, 2).octets();
        return DnsAnswerBuilder(request).address("a.example", "192.0.2.1").octets();
    });
    const auto answer = resolve(asking(server), "a.example");
    EXPECT_EQ(text_of(answer), "192.0.2.1");
    ASSERT_EQ(answer.notes.size(), 1U);
    EXPECT_EQ(answer.notes[0], "IPv6 addresses are not known: the name server " +
                                   to_text(server.endpoint()) + " failed (SERVFAIL)");
}

TEST(Resolver, TruncatedAnswersComeByTcp) {
    DnsServer server([](const DnsRequest& request) -> std::optional<Octets> {
        if (!request.tcp) return DnsAnswerBuilder(request).truncated().octets();
        DnsAnswerBuilder answer(request);
        for (int i = 1; i <= 200; ++i)
            answer.address("a.example",
                           (request.type == 1 ? "10.0.0." : "2001:db8::") + std::to_string(i));
        return answer.octets();
    });
    const auto answer = resolve(asking(server), "a.example");
    EXPECT_EQ(answer.addresses.size(), AddressAnswer::kMaxAddresses);
    ASSERT_EQ(answer.notes.size(), 1U);
    EXPECT_EQ(answer.notes[0], "the name has 400 addresses, of which 64 are used");
}

TEST(Resolver, ServersWithoutEdnsWork) {
    DnsServer server([](const DnsRequest& request) -> std::optional<Octets> {
        if (request.edns) return DnsAnswerBuilder(request, 1).octets();
        return friendly(request);
    });
    EXPECT_EQ(text_of(resolve(asking(server), "four.example")), "192.0.2.4");
}

TEST(Resolver, HostileAnswers) {
    // Another's id, then another question's answer, then octets: none of them counts.
    DnsServer liar([](const DnsRequest& request) -> std::optional<Octets> {
        Octets octets = DnsAnswerBuilder(request).address(request.name, "203.0.113.1").octets();
        octets[0] ^= 0xff;
        return octets;
    });
    auto options = asking(liar);
    options.timeout = 300 * kMillisecond;
    EXPECT_EQ(resolve(options, "a.example").why, Unresolved::silent);

    DnsServer looping([](const DnsRequest& request) -> std::optional<Octets> {
        return DnsAnswerBuilder(request)
            .alias("a.example", "b.example")
            .alias("b.example", "a.example")
            .octets();
    });
    const auto loop = resolve(asking(looping), "a.example");
    EXPECT_EQ(loop.why, Unresolved::failed);
    EXPECT_EQ(loop.trouble,
              "cannot resolve: the name server's answer makes no sense: its aliases (CNAME) are "
              "malformed or have no end");

    DnsServer cut([](const DnsRequest& request) -> std::optional<Octets> {
        Octets octets = DnsAnswerBuilder(request)
                            .address(request.name, request.type == 1 ? "203.0.113.1" : "::2")
                            .octets();
        octets.pop_back();
        return octets;
    });
    EXPECT_EQ(resolve(asking(cut), "a.example").why, Unresolved::failed);
}

TEST(Resolver, HostsComeFirst) {
    DnsServer server(friendly);
    auto options = asking(server);
    std::istringstream mine("203.0.113.1 a.example\n::1 six.example\n");
    std::istringstream system("203.0.113.2 a.example b.example\n");
    options.hosts = {HostsFile::read(mine, "mine"), HostsFile::read(system, "system")};
    EXPECT_EQ(text_of(resolve(options, "a.example")), "203.0.113.1");
    EXPECT_EQ(text_of(resolve(options, "b.example")), "203.0.113.2");
    EXPECT_EQ(text_of(resolve(options, "localhost")), "127.0.0.1 ::1");
    EXPECT_EQ(text_of(resolve(options, "x.localhost")), "127.0.0.1 ::1");
    EXPECT_EQ(text_of(resolve(options, "192.0.2.7")), "192.0.2.7");
    EXPECT_TRUE(server.asked().empty());
    options.choice = AddressChoice::v6;  // the file has none: DNS may
    EXPECT_EQ(text_of(resolve(options, "a.example")), "2001:db8::1");
}

TEST(Resolver, AsksOnceForAll) {
    DnsServer server(friendly);
    Loop loop;
    Resolver resolver(loop, asking(server));
    std::vector<Resolver::Pending> held;
    int answers = 0;
    const auto ask = [&] {
        held.push_back(resolver.addresses("a.example", [&](const AddressAnswer& answer) {
            EXPECT_EQ(answer.addresses.size(), 3U);
            ++answers;
        }));
    };
    for (int i = 0; i < 10; ++i)
        ask();
    loop.run();
    EXPECT_EQ(answers, 10);
    ask();
    loop.run();
    EXPECT_EQ(answers, 11);
    EXPECT_EQ(server.asked().at("a.example 1"), 1);
    EXPECT_EQ(server.asked().at("a.example 28"), 1);
    EXPECT_EQ(resolver.counts().asked, 2U);
    EXPECT_EQ(resolver.counts().joined, 18U);
    EXPECT_EQ(resolver.counts().kept, 2U);
}

TEST(Resolver, FailuresAreNotKept) {
    std::atomic<bool> broken{true};
    DnsServer server([&](const DnsRequest& request) -> std::optional<Octets> {
        if (broken) return DnsAnswerBuilder(request, 2).octets();
        return friendly(request);
    });
    Loop loop;
    Resolver resolver(loop, asking(server));
    std::string text;
    const auto done = [&](const AddressAnswer& answer) { text = text_of(answer); };
    const auto first = resolver.addresses("four.example", done);
    loop.run();
    EXPECT_NE(text.find("SERVFAIL"), std::string::npos);
    broken = false;
    const auto second = resolver.addresses("four.example", done);
    loop.run();
    EXPECT_EQ(text, "192.0.2.4");
}

TEST(Resolver, OnlySoManyQuestionsAtATime) {
    // The server keeps silent while it counts; with two in flight and no answer nothing else is
    // sent.
    DnsServer server([](const DnsRequest&) { return std::nullopt; });
    auto options = asking(server);
    options.max_in_flight = 2;
    options.timeout = 500 * kMillisecond;
    Loop loop;
    Resolver resolver(loop, options);
    std::vector<Resolver::Pending> held;
    for (int i = 0; i < 20; ++i)
        held.push_back(
            resolver.addresses("n" + std::to_string(i) + ".example", [](const AddressAnswer&) {}));
    const auto timer = loop.after(300 * kMillisecond, [&] { loop.stop(); });
    loop.run();
    EXPECT_EQ(server.asked().size(), 2U);
    EXPECT_EQ(resolver.counts().asked, 2U);
}

TEST(Resolver, ManyNames) {
    DnsServer server([](const DnsRequest& request) {
        DnsAnswerBuilder answer(request);
        if (request.type == 1) answer.address(request.name, "192.0.2.1");
        return answer.octets();
    });
    Loop loop;
    Resolver resolver(loop, asking(server));
    std::vector<Resolver::Pending> held;
    int good = 0;
    for (int i = 0; i < 1000; ++i)
        held.push_back(
            resolver.addresses("n" + std::to_string(i) + ".example",
                               [&](const AddressAnswer& answer) { good += answer.ok() ? 1 : 0; }));
    loop.run();
    EXPECT_EQ(good, 1000);
}

TEST(Resolver, CancelledIsNotCalled) {
    DnsServer server(friendly);
    Loop loop;
    Resolver resolver(loop, asking(server));
    int called = 0;
    const auto count = [&](const AddressAnswer&) { ++called; };
    auto sent = resolver.addresses("a.example", count);
    auto at_hand = resolver.addresses("127.0.0.1", count);
    const auto stays = resolver.addresses("a.example", count);
    sent.cancel();
    at_hand.cancel();
    loop.run();
    EXPECT_EQ(called, 1);
}

TEST(Resolver, MayDieAtAnyTime) {
    DnsServer server(friendly);
    Loop loop;
    auto resolver = std::make_unique<Resolver>(loop, asking(server));
    int called = 0;
    std::vector<Resolver::Pending> held;
    // The first answer kills it, and its own handle: the others are never called.
    for (int i = 0; i < 5; ++i)
        held.push_back(
            resolver->addresses(i == 0 ? "a.example" : "six.example", [&](const AddressAnswer&) {
                ++called;
                held.clear();
                resolver.reset();
            }));
    const Time begin = Loop::steady_now();
    loop.run();
    EXPECT_EQ(called, 1);
    EXPECT_LT(Loop::steady_now() - begin, 2500 * kMillisecond) << "the loop waited for the dead";

    // While questions are open and silent.
    DnsServer silent([](const DnsRequest&) { return std::nullopt; });
    auto waiting = std::make_unique<Resolver>(loop, asking(silent));
    const auto pending = waiting->addresses("a.example", [&](const AddressAnswer&) { ++called; });
    const auto timer = loop.after(50 * kMillisecond, [&] { waiting.reset(); });
    const Time then = Loop::steady_now();
    loop.run();
    EXPECT_EQ(called, 1);
    EXPECT_LT(Loop::steady_now() - then, 1500 * kMillisecond);
}

TEST(Resolver, AskingFromWithinAnAnswer) {
    DnsServer server(friendly);
    Loop loop;
    Resolver resolver(loop, asking(server));
    std::string text;
    Resolver::Pending second;
    const auto first = resolver.addresses("a.example", [&](const AddressAnswer&) {
        second = resolver.addresses("four.example",
                                    [&](const AddressAnswer& answer) { text = text_of(answer); });
    });
    loop.run();
    EXPECT_EQ(text, "192.0.2.4");
}

std::optional<Octets> mail(const DnsRequest& request) {
    DnsAnswerBuilder answer(request);
    if (request.name == "a.example") {
        answer.record("a.example", 15, join({{0, 20}, dns_name("mx2.example")}));
        answer.record("a.example", 15, join({{0, 10}, dns_name("mx1.example")}));
        answer.record("a.example", 15, join({{0, 5}, dns_name("")}));
        answer.record("a.example", 15, join({{0, 6}, {3, 'a', ' ', 'b', 0}}));
    } else if (request.name == "null.example") {
        answer.record("null.example", 15, join({{0, 0}, dns_name("")}));
    } else if (request.name == "bad.example") {
        answer.record("bad.example", 15, {1});
    }
    return answer.octets();
}

TEST(Resolver, MailServers) {
    DnsServer server(mail);
    Loop loop;
    Resolver resolver(loop, asking(server));
    std::map<std::string, MailAnswer> answers;
    std::vector<Resolver::Pending> held;
    for (const char* name : {"a.example", "null.example", "bad.example", "none.example", "..."})
        held.push_back(resolver.mail_servers(
            name, [&answers, name](const MailAnswer& answer) { answers[name] = answer; }));
    loop.run();
    EXPECT_EQ(answers["a.example"].servers,
              (std::vector<MailServer>{{10, "mx1.example"}, {20, "mx2.example"}}));
    EXPECT_EQ(answers["a.example"].notes,
              (std::vector<std::string>{"an MX record names \"\", which is no host",
                                        "an MX record names \"a\\\\032b\", which is no host"}));
    EXPECT_TRUE(answers["null.example"].takes_no_mail);
    EXPECT_EQ(answers["null.example"].trouble, "the domain takes no mail (null MX, RFC 7505)");
    EXPECT_EQ(answers["bad.example"].trouble,
              "cannot resolve: every MX record in the answer is malformed");
    EXPECT_EQ(answers["none.example"].trouble, "the name has no MX record");
    EXPECT_EQ(answers["..."].trouble, "\"...\" is no host name");
}

TEST(Resolver, ServicesOfOtherPortsHaveTheirOwnName) {
    DnsServer server([](const DnsRequest& request) {
        DnsAnswerBuilder answer(request);
        const Octets port{
            0, 3, 0, 2, 0, static_cast<std::uint8_t>(request.name.starts_with("_8443") ? 2 : 1)};
        return answer.record(request.name, 65, join({{0, 1}, {0}, port})).octets();
    });
    Loop loop;
    Resolver resolver(loop, asking(server));
    std::optional<ServiceAnswer> plain, other;
    const auto first =
        resolver.services("a.example", 443, [&](const ServiceAnswer& answer) { plain = answer; });
    const auto second =
        resolver.services("a.example", 8443, [&](const ServiceAnswer& answer) { other = answer; });
    loop.run();
    ASSERT_TRUE(plain && plain->ok() && other && other->ok());
    EXPECT_EQ(plain->bindings.at(0).port, 1);
    EXPECT_EQ(other->bindings.at(0).port, 2);
    EXPECT_TRUE(server.asked().contains("_8443._https.a.example 65"));
}

TEST(Resolver, NameServersAsText) {
    const auto read = [](std::string_view text) {
        const auto servers = parse_name_servers(text);
        if (!servers) return servers.error();
        std::string out;
        for (const auto& server : *servers)
            out += to_text(server) + " ";
        return out;
    };
    EXPECT_EQ(read("192.0.2.53,[2001:db8::53]:5353,2001:db8::1"),
              "192.0.2.53:53 [2001:db8::53]:5353 [2001:db8::1]:53 ");
    EXPECT_EQ(
        read("dns.example"),
        "\"dns.example\" is no name server: write an address, or address:port, or [address]:port");
    EXPECT_EQ(read("192.0.2.53,").substr(0, 20), "\"\" is no name server");
    EXPECT_EQ(read("fe80::1%1"), "name servers with a zone (%) cannot be asked: fe80::1%1");
}

}  // namespace
}  // namespace tlsonar::scanner
