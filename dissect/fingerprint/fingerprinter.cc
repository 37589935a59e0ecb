#include "dissect/fingerprint/fingerprinter.h"

#include "dissect/fingerprint/ja3.h"
#include "dissect/fingerprint/ja4_parts.h"

#include <cstring>
#include <vector>

#include <openssl/evp.h>

namespace tlsonar::dissect {
namespace {

struct Free {
    void operator()(EVP_MD* digest) const { EVP_MD_free(digest); }
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

// One hash function, fetched once. (An implicit fetch costs more than the hash of a hello.)
class Digest {
  public:
    explicit Digest(const char* name)
        : type_(EVP_MD_fetch(nullptr, name, nullptr)), context_(EVP_MD_CTX_new()) {}

    // Hex of the first octets of the hash, into `out`. False when the library has no such hash.
    bool hash(std::string_view text, char* out, std::size_t digits) {
        std::uint8_t octets[EVP_MAX_MD_SIZE];
        if (!type_ || !context_ || EVP_DigestInit_ex2(context_.get(), type_.get(), nullptr) != 1 ||
            EVP_DigestUpdate(context_.get(), text.data(), text.size()) != 1 ||
            EVP_DigestFinal_ex(context_.get(), octets, nullptr) != 1)
            return false;
        static constexpr char kHex[] = "0123456789abcdef";
        for (std::size_t i = 0; i < digits; ++i)
            out[i] = kHex[i % 2 == 0 ? octets[i / 2] >> 4 : octets[i / 2] & 0x0F];
        return true;
    }

  private:
    std::unique_ptr<EVP_MD, Free> type_;
    std::unique_ptr<EVP_MD_CTX, Free> context_;
};

}  // namespace

struct Fingerprinter::State {
    Digest md5{"MD5"};
    Digest sha256{"SHA2-256"};
    std::string text;
    std::vector<std::uint16_t> codes;

    Md5Text md5_text() {
        Md5Text out;
        out.digits.fill('0');
        md5.hash(text, out.digits.data(), out.digits.size());
        return out;
    }
    // 12 digits; zeros for nothing.
    void sha256_12(char* out) {
        if (text.empty() || !sha256.hash(text, out, 12)) std::memset(out, '0', 12);
    }
};

Fingerprinter::Fingerprinter() : state_(std::make_unique<State>()) {}
Fingerprinter::Fingerprinter(Fingerprinter&&) noexcept = default;
Fingerprinter& Fingerprinter::operator=(Fingerprinter&&) noexcept = default;
Fingerprinter::~Fingerprinter() = default;

Md5Text Fingerprinter::ja3(const ClientHello& hello) {
    state_->text.clear();
    append_ja3(state_->text, hello);
    return state_->md5_text();
}

Md5Text Fingerprinter::ja3s(const ServerHello& hello) {
    state_->text.clear();
    append_ja3s(state_->text, hello);
    return state_->md5_text();
}

Ja4Text Fingerprinter::ja4(const ClientHello& hello, Ja4Transport transport) {
    Ja4Text out;
    std::string& text = state_->text;
    text.clear();
    ja4::append_prefix(text, hello, transport);
    char* at = out.characters.data();
    std::memcpy(at, text.data(), ja4::kPrefixSize);
    at[10] = at[23] = '_';
    text.clear();
    ja4::append_ciphers(text, hello, state_->codes);
    state_->sha256_12(at + 11);
    text.clear();
    ja4::append_extensions(text, hello, state_->codes);
    state_->sha256_12(at + 24);
    return out;
}

}  // namespace tlsonar::dissect
