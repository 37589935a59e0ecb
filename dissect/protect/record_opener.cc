#include "dissect/protect/record_opener.h"

#include "dissect/protect/record_cipher_private.h"

namespace tlsonar::dissect {

namespace {
using Cause = OpenError::Cause;
}  // namespace

std::string_view describe(OpenError::Cause cause) {
    switch (cause) {
        case Cause::unknown_suite:
            return "unknown cipher suite";
        case Cause::cipher_not_available:
            return "cipher not available";
        case Cause::bad_secret:
            return "secret of a length that cannot be";
        case Cause::too_short:
            return "record too short for its cipher";
        case Cause::bad_length:
            return "record of a length that cannot be";
        case Cause::bad_mac:
            return "authentication failed";
        case Cause::bad_padding:
            return "nothing but padding";
        case Cause::lost_state:
            return "state of the cipher lost in a gap";
        case Cause::library:
            return "crypto library refused";
    }
    return "";
}

RecordOpener::RecordOpener(std::unique_ptr<Cipher> cipher) : cipher_(std::move(cipher)) {}
RecordOpener::RecordOpener(RecordOpener&&) noexcept = default;
RecordOpener& RecordOpener::operator=(RecordOpener&&) noexcept = default;
RecordOpener::~RecordOpener() = default;

Result<RecordOpener, OpenError> RecordOpener::make_tls13(std::uint16_t suite, Bytes secret) {
    const CipherSuite* known = find_cipher_suite(suite);
    if (known == nullptr || !known->tls13) return OpenError{Cause::unknown_suite};
    const std::size_t length = hash_length(known->prf);
    if (length == 0) return OpenError{Cause::cipher_not_available};
    if (secret.size() != length) return OpenError{Cause::bad_secret};
    auto cipher = make_tls13_cipher(*known, secret);
    if (!cipher) return OpenError{Cause::cipher_not_available};
    return RecordOpener(std::move(cipher));
}

namespace {

CipherPointer make_old_cipher(const CipherSuite& suite, Era era, const WriteKeys& keys,
                              const Tls12Parameters& parameters) {
    if (suite.mac == Mac::aead) return make_tls12_aead_cipher(suite, keys);
    // RFC 6066 section 7: the first 10 octets of the HMAC.
    constexpr std::size_t kTruncated = 10;
    const std::size_t mac_length =
        parameters.truncated_hmac && suite.mac_length > kTruncated ? kTruncated : suite.mac_length;
    if (suite.mode == Mode::cbc)
        return make_cbc_cipher(suite, era, keys, parameters.encrypt_then_mac, mac_length);
    return make_stream_cipher(suite, era, keys, mac_length);
}

}  // namespace

Result<RecordOpener, OpenError> RecordOpener::make_tls12(const Tls12Parameters& parameters) {
    const CipherSuite* suite = find_cipher_suite(parameters.suite);
    if (suite == nullptr || suite->tls13 || suite->signal) return OpenError{Cause::unknown_suite};
    if (parameters.master_secret.size() != kMasterSecretLength ||
        parameters.client_random.size() != kRandomLength ||
        parameters.server_random.size() != kRandomLength)
        return OpenError{Cause::bad_secret};
    const Era era = era_of(parameters.version);
    WriteKeys keys;
    if (!write_keys(era, *suite, parameters.master_secret,
                    {parameters.client_random, parameters.server_random}, parameters.from_client,
                    keys))
        return OpenError{Cause::cipher_not_available};
    auto cipher = make_old_cipher(*suite, era, keys, parameters);
    if (!cipher) return OpenError{Cause::cipher_not_available};
    return RecordOpener(std::move(cipher));
}

OpenResult RecordOpener::open(std::uint8_t content_type, std::uint16_t record_version,
                              Bytes fragment, std::vector<std::uint8_t>& scratch) {
    if (fragment.size() > kMaxFragment) return OpenError{Cause::bad_length};
    SealedRecord record{cipher_->sequence, content_type, record_version, fragment};
    OpenResult result = cipher_->open(record, scratch);
    const bool search = cipher_->searches_left != 0 && cipher_->repeatable();
    for (std::uint64_t n = 1; search && n <= kMaxResync && !result.ok(); ++n) {
        if (result.error().cause != Cause::bad_mac) break;
        record.sequence = cipher_->sequence + n;
        record.again = true;
        result = cipher_->open(record, scratch);
    }
    if (!result.ok()) {
        if (result.error().cause == Cause::lost_state) {
            ++cipher_->sequence;
            return result;
        }
        if (cipher_->searches_left != 0) --cipher_->searches_left;
        return result;
    }
    result->sequence = record.sequence;
    result->skipped = record.sequence - cipher_->sequence;
    cipher_->sequence = record.sequence + 1;
    cipher_->searches_left = 0;
    return result;
}

OpenResult RecordOpener::open_at(std::uint64_t epoch_and_sequence, std::uint8_t content_type,
                                 std::uint16_t record_version, Bytes fragment,
                                 std::vector<std::uint8_t>& scratch) {
    if (fragment.size() > kMaxFragment) return OpenError{Cause::bad_length};
    OpenResult result =
        cipher_->open({epoch_and_sequence, content_type, record_version, fragment}, scratch);
    if (result.ok()) result->sequence = epoch_and_sequence;
    return result;
}

void RecordOpener::skip_record() {
    ++cipher_->sequence;
    cipher_->lose_state();
}

void RecordOpener::resync() {
    cipher_->searches_left = kMaxSearchedRecords;
    cipher_->lose_state();
}

std::uint64_t RecordOpener::sequence() const { return cipher_->sequence; }

Status<OpenError> RecordOpener::update() {
    const Status<OpenError> status = cipher_->update();
    if (status.ok()) {
        cipher_->sequence = 0;
        cipher_->searches_left = 0;
    }
    return status;
}

}  // namespace tlsonar::dissect
