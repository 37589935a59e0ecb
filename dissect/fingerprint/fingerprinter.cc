#include "dissect/fingerprint/fingerprinter.h"

#include "core/quick_hash.h"
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

// All that JA3 and JA4 depend on, and nothing that changes from one hello of a client to its next.
void append_traits(std::string& out, const ClientHello& hello, Ja4Transport transport) {
    const auto number = [&out](std::size_t n) {
        out += static_cast<char>(n >> 8);
        out += static_cast<char>(n);
    };
    const auto list = [&](Bytes octets) {
        number(octets.size());
        out += as_text(octets);
    };
    out += static_cast<char>(transport);
    number(hello.legacy_version);
    list(hello.cipher_suites.octets());
    for (const Extension& extension : hello.extensions) {
        number(extension.type);
        switch (extension.type) {
            case 10:  // supported_groups
            case 11:  // ec_point_formats
            case 13:  // signature_algorithms
            case 16:  // application_layer_protocol_negotiation
            case 43:  // supported_versions
                list(extension.body);
                break;
            default:
                break;
        }
    }
}

// The same for JA3S.
void append_traits(std::string& out, const ServerHello& hello) {
    const auto number = [&out](std::size_t n) {
        const char octets[] = {static_cast<char>(n >> 8), static_cast<char>(n)};
        out.append(octets, sizeof octets);
    };
    number(hello.legacy_version);
    number(hello.cipher_suite);
    for (const Extension& extension : hello.extensions)
        number(extension.type);
}

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
        Place& place = places_[quick_hash(as_bytes(text)) % kPlaces];
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

    bool compute(const std::string& text, Hex& out) {
        std::uint8_t octets[EVP_MAX_MD_SIZE];
        if (!type_ || !context_ || EVP_DigestInit_ex2(context_.get(), type_.get(), nullptr) != 1 ||
            EVP_DigestUpdate(context_.get(), text.data(), text.size()) != 1 ||
            EVP_DigestFinal_ex(context_.get(), octets, nullptr) != 1)
            return false;
        static constexpr char kHexDigits[] = "0123456789abcdef";
        for (std::size_t i = 0; i < kDigits; ++i)
            out[i] = kHexDigits[i % 2 == 0 ? octets[i / 2] >> 4 : octets[i / 2] & 0x0F];
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

    // Clients seen lately, by their traits.
    static constexpr std::size_t kClients = 256;
    static constexpr std::size_t kMaxTraits = 2048;
    struct Client {
        std::string traits;  // empty: no client here
        ClientTexts texts;
    };
    std::vector<Client> clients = std::vector<Client>(kClients);
    // Servers' answers, likewise.
    static constexpr std::size_t kServers = 1024;
    struct Server {
        std::string traits;
        Md5Text text;
    };
    std::vector<Server> servers = std::vector<Server>(kServers);
    std::string traits;

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
    std::string& traits = state_->traits;
    traits.clear();
    append_traits(traits, hello);
    State::Server& place = state_->servers[quick_hash(as_bytes(traits)) % State::kServers];
    if (place.traits == traits) return place.text;
    state_->text.clear();
    append_ja3s(state_->text, hello);
    place.text = {state_->md5.hash(state_->text)};
    place.traits.assign(traits.size() <= State::kMaxTraits ? std::string_view(traits)
                                                           : std::string_view());
    return place.text;
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

const Fingerprinter::ClientTexts& Fingerprinter::client(const ClientHello& hello,
                                                        Ja4Transport transport) {
    std::string& traits = state_->traits;
    traits.clear();
    append_traits(traits, hello, transport);
    State::Client& place = state_->clients[quick_hash(as_bytes(traits)) % State::kClients];
    if (place.traits == traits) return place.texts;
    place.texts = {ja3(hello), ja4(hello, transport)};
    place.traits.assign(traits.size() <= State::kMaxTraits ? std::string_view(traits)
                                                           : std::string_view());
    return place.texts;
}

}  // namespace tlsonar::dissect
