// ClientHello and ServerHello (RFC 8446 sections 4.1.2 and 4.1.3, RFC 5246 section 7.4.1), and the
// SSLv2 CLIENT-HELLO that older clients sent in their place. All borrow from the message's octets.
#pragma once

#include <cstdint>

#include "core/bytes.h"
#include "dissect/codec.h"
#include "dissect/extension/extension.h"

namespace tlsonar::dissect {

struct ClientHello {
    std::uint16_t legacy_version = 0;
    Bytes random;      // 32 octets
    Bytes session_id;  // 0..32
    CodeList cipher_suites;
    Bytes compression_methods;
    bool has_extensions = false;  // the vector may be left out before TLS 1.3
    ExtensionList extensions;
};
void read(Reader& reader, ClientHello& hello);
void write(Writer& writer, const ClientHello& hello);

struct ServerHello {
    std::uint16_t legacy_version = 0;
    Bytes random;
    Bytes session_id;  // legacy_session_id_echo
    std::uint16_t cipher_suite = 0;
    std::uint8_t compression_method = 0;
    bool has_extensions = false;
    ExtensionList extensions;
};
void read(Reader& reader, ServerHello& hello);
void write(Writer& writer, const ServerHello& hello);

// RFC 8446 section 4.1.3: the random that makes a ServerHello a HelloRetryRequest.
bool is_hello_retry_request(const ServerHello& hello);

// The version that this ServerHello selects: supported_versions where present, else legacy_version.
// Draft versions (0x7Fxx) are returned as they are.
std::uint16_t selected_version(const ServerHello& hello);

}  // namespace tlsonar::dissect
