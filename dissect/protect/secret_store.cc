#include "dissect/protect/secret_store.h"

#include <algorithm>
#include <optional>

namespace tlsonar::dissect {
namespace {

using Added = SecretStore::Added;

struct LabelRow {
    std::string_view text;
    SecretLabel label;
    bool counted = false;  // the text is followed by a generation: "…_0"
};

// RFC 9850 section 2.1 and 2.2 and, at the end, what NSS and others write besides.
constexpr LabelRow kLabels[] = {
    {"CLIENT_RANDOM", SecretLabel::client_random},
    {"CLIENT_EARLY_TRAFFIC_SECRET", SecretLabel::client_early_traffic_secret},
    {"EARLY_EXPORTER_SECRET", SecretLabel::early_exporter_secret},
    {"EARLY_EXPORTER_MASTER_SECRET", SecretLabel::early_exporter_secret},
    {"CLIENT_HANDSHAKE_TRAFFIC_SECRET", SecretLabel::client_handshake_traffic_secret},
    {"SERVER_HANDSHAKE_TRAFFIC_SECRET", SecretLabel::server_handshake_traffic_secret},
    {"CLIENT_TRAFFIC_SECRET_", SecretLabel::client_traffic_secret, true},
    {"SERVER_TRAFFIC_SECRET_", SecretLabel::server_traffic_secret, true},
    {"EXPORTER_SECRET", SecretLabel::exporter_secret},
    {"ECH_SECRET", SecretLabel::ech_secret},
    {"ECH_CONFIG", SecretLabel::ech_config},
    {"PMS_CLIENT_RANDOM", SecretLabel::pms_client_random},
    {"RSA", SecretLabel::rsa},
};

struct Label {
    SecretLabel label;
    std::uint32_t generation = 0;
};

std::optional<std::uint32_t> number_of(std::string_view digits) {
    if (digits.empty() || digits.size() > 9) return std::nullopt;
    std::uint32_t n = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9') return std::nullopt;
        n = n * 10 + static_cast<std::uint32_t>(c - '0');
    }
    return n;
}

std::optional<Label> label_of(std::string_view text) {
    for (const LabelRow& row : kLabels) {
        if (!row.counted && text == row.text) return Label{row.label};
        if (!row.counted || !text.starts_with(row.text)) continue;
        if (const auto n = number_of(text.substr(row.text.size()))) return Label{row.label, *n};
    }
    return std::nullopt;
}

int digit_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// Hexadecimal of at most N octets.
template <std::size_t N>
struct HexOctets {
    std::array<std::uint8_t, N> octets;
    std::size_t size = 0;

    bool read(std::string_view text) {
        if (text.empty() || text.size() % 2 != 0 || text.size() > 2 * N) return false;
        for (size = 0; 2 * size < text.size(); ++size) {
            const int high = digit_of(text[2 * size]);
            const int low = digit_of(text[2 * size + 1]);
            if (high < 0 || low < 0) return false;
            octets[size] = static_cast<std::uint8_t>(high * 16 + low);
        }
        return true;
    }
    Bytes bytes() const { return Bytes(octets).first(size); }
};

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::string_view take_word(std::string_view& line) {
    std::size_t end = 0;
    while (end < line.size() && !is_blank(line[end]))
        ++end;
    const std::string_view word = line.substr(0, end);
    while (end < line.size() && is_blank(line[end]))
        ++end;
    line.remove_prefix(end);
    return word;
}

// Kept apart, at any length.
bool is_long(SecretLabel label) {
    return label == SecretLabel::ech_config || label == SecretLabel::pms_client_random;
}

// The lengths that identifiers and secrets have.
bool lengths_fit(SecretLabel label, std::size_t identifier, std::size_t secret) {
    switch (label) {
        case SecretLabel::rsa:
            return identifier == 8 && secret == 48;
        case SecretLabel::rsa_session_id:
            return identifier >= 1 && identifier <= 32 && secret == 48;
        case SecretLabel::client_random:
            return identifier == 32 && secret == 48;
        case SecretLabel::pms_client_random:
        case SecretLabel::ech_config:
            return identifier == 32 && secret >= 1;
        default:
            return identifier == 32 && secret >= 16;
    }
}

}  // namespace

std::size_t SecretStore::KeyHash::operator()(const Key& key) const noexcept {
    // FNV-1a over words. A client's random may begin with a clock: all of it counts.
    std::uint64_t h =
        0xCBF29CE484222325U ^ (static_cast<std::uint64_t>(key.label) << 32) ^ key.generation;
    for (std::size_t i = 0; i < key.identifier.size(); i += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, key.identifier.data() + i, 8);
        h = (h ^ word) * 0x9E3779B97F4A7C15U;
        h ^= h >> 29;
    }
    return static_cast<std::size_t>(h);
}

SecretStore::Key SecretStore::make_key(SecretLabel label, Bytes identifier,
                                       std::uint32_t generation) {
    Key key;
    key.label = label;
    key.generation = generation;
    key.length = static_cast<std::uint8_t>(identifier.size());
    std::copy(identifier.begin(), identifier.end(), key.identifier.begin());
    return key;
}

SecretStore::Added SecretStore::add(SecretLabel label, Bytes identifier, Bytes secret,
                                    std::uint32_t generation) {
    if (identifier.size() > kMaxIdentifier || !lengths_fit(label, identifier.size(), secret.size()))
        return Added::malformed;
    if (size() >= kMaxSecrets) return Added::over_limit;
    const Key key = make_key(label, identifier, generation);
    if (is_long(label)) {
        if (secret.size() > kMaxLongSecret) return Added::ignored;
        if (long_secrets_.size() >= kMaxLongSecrets) return Added::over_limit;
        long_secrets_.try_emplace(key, secret.begin(), secret.end());
        return Added::accepted;
    }
    if (secret.size() > kMaxSecret) return Added::malformed;
    Secret value{};
    std::copy(secret.begin(), secret.end(), value.octets.begin());
    value.length = static_cast<std::uint8_t>(secret.size());
    secrets_.try_emplace(key, value);
    return Added::accepted;
}

Bytes SecretStore::find(SecretLabel label, Bytes identifier, std::uint32_t generation) const {
    if (identifier.size() > kMaxIdentifier) return {};
    const Key key = make_key(label, identifier, generation);
    if (is_long(label)) {
        const auto found = long_secrets_.find(key);
        return found == long_secrets_.end() ? Bytes() : Bytes(found->second);
    }
    const auto found = secrets_.find(key);
    if (found == secrets_.end()) return {};
    return Bytes(found->second.octets).first(found->second.length);
}

// "<label> <identifier> <secret>". OpenSSL before 1.1.1's s_client, and GnuTLS, also wrote
// "RSA Session-ID:<identifier> Master-Key:<secret>".
SecretStore::Added SecretStore::add_line(std::string_view line) {
    while (!line.empty() && is_blank(line.front()))
        line.remove_prefix(1);
    if (line.empty() || line.front() == '#') return Added::ignored;
    auto label = label_of(take_word(line));
    if (!label) return Added::ignored;
    std::string_view identifier = take_word(line);
    std::string_view secret = take_word(line);
    if (!line.empty()) return Added::malformed;
    constexpr std::string_view kSession = "Session-ID:";
    constexpr std::string_view kMaster = "Master-Key:";
    if (label->label == SecretLabel::rsa && identifier.starts_with(kSession) &&
        secret.starts_with(kMaster)) {
        label->label = SecretLabel::rsa_session_id;
        identifier.remove_prefix(kSession.size());
        secret.remove_prefix(kMaster.size());
    }
    HexOctets<kMaxIdentifier> identifier_octets;
    HexOctets<kMaxLongSecret> secret_octets;
    if (is_long(label->label) && secret.size() > 2 * kMaxLongSecret) return Added::ignored;
    if (!identifier_octets.read(identifier) || !secret_octets.read(secret)) return Added::malformed;
    return add(label->label, identifier_octets.bytes(), secret_octets.bytes(), label->generation);
}

KeyLogCounts SecretStore::add_key_log(Bytes key_log) {
    KeyLogCounts counts;
    std::string_view rest = as_text(key_log);
    for (std::size_t number = 1; !rest.empty(); ++number) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        const Added added = add_line(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
        switch (added) {
            case Added::accepted:
                ++counts.accepted;
                break;
            case Added::ignored:
                ++counts.ignored;
                break;
            case Added::over_limit:
                ++counts.over_limit;
                break;
            case Added::malformed:
                ++counts.malformed;
                if (counts.malformed_lines.size() < KeyLogCounts::kMaxNamedLines)
                    counts.malformed_lines.push_back(number);
                break;
        }
    }
    return counts;
}

std::size_t SecretStore::footprint() const {
    constexpr std::size_t kNode = sizeof(void*) * 2;  // of the hash table, about
    return sizeof *this + secrets_.size() * (sizeof(Key) + sizeof(Secret) + kNode) +
           long_secrets_.size() * (sizeof(Key) + kMaxLongSecret + kNode);
}

}  // namespace tlsonar::dissect
