// GenericBlockCipher: CBC with the IV in the record (TLS 1.1 and later) or chained from the record
// before (TLS 1.0, SSL 3.0), MAC inside or, with RFC 7366, outside of the encryption.
#include "dissect/protect/record_cipher_private.h"

#include <algorithm>

namespace tlsonar::dissect {
namespace {

using Cause = OpenError::Cause;

class CbcCipher : public RecordOpener::Cipher {
  public:
    bool init(const CipherSuite& suite, Era era, const WriteKeys& keys, bool encrypt_then_mac,
              std::size_t mac_length) {
        const char* name = evp_cipher_name(suite);
        if (name == nullptr) return false;
        cipher_ = evp::fetch_cipher(name);
        context_.reset(EVP_CIPHER_CTX_new());
        block_ = suite.block_length;
        era_ = era;
        key_ = keys.key;
        encrypt_then_mac_ = encrypt_then_mac;
        if (chained()) chain_ = keys.iv;
        return cipher_ && context_ && block_ >= 8 &&
               EVP_CIPHER_get_key_length(cipher_.get()) == evp::length(key_.size()) &&
               EVP_CIPHER_get_iv_length(cipher_.get()) == evp::length(block_) &&
               (!chained() || chain_.size() == block_) &&
               mac_.set_key(suite, era, keys.mac_key, mac_length);
    }

    OpenResult open(const SealedRecord& record, std::vector<std::uint8_t>& scratch) override {
        const std::size_t outer_mac = encrypt_then_mac_ ? mac_.length() : 0;
        if (record.fragment.size() < outer_mac) return OpenError{Cause::too_short};
        const Bytes sealed = record.fragment.first(record.fragment.size() - outer_mac);
        // Without its IV the first block would come out as garbage, and a MAC that is outside of
        // the encryption would not tell.
        if (chained() && !record.again && !take_iv(sealed)) return OpenError{Cause::lost_state};
        if (encrypt_then_mac_ && !mac_.verify(record, sealed, record.fragment.last(outer_mac)))
            return OpenError{Cause::bad_mac};
        const std::size_t explicit_iv = chained() ? 0 : block_;
        if (sealed.size() < explicit_iv + block_) return OpenError{Cause::too_short};
        if (sealed.size() % block_ != 0) return OpenError{Cause::bad_length};
        const Bytes iv = chained() ? Bytes(iv_) : sealed.first(block_);
        if (!decrypt(iv, sealed.subspan(explicit_iv), scratch)) return OpenError{Cause::library};
        return strip(record, scratch);
    }

    void lose_state() override { chain_.clear(); }

  private:
    bool chained() const { return era_ == Era::ssl3 || era_ == Era::tls10; }

    // The IV of this record is the last block of the one before, whether or not that one verified.
    // False when it is unknown.
    bool take_iv(Bytes sealed) {
        iv_.swap(chain_);
        chain_.clear();
        if (sealed.size() >= block_)
            chain_.assign(sealed.end() - std::ptrdiff_t(block_), sealed.end());
        return !iv_.empty();
    }

    bool decrypt(Bytes iv, Bytes sealed, std::vector<std::uint8_t>& out) {
        out.resize(sealed.size() + block_);
        int n = 0;
        EVP_CIPHER_CTX* c = context_.get();
        const bool done =
            EVP_DecryptInit_ex2(c, cipher_.get(), key_.data(), iv.data(), nullptr) == 1 &&
            EVP_CIPHER_CTX_set_padding(c, 0) == 1 &&
            EVP_DecryptUpdate(c, out.data(), &n, sealed.data(), evp::length(sealed.size())) == 1;
        out.resize(sealed.size());
        return done && evp::length(sealed.size()) == n;
    }

    // Padding and, unless it was outside, the MAC. (An observer answers nobody: no need for
    // constant time.)
    OpenResult strip(const SealedRecord& record, Bytes text) {
        const std::size_t padding = std::size_t{text.back()} + 1;
        const std::size_t mac_length = encrypt_then_mac_ ? 0 : mac_.length();
        if (padding + mac_length > text.size() || !padding_ok(text.last(padding)))
            return OpenError{Cause::bad_mac};
        text = text.first(text.size() - padding);
        const Bytes content = text.first(text.size() - mac_length);
        if (!encrypt_then_mac_ && !mac_.verify(record, content, text.last(mac_length)))
            return OpenError{Cause::bad_mac};
        return Opened{record.content_type, content, 0, 0};
    }

    // TLS: every octet is the length. SSL 3.0: anything, but less than a block.
    bool padding_ok(Bytes padding) const {
        if (era_ == Era::ssl3) return padding.size() <= block_;
        return std::all_of(padding.begin(), padding.end(),
                           [&](std::uint8_t octet) { return octet == padding.back(); });
    }

    evp::CipherOwner cipher_;
    evp::CipherContext context_;
    RecordMac mac_;
    std::vector<std::uint8_t> key_;
    std::vector<std::uint8_t> chain_;  // the IV of the next record; empty when unknown
    std::vector<std::uint8_t> iv_;     // of the record being opened
    std::size_t block_ = 0;
    Era era_ = Era::tls12;
    bool encrypt_then_mac_ = false;
};

}  // namespace

CipherPointer make_cbc_cipher(const CipherSuite& suite, Era era, const WriteKeys& keys,
                              bool encrypt_then_mac, std::size_t mac_length) {
    auto cipher = std::make_unique<CbcCipher>();
    if (!cipher->init(suite, era, keys, encrypt_then_mac, mac_length)) return nullptr;
    return cipher;
}

}  // namespace tlsonar::dissect
