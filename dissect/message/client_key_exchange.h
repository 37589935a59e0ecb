// ClientKeyExchange (RFC 5246 section 7.4.7, RFC 8422 section 5.7, RFC 4279, RFC 5489, RFC 2712,
// RFC 5054, RFC 8492, RFC 9189).
#pragma once

#include "core/bytes.h"
#include "core/fields.h"
#include "dissect/codec.h"
#include "dissect/message/message.h"

#include <cstdint>

namespace tlsonar::dissect {

// All borrow. Which of the parts are filled follows from the cipher suite's key exchange; without
// one, `other` holds all the octets.
struct ClientKeyExchange {
    bool has_psk_identity = false;
    Bytes psk_identity;
    Bytes encrypted_secret;  // the premaster secret under the server's key
    // False when the client's certificate holds the key (RFC 5246 section 7.4.7.2).
    bool has_public_key = false;
    Bytes public_key;  // dh_Yc, the point, A of SRP
    Bytes scalar;      // of ECCPWD
    Bytes ticket;      // of Kerberos, with the authenticator
    Bytes authenticator;
    Bytes other;
};
void read(Reader& reader, ClientKeyExchange& value, const MessageContext& context);
void write(Writer& writer, const ClientKeyExchange& value, const MessageContext& context);
void describe(const ClientKeyExchange& value, FieldSink& sink);

Result<ClientKeyExchange, DecodeError> decode_client_key_exchange(Bytes body,
                                                                  const MessageContext& context);

}  // namespace tlsonar::dissect
