// The catalogue of handshake messages. One file per message holds its structure: type, read, write,
// describe; list.inc names them all.
#pragma once

#include "core/bytes.h"
#include "core/fields.h"
#include "dissect/codec.h"
#include "dissect/message/handshake_type.h"
#include "dissect/registry/cipher_suite.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace tlsonar::dissect {

// What the layout of a message depends on beside its type. The defaults stand for "not known".
struct MessageContext {
    std::uint16_t version = 0;           // selected, as on the wire
    const CipherSuite* suite = nullptr;  // selected
    // CertificateType that the sender of a Certificate agreed to (RFC 7250): 2 is RawPublicKey.
    std::uint8_t certificate_type = 0;
    // The octets are only the beginning of the body: nothing is malformed, and describe() shows
    // what is there.
    bool partial = false;
};

struct MessageKind {
    std::uint8_t type;           // HandshakeType, or the message type of SSLv2
    std::string_view name;       // the standard's
    std::string_view reference;  // "RFC 9846 section 4.1.2"
    // Nothing when the body (without the header of type and length) is well-formed.
    Status<DecodeError> (*check)(Bytes body, const MessageContext& context);
    // Describes a body. One that is malformed is shown as hex with the reason.
    void (*describe)(Bytes body, const MessageContext& context, FieldSink& sink);
    // A well-formed body, read and written again: the same octets. (What tests hold us to.)
    std::vector<std::uint8_t> (*rewrite)(Bytes body, const MessageContext& context);
};

// Handshake messages of SSLv3 up to TLS 1.3 and DTLS, ascending by type.
std::span<const MessageKind* const> message_kinds();
const MessageKind* find_message(HandshakeType type);

// Messages of SSLv2, ascending by type; the body begins after the octet of the type.
std::span<const MessageKind* const> ssl2_message_kinds();
const MessageKind* find_ssl2_message(std::uint8_t type);

// How far the protocol had come, whatever the version is called on the wire (DTLS 1.0 is TLS 1.1,
// the drafts of TLS 1.3 are TLS 1.3). An unknown version counts as TLS 1.2, the one most seen.
enum class Generation : std::uint8_t { ssl3, tls10, tls11, tls12, tls13 };
Generation generation_of(std::uint16_t version);

}  // namespace tlsonar::dissect
