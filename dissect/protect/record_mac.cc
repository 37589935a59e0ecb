#include "dissect/protect/record_cipher_private.h"

#include <algorithm>

#include <openssl/crypto.h>

namespace tlsonar::dissect {
namespace {

Hash hash_of(Mac mac) {
    switch (mac) {
        case Mac::md5:
            return Hash::md5;
        case Mac::sha1:
            return Hash::sha1;
        case Mac::sha256:
            return Hash::sha256;
        case Mac::sha384:
            return Hash::sha384;
        case Mac::sm3:
            return Hash::sm3;
        default:
            return Hash::none;
    }
}

}  // namespace

bool RecordMac::set_key(const CipherSuite& suite, Era era, Bytes key, std::size_t length) {
    length_ = length;
    era_ = era;
    if (length == 0) return true;  // TLS_NULL_WITH_NULL_NULL
    hash_ = hash_of(suite.mac);
    if (hash_ == Hash::none || hash_length(hash_) < length) return false;
    key_.assign(key.begin(), key.end());
    return hmac_.set_key(hash_, key);
}

bool RecordMac::verify(const SealedRecord& record, Bytes content, Bytes mac) {
    if (length_ == 0) return mac.empty();
    std::uint8_t header[13];
    for (std::size_t i = 0; i < 8; ++i)
        header[i] = static_cast<std::uint8_t>(record.sequence >> (56 - 8 * i));
    header[8] = record.content_type;
    header[9] = static_cast<std::uint8_t>(record.version >> 8);
    header[10] = static_cast<std::uint8_t>(record.version);
    header[11] = static_cast<std::uint8_t>(content.size() >> 8);
    header[12] = static_cast<std::uint8_t>(content.size());
    std::array<std::uint8_t, kMaxHashLength> computed;
    const Octets out = Octets(computed).first(length_);
    const Bytes parts[] = {header, content};
    const bool done = era_ == Era::ssl3 ? ssl3(header, content, out) : hmac_.compute(parts, out);
    return done && mac.size() == length_ && CRYPTO_memcmp(out.data(), mac.data(), length_) == 0;
}

// RFC 6101 section 5.2.3.1: hash(key + pad_2 + hash(key + pad_1 + seq_num + type + length +
// content)). The version is not in it.
bool RecordMac::ssl3(Bytes header, Bytes content, Octets out) {
    const std::size_t pad_length = hash_ == Hash::md5 ? 48 : 40;
    std::array<std::uint8_t, 48> pad_1;
    std::array<std::uint8_t, 48> pad_2;
    pad_1.fill(0x36);
    pad_2.fill(0x5C);
    std::array<std::uint8_t, kMaxHashLength> inner;
    const Octets inner_hash = Octets(inner).first(hash_length(hash_));
    const Bytes first[] = {key_, Bytes(pad_1).first(pad_length), header.first(9), header.last(2),
                           content};
    const Bytes second[] = {key_, Bytes(pad_2).first(pad_length), inner_hash};
    return evp::hash(hash_, first, inner_hash) && evp::hash(hash_, second, out);
}

}  // namespace tlsonar::dissect
