#include "audit/verdict/fingerprint.h"

#include "core/text.h"

#include <array>

#include <openssl/sha.h>

namespace tlsonar::audit {

std::string sha256_hex(std::string_view octets) {
    std::array<std::uint8_t, SHA256_DIGEST_LENGTH> digest{};
    SHA256(reinterpret_cast<const unsigned char*>(octets.data()), octets.size(), digest.data());
    std::string out;
    append_hex(out, digest);
    return out;
}

std::string fingerprint(std::string_view policy, std::string_view rule, const Subject& subject,
                        const Deviation& deviation) {
    std::string text;
    const auto add = [&text](std::string_view part) {
        text += part;
        text += '\0';  // "a", "bc" is not "ab", "c"
    };
    add(policy);
    add(rule);
    add(subject.stable_id.empty() ? subject.id : subject.stable_id);
    add(vocabulary()[deviation.fact].name);
    add(deviation.aspect);
    constexpr std::size_t kDigits = 32;
    return sha256_hex(text).substr(0, kDigits);
}

}  // namespace tlsonar::audit
