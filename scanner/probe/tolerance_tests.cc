// The catalogue of tolerance tests: one row each.
#include "scanner/probe/tolerance.h"

#include <bit>

namespace tlsonar::scanner {
namespace {

// F5's error: 256 to 511 octets were taken for an SSLv2 hello.
constexpr std::size_t kLong = 400, kLongest = 511;
constexpr std::size_t kLarge = 17'000;  // more than one record holds
constexpr std::size_t kManySuites = 160;
constexpr std::size_t kManyExtensions = 60;

constexpr ToleranceTest kTests[] = {
    {"grease-extension", "an unknown extension (GREASE)", OddGroup::newest, true,
     [](Oddities& odd) { odd.grease_extension = true; }, nullptr, nullptr},
    {"grease-suite", "an unknown cipher suite (GREASE)", OddGroup::newest, false,
     [](Oddities& odd) { odd.grease_suite = true; }, nullptr, nullptr},
    {"grease-group", "an unknown group (GREASE)", OddGroup::newest, true,
     [](Oddities& odd) { odd.grease_group = true; }, nullptr, nullptr},
    {"grease-scheme", "an unknown signature scheme (GREASE)", OddGroup::newest, true,
     [](Oddities& odd) { odd.grease_scheme = true; }, nullptr, nullptr},
    {"grease-version", "an unknown version (GREASE)", OddGroup::newest, true,
     [](Oddities& odd) { odd.grease_version = true; },
     [](Oddities& odd) { odd.supported_versions = true; }, nullptr},
    {"grease-alpn", "an unknown application protocol (GREASE)", OddGroup::newest, true,
     [](Oddities& odd) { odd.grease_alpn = true; }, [](Oddities& odd) { odd.alpn = true; },
     nullptr},
    {"grease-key-share", "a key share of an unknown group (GREASE)", OddGroup::newest, true,
     [](Oddities& odd) { odd.grease_share = true; }, [](Oddities& odd) { odd.grease_group = true; },
     nullptr},
    {"future-supported-version", "TLS 1.4 in supported_versions", OddGroup::newest, true,
     [](Oddities& odd) { odd.future_version = true; },
     [](Oddities& odd) { odd.supported_versions = true; }, nullptr},
    {"many-extensions", "60 unknown extensions", OddGroup::newest, true,
     [](Oddities& odd) { odd.extensions = kManyExtensions; }, nullptr, &Oddities::extensions},
    {"many-suites", "more than 128 cipher suites", OddGroup::newest, false,
     [](Oddities& odd) { odd.suites = kManySuites; }, nullptr, &Oddities::suites},
    {"empty-last-extension", "an empty extension in the last place", OddGroup::newest, true,
     [](Oddities& odd) { odd.empty_last_extension = true; }, nullptr, nullptr},
    {"future-version", "a hello of TLS 1.4", OddGroup::older, false,
     [](Oddities& odd) { odd.legacy_version = kTls14; }, nullptr, nullptr},
    {"unknown-compression", "an unknown compression method", OddGroup::older, false,
     [](Oddities& odd) { odd.unknown_compression = true; }, nullptr, nullptr},
    {"long-hello", "a hello of 256 to 511 octets", OddGroup::older, true,
     [](Oddities& odd) { odd.octets = kLong; }, nullptr, &Oddities::octets, kLongest},
    {"split-record", "a hello in several records", OddGroup::split, false,
     [](Oddities& odd) { odd.split = Split::pieces; }, nullptr, nullptr},
    {"split-header", "a record that ends within the message's header", OddGroup::split, false,
     [](Oddities& odd) { odd.split = Split::header; }, nullptr, nullptr},
    {"one-octet-records", "records of one octet", OddGroup::split, false,
     [](Oddities& odd) { odd.split = Split::octets; }, nullptr, nullptr},
    {"large-hello", "a hello of more than 16,384 octets", OddGroup::large, true,
     [](Oddities& odd) { odd.octets = kLarge; }, nullptr, &Oddities::octets},
};

}  // namespace

std::span<const ToleranceTest> tolerance_tests() { return kTests; }

std::size_t between(std::size_t borne, std::size_t broke) {
    if (broke <= borne + 1) return 0;
    // At a power of two and around it one by one.
    if (std::has_single_bit(borne) || std::has_single_bit(borne + 1)) return borne + 1;
    std::size_t inside[64] = {};
    std::size_t count = 0;
    for (std::size_t power = std::bit_ceil(borne + 2); power - 1 < broke && count < 64; power *= 2)
        inside[count++] = power - 1;
    if (count > 0) return inside[count / 2];
    return borne + (broke - borne) / 2;
}

}  // namespace tlsonar::scanner
