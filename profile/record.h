// Record: what one handshake tells, as plain values. Owns all it holds. What the handshake does not
// tell is absent, never "no".
#pragma once

#include "core/moment.h"
#include "profile/observation.h"
#include "trust/certificate_ptr.h"
#include "trust/deployment/chain_judge.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::profile {

// A code point with its registry name; the name is empty when the registry has none.
struct Code {
    std::uint32_t value = 0;
    std::string_view name;
    bool grease = false;
};

// A certificate as it was sent. Shared by all records that saw the same octets.
struct Certificate : trust::Certificate {
    bool raw_public_key = false;  // RFC 7250: a SubjectPublicKeyInfo in the certificate's place
    bool cut = false;             // the capture holds only its beginning
};
using CertificateRef = std::shared_ptr<const Certificate>;

enum class Resumption : std::uint8_t {
    none,
    session_id,  // TLS 1.2 and before: the server echoed the session id
    ticket,      // TLS 1.2 and before: the client showed a ticket and the server took it
    psk,         // TLS 1.3: the server selected a pre-shared key (a ticket or an external key)
};

enum class Outcome : std::uint8_t {
    completed,   // both sides finished
    failed,      // a fatal alert ended it
    unfinished,  // the connection ended, or the capture did, before both finished
};

struct KeyShare {
    Code group;
    std::uint32_t octets = 0;
};

// The lists of a ClientHello, but for ALPN: views of what a ClientLists owns.
struct OfferedLists {
    std::span<const Code> versions;  // supported_versions, else empty
    std::span<const Code> suites;
    std::span<const Code> compression_methods;
    std::span<const Code> extensions;
    std::span<const Code> groups;
    std::span<const KeyShare> key_shares;
    std::span<const Code> signature_schemes;
    std::span<const Code> point_formats;
    std::span<const Code> certificate_compression;
};

// What a client says the same way each time it connects. Shared by all its records.
struct ClientLists {
    std::vector<Code> codes;
    std::vector<KeyShare> shares;
    OfferedLists lists;  // of the two above
    std::vector<std::string> alpn;
    std::string ja3;
    std::string ja4;

    ClientLists() = default;
    ClientLists(const ClientLists&) = delete;
    ClientLists& operator=(const ClientLists&) = delete;
};

// The ClientHello. Of two (after HelloRetryRequest) the second, which is the one that was answered.
struct ClientOffer : OfferedLists {
    std::shared_ptr<const ClientLists> owner;  // of the lists; null when they are empty
    bool seen = false;
    bool partial = false;
    bool ssl2_format = false;  // an SSLv2 CLIENT-HELLO
    std::uint16_t legacy_version = 0;
    std::vector<std::string> alpn;
    std::optional<std::string> sni;  // any octets
    std::string random;              // 32 octets
    std::string session_id;
    std::optional<std::size_t> ticket_octets;  // session_ticket
    std::size_t psk_identities = 0;
    bool early_data = false;
    std::string_view ech;  // "outer", "inner", "malformed"; empty when absent
    std::string ja3;
    std::string ja4;
};

struct ServerChoice {
    bool seen = false;
    bool partial = false;
    std::uint16_t legacy_version = 0;
    Code suite;
    Code compression_method;
    std::vector<Code> extensions;            // of ServerHello
    std::vector<Code> encrypted_extensions;  // of EncryptedExtensions, when it could be read
    bool encrypted_extensions_seen = false;
    std::optional<Code> group;             // of the key exchange
    std::uint32_t dh_bits = 0;             // DHE before TLS 1.3: size of the prime
    std::optional<Code> signature_scheme;  // of CertificateVerify or ServerKeyExchange
    std::optional<std::string> alpn;
    std::string random;
    std::string session_id;
    std::string ja3s;
};

// One message as a step of the handshake.
struct Step {
    std::string_view name;  // "client_hello", "alert", "application_data" ...
    dissect::Role sender = dissect::Role::client;
    dissect::Content content = dissect::Content::handshake;
    std::uint8_t type = 0;
    bool encrypted = false;
    bool opened = false;
    bool partial = false;
    std::uint32_t octets = 0;
    std::uint32_t records = 1;
    Moment first;
    Moment last;
};

struct AlertSeen {
    dissect::Role sender = dissect::Role::client;
    std::uint8_t level = 0;
    Code description;
    bool encrypted = false;
    Moment when;
};

// What a complete handshake of its kind would have shown, and why it is not here. Both are literals
// for people: "ServerHello", "the capture began later".
struct Missing {
    std::string_view what;
    std::string_view why;
};

struct Record {
    std::uint64_t number = 0;  // in the order of output, from 1
    Outcome outcome = Outcome::unfinished;
    Code version;  // selected; the value is 0 when unknown
    ClientOffer client;
    ServerChoice server;
    // Of two ClientHellos the first (a HelloRetryRequest came between, seen or not), and that
    // request.
    ClientOffer first_client;
    ServerChoice retry;
    std::vector<CertificateRef> server_certificates;  // as sent: the leaf first
    std::vector<CertificateRef> client_certificates;
    bool server_certificate_seen = false;  // the message, be it empty
    bool client_certificate_seen = false;
    bool client_certificate_requested = false;
    trust::ChainProofs server_proofs;  // what the server sent beside its chain
    // What validation made of the chains, at the time and for the name of the handshake; null when
    // no whole chain was seen, or nobody validated.
    trust::ChainVerdictPtr server_chain;
    trust::ChainVerdictPtr client_chain;
    // Nothing when the handshake does not tell, e.g. because that part is encrypted.
    std::optional<bool> server_authenticated;
    std::optional<bool> client_authenticated;
    std::optional<Resumption> resumption;
    std::optional<bool> forward_secrecy;
    std::optional<bool> post_quantum;
    std::optional<bool> early_data_accepted;
    bool hello_retry = false;
    bool renegotiation = false;
    bool decrypted = false;  // at least one protected handshake message was opened
    bool ocsp_staple = false;
    std::size_t tickets = 0;  // NewSessionTicket messages seen
    std::uint32_t handshake_of_connection = 1;
    std::string_view dialect;
    std::string_view ending;
    std::vector<Missing> missing;
    std::vector<AlertSeen> alerts;
    std::vector<Step> steps;
    std::vector<dissect::Anomaly> anomalies;
    std::array<std::uint64_t, 2> octets{};  // of TLS, by client and server

    // Durations in nanoseconds; nothing when an end of it was not seen.
    std::optional<Time> tcp_handshake;   // SYN to the ACK that completes it
    std::optional<Time> server_answer;   // ClientHello complete to the first octet of ServerHello
    std::optional<Time> handshake_time;  // first octet of ClientHello to the last Finished
    Moment first;                        // first and last octet of the handshake
    Moment last;

    Provenance provenance;
};

std::string_view name_of(Resumption resumption);
std::string_view name_of(Outcome outcome);

}  // namespace tlsonar::profile
