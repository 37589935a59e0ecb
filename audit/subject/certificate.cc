#include "audit/subject/certificate_private.h"
#include "audit/subject/read_private.h"

#include <algorithm>
#include <memory>

namespace tlsonar::audit {
namespace {

using reading::text;

std::vector<std::pair<std::string, std::string>> names_of(json::Item list) {
    std::vector<std::pair<std::string, std::string>> out;
    for (const json::Item name : list)
        out.emplace_back(text(name["type"]), text(name["value"]));
    return out;
}

// The value of a character of base64; -1 for others.
int base64_value(char c) {
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    if (c == '+') return 62;
    return c == '/' ? 63 : -1;
}

// RFC 4648 section 4; empty when it is none.
std::string from_base64(std::string_view text) {
    std::string out;
    std::uint32_t bits = 0;
    int held = 0;
    while (text.ends_with('='))
        text.remove_suffix(1);
    for (const char c : text) {
        const int value = base64_value(c);
        if (value < 0) return {};
        bits = (bits << 6 | static_cast<std::uint32_t>(value)) & 0xFFFFFF;
        held += 6;
        if (held < 8) continue;
        held -= 8;
        out += static_cast<char>(bits >> held & 0xFF);
    }
    return out;
}

CertificateView view_of(json::Item certificate) {
    CertificateView out;
    const json::Item key = certificate["public_key"];
    out.sha256 = text(certificate["sha256"]);
    out.subject = text(certificate["subject"]);
    out.issuer = text(certificate["issuer"]);
    out.common_name = text(certificate["common_name"]);
    out.serial = text(certificate["serial"]);
    out.not_before = reading::seconds(certificate["not_before"]);
    out.not_after = reading::seconds(certificate["not_after"]);
    out.key = key_type(certificate);
    out.key_bits = reading::small_number(key["bits"]);
    out.curve = text(key["curve"]);
    out.signature = text(certificate["signature"]);
    out.names = names_of(certificate["subject_alt_names"]);
    out.key_usage = reading::some_strings(certificate["key_usage"]);
    out.extended_key_usage = reading::some_strings(certificate["extended_key_usage"]);
    out.ca = certificate["ca"].flag().value_or(false);
    out.self_issued = certificate["self_issued"].flag().value_or(false);
    out.der = from_base64(certificate["der"].text());
    return out;
}

// Kinds of keys: how the documents begin to name them, and how policies do.
struct KeyName {
    std::string_view document;
    std::string_view policy;  // empty: the document's
};
constexpr KeyName kKeyNames[] = {
    {"RSA-PSS", "RSA"},  {"RSA", {}},       {"EC", {}},         {"Ed25519", "ED25519"},
    {"Ed448", "ED448"},  {"DSA", {}},       {"DH", {}},         {"X25519", {}},
    {"X448", {}},        {"GOST", {}},      {"SM2", {}},        {"ML-DSA-44", {}},
    {"ML-DSA-65", {}},   {"ML-DSA-87", {}}, {"ML-KEM-512", {}}, {"ML-KEM-768", {}},
    {"ML-KEM-1024", {}},
};

// SP 800-57 part 1 table 2; what lies between two rows counts as the lower.
struct Strength {
    std::int64_t bits;
    std::int64_t strength;
};
constexpr Strength kStrengthOfRsa[] = {
    {15'360, 256}, {7680, 192}, {3072, 128}, {2048, 112}, {1024, 80}, {768, 64}, {512, 56},
};
struct FixedStrength {
    std::string_view key;
    std::int64_t strength;
};
constexpr FixedStrength kFixedStrengths[] = {
    {"ED25519", 128},   {"ED448", 224},     {"X25519", 128},    {"X448", 224},
    {"ML-DSA-44", 128}, {"ML-DSA-65", 192}, {"ML-DSA-87", 256}, {"SM2", 128},
};

}  // namespace

CertificatePtr CertificateShelf::put(json::Item certificate) {
    if (!certificate.is(json::Kind::object)) return nullptr;
    CertificateView view = view_of(certificate);
    CertificatePtr& kept = by_hash_[view.sha256];
    // A document may claim anything of the same octets.
    if (kept == nullptr || !(*kept == view)) {
        auto fresh = std::make_shared<const CertificateView>(std::move(view));
        if (kept != nullptr) return fresh;
        kept = std::move(fresh);
    }
    return kept;
}

std::string key_type(json::Item certificate) {
    const std::string_view algorithm = certificate["public_key"]["algorithm"].text();
    const std::string_view word = algorithm.substr(0, algorithm.find(' '));
    if (word.starts_with("SLH-DSA-")) return std::string(word);
    for (const KeyName& name : kKeyNames)
        if (word == name.document)
            return std::string(name.policy.empty() ? name.document : name.policy);
    return {};
}

std::int64_t strength_of_rsa(std::int64_t bits) {
    for (const Strength& row : kStrengthOfRsa)
        if (bits >= row.bits) return row.strength;
    return 0;
}

std::optional<std::int64_t> key_strength(json::Item certificate) {
    const std::string type = key_type(certificate);
    for (const FixedStrength& row : kFixedStrengths)
        if (type == row.key) return row.strength;
    if (type.starts_with("SLH-DSA-")) {
        for (const std::int64_t level : {128, 192, 256})
            if (type.find("-" + std::to_string(level)) != std::string::npos) return level;
        return std::nullopt;
    }
    const auto bits = certificate["public_key"]["bits"].number();
    if (!bits || *bits <= 0) return std::nullopt;
    if (type == "RSA" || type == "DSA" || type == "DH") return strength_of_rsa(*bits);
    if (type == "EC") return std::min<std::int64_t>(*bits / 2, 256);
    return std::nullopt;
}

std::string signature_name(std::string_view text) {
    if (text.starts_with("RSASSA-PSS")) return "rsassaPss";
    // FIPS 204 and 205 by the names of RFC 9881 and 9909.
    if (text.starts_with("ML-DSA-") || text.starts_with("SLH-DSA-")) {
        std::string name = "id-";
        for (const char c : text)
            name += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        return name;
    }
    return std::string(text);
}

bool is_whole(json::Item certificate) {
    // Every certificate that was read has a key: without, only its hash is told.
    return certificate.is(json::Kind::object) && certificate["public_key"] &&
           !certificate["partial"] && !certificate["raw_public_key"] && !certificate["problems"];
}

}  // namespace tlsonar::audit
