#include "trust/lint/dns.h"

#include "trust/lint/make.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>

#include <arpa/inet.h>
#include <libpsl.h>

namespace tlsonar::trust {
namespace {

constexpr std::size_t kMaxLabels = 128;

// Delegated before the new gTLD programme; every two-letter domain is older, too.
constexpr std::string_view kOldTlds[] = {
    "aero", "arpa", "asia",   "biz",  "cat", "com", "coop", "edu", "gov", "info",   "int", "jobs",
    "mil",  "mobi", "museum", "name", "net", "org", "post", "pro", "tel", "travel", "xxx"};
constexpr std::int64_t kFirstNewTld = lint_date(2013, 10, 23);
constexpr std::int64_t kFirstInternationalTld = lint_date(2010, 5, 5);
constexpr std::int64_t kOnion = lint_date(2015, 2, 18);  // CA/B ballot 144, before RFC 7686

struct Network {
    std::array<std::uint8_t, 16> prefix;
    std::uint8_t octets;  // 4 or 16
    std::uint8_t bits;
};

// IANA IPv4 and IPv6 special-purpose registries and address space, without what is covered by a
// larger line.
constexpr Network kReserved[] = {
    {{0}, 4, 8},
    {{10}, 4, 8},
    {{100, 64}, 4, 10},
    {{127}, 4, 8},
    {{169, 254}, 4, 16},
    {{172, 16}, 4, 12},
    {{192, 0, 0}, 4, 24},
    {{192, 0, 2}, 4, 24},
    {{192, 31, 196}, 4, 24},
    {{192, 52, 193}, 4, 24},
    {{192, 168}, 4, 16},
    {{192, 175, 48}, 4, 24},
    {{198, 18}, 4, 15},
    {{198, 51, 100}, 4, 24},
    {{203, 0, 113}, 4, 24},
    {{224}, 4, 4},
    {{240}, 4, 4},
    {{0x00}, 16, 8},
    {{0x01, 0x00}, 16, 8},
    {{0x02}, 16, 7},
    {{0x04}, 16, 6},
    {{0x08}, 16, 5},
    {{0x10}, 16, 4},
    {{0x20, 0x01, 0x00}, 16, 23},
    {{0x20, 0x01, 0x0d, 0xb8}, 16, 32},
    {{0x20, 0x01, 0x00, 0x04, 0x01, 0x12}, 16, 48},
    {{0x20, 0x02}, 16, 16},
    {{0x26, 0x20, 0x00, 0x4f, 0x80, 0x00}, 16, 48},
    {{0x3f, 0xff, 0x00}, 16, 20},
    {{0x40}, 16, 3},
    {{0x60}, 16, 3},
    {{0x80}, 16, 1},
};

bool inside(const Network& network, Bytes octets) {
    for (std::size_t bit = 0; bit < network.bits; ++bit) {
        const unsigned mask = 0x80U >> (bit % 8);
        if ((octets[bit / 8] & mask) != (network.prefix[bit / 8] & mask)) return false;
    }
    return true;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::vector<std::string_view> labels_of(std::string_view name) {
    std::vector<std::string_view> labels;
    while (labels.size() < kMaxLabels) {
        const std::size_t dot = name.find('.');
        labels.push_back(name.substr(0, dot));
        if (dot == std::string_view::npos) break;
        name.remove_prefix(dot + 1);
    }
    return labels;
}

std::string lower_ascii(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), lower);
    return out;
}

std::vector<std::string> host_names(const LintSubject& x) {
    std::vector<std::string> names(x.dns_names.begin(), x.dns_names.end());
    const std::string cn = x.common_name();
    if (!cn.empty() && address_octets(cn).empty()) names.push_back(cn);
    return names;
}

std::string first_host(const LintSubject& x, bool (*bad)(std::string_view)) {
    for (std::string& name : host_names(x))
        if (bad(name)) return std::move(name);
    return {};
}

std::string address_octets(std::string_view text) {
    const std::string copy(text);
    std::array<char, 16> octets{};
    if (copy.size() != std::strlen(copy.c_str())) return {};
    if (inet_pton(AF_INET, copy.c_str(), octets.data()) == 1) return {octets.data(), 4};
    if (inet_pton(AF_INET6, copy.c_str(), octets.data()) == 1) return {octets.data(), 16};
    return {};
}

bool is_reserved_address(Bytes octets) {
    static constexpr std::uint8_t kMapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
    if (octets.size() == 16 && std::memcmp(octets.data(), kMapped, sizeof kMapped) == 0)
        octets = octets.subspan(12);
    return std::any_of(std::begin(kReserved), std::end(kReserved), [&](const Network& network) {
        return network.octets == octets.size() && inside(network, octets);
    });
}

bool has_public_tld(std::string_view name, std::int64_t when) {
    const std::string lowered = lower_ascii(labels_of(name).back());
    if (lowered.empty() || lowered.find('\0') != std::string::npos) return false;
    if (lowered == "onion") return when >= kOnion;
    const psl_ctx_t* list = psl_builtin();
    if (list == nullptr) return true;  // nobody here can tell
    if (psl_is_public_suffix2(list, lowered.c_str(), PSL_TYPE_ICANN | PSL_TYPE_NO_STAR_RULE) == 0)
        return lowered == "arpa";
    if (lowered.size() == 2) return true;
    if (starts_with_xn(lowered)) return when >= kFirstInternationalTld;
    const bool old =
        std::find(std::begin(kOldTlds), std::end(kOldTlds), lowered) != std::end(kOldTlds);
    return old || when >= kFirstNewTld;
}

bool is_registry_suffix(std::string_view name) {
    const psl_ctx_t* list = psl_builtin();
    const std::string lowered = lower_ascii(name);
    return list != nullptr && psl_is_public_suffix2(list, lowered.c_str(),
                                                    PSL_TYPE_ICANN | PSL_TYPE_NO_STAR_RULE) == 1;
}

bool starts_with_xn(std::string_view label) {
    return label.size() >= 4 && lower_ascii(label.substr(0, 4)) == "xn--";
}

namespace {

// RFC 3492 section 6.1 with the parameters of section 5.
constexpr std::uint32_t kBase = 36;
constexpr std::uint32_t kTMin = 1;
constexpr std::uint32_t kTMax = 26;
constexpr std::uint32_t kSkew = 38;
constexpr std::uint32_t kDamp = 700;
constexpr std::uint32_t kInitialBias = 72;
constexpr std::uint32_t kInitialN = 0x80;

std::uint32_t adapt(std::uint32_t delta, std::uint32_t points, bool first) {
    delta = first ? delta / kDamp : delta / 2;
    delta += delta / points;
    std::uint32_t k = 0;
    for (; delta > ((kBase - kTMin) * kTMax) / 2; k += kBase)
        delta /= kBase - kTMin;
    return k + (kBase - kTMin + 1) * delta / (delta + kSkew);
}

int digit_of(char c) {
    c = lower(c);
    if (c >= 'a' && c <= 'z') return c - 'a';
    return c >= '0' && c <= '9' ? c - '0' + 26 : -1;
}

// One variable-length integer at the front of `rest` added to `i`; false when it is malformed.
bool read_delta(std::string_view& rest, std::uint32_t bias, std::uint32_t& i) {
    constexpr std::uint64_t kMax = std::numeric_limits<std::uint32_t>::max();
    std::uint64_t weight = 1;
    std::uint64_t sum = i;
    for (std::uint32_t k = kBase;; k += kBase) {
        const int digit = rest.empty() ? -1 : digit_of(rest[0]);
        if (digit < 0) return false;
        rest.remove_prefix(1);
        sum += static_cast<std::uint64_t>(digit) * weight;
        if (sum > kMax) return false;
        const std::uint32_t t = k <= bias + kTMin ? kTMin : std::min(kTMax, k - bias);
        if (static_cast<std::uint32_t>(digit) < t) break;
        weight *= kBase - t;
        if (weight > kMax) return false;
    }
    i = static_cast<std::uint32_t>(sum);
    return true;
}

bool is_scalar(std::uint32_t point) {
    return point <= 0x10FFFF && (point < 0xD800 || point > 0xDFFF);
}

}  // namespace

bool is_valid_a_label(std::string_view label) {
    std::string_view rest = label.substr(std::min<std::size_t>(4, label.size()));
    const std::size_t dash = rest.rfind('-');
    std::uint32_t points = 0;
    if (dash != std::string_view::npos) {
        points = static_cast<std::uint32_t>(dash);
        rest.remove_prefix(dash + 1);
    }
    if (rest.empty()) return false;  // nothing but ASCII
    std::uint32_t n = kInitialN;
    std::uint32_t i = 0;
    std::uint32_t bias = kInitialBias;
    while (!rest.empty()) {
        const std::uint32_t old = i;
        if (!read_delta(rest, bias, i)) return false;
        ++points;
        bias = adapt(i - old, points, old == 0);
        if (i / points > 0x10FFFF) return false;
        n += i / points;
        i = i % points + 1;
        if (!is_scalar(n)) return false;
    }
    return true;
}

}  // namespace tlsonar::trust
