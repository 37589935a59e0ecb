// Handshake: one TLS (or SSLv2) handshake as it was seen, in the order it was seen.
#pragma once

#include "core/arena.h"
#include "core/bytes.h"
#include "core/moment.h"
#include "core/stream.h"
#include "dissect/session/anomaly.h"

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace tlsonar::dissect {

// ContentType of RFC 8446 section 5.1; ssl2 stands for an SSLv2 message, which has no records.
enum class Content : std::uint8_t {
    ssl2 = 0,
    change_cipher_spec = 20,
    alert = 21,
    handshake = 22,
    application_data = 23,
    heartbeat = 24,
};

// One message, or a run of protected records that nobody here can open.
struct Message {
    Content content = Content::handshake;
    Role sender = Role::client;
    std::uint8_t type = 0;      // HandshakeType; AlertLevel of an alert; SSLv2 message type
    bool encrypted = false;     // it travelled under protection
    bool opened = false;        // ... and was opened with a secret the user holds
    bool partial = false;       // octets are missing; `body` is the part before the first hole
    std::uint32_t length = 0;   // of the body on the wire; of all octets of a run of records
    std::uint32_t records = 1;  // of a run of protected records
    std::uint64_t offset = 0;   // of its first octet in the sender's stream
    Moment first;               // when its first octet was seen
    Moment last;                // when it was complete
    Bytes body;                 // without the four octets of type and length; in the arena

    bool opaque() const { return encrypted && !opened; }
};

// How it ended for the reader of the streams.
enum class Ending : std::uint8_t {
    settled,  // both sides finished and went on to application data
    fin,
    reset,
    end_of_input,
    evicted,
    idle,
    replaced,
    superseded,  // another handshake began on the same connection
};

// Owns all its octets: `messages` point into `arena`. Moves, never copies.
struct Handshake {
    std::vector<Message> messages;
    std::vector<Anomaly> anomalies;
    Arena arena;

    std::uint16_t version = 0;       // selected; 0 while unknown; 0x0002 for SSLv2
    std::uint16_t cipher_suite = 0;  // meaningful when has_server_hello
    bool has_client_hello = false;
    bool has_server_hello = false;
    bool hello_retry = false;
    bool client_finished = false;  // its Finished was seen, open or as the record that must hold it
    bool server_finished = false;
    bool renegotiation = false;  // not the first handshake of its connection
    bool initiator_is_client = true;
    bool secrets_known = false;  // the user holds secrets of this connection
    std::uint32_t number = 1;    // which handshake of its connection
    std::string_view dialect;    // the plaintext protocol it began in; empty for none
    Ending ending = Ending::end_of_input;
    // Octets of each Role's stream from the first octet of TLS to the end of the handshake.
    std::array<std::uint64_t, 2> octets{};

    Handshake() = default;
    Handshake(Handshake&&) noexcept = default;
    Handshake& operator=(Handshake&&) noexcept = default;

    // The first message of that handshake type by that sender; null when there is none.
    const Message* find(std::uint8_t handshake_type, Role sender) const;
};

// Receives what a tracker finds. Called from within the tracker's on_…() functions.
class HandshakeSink {
  public:
    virtual ~HandshakeSink() = default;
    virtual void on_handshake(Handshake&& handshake) = 0;
    // The connection carries TLS, but no octet of a handshake was seen (the capture began later).
    virtual void on_joined_late() {}
    // Nothing that looks like TLS in the first octets: the connection is given up.
    virtual void on_no_tls() {}
};

}  // namespace tlsonar::dissect
