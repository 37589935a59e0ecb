// Messages of SSL 2.0 (draft-hickman-netscape-ssl-00). Each is the octet of its type and the body
// that is read here.
#pragma once

#include "core/bytes.h"
#include "core/fields.h"
#include "dissect/codec.h"
#include "dissect/message/message.h"

#include <cstdint>

namespace tlsonar::dissect {

enum class Ssl2MessageType : std::uint8_t {
    error = 0,
    client_hello = 1,
    client_master_key = 2,
    client_finished = 3,
    server_hello = 4,
    server_verify = 5,
    server_finished = 6,
    request_certificate = 7,
    client_certificate = 8,
};

// A list of 24-bit cipher kinds, as found. In a hello that offers more than SSLv2, those below
// 0x10000 are TLS cipher suites (RFC 5246 appendix E.2). Borrows.
class Ssl2CipherList {
  public:
    Ssl2CipherList() = default;
    explicit Ssl2CipherList(Bytes octets) : octets_(octets) {}
    std::size_t size() const { return octets_.size() / 3; }
    bool empty() const { return size() == 0; }
    std::uint32_t operator[](std::size_t i) const { return load_be24(octets_.data() + 3 * i); }
    Bytes octets() const { return octets_; }

  private:
    Bytes octets_;
};

// CLIENT-HELLO, also as the V2ClientHello of RFC 5246 appendix E.2. Borrows.
struct Ssl2ClientHello {
    std::uint16_t version = 0;  // 0x0002, or the highest version offered
    Ssl2CipherList cipher_specs;
    Bytes session_id;  // 0 or 16 octets
    Bytes challenge;   // 16..32 octets
};
void read(Reader& reader, Ssl2ClientHello& hello);
void write(Writer& writer, const Ssl2ClientHello& hello);
std::string_view refuse(const Ssl2ClientHello& hello);
void describe(const Ssl2ClientHello& hello, FieldSink& sink);

// SERVER-HELLO. Borrows.
struct Ssl2ServerHello {
    std::uint8_t session_id_hit = 0;
    std::uint8_t certificate_type = 0;  // 1 is X.509
    std::uint16_t server_version = 0;
    Bytes certificate;
    Ssl2CipherList cipher_specs;
    Bytes connection_id;
};
void read(Reader& reader, Ssl2ServerHello& hello);
void write(Writer& writer, const Ssl2ServerHello& hello);
std::string_view refuse(const Ssl2ServerHello& hello);
void describe(const Ssl2ServerHello& hello, FieldSink& sink);

// CLIENT-MASTER-KEY. Borrows.
struct Ssl2ClientMasterKey {
    std::uint32_t cipher_kind = 0;
    Bytes clear_key;  // the part that export ciphers give away; all of it is the attack of DROWN
    Bytes encrypted_key;
    Bytes key_arg;
};
void read(Reader& reader, Ssl2ClientMasterKey& key);
void write(Writer& writer, const Ssl2ClientMasterKey& key);
void describe(const Ssl2ClientMasterKey& key, FieldSink& sink);

}  // namespace tlsonar::dissect
