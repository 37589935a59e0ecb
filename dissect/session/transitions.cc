#include "dissect/session/transitions.h"

#include "dissect/message/handshake_type.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace tlsonar::dissect {
namespace {

struct Row {
    State from;
    Role sender;
    Event event;
    State to;
};

constexpr Event on(HandshakeType type) { return static_cast<Event>(type); }
constexpr Role C = Role::client;
constexpr Role S = Role::server;
using T = HandshakeType;

constexpr Row kBefore13[] = {
    {State::start, S, on(T::hello_request), State::start},
    {State::start, C, on(T::client_hello), State::hello},
    {State::hello, S, on(T::hello_verify_request), State::start},
    {State::hello, S, on(T::server_hello), State::answered},
    {State::answered, S, on(T::supplemental_data), State::answered},
    {State::answered, S, on(T::certificate), State::server_certificate},
    {State::answered, S, on(T::server_key_exchange), State::server_key_exchange},
    {State::answered, S, on(T::certificate_request), State::client_asked},
    {State::answered, S, on(T::server_hello_done), State::server_done},
    {State::answered, S, on(T::new_session_ticket), State::resumed_ticket},
    {State::answered, S, kChangeCipherSpecEvent, State::resumed_switched},
    {State::server_certificate, S, on(T::certificate_status), State::server_status},
    {State::server_certificate, S, on(T::server_key_exchange), State::server_key_exchange},
    {State::server_certificate, S, on(T::certificate_request), State::client_asked},
    {State::server_certificate, S, on(T::server_hello_done), State::server_done},
    {State::server_status, S, on(T::server_key_exchange), State::server_key_exchange},
    {State::server_status, S, on(T::certificate_request), State::client_asked},
    {State::server_status, S, on(T::server_hello_done), State::server_done},
    {State::server_key_exchange, S, on(T::certificate_request), State::client_asked},
    {State::server_key_exchange, S, on(T::server_hello_done), State::server_done},
    {State::client_asked, S, on(T::server_hello_done), State::server_done},
    {State::server_done, C, on(T::supplemental_data), State::server_done},
    {State::server_done, C, on(T::certificate), State::client_certificate},
    {State::server_done, C, on(T::certificate_url), State::client_certificate},
    {State::server_done, C, on(T::client_key_exchange), State::client_key_exchange},
    {State::client_certificate, C, on(T::client_key_exchange), State::client_key_exchange},
    {State::client_key_exchange, C, on(T::certificate_verify), State::client_verified},
    {State::client_key_exchange, C, kChangeCipherSpecEvent, State::client_switched},
    {State::client_verified, C, kChangeCipherSpecEvent, State::client_switched},
    {State::client_switched, C, on(T::next_protocol), State::client_switched},
    {State::client_switched, C, on(T::finished), State::client_finished},
    {State::client_finished, S, on(T::new_session_ticket), State::server_ticket},
    {State::client_finished, S, kChangeCipherSpecEvent, State::server_switched},
    {State::server_ticket, S, kChangeCipherSpecEvent, State::server_switched},
    {State::server_switched, S, on(T::finished), State::established},
    {State::resumed_ticket, S, kChangeCipherSpecEvent, State::resumed_switched},
    {State::resumed_switched, S, on(T::finished), State::resumed_server_finished},
    {State::resumed_server_finished, C, kChangeCipherSpecEvent, State::resumed_client_switched},
    {State::resumed_client_switched, C, on(T::next_protocol), State::resumed_client_switched},
    {State::resumed_client_switched, C, on(T::finished), State::established},
    {State::established, S, on(T::hello_request), State::established},
};

constexpr Row kTls13[] = {
    {State::start, C, on(T::client_hello), State::hello},
    {State::hello, S, kHelloRetryEvent, State::retry},
    {State::hello, S, on(T::hello_retry_request), State::retry},  // drafts up to 21
    {State::hello, S, on(T::server_hello), State::answered13},
    {State::retry, C, on(T::client_hello), State::hello_again},
    {State::hello_again, S, on(T::server_hello), State::answered13},
    {State::answered13, S, on(T::encrypted_extensions), State::encrypted_extensions},
    {State::encrypted_extensions, S, on(T::certificate_request), State::client_asked13},
    {State::encrypted_extensions, S, on(T::certificate), State::server_certificate13},
    {State::encrypted_extensions, S, on(T::compressed_certificate), State::server_certificate13},
    {State::encrypted_extensions, S, on(T::finished), State::server_finished13},
    {State::client_asked13, S, on(T::certificate), State::server_certificate13},
    {State::client_asked13, S, on(T::compressed_certificate), State::server_certificate13},
    {State::client_asked13, S, on(T::finished), State::server_finished13},
    {State::server_certificate13, S, on(T::certificate_verify), State::server_verified13},
    {State::server_verified13, S, on(T::finished), State::server_finished13},
    {State::server_finished13, C, on(T::end_of_early_data), State::server_finished13},
    {State::server_finished13, C, on(T::certificate), State::client_certificate13},
    {State::server_finished13, C, on(T::compressed_certificate), State::client_certificate13},
    {State::server_finished13, C, on(T::finished), State::established13},
    // Half-RTT: a server may send tickets before it has the client's Finished.
    {State::server_finished13, S, on(T::new_session_ticket), State::server_finished13},
    {State::client_certificate13, C, on(T::certificate_verify), State::client_verified13},
    {State::client_certificate13, C, on(T::finished), State::established13},
    {State::client_verified13, C, on(T::finished), State::established13},
    {State::established13, S, on(T::new_session_ticket), State::established13},
    {State::established13, S, on(T::key_update), State::established13},
    {State::established13, C, on(T::key_update), State::established13},
    // Post-handshake authentication, RFC 8446 section 4.6.2.
    {State::established13, S, on(T::certificate_request), State::established13},
    {State::established13, C, on(T::certificate), State::established13},
    {State::established13, C, on(T::compressed_certificate), State::established13},
    {State::established13, C, on(T::certificate_verify), State::established13},
    {State::established13, C, on(T::finished), State::established13},
};

// Where each state's rows begin. Rows of one state stand together.
constexpr std::size_t kStates = static_cast<std::size_t>(State::any);
using Index = std::array<std::uint8_t, 2 * kStates>;

template <std::size_t N>
constexpr Index index_of(const Row (&rows)[N]) {
    Index index{};
    for (std::size_t i = 0; i < N; ++i) {
        const std::size_t from = 2 * static_cast<std::size_t>(rows[i].from);
        if (index[from + 1] == 0) index[from] = static_cast<std::uint8_t>(i);
        index[from + 1] = static_cast<std::uint8_t>(i + 1);
    }
    return index;
}

template <std::size_t N>
constexpr bool together(const Row (&rows)[N]) {
    std::size_t changes = 0;
    for (std::size_t i = 1; i < N; ++i)
        if (rows[i].from != rows[i - 1].from) ++changes;
    std::size_t states = 0;
    for (std::size_t state = 0; state < kStates; ++state)
        if (index_of(rows)[2 * state + 1] != 0) ++states;
    return states == changes + 1;
}

constexpr Index kIndexBefore13 = index_of(kBefore13);
constexpr Index kIndexTls13 = index_of(kTls13);
static_assert(together(kBefore13) && together(kTls13));

template <std::size_t N>
Step look_up(const Row (&rows)[N], const Index& index, State state, Role sender, Event event) {
    const bool any = state == State::any;
    const std::size_t at = 2 * static_cast<std::size_t>(state);
    const std::size_t end = any ? N : index[at + 1];
    for (std::size_t i = any ? std::size_t{0} : index[at]; i < end; ++i)
        if (rows[i].sender == sender && rows[i].event == event) return {rows[i].to, true};
    return {state, any};
}

}  // namespace

Step advance(State state, Role sender, Event event, bool tls13) {
    return tls13 ? look_up(kTls13, kIndexTls13, state, sender, event)
                 : look_up(kBefore13, kIndexBefore13, state, sender, event);
}

}  // namespace tlsonar::dissect
