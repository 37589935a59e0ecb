// RecordOpener: takes the protection off TLS records, given the secrets (RFC 8446 section 5.2,
// RFC 5246 section 6.2.3, RFC 4346, RFC 2246, RFC 6101).
#pragma once

#include "core/bytes.h"
#include "core/result.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace tlsonar::dissect {

struct OpenError {
    enum class Cause : std::uint8_t {
        unknown_suite,         // not in the registry
        cipher_not_available,  // known, but neither we nor the crypto library can do it
        bad_secret,            // of a length that cannot be
        too_short,             // the fragment cannot hold what the cipher adds
        bad_length,            // not whole blocks, or longer than kMaxFragment
        bad_mac,               // authentication failed: another key, or altered octets
        bad_padding,           // TLS 1.3 record of nothing but zeros
        lost_state,            // what the cipher needs of the record before was lost in a gap
        library,               // the crypto library refused
    };
    Cause cause{};
};
// "authentication failed" …
std::string_view describe(OpenError::Cause cause);

// A record without its protection.
struct Opened {
    std::uint8_t content_type = 0;  // TLS 1.3: the inner one
    Bytes plaintext;                // in the caller's scratch, or in the fragment (NULL cipher)
    std::uint64_t sequence = 0;     // of the record
    std::uint64_t skipped = 0;      // records found missing before this one, after a gap
};

// What TLS 1.2 and before need to know of a connection; the parameters of RFC 5246 section 6.1.
struct Tls12Parameters {
    std::uint16_t suite = 0;
    std::uint16_t version = 0x0303;  // 0x0300 … 0x0303, DTLS 0xFEFF, 0xFEFD
    Bytes master_secret;             // 48 octets
    Bytes client_random;             // 32
    Bytes server_random;             // 32
    bool from_client = true;         // which direction
    bool encrypt_then_mac = false;   // RFC 7366, negotiated
    bool truncated_hmac = false;     // RFC 6066 section 7, negotiated
};

// One per direction and epoch. Keeps the sequence number. Moves, never copies.
class RecordOpener {
  public:
    // TLSCiphertext.length (RFC 5246 section 6.2.3).
    static constexpr std::size_t kMaxFragment = 16384 + 2048;
    // How many records a gap may have swallowed: so many sequence numbers are tried after resync().
    // (A try costs one AEAD pass over the record: under 10 µs for the largest.)
    static constexpr std::uint64_t kMaxResync = 256;
    // After a gap, so many records that do not open are searched in this way; later ones are not.
    static constexpr unsigned kMaxSearchedRecords = 16;

    // `secret`: [sender]_handshake_traffic_secret etc. Of RFC 8446 itself; drafts up to 19 used
    // other labels ("TLS 1.3, " for "tls13 ") and stay closed.
    static Result<RecordOpener, OpenError> make_tls13(std::uint16_t suite, Bytes secret);
    static Result<RecordOpener, OpenError> make_tls12(const Tls12Parameters& parameters);

    RecordOpener(RecordOpener&&) noexcept;
    RecordOpener& operator=(RecordOpener&&) noexcept;
    ~RecordOpener();

    // Opens the next record. `record_version` is the one in its header. The plaintext lies in
    // `scratch`, which is reused from call to call. On error the sequence number stays,
    // but for lost_state.
    Result<Opened, OpenError> open(std::uint8_t content_type, std::uint16_t record_version,
                                   Bytes fragment, std::vector<std::uint8_t>& scratch);

    // DTLS 1.2 and before: epoch and sequence number stand in the record header, as 64 bits.
    Result<Opened, OpenError> open_at(std::uint64_t epoch_and_sequence, std::uint8_t content_type,
                                      std::uint16_t record_version, Bytes fragment,
                                      std::vector<std::uint8_t>& scratch);

    // A record of this epoch went by without being opened, e.g. because its middle is missing.
    void skip_record();
    // An unknown number of records went by: the next open() searches for its sequence number.
    // With CBC of TLS 1.0 and before, the first record after a gap stays closed (lost_state, and it
    // is counted as passed by), since its IV was in the gap; RC4 stays closed for good.
    void resync();
    // TLS 1.3 KeyUpdate (RFC 8446 section 7.2): the next generation's keys, sequence number 0.
    Status<OpenError> update();

    std::uint64_t sequence() const;

    class Cipher;

  private:
    explicit RecordOpener(std::unique_ptr<Cipher> cipher);
    std::unique_ptr<Cipher> cipher_;
};

}  // namespace tlsonar::dissect
