// RecordOpener::Cipher: how one kind of cipher opens one record. Private to this folder.
#pragma once

#include "dissect/protect/evp_private.h"
#include "dissect/protect/key_schedule.h"
#include "dissect/protect/record_opener.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace tlsonar::dissect {

// A record as it stands on the wire.
struct SealedRecord {
    std::uint64_t sequence = 0;  // with DTLS, epoch and sequence number
    std::uint8_t content_type = 0;
    std::uint16_t version = 0;
    Bytes fragment;
    bool again = false;  // the record that was tried just before, under another sequence number
};

using OpenResult = Result<Opened, OpenError>;

class RecordOpener::Cipher {
  public:
    virtual ~Cipher() = default;

    virtual OpenResult open(const SealedRecord& record, std::vector<std::uint8_t>& scratch) = 0;
    // TLS 1.3 only.
    virtual Status<OpenError> update() { return OpenError{OpenError::Cause::bad_secret}; }
    // A record of unknown content went by.
    virtual void lose_state() {}
    // Whether a record may be tried again under another sequence number.
    virtual bool repeatable() const { return true; }

    std::uint64_t sequence = 0;
    // Records that may still be searched for after a gap; 0 when nothing is missing.
    unsigned searches_left = 0;
};

// Null when the crypto library has not what the suite needs.
using CipherPointer = std::unique_ptr<RecordOpener::Cipher>;

CipherPointer make_tls13_cipher(const CipherSuite& suite, Bytes secret);
CipherPointer make_tls12_aead_cipher(const CipherSuite& suite, const WriteKeys& keys);
CipherPointer make_cbc_cipher(const CipherSuite& suite, Era era, const WriteKeys& keys,
                              bool encrypt_then_mac, std::size_t mac_length);
// RC4 and NULL.
CipherPointer make_stream_cipher(const CipherSuite& suite, Era era, const WriteKeys& keys,
                                 std::size_t mac_length);

// OpenSSL's name for the suite's cipher; null when it has none.
const char* evp_cipher_name(const CipherSuite& suite);

// The MAC of GenericStreamCipher and GenericBlockCipher (RFC 5246 section 6.2.3.1), or SSL 3.0's.
class RecordMac {
  public:
    // False when we cannot compute it.
    bool set_key(const CipherSuite& suite, Era era, Bytes key, std::size_t length);
    std::size_t length() const { return length_; }
    // Of seq_num + type + version + length + content.
    bool verify(const SealedRecord& record, Bytes content, Bytes mac);

  private:
    bool ssl3(Bytes header, Bytes content, Octets out);

    evp::Hmac hmac_;
    Hash hash_ = Hash::none;
    Era era_ = Era::tls12;
    std::vector<std::uint8_t> key_;
    std::size_t length_ = 0;
};

}  // namespace tlsonar::dissect
