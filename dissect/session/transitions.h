// The order of handshake messages as tables: {state, sender, event} -> next state
// (RFC 5246 section 7.3, RFC 5077 section 3.1, RFC 8446 section 2 and appendix A).
#pragma once

#include "dissect/session/anomaly.h"

#include <cstdint>

namespace tlsonar::dissect {

enum class State : std::uint8_t {
    start,
    hello,        // ClientHello sent
    retry,        // HelloRetryRequest received
    hello_again,  // second ClientHello sent
    // TLS 1.2 and before, the server's flight
    answered,
    server_certificate,
    server_status,
    server_key_exchange,
    client_asked,  // CertificateRequest
    server_done,
    // ... the client's
    client_certificate,
    client_key_exchange,
    client_verified,
    client_switched,  // ChangeCipherSpec
    client_finished,
    // ... the server's last
    server_ticket,
    server_switched,
    // ... of a resumed session, where the server finishes first
    resumed_ticket,
    resumed_switched,
    resumed_server_finished,
    resumed_client_switched,
    // TLS 1.3
    answered13,
    encrypted_extensions,
    client_asked13,
    server_certificate13,
    server_verified13,
    server_finished13,
    client_certificate13,
    client_verified13,
    established13,
    established,
    any,  // octets are missing, or the capture began later: the next message is taken as it comes
};

// A handshake type, or kChangeCipherSpecEvent, or kHelloRetryEvent (a ServerHello that is one).
using Event = std::uint16_t;
inline constexpr Event kChangeCipherSpecEvent = 0x100;
inline constexpr Event kHelloRetryEvent = 0x101;

struct Step {
    State next = State::start;
    bool expected = false;
};

// `tls13`: TLS 1.3 was selected. An unexpected event leaves the state as it is; from State::any
// every event that the version knows is expected.
Step advance(State state, Role sender, Event event, bool tls13);

}  // namespace tlsonar::dissect
