// HandshakeType of RFC 8446 section 4 and the earlier versions, an open enum: any octet is a value.
#pragma once

#include <cstdint>
#include <string_view>

namespace tlsonar::dissect {

enum class HandshakeType : std::uint8_t {
    hello_request = 0,
    client_hello = 1,
    server_hello = 2,
    hello_verify_request = 3,
    new_session_ticket = 4,
    end_of_early_data = 5,
    hello_retry_request = 6,  // drafts; since RFC 8446 a ServerHello with a special random
    encrypted_extensions = 8,
    request_connection_id = 9,
    new_connection_id = 10,
    certificate = 11,
    server_key_exchange = 12,
    certificate_request = 13,
    server_hello_done = 14,
    certificate_verify = 15,
    client_key_exchange = 16,
    client_certificate_request = 17,
    finished = 20,
    certificate_url = 21,
    certificate_status = 22,
    supplemental_data = 23,
    key_update = 24,
    compressed_certificate = 25,
    ekt_key = 26,
    next_protocol = 67,  // NPN, draft-agl-tls-nextprotoneg-04
    message_hash = 254,
};

// IANA's name, or empty when the registry has none.
std::string_view name_of(HandshakeType type);

}  // namespace tlsonar::dissect
