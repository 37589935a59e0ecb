// AEAD ciphers (RFC 5116) in TLS 1.2 (RFC 5246 section 6.2.3.3, RFC 5288, RFC 6655, RFC 7905) and
// TLS 1.3 (RFC 8446 section 5.2).
#include "core/writer.h"
#include "dissect/protect/record_cipher_private.h"

#include <algorithm>

namespace tlsonar::dissect {
namespace {

using Cause = OpenError::Cause;

constexpr std::size_t kNonceLength = 12;
using Nonce = std::array<std::uint8_t, kNonceLength>;

// One key of one AEAD algorithm.
class Aead {
  public:
    // False when the library has not this cipher.
    bool init(const CipherSuite& suite) {
        const char* name = evp_cipher_name(suite);
        if (name == nullptr) return false;
        cipher_ = evp::fetch_cipher(name);
        context_.reset(EVP_CIPHER_CTX_new());
        ccm_ = suite.mode == Mode::ccm || suite.mode == Mode::ccm_8;
        tag_length_ = suite.tag_length;
        return cipher_ && context_ && tag_length_ != 0 && tag_length_ <= 16 &&
               EVP_CIPHER_get_key_length(cipher_.get()) == suite.key_length;
    }
    std::size_t tag_length() const { return tag_length_; }

    // `sealed` ends with the tag. The plaintext goes to `out`, which is resized.
    Status<OpenError> open(Bytes key, const Nonce& nonce, Bytes aad, Bytes sealed,
                           std::vector<std::uint8_t>& out) {
        const Bytes text = sealed.first(sealed.size() - tag_length_);
        out.resize(text.size() + 16);
        std::array<std::uint8_t, 16> tag;
        std::copy_n(sealed.end() - std::ptrdiff_t(tag_length_), tag_length_, tag.begin());
        if (!start(key, nonce, tag)) return OpenError{Cause::library};
        int n = 0;
        EVP_CIPHER_CTX* c = context_.get();
        // CCM wants the length before anything else.
        if (ccm_ && EVP_DecryptUpdate(c, nullptr, &n, nullptr, evp::length(text.size())) != 1)
            return OpenError{Cause::library};
        if (EVP_DecryptUpdate(c, nullptr, &n, aad.data(), evp::length(aad.size())) != 1)
            return OpenError{Cause::library};
        if (EVP_DecryptUpdate(c, out.data(), &n, text.data(), evp::length(text.size())) != 1)
            return OpenError{Cause::bad_mac};
        // CCM has verified by now and has nothing to finish.
        if (!ccm_ && EVP_DecryptFinal_ex(c, out.data() + n, &n) != 1)
            return OpenError{Cause::bad_mac};
        out.resize(text.size());
        return {};
    }

  private:
    bool start(Bytes key, const Nonce& nonce, std::array<std::uint8_t, 16>& tag) {
        EVP_CIPHER_CTX* c = context_.get();
        return EVP_DecryptInit_ex2(c, cipher_.get(), nullptr, nullptr, nullptr) == 1 &&
               EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_SET_IVLEN, kNonceLength, nullptr) == 1 &&
               EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_SET_TAG, evp::length(tag_length_),
                                   tag.data()) == 1 &&
               EVP_DecryptInit_ex2(c, nullptr, key.data(), nonce.data(), nullptr) == 1;
    }

    evp::CipherOwner cipher_;
    evp::CipherContext context_;
    std::size_t tag_length_ = 0;
    bool ccm_ = false;
};

// The sequence number, padded to the nonce's length, XOR the IV (RFC 8446 section 5.3).
Nonce xor_nonce(Bytes iv, std::uint64_t sequence) {
    Nonce nonce{};
    std::copy_n(iv.begin(), std::min(iv.size(), nonce.size()), nonce.begin());
    for (std::size_t i = 0; i < 8; ++i)
        nonce[kNonceLength - 1 - i] ^= static_cast<std::uint8_t>(sequence >> (8 * i));
    return nonce;
}

class Tls13Cipher : public RecordOpener::Cipher {
  public:
    explicit Tls13Cipher(const CipherSuite& suite) : suite_(suite) {}

    bool init(Bytes secret) {
        secret_.assign(secret.begin(), secret.end());
        return suite_.fixed_iv_length == kNonceLength && aead_.init(suite_) && derive();
    }

    OpenResult open(const SealedRecord& record, std::vector<std::uint8_t>& scratch) override {
        if (record.fragment.size() < aead_.tag_length() + 1) return OpenError{Cause::too_short};
        // The additional data is the record header.
        const std::size_t length = record.fragment.size();
        const std::uint8_t aad[] = {
            record.content_type, static_cast<std::uint8_t>(record.version >> 8),
            static_cast<std::uint8_t>(record.version), static_cast<std::uint8_t>(length >> 8),
            static_cast<std::uint8_t>(length)};
        const auto status =
            aead_.open(key_, xor_nonce(iv_, record.sequence), aad, record.fragment, scratch);
        if (!status.ok()) return status.error();
        // TLSInnerPlaintext: content, type, zeros.
        std::size_t end = scratch.size();
        while (end > 0 && scratch[end - 1] == 0)
            --end;
        if (end == 0) return OpenError{Cause::bad_padding};
        return Opened{scratch[end - 1], Bytes(scratch).first(end - 1), 0, 0};
    }

    Status<OpenError> update() override {
        std::vector<std::uint8_t> next(secret_.size());
        if (!next_traffic_secret(suite_.prf, secret_, next)) return OpenError{Cause::library};
        secret_ = std::move(next);
        if (!derive()) return OpenError{Cause::library};
        return {};
    }

  private:
    bool derive() {
        key_.resize(suite_.key_length);
        iv_.resize(kNonceLength);
        return hkdf_expand_label(suite_.prf, secret_, "key", {}, key_) &&
               hkdf_expand_label(suite_.prf, secret_, "iv", {}, iv_);
    }

    const CipherSuite& suite_;  // in the registry
    Aead aead_;
    std::vector<std::uint8_t> secret_;
    std::vector<std::uint8_t> key_;
    std::vector<std::uint8_t> iv_;
};

class Tls12AeadCipher : public RecordOpener::Cipher {
  public:
    bool init(const CipherSuite& suite, const WriteKeys& keys) {
        key_ = keys.key;
        iv_ = keys.iv;
        explicit_length_ = suite.record_iv_length;
        return iv_.size() + explicit_length_ == kNonceLength && aead_.init(suite);
    }

    OpenResult open(const SealedRecord& record, std::vector<std::uint8_t>& scratch) override {
        const std::size_t overhead = explicit_length_ + aead_.tag_length();
        if (record.fragment.size() < overhead) return OpenError{Cause::too_short};
        const std::size_t length = record.fragment.size() - overhead;
        std::uint8_t aad[13];
        for (std::size_t i = 0; i < 8; ++i)
            aad[i] = static_cast<std::uint8_t>(record.sequence >> (56 - 8 * i));
        aad[8] = record.content_type;
        aad[9] = static_cast<std::uint8_t>(record.version >> 8);
        aad[10] = static_cast<std::uint8_t>(record.version);
        aad[11] = static_cast<std::uint8_t>(length >> 8);
        aad[12] = static_cast<std::uint8_t>(length);
        const auto status = aead_.open(key_, nonce(record), aad,
                                       record.fragment.subspan(explicit_length_), scratch);
        if (!status.ok()) return status.error();
        return Opened{record.content_type, Bytes(scratch), 0, 0};
    }

  private:
    // GCM and CCM: salt from the key block, the rest in the record. ChaCha20: as in TLS 1.3.
    Nonce nonce(const SealedRecord& record) const {
        if (explicit_length_ == 0) return xor_nonce(iv_, record.sequence);
        Nonce nonce{};
        const auto rest = std::copy(iv_.begin(), iv_.end(), nonce.begin());
        std::copy_n(record.fragment.begin(), explicit_length_, rest);
        return nonce;
    }

    Aead aead_;
    std::vector<std::uint8_t> key_;
    std::vector<std::uint8_t> iv_;
    std::size_t explicit_length_ = 0;
};

}  // namespace

CipherPointer make_tls13_cipher(const CipherSuite& suite, Bytes secret) {
    auto cipher = std::make_unique<Tls13Cipher>(suite);
    if (!cipher->init(secret)) return nullptr;
    return cipher;
}

CipherPointer make_tls12_aead_cipher(const CipherSuite& suite, const WriteKeys& keys) {
    auto cipher = std::make_unique<Tls12AeadCipher>();
    if (!cipher->init(suite, keys)) return nullptr;
    return cipher;
}

}  // namespace tlsonar::dissect
