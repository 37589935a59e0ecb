// ClientHello and ServerHello (RFC 9846 sections 4.1.2 and 4.1.3, RFC 5246 section 7.4.1, RFC 6347
// section 4.2.1). Both borrow from the message's octets. Reading is lenient where the framing
// holds: a session_id of more than 32 octets or half a cipher suite is for the message's check to
// refuse, so that the rest of such a hello is not lost. (The SSLv2 CLIENT-HELLO is in ssl2.h.)
#pragma once

#include "core/bytes.h"
#include "core/fields.h"
#include "dissect/codec.h"
#include "dissect/extension/extension.h"

#include <cstdint>

namespace tlsonar::dissect {

struct ClientHello {
    std::uint16_t legacy_version = 0;
    Bytes random;      // 32 octets
    Bytes session_id;  // 0..32
    Bytes cookie;      // DTLS only (RFC 6347 section 4.2.1)
    CodeList cipher_suites;
    Bytes compression_methods;
    bool has_extensions = false;  // the vector may be left out before TLS 1.3
    ExtensionList extensions;
};
void read(Reader& reader, ClientHello& hello);
void write(Writer& writer, const ClientHello& hello);
std::string_view refuse(const ClientHello& hello);
void describe(const ClientHello& hello, FieldSink& sink);

// The drafts of TLS 1.3 before the 22nd announce themselves in legacy_version, and their layout has
// neither session_id nor compression_method.
struct ServerHello {
    std::uint16_t legacy_version = 0;
    Bytes random;
    Bytes session_id;  // legacy_session_id_echo
    std::uint16_t cipher_suite = 0;
    std::uint8_t compression_method = 0;
    bool has_extensions = false;
    ExtensionList extensions;
    bool draft_layout = false;
};
void read(Reader& reader, ServerHello& hello);
void write(Writer& writer, const ServerHello& hello);
std::string_view refuse(const ServerHello& hello);
void describe(const ServerHello& hello, FieldSink& sink);

// True for the versions of DTLS as on the wire: 0xFEFF, 0xFEFD, 0xFEFC, and 0x0100 of old OpenSSL.
inline bool is_dtls(std::uint16_t version) { return (version >> 8) == 0xFE || version == 0x0100; }

// RFC 9846 section 4.1.3: the random that makes a ServerHello a HelloRetryRequest.
bool is_hello_retry_request(const ServerHello& hello);

// The version that this ServerHello selects: supported_versions where present, else legacy_version.
// Draft versions (0x7Fxx) are returned as they are.
std::uint16_t selected_version(const ServerHello& hello);

// RFC 9846 section 4.1.3: the end of the random by which a server that knows better marks that it
// was made to negotiate an older version.
enum class Downgrade : std::uint8_t { none, to_tls12, to_tls11_or_below };
Downgrade downgrade_sentinel(const ServerHello& hello);

}  // namespace tlsonar::dissect
