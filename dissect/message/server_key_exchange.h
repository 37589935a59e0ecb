// ServerKeyExchange (RFC 5246 section 7.4.3, RFC 8422 section 5.4, RFC 4279, RFC 5489, RFC 5054,
// RFC 8492, RFC 2246 section 7.4.3 for export suites).
#pragma once

#include "core/bytes.h"
#include "core/fields.h"
#include "dissect/codec.h"
#include "dissect/message/message.h"

#include <cstdint>

namespace tlsonar::dissect {

// All borrow. Which of the parts are filled follows from the cipher suite's key exchange.
struct ServerKeyExchange {
    enum class Params : std::uint8_t {
        none,    // nothing but a hint or a signature
        dh,      // dh_p, dh_g, public_key
        ecdh,    // curve, public_key
        rsa,     // rsa_modulus, rsa_exponent (export)
        srp,     // dh_p (N), dh_g, salt, public_key (B)
        eccpwd,  // salt, curve, public_key (element), scalar
        opaque,  // other: `other` holds all the octets
    };
    Params params = Params::none;

    bool has_psk_identity_hint = false;
    Bytes psk_identity_hint;
    Bytes dh_p;
    Bytes dh_g;
    std::uint8_t curve_type = 0;    // 3 is named_curve
    std::uint16_t named_curve = 0;  // when named_curve
    Bytes public_key;               // dh_Ys, the point
    Bytes rsa_modulus;
    Bytes rsa_exponent;
    Bytes salt;
    Bytes scalar;
    Bytes other;

    // How many octets of the body are signed (after the two randoms).
    std::size_t params_length = 0;
    bool has_signature = false;
    std::uint16_t algorithm = 0;  // SignatureScheme; only since TLS 1.2
    Bytes signature;
};
void read(Reader& reader, ServerKeyExchange& value, const MessageContext& context);
void write(Writer& writer, const ServerKeyExchange& value, const MessageContext& context);
void describe(const ServerKeyExchange& value, FieldSink& sink);

Result<ServerKeyExchange, DecodeError> decode_server_key_exchange(Bytes body,
                                                                  const MessageContext& context);

}  // namespace tlsonar::dissect
