// What probes must not claim: "no" where an answer was only not seen, "all" where the search
// stopped.
#include "core/writer.h"
#include "dissect/extension/extension_type.h"
#include "profile/certificate_cache.h"
#include "scanner/probe/order.h"
#include "scanner/probe/probes.h"
#include "scanner/probe/removal.h"
#include "scanner/probe/sessions.h"
#include "tests/scanner/probe_bench.h"

#include <algorithm>

namespace tlsonar::scanner {
namespace {

using namespace test;  // NOLINT
using profile::AcceptedList;
using profile::Answer;
using profile::Decides;
namespace type = dissect::extension_type;

constexpr std::uint16_t kSuite = 0x003C;  // RSA: a flight needs no ServerKeyExchange
constexpr std::uint8_t kHandshakeFailure = 40, kNoProtocol = 120;

// ALPN.

std::vector<std::string> protocols(const SeenHello& seen) {
    std::vector<std::string> out;
    const auto found = seen.hello.extensions.find(type::application_layer_protocol_negotiation);
    if (!found || found.body.size() < 2) return out;
    for (Bytes list = found.body.subspan(2); !list.empty() && list.size() > list[0];
         list = list.subspan(1 + std::size_t{list[0]}))
        out.emplace_back(list.begin() + 1, list.begin() + 1 + list[0]);
    return out;
}

Deed choose(std::string_view name, std::uint16_t version = kTls12) {
    Writer extensions;
    extensions.u16(type::application_layer_protocol_negotiation);
    extensions.prefixed(
        2, [&] { extensions.prefixed(2, [&] { extensions.vector8(as_bytes(name)); }); });
    return server_flight(version, kSuite, extensions.written());
}

profile::NameList alpn_of(const Answering& answering, std::string& unknown,
                          std::uint16_t version = kTls12) {
    ProbeBench bench(answering);
    bench.know(version, {kSuite});
    for (const std::uint16_t other : {kTls10, kTls11, kTls12, kTls13})
        if (other != version) bench.lacks({other});
    bench.run(probe::kAlpn);
    unknown = bench.unknown("ALPN protocols");
    return bench.profile.alpn;
}

TEST(AlpnProbe, IsCompleteWhenTheServerSaysThatThereIsNoMore) {
    std::string unknown;
    const auto list = alpn_of(
        [](const SeenHello& seen) {
            const auto names = protocols(seen);
            const bool h2 = std::find(names.begin(), names.end(), "h2") != names.end();
            return h2 ? choose("h2") : alert(kNoProtocol);
        },
        unknown);
    EXPECT_TRUE(list.complete);
    EXPECT_EQ(list.names, std::vector<std::string>{"h2"});
    EXPECT_EQ(unknown, "");
}

TEST(AlpnProbe, IsNotCompleteWhenTheSearchStopsForAnotherReason) {
    const Answering servers[] = {
        [](const SeenHello&) { return choose("nobody-offered-this"); },
        [](const SeenHello& seen) { return choose(protocols(seen).at(0)); },
        [](const SeenHello& seen) {
            return protocols(seen).at(0) == "h2" ? choose("h2") : alert(kHandshakeFailure);
        },
    };
    const std::string_view causes[] = {"not offered", "whatever is offered",
                                       "not for that reason: alert handshake_failure"};
    for (std::size_t i = 0; i < std::size(servers); ++i) {
        std::string unknown;
        const auto list = alpn_of(servers[i], unknown);
        EXPECT_FALSE(list.complete) << i;
        EXPECT_NE(list.cause.find(causes[i]), std::string::npos) << list.cause;
        EXPECT_EQ(unknown, list.cause);
    }
}

TEST(AlpnProbe, AsksAlsoWhereTheNewestVersionIsOld) {
    std::string unknown;
    const auto list = alpn_of(
        [](const SeenHello& seen) {
            return seen.hello.legacy_version == kTls10 ? choose(protocols(seen).at(0), kTls10)
                                                       : alert(kHandshakeFailure);
        },
        unknown, kTls10);
    EXPECT_EQ(list.names.size(), 32U);
}

TEST(AlpnProbe, KnowsNothingWhereTheVersionsAreUnknown) {
    ProbeBench bench([](const SeenHello&) { return alert(kHandshakeFailure); });
    bench.survey.version(kTls12, profile::Fact::make_unknown({}, "the line went dead"));
    bench.run(probe::kAlpn);
    EXPECT_FALSE(bench.profile.alpn.complete);
    EXPECT_NE(bench.profile.alpn.cause, "");
    EXPECT_EQ(bench.connections(), 0U);
}

// Lists that contradict what was seen.

TEST(Survey, AVersionThatWasSeenHasNoCompleteListWithoutSuites) {
    ProbeBench bench([](const SeenHello&) { return alert(kHandshakeFailure); });
    bench.know(kTls11, {});
    bench.know(kTls12, {kSuite});
    bench.lacks({kTls10});
    bench.survey.suites(kTls10).complete = true;
    bench.survey.reconcile();
    EXPECT_FALSE(bench.profile.suites_of(kTls11)->complete);
    EXPECT_NE(bench.unknown("cipher suites of TLS 1.1"), "");
    EXPECT_TRUE(bench.profile.suites_of(kTls12)->complete);
    EXPECT_TRUE(bench.profile.suites_of(kTls10)->complete);
}

// Order.

struct Ordered {
    AcceptedList list;
    std::string unknown;
    std::size_t asked = 0;
};
Ordered order_of(const Codes& accepted, const std::vector<Choice>& choices,
                 const std::function<std::uint16_t(const Codes&)>& server, int repeats = 0,
                 const std::vector<Codes>& runs = {}) {
    ProbeBench bench([](const SeenHello&) { return alert(kHandshakeFailure); });
    bench.know(kTls12, accepted);
    Ordered out;
    OrderSearch search;
    search.what = "things";
    search.choices = choices;
    search.repeats = repeats;
    search.runs = runs;
    search.ask = [&](const Codes& offer) -> Task<ChoiceAnswer> {
        ++out.asked;
        ChoiceAnswer answer;
        answer.chosen = server(offer);
        if (answer.chosen == 0) answer.cause = "the line went dead";
        co_return answer;
    };
    bench.run(find_order(bench.survey, search, bench.survey.suites(kTls12)));
    out.list = *bench.profile.suites_of(kTls12);
    out.unknown = bench.unknown("order of things");
    return out;
}
Codes codes(const AcceptedList& list) {
    Codes out;
    for (const profile::Accepted& entry : list.accepted)
        out.push_back(static_cast<std::uint16_t>(entry.code));
    return out;
}

TEST(FindOrder, FollowsTheServerOrSaysThatTheClientDecides) {
    const auto smallest = [](const Codes& offer) {
        return *std::min_element(offer.begin(), offer.end());
    };
    const Ordered server = order_of({3, 1, 2}, {{{3, 1, 2}, 1}}, smallest);
    EXPECT_EQ(server.list.decides, Decides::server);
    EXPECT_TRUE(server.list.ordered);
    EXPECT_EQ(codes(server.list), (Codes{1, 2, 3}));
    const Ordered client =
        order_of({3, 1, 2}, {{{3, 1, 2}, 3}}, [](const Codes& offer) { return offer.front(); });
    EXPECT_EQ(client.list.decides, Decides::client);
    EXPECT_EQ(client.asked, 1U);
}

TEST(FindOrder, AnUnansweredQuestionLeavesTheListAsItIs) {
    const Ordered out =
        order_of({3, 1, 2}, {{{3, 1, 2}, 1}}, [](const Codes&) -> std::uint16_t { return 0; });
    EXPECT_TRUE(out.list.complete);
    EXPECT_EQ(out.list.accepted.size(), 3U);
    EXPECT_EQ(out.list.cause, "");
    EXPECT_FALSE(out.list.ordered);
    EXPECT_EQ(out.unknown, "the line went dead");
}

TEST(FindOrder, WhoContradictsItselfHasNone) {
    std::size_t n = 0;
    const Ordered out = order_of(
        {3, 1, 2}, {{{3, 1, 2}, 1}, {{3, 2}, 2}},
        [&](const Codes& offer) { return offer[n++ % offer.size()]; }, 3);
    EXPECT_FALSE(out.list.ordered);
    EXPECT_EQ(out.list.oddities.size(), 1U);
}

TEST(FindOrder, RunsThatFollowEachOtherTakeOneQuestionEach) {
    const auto smallest = [](const Codes& offer) {
        return *std::min_element(offer.begin(), offer.end());
    };
    const std::vector<Choice> choices = {
        {{6, 5, 4, 3, 2, 1}, 1}, {{3, 2}, 2}, {{6, 5, 4}, 4}, {{6, 5}, 5}};
    const std::vector<Codes> runs = {{1}, {2, 3}, {}, {4, 5, 6}};
    const Ordered out = order_of({6, 5, 4, 3, 2, 1}, choices, smallest, 0, runs);
    EXPECT_EQ(codes(out.list), (Codes{1, 2, 3, 4, 5, 6}));
    EXPECT_EQ(out.asked, 1U);  // 3 or 4; that 1 is before 2 was seen
    // A guess that fails costs questions, not the order.
    const auto odd_first = [](const Codes& offer) {
        return *std::min_element(offer.begin(), offer.end(), [](auto a, auto b) {
            return std::pair(a % 2 == 0, a) < std::pair(b % 2 == 0, b);
        });
    };
    const std::vector<Choice> odd = {{{3, 2, 1}, 1}, {{3, 2}, 3}, {{6, 5, 4}, 5}, {{6, 4}, 4}};
    const Ordered mixed = order_of({6, 5, 4, 3, 2, 1}, odd, odd_first, 0, {{1, 3, 2}, {5, 4, 6}});
    EXPECT_EQ(codes(mixed.list), (Codes{1, 3, 5, 2, 4, 6}));
    EXPECT_TRUE(mixed.list.ordered);
    // No answer: no order, and it is said.
    const Ordered silent = order_of({4, 3, 2, 1}, {{{2, 1}, 1}, {{4, 3}, 3}},
                                    [](const Codes&) { return 0; }, 0, {{1, 2}, {3, 4}});
    EXPECT_FALSE(silent.list.ordered);
    EXPECT_EQ(silent.unknown, "the line went dead");
}

TEST(FindOrder, LongListsNeedFewerRepeats) {
    const auto smallest = [](const Codes& offer) {
        return *std::min_element(offer.begin(), offer.end());
    };
    Codes many;
    std::vector<Choice> choices;
    for (std::uint16_t code = 70; code >= 1; --code) {
        many.push_back(code);
        choices.push_back({many, code});
    }
    EXPECT_EQ(order_of(many, choices, smallest, 3).asked, 1U);
    EXPECT_EQ(order_of({2, 1}, {{{2, 1}, 1}}, smallest, 3).asked, 3U);
}

// Joint removal.

TEST(JointRemoval, WhatStaysOnOfferHidesNothing) {
    constexpr std::uint16_t kX25519 = 0x1D, kP256 = 0x17, kX448 = 0x1E;
    // A server with an order of its own.
    ProbeBench bench([](const SeenHello& seen) {
        const auto groups = seen.codes(type::supported_groups, 2);
        for (const std::uint16_t group : {kX25519, kP256, kX448})
            if (std::find(groups.begin(), groups.end(), group) != groups.end())
                return hello_retry(0x1301, group);
        return alert(kHandshakeFailure);
    });
    Removal removal;
    removal.probe = "test";
    removal.recipe = bench.survey.hello(kTls13);
    removal.fits = [](const Reply& reply) { return reply.version == kTls13; };
    std::vector<Dimension> dimensions(1);
    dimensions[0].all = {0x18, kP256, kX448, kX25519};
    dimensions[0].sticky = {kP256};  // the curve of its certificate
    dimensions[0].chosen = [](const Reply& reply) { return reply.group; };
    dimensions[0].put = [](HelloRecipe& hello, const Codes& all) { hello.groups = all; };
    bench.run(remove_jointly(bench.survey, removal, dimensions));
    EXPECT_TRUE(dimensions[0].complete);
    EXPECT_EQ(dimensions[0].accepted, (Codes{kX25519, kP256, kX448}));
}

// Whole handshakes: the server answers the control, and treats libssl's hello (it has a signal for
// renegotiation) as told.

FullTalk talk_to(const std::function<Deed(std::size_t)>& treatment) {
    std::size_t count = 0;
    ProbeBench bench([&](const SeenHello& seen) {
        return seen.offers(0x00FF) ? treatment(count++) : server_flight(kTls12, 0xC02F);
    });
    bench.know(kTls12, {0xC02F});
    FullTalk out;
    const auto run = [&]() -> Task<void> {
        const OpenSslOptions options = full_options(bench.survey, kTls12);
        out = co_await talk_in_full(bench.survey, options, "sessions");
    };
    bench.run(run());
    return out;
}

TEST(TalkInFull, ATimeoutIsNeverCertain) {
    const FullTalk talk = talk_to([](std::size_t) { return keep_silent(); });
    EXPECT_FALSE(talk.certain);
    EXPECT_FALSE(talk.completed());
    EXPECT_FALSE(talk.refused());
}

TEST(TalkInFull, SteadyClosingIsARefusal) {
    std::size_t times = 0;
    const FullTalk talk = talk_to([&](std::size_t) {
        ++times;
        return close_it();
    });
    EXPECT_TRUE(talk.refused());
    EXPECT_EQ(times, 4U);
}

TEST(TalkInFull, WhatHappensOnceIsTriedAgain) {
    const FullTalk talk =
        talk_to([](std::size_t n) { return n == 0 ? reset_it() : alert(kHandshakeFailure); });
    EXPECT_TRUE(talk.refused());
    EXPECT_EQ(talk.cause, "alert handshake_failure");
}

// Names.

Answer rejects_unknown_name(const Answering& answering) {
    ProbeBench bench(answering);
    bench.know(kTls12, {kSuite});
    bench.lacks({kSsl3, kTls10, kTls11, kTls13});
    bench.run(probe::kNames);
    return bench.profile.rejects_unknown_name.answer;
}

TEST(NamesProbe, ARefusalCountsOnlyWhereTheOwnNamePasses) {
    const auto own = [](const SeenHello& seen) {
        const auto found = seen.hello.extensions.find(type::server_name);
        return found && as_text(found.body).find("probe.example") != std::string_view::npos;
    };
    EXPECT_EQ(rejects_unknown_name([&](const SeenHello& seen) {
                  return own(seen) ? server_flight(kTls12, kSuite) : alert(112);
              }),
              Answer::yes);
    EXPECT_EQ(rejects_unknown_name([&](const SeenHello&) { return alert(kHandshakeFailure); }),
              Answer::unknown);
    EXPECT_EQ(rejects_unknown_name([&](const SeenHello&) { return server_flight(kTls12, kSuite); }),
              Answer::no);
}

// Extensions.

struct Extensions {
    profile::EndpointProfile profile;
    std::string unknown;
    Answer of(std::string_view name) const {
        const profile::NamedFact* fact = profile.extension(name);
        return fact == nullptr ? Answer::unknown : fact->fact.answer;
    }
};
Extensions extensions_of(const Answering& answering, Survey::Style style = {}) {
    ProbeBench bench(answering);
    bench.know(kTls12, {kSuite});
    bench.survey.style = style;
    profile::ServerChain chain;
    chain.version = kTls12;
    bench.profile.chains.push_back(chain);
    bench.run(probe::kExtensions);
    return {bench.profile, bench.unknown("rare extensions of TLS 1.2")};
}

TEST(ExtensionsProbe, WhatIsRefusedIsUnknownAndSaysSo) {
    const Extensions got = extensions_of([](const SeenHello&) { return alert(kHandshakeFailure); });
    for (const std::string_view name :
         {"heartbeat", "record_size_limit", "compression", "ocsp_staple", "scts"})
        EXPECT_EQ(got.of(name), Answer::unknown) << name;
    EXPECT_NE(got.unknown, "");
}

TEST(ExtensionsProbe, NoStapleIsSaidOnlyOfWhatShowedACertificate) {
    const Extensions got =
        extensions_of([](const SeenHello&) { return server_flight(kTls12, kSuite); });
    EXPECT_EQ(got.of("heartbeat"), Answer::no);
    EXPECT_EQ(got.of("ocsp_staple"), Answer::unknown);
}

TEST(ExtensionsProbe, WhatWasNotSentIsNotAnswered) {
    const Extensions got = extensions_of(
        [](const SeenHello&) { return server_flight(kTls12, kSuite); }, {true, true, true});
    EXPECT_EQ(got.of("heartbeat"), Answer::unknown);
    EXPECT_EQ(got.of("ocsp_staple"), Answer::unknown);
}

TEST(MainSecretProbe, WhetherItIsRequiredIsUnknownWhereItIsNotKnown) {
    ProbeBench bench([](const SeenHello&) { return server_flight(kTls12, kSuite); });
    bench.know(kTls12, {kSuite});
    bench.survey.extension("extended_main_secret", profile::Fact::make_unknown({}, "not seen"));
    bench.run(probe::kMainSecret);
    const auto* fact = bench.profile.extension("extended_main_secret_required");
    ASSERT_NE(fact, nullptr);
    EXPECT_EQ(fact->fact.answer, Answer::unknown);
}

}  // namespace
}  // namespace tlsonar::scanner
