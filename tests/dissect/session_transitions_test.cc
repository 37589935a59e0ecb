// The order of messages: what is allowed, and what each violation does.
#include "dissect/message/handshake_type.h"
#include "dissect/session/transitions.h"

#include <gtest/gtest.h>

namespace tlsonar::dissect {
namespace {

using T = HandshakeType;
constexpr Role C = Role::client;
constexpr Role S = Role::server;

struct Said {
    Role sender;
    Event event;
    Said(Role role, T type) : sender(role), event(static_cast<Event>(type)) {}
    Said(Role role, Event special) : sender(role), event(special) {}
};

// The index of the first message that is not expected; the number of messages when all are.
std::size_t first_violation(const std::vector<Said>& said, bool tls13, State* end = nullptr) {
    State state = State::start;
    for (std::size_t i = 0; i < said.size(); ++i) {
        const Step step = advance(state, said[i].sender, said[i].event, tls13);
        if (!step.expected) {
            EXPECT_EQ(step.next, state) << "a violation moved the state";
            return i;
        }
        state = step.next;
    }
    if (end != nullptr) *end = state;
    return said.size();
}

const std::vector<Said> kFull = {
    {C, T::client_hello},       {S, T::server_hello},        {S, T::certificate},
    {S, T::certificate_status}, {S, T::server_key_exchange}, {S, T::certificate_request},
    {S, T::server_hello_done},  {C, T::certificate},         {C, T::client_key_exchange},
    {C, T::certificate_verify}, {C, kChangeCipherSpecEvent}, {C, T::finished},
    {S, T::new_session_ticket}, {S, kChangeCipherSpecEvent}, {S, T::finished},
};
const std::vector<Said> kResumed = {
    {C, T::client_hello},       {S, T::server_hello},
    {S, T::new_session_ticket}, {S, kChangeCipherSpecEvent},
    {S, T::finished},           {C, kChangeCipherSpecEvent},
    {C, T::finished},
};
const std::vector<Said> kRetried13 = {
    {C, T::client_hello},
    {S, kHelloRetryEvent},
    {C, T::client_hello},
    {S, T::server_hello},
    {S, T::encrypted_extensions},
    {S, T::certificate_request},
    {S, T::certificate},
    {S, T::certificate_verify},
    {S, T::finished},
    {C, T::certificate},
    {C, T::certificate_verify},
    {C, T::finished},
    {S, T::new_session_ticket},
    {C, T::key_update},
    {S, T::key_update},
    {S, T::certificate_request},
    {C, T::certificate},
    {C, T::certificate_verify},
    {C, T::finished},
};

TEST(Transitions, WholeHandshakes) {
    State end = State::start;
    EXPECT_EQ(first_violation(kFull, false, &end), kFull.size());
    EXPECT_EQ(end, State::established);
    EXPECT_EQ(first_violation(kResumed, false, &end), kResumed.size());
    EXPECT_EQ(end, State::established);
    EXPECT_EQ(first_violation(kRetried13, true, &end), kRetried13.size());
    EXPECT_EQ(end, State::established13);
}

// A message said twice is a violation, hellos and what may come again excepted.
TEST(Transitions, NothingTwice) {
    for (const auto* said : {&kFull, &kResumed}) {
        for (std::size_t i = 0; i < said->size(); ++i) {
            std::vector<Said> twice = *said;
            twice.insert(twice.begin() + static_cast<std::ptrdiff_t>(i), (*said)[i]);
            EXPECT_EQ(first_violation(twice, false), i + 1) << i;
        }
    }
}

// The other side may not say it.
TEST(Transitions, NotTheOther) {
    for (std::size_t i = 0; i < kFull.size(); ++i) {
        std::vector<Said> said = kFull;
        said[i].sender = other(said[i].sender);
        const bool ticket = i + 1 == kFull.size();
        EXPECT_EQ(first_violation(said, false), i) << i << ticket;
    }
}

TEST(Transitions, LeavingOut) {
    // What a handshake cannot do without: ServerHello, ServerHelloDone, ClientKeyExchange,
    // Finished.
    for (const std::size_t i : {1U, 6U, 8U, 10U, 11U, 13U}) {
        std::vector<Said> said = kFull;
        said.erase(said.begin() + static_cast<std::ptrdiff_t>(i));
        EXPECT_EQ(first_violation(said, false), i) << i;
    }
    EXPECT_EQ(first_violation({{C, T::client_hello}, {C, kChangeCipherSpecEvent}}, false), 1U);
    EXPECT_EQ(first_violation({{C, T::client_hello}, {S, T::server_hello}, {S, T::finished}}, true),
              2U);
}

TEST(Transitions, AfterAGapAnythingThatTheVersionKnows) {
    for (const Said& said : kFull)
        EXPECT_TRUE(advance(State::any, said.sender, said.event, false).expected);
    EXPECT_EQ(advance(State::any, S, static_cast<Event>(T::certificate), false).next,
              State::server_certificate);
}

}  // namespace
}  // namespace tlsonar::dissect
