#include "audit/verdict/fingerprint.h"

#include "core/text.h"

#include <algorithm>
#include <array>

#include <openssl/evp.h>
#include <openssl/sha.h>

namespace tlsonar::audit {

std::string sha256_hex(std::string_view octets) {
    std::array<std::uint8_t, SHA256_DIGEST_LENGTH> digest{};
    SHA256(reinterpret_cast<const unsigned char*>(octets.data()), octets.size(), digest.data());
    std::string out;
    append_hex(out, digest);
    return out;
}

struct Fingerprinter::State {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    std::string text;  // kept for its memory
    bool ready = context != nullptr && EVP_DigestInit_ex(context, EVP_sha256(), nullptr) == 1;
    ~State() { EVP_MD_CTX_free(context); }

    std::array<std::uint8_t, SHA256_DIGEST_LENGTH> digest() {
        std::array<std::uint8_t, SHA256_DIGEST_LENGTH> out{};
        // The same kind again: nothing is looked up.
        if (!ready || EVP_DigestInit_ex(context, nullptr, nullptr) != 1 ||
            EVP_DigestUpdate(context, text.data(), text.size()) != 1 ||
            EVP_DigestFinal_ex(context, out.data(), nullptr) != 1)
            SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), out.data());
        return out;
    }
};

Fingerprinter::Fingerprinter() : state_(std::make_unique<State>()) {}
Fingerprinter::~Fingerprinter() = default;

Fingerprint Fingerprinter::of(std::string_view policy, std::string_view rule,
                              const Subject& subject, const Deviation& deviation) {
    std::string& text = state_->text;
    text.clear();
    const auto add = [&text](std::string_view part) {
        text += part;
        text += '\0';  // "a", "bc" is not "ab", "c"
    };
    add(policy);
    add(rule);
    add(subject.stable_id.empty() ? subject.id : subject.stable_id);
    add(vocabulary()[deviation.fact].name);
    add(deviation.aspect);
    const auto digest = state_->digest();
    Fingerprint::Octets first{};
    std::copy_n(digest.begin(), first.size(), first.begin());
    return Fingerprint(first);
}

}  // namespace tlsonar::audit
