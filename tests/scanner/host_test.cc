// Host's judgement of silence, with a network that is no network: what a server does is a function.
#include "scanner/engine/host.h"

#include "core/text.h"
#include "core/writer.h"
#include "scanner/probe/lists.h"

#include <deque>

namespace tlsonar::scanner {
namespace {

// How the server treats one connection.
enum class Does : std::uint8_t { answers, refuses, resets, closes, hangs, speaks_plainly };

// A ServerHello of TLS 1.2 and a ServerHelloDone, or an alert.
Octets answer(Does does) {
    Writer out;
    if (does == Does::refuses) {
        const std::uint8_t alert[] = {2, 40};
        out.u8(21);
        out.u16(0x0303);
        out.vector16(alert);
        return out.release();
    }
    Writer hello;
    hello.u16(0x0303);
    hello.bytes(Octets(32, 7));
    hello.u8(0);
    hello.u16(0xC02F);
    hello.u8(0);
    Writer messages;
    messages.u8(2);
    messages.vector24(hello.written());
    messages.u8(14);
    messages.u24(0);
    out.u8(22);
    out.u16(0x0303);
    out.vector16(messages.written());
    return out.release();
}

class FakeNetwork final : public Network {
  public:
    // Of the connection's number (from 0) and the number of suites in its hello.
    using Server = std::function<Does(std::size_t, std::size_t)>;
    FakeNetwork(Loop& loop, Server server) : loop_(loop), server_(std::move(server)) {}

    std::unique_ptr<Link> open(const Endpoint& /*endpoint*/, bool /*udp*/,
                               LinkHandler& handler) override {
        return std::make_unique<FakeLink>(*this, handler, opened_++);
    }
    std::size_t opened() const { return opened_; }

  private:
    struct FakeLink final : Link {
        FakeLink(FakeNetwork& n, LinkHandler& h, std::size_t i)
            : network(n), handler(h), number(i) {
            timer = network.loop_.after(1, [this] { handler.on_open({}); });
        }
        void send(Bytes octets) override {
            // record 5, message 4, version 2, random 32, session id, suites
            const std::size_t at = 5 + 4 + 2 + 32;
            const std::size_t suites = load_be16(&octets[at + 1 + octets[at]]) / 2;
            const Does does = network.server_(number, suites);
            timer = network.loop_.after(1000, [this, does] { react(does); });
        }
        void react(Does does) {
            switch (does) {
                case Does::answers:
                case Does::refuses: {
                    const Octets octets = answer(does);
                    return handler.on_octets(octets);
                }
                case Does::speaks_plainly:
                    return handler.on_octets(as_bytes("HTTP/1.1 400 Bad Request\r\n\r\n"));
                case Does::resets:
                    return handler.on_end(End::reset, "Connection reset by peer");
                case Does::closes:
                    return handler.on_end(End::eof, "");
                case Does::hangs:
                    return;
            }
        }
        FakeNetwork& network;
        LinkHandler& handler;
        std::size_t number;
        Loop::Timer timer;
    };

    Loop& loop_;
    Server server_;
    std::size_t opened_ = 0;
};

struct Outcomes {
    Asked asked;
    std::size_t connections = 0;
    bool needs_repeat = false;
    bool slowed = false;
};

// The control has one suite, the question two: the server tells them apart by that.
Outcomes ask(const FakeNetwork::Server& server, const Route& route = {}) {
    Loop loop;
    FakeNetwork network(loop, server);
    Budget budget(loop, 100, 0);
    KeyAgreement keys;
    Draw draw(1);
    profile::CertificateCache certificates;
    const TalkTools tools{&keys, &draw, &certificates};
    HostOptions options;
    options.deadlines = {20'000'000, 20'000'000, 50'000'000};
    profile::EndpointProfile profile;
    Host host(loop, network, budget, tools, route, options, profile);

    HelloRecipe control;
    control.suites = {0xC02F};
    HelloRecipe question;
    question.suites = {0xC02F, 0xC030};
    Outcomes out;
    const auto run = [&]() -> Task<void> {
        const Asked first = co_await host.ask(control, "first");
        if (first.accepted()) host.set_control(control);
        out.asked = co_await host.ask(question, "question", Until::flight);
    };
    Task<void> task = run();
    task.start();
    loop.run();
    EXPECT_TRUE(task.done());
    out.connections = network.opened();
    out.needs_repeat = host.needs_repeat();
    out.slowed = !profile.remarks.empty();
    return out;
}

constexpr std::size_t kQuestion = 2;

TEST(Host, AnAlertIsAnAnswer) {
    const Outcomes out = ask([](std::size_t, std::size_t suites) {
        return suites == kQuestion ? Does::refuses : Does::answers;
    });
    EXPECT_TRUE(out.asked.refused());
    EXPECT_EQ(out.asked.cause, "alert handshake_failure");
    EXPECT_EQ(out.connections, 2U);
}

TEST(Host, SteadySilenceBesideAWorkingControlIsARefusal) {
    for (const Does silence : {Does::resets, Does::closes}) {
        const Outcomes out = ask([&](std::size_t, std::size_t suites) {
            return suites == kQuestion ? silence : Does::answers;
        });
        EXPECT_TRUE(out.asked.refused());
        EXPECT_FALSE(out.needs_repeat);
        EXPECT_GE(out.connections, 8U);  // four silences, a control after each
    }
}

TEST(Host, ATimeoutIsNeverANo) {
    const Outcomes out = ask([](std::size_t, std::size_t suites) {
        return suites == kQuestion ? Does::hangs : Does::answers;
    });
    EXPECT_TRUE(out.asked.unknown());
    EXPECT_TRUE(out.asked.hung);
    EXPECT_FALSE(out.asked.refused());
}

TEST(Host, SilenceWithoutAControlStaysUnknown) {
    const Outcomes out = ask([](std::size_t, std::size_t) { return Does::resets; });
    EXPECT_TRUE(out.asked.unknown());
}

TEST(Host, OneLostConnectionChangesNothing) {
    const Outcomes out = ask([](std::size_t number, std::size_t suites) {
        if (suites != kQuestion) return Does::answers;
        return number == 1 ? Does::resets : Does::answers;
    });
    EXPECT_TRUE(out.asked.accepted());
    EXPECT_TRUE(out.asked.certain);
}

TEST(Host, AServerThatBlocksIsGivenTimeAndAskedAgain) {
    // From the second connection on three are reset, whatever they say.
    const Outcomes out = ask([](std::size_t number, std::size_t suites) {
        if (number >= 1 && number < 4) return Does::resets;
        return suites == kQuestion ? Does::refuses : Does::answers;
    });
    EXPECT_TRUE(out.asked.refused());
    EXPECT_EQ(out.asked.cause, "alert handshake_failure");
    EXPECT_TRUE(out.slowed);
}

TEST(Host, AServerThatBlocksForGoodLeavesItUnknown) {
    const Outcomes out = ask(
        [](std::size_t number, std::size_t) { return number == 0 ? Does::answers : Does::resets; });
    EXPECT_TRUE(out.asked.unknown());
    EXPECT_NE(out.asked.cause.find("does not answer any more"), std::string::npos);
}

TEST(Host, PlainTextIsLookedIntoLikeSilence) {
    const Outcomes once = ask([](std::size_t number, std::size_t suites) {
        if (suites != kQuestion) return Does::answers;
        return number == 1 ? Does::speaks_plainly : Does::answers;
    });
    EXPECT_TRUE(once.asked.accepted());
    const Outcomes always = ask([](std::size_t, std::size_t suites) {
        return suites == kQuestion ? Does::speaks_plainly : Does::answers;
    });
    EXPECT_TRUE(always.asked.refused());
    EXPECT_GE(always.connections, 8U);
    const Outcomes blocked = ask([](std::size_t number, std::size_t) {
        return number == 0 ? Does::answers : Does::speaks_plainly;
    });
    EXPECT_TRUE(blocked.asked.unknown());
}

TEST(Host, WhoIsSilentInAnotherWayEachTimeHasNotSaidNo) {
    std::size_t n = 0;
    const Outcomes out = ask([&](std::size_t, std::size_t suites) {
        if (suites != kQuestion) return Does::answers;
        return n++ % 2 == 0 ? Does::resets : Does::closes;
    });
    EXPECT_TRUE(out.asked.unknown());
    EXPECT_LT(out.connections, 40U);
}

// A dialog that refuses the connections that a function says.
class Doorkeeper final : public Dialog {
  public:
    Doorkeeper(bool refuses, bool temporary) : refuses_(refuses), temporary_(temporary) {}
    State start(std::vector<std::uint8_t>& /*out*/) override {
        return refuses_ ? State::refused : State::ready;
    }
    State received(Bytes& /*octets*/, std::vector<std::uint8_t>& /*out*/) override {
        return State::ready;
    }
    std::string trouble() const override { return "421 too many connections"; }
    bool temporary() const override { return temporary_; }
    std::string_view awaited() const override { return "nothing"; }

  private:
    bool refuses_, temporary_;
};
Route guarded(const std::function<bool(std::size_t)>& refuses, bool temporary) {
    Route route;
    route.dialogs.emplace_back([refuses, temporary, n = std::size_t{0}]() mutable {
        return std::make_unique<Doorkeeper>(refuses(n++), temporary);
    });
    return route;
}

TEST(Host, ATemporaryRefusalOfTheDialogIsTriedAgain) {
    const auto answers = [](std::size_t, std::size_t suites) {
        return suites == kQuestion ? Does::refuses : Does::answers;
    };
    for (const std::size_t which : {0U, 1U}) {  // before there is a control, and after
        const Outcomes out =
            ask(answers, guarded([which](std::size_t n) { return n == which; }, true));
        EXPECT_TRUE(out.asked.refused()) << which;
        EXPECT_EQ(out.asked.cause, "alert handshake_failure") << which;
    }
    const Outcomes final = ask(answers, guarded([](std::size_t n) { return n == 0; }, false));
    EXPECT_EQ(final.asked.reply.connection, 2U);  // the first question was not repeated
}

TEST(Host, WhatNeverGotThereIsNoSilenceOfTheServers) {
    // Each question is refused at the door, each control gets in.
    const Outcomes out = ask([](std::size_t, std::size_t) { return Does::answers; },
                             guarded([](std::size_t n) { return n % 2 == 1; }, true));
    EXPECT_TRUE(out.asked.unknown());
    EXPECT_FALSE(out.asked.hung);
    EXPECT_EQ(out.asked.cause, "421 too many connections");
    EXPECT_FALSE(out.needs_repeat);
}

TEST(Host, EvidenceNamesThePlaceThatWasTalkedTo) {
    Loop loop;
    FakeNetwork network(loop, [](std::size_t, std::size_t) { return Does::answers; });
    Budget budget(loop, 100, 0);
    KeyAgreement keys;
    Draw draw(1);
    profile::CertificateCache certificates;
    const TalkTools tools{&keys, &draw, &certificates};
    HostOptions options;
    options.keep_wire = true;
    profile::EndpointProfile profile;
    Route route, elsewhere;
    route.endpoint.port = 443;
    elsewhere.endpoint.port = 80;
    Host host(loop, network, budget, tools, route, options, profile);
    HelloRecipe recipe;
    recipe.suites = {0xC02F};
    HelloTalk talk(recipe, Until::server_hello, tools);
    Outcome outcome;
    const auto run = [&]() -> Task<void> {
        outcome = co_await host.converse_at(elsewhere, talk, "http");
    };
    Task<void> task = run();
    task.start();
    loop.run();
    EXPECT_EQ(outcome.number, 1U);
    ASSERT_EQ(host.kept().size(), 1U);
    EXPECT_EQ(host.kept()[0].remote.port, 80);
}

}  // namespace
}  // namespace tlsonar::scanner
