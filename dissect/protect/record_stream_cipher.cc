// GenericStreamCipher: RC4, and NULL with or without MAC (RFC 5246 section 6.2.3.1).
#include "dissect/protect/record_cipher_private.h"

namespace tlsonar::dissect {
namespace {

using Cause = OpenError::Cause;

class StreamCipher : public RecordOpener::Cipher {
  public:
    bool init(const CipherSuite& suite, Era era, const WriteKeys& keys, std::size_t mac_length) {
        if (!mac_.set_key(suite, era, keys.mac_key, mac_length)) return false;
        if (suite.cipher == Cipher_::null) return true;
        const char* name = evp_cipher_name(suite);
        if (name == nullptr || suite.mode != Mode::stream) return false;
        cipher_ = evp::fetch_cipher(name);
        context_.reset(EVP_CIPHER_CTX_new());
        return cipher_ && context_ &&
               EVP_CIPHER_get_key_length(cipher_.get()) == evp::length(keys.key.size()) &&
               EVP_DecryptInit_ex2(context_.get(), cipher_.get(), keys.key.data(), nullptr,
                                   nullptr) == 1;
    }

    OpenResult open(const SealedRecord& record, std::vector<std::uint8_t>& scratch) override {
        Bytes text = record.fragment;
        if (text.size() < mac_.length()) return OpenError{Cause::too_short};
        if (lost_) return OpenError{Cause::lost_state};
        if (context_) {
            int n = 0;
            scratch.resize(text.size());
            if (EVP_DecryptUpdate(context_.get(), scratch.data(), &n, text.data(),
                                  evp::length(text.size())) != 1)
                return OpenError{Cause::library};
            text = scratch;
        }
        const Bytes content = text.first(text.size() - mac_.length());
        if (!mac_.verify(record, content, text.last(mac_.length())))
            return OpenError{Cause::bad_mac};
        return Opened{record.content_type, content, 0, 0};
    }

    void lose_state() override { lost_ = context_ != nullptr; }
    // RC4 has gone on by then.
    bool repeatable() const override { return context_ == nullptr; }

  private:
    using Cipher_ = tlsonar::dissect::Cipher;

    RecordMac mac_;
    evp::CipherOwner cipher_;
    evp::CipherContext context_;  // null: NULL cipher
    bool lost_ = false;
};

}  // namespace

CipherPointer make_stream_cipher(const CipherSuite& suite, Era era, const WriteKeys& keys,
                                 std::size_t mac_length) {
    auto cipher = std::make_unique<StreamCipher>();
    if (!cipher->init(suite, era, keys, mac_length)) return nullptr;
    return cipher;
}

namespace {

struct EvpName {
    Cipher cipher;
    Mode mode;
    std::uint8_t key_length;
    const char* name;
};

constexpr EvpName kEvpNames[] = {
    {Cipher::aes, Mode::gcm, 16, "AES-128-GCM"},
    {Cipher::aes, Mode::gcm, 32, "AES-256-GCM"},
    {Cipher::aes, Mode::ccm, 16, "AES-128-CCM"},
    {Cipher::aes, Mode::ccm, 32, "AES-256-CCM"},
    {Cipher::aes, Mode::ccm_8, 16, "AES-128-CCM"},
    {Cipher::aes, Mode::ccm_8, 32, "AES-256-CCM"},
    {Cipher::aes, Mode::cbc, 16, "AES-128-CBC"},
    {Cipher::aes, Mode::cbc, 32, "AES-256-CBC"},
    {Cipher::chacha20, Mode::poly1305, 32, "ChaCha20-Poly1305"},
    {Cipher::camellia, Mode::gcm, 16, "CAMELLIA-128-GCM"},
    {Cipher::camellia, Mode::gcm, 32, "CAMELLIA-256-GCM"},
    {Cipher::camellia, Mode::cbc, 16, "CAMELLIA-128-CBC"},
    {Cipher::camellia, Mode::cbc, 32, "CAMELLIA-256-CBC"},
    {Cipher::aria, Mode::gcm, 16, "ARIA-128-GCM"},
    {Cipher::aria, Mode::gcm, 32, "ARIA-256-GCM"},
    {Cipher::aria, Mode::cbc, 16, "ARIA-128-CBC"},
    {Cipher::aria, Mode::cbc, 32, "ARIA-256-CBC"},
    {Cipher::sm4, Mode::gcm, 16, "SM4-GCM"},
    {Cipher::sm4, Mode::ccm, 16, "SM4-CCM"},
    {Cipher::sm4, Mode::cbc, 16, "SM4-CBC"},
    {Cipher::seed, Mode::cbc, 16, "SEED-CBC"},
    {Cipher::idea, Mode::cbc, 16, "IDEA-CBC"},
    {Cipher::triple_des, Mode::cbc, 24, "DES-EDE3-CBC"},
    {Cipher::des, Mode::cbc, 8, "DES-CBC"},
    {Cipher::rc2, Mode::cbc, 16, "RC2-CBC"},
    {Cipher::rc4, Mode::stream, 16, "RC4"},
};

}  // namespace

const char* evp_cipher_name(const CipherSuite& suite) {
    for (const EvpName& row : kEvpNames)
        if (row.cipher == suite.cipher && row.mode == suite.mode &&
            row.key_length == suite.key_length)
            return row.name;
    return nullptr;
}

}  // namespace tlsonar::dissect
