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
//
// It remembers what it hashed last: clients are few and connect often (that is what makes a
// fingerprint useful), and finding a text again costs a tenth of hashing it.
class Digest {
  public:
    static constexpr std::size_t kDigits = 32;
    using Hex = std::array<char, kDigits>;

    explicit Digest(const char* name)
        : type_(EVP_MD_fetch(nullptr, name, nullptr)),
          context_(EVP_MD_CTX_new()),
          places_(kPlaces) {}

    // Hex of the first 16 octets of the hash; zeros when the library has no such hash.
    const Hex& hash(const std::string& text) {
        Place& place = places_[place_of(text)];
        if (place.known && place.text == text) return place.hex;
        place.hex.fill('0');
        place.known = compute(text, place.hex) && text.size() <= kMaxRemembered;
        if (place.known) place.text = text;
        return place.hex;
    }

  private:
    static constexpr std::size_t kPlaces = 256;
    static constexpr std::size_t kMaxRemembered = 1024;  // 256 KiB at most

    struct Place {
        bool known = false;
        Hex hex{};
        std::string text;
    };

    static std::size_t place_of(const std::string& text) {
        std::uint64_t h = text.size();
        std::size_t at = 0;
        for (; at + 8 <= text.size(); at += 8) {
            std::uint64_t word = 0;
            std::memcpy(&word, text.data() + at, 8);
            h = (h ^ word) * 0x9E3779B97F4A7C15U;
            h ^= h >> 32;
        }
        for (; at < text.size(); ++at)
            h = h * 31 + static_cast<unsigned char>(text[at]);
        return (h ^ (h >> 17)) % kPlaces;
    }

    bool compute(const std::string& text, Hex& out) {
        std::uint8_t octets[EVP_MAX_MD_SIZE];
        if (!type_ || !context_ || EVP_DigestInit_ex2(context_.get(), type_.get(), nullptr) != 1 ||
            EVP_DigestUpdate(context_.get(), text.data(), text.size()) != 1 ||
            EVP_DigestFinal_ex(context_.get(), octets, nullptr) != 1)
            return false;
        static constexpr char kHex[] = "0123456789abcdef";
        for (std::size_t i = 0; i < kDigits; ++i)
            out[i] = kHex[i % 2 == 0 ? octets[i / 2] >> 4 : octets[i / 2] & 0x0F];
        return true;
    }

    std::unique_ptr<EVP_MD, Free> type_;
    std::unique_ptr<EVP_MD_CTX, Free> context_;
    std::vector<Place> places_;
};

}  // namespace

struct Fingerprinter::State {
    Digest md5{"MD5"};
    Digest sha256{"SHA2-256"};
    std::string text;
    std::vector<std::uint16_t> codes;

    // 12 digits; zeros for nothing.
    void sha256_12(char* out) {
        if (text.empty())
            std::memset(out, '0', 12);
        else
            std::memcpy(out, sha256.hash(text).data(), 12);
    }
};

Fingerprinter::Fingerprinter() : state_(std::make_unique<State>()) {}
Fingerprinter::Fingerprinter(Fingerprinter&&) noexcept = default;
Fingerprinter& Fingerprinter::operator=(Fingerprinter&&) noexcept = default;
Fingerprinter::~Fingerprinter() = default;

Md5Text Fingerprinter::ja3(const ClientHello& hello) {
    state_->text.clear();
    append_ja3(state_->text, hello);
    return {state_->md5.hash(state_->text)};
}

Md5Text Fingerprinter::ja3s(const ServerHello& hello) {
    state_->text.clear();
    append_ja3s(state_->text, hello);
    return {state_->md5.hash(state_->text)};
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
