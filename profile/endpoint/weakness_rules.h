// The rules of weaknesses(): one row for each kind. Private to this folder.
#pragma once

#include "dissect/registry/cipher_suite.h"
#include "dissect/registry/ssl2_cipher.h"
#include "profile/endpoint/endpoint_profile.h"
#include "trust/protocol/tls_kinds.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::profile {

namespace version {
inline constexpr std::uint16_t ssl2 = 0x0002;
inline constexpr std::uint16_t ssl3 = 0x0300;
inline constexpr std::uint16_t tls10 = 0x0301;
inline constexpr std::uint16_t tls11 = 0x0302;
inline constexpr std::uint16_t tls12 = 0x0303;
inline constexpr std::uint16_t tls13 = 0x0304;
inline constexpr std::uint16_t dtls10 = 0xFEFF;
inline constexpr std::uint16_t dtls12 = 0xFEFD;
}  // namespace version

// That a weakness is there: the values, and what shows them.
struct Hit {
    std::string found;
    std::string expected;
    Evidence evidence;
};
using Verdict = std::optional<Hit>;

struct WeaknessRule {
    const trust::FindingKind* kind;
    Verdict (*look)(const EndpointProfile& profile);
};

std::span<const WeaknessRule> version_rules();
std::span<const WeaknessRule> suite_rules();
std::span<const WeaknessRule> key_exchange_rules();
std::span<const WeaknessRule> behaviour_rules();
std::span<const WeaknessRule> modern_rules();

// One accepted suite of one version, with its facts. Of `tls` and `ssl2` one is null, or both when
// the registries do not know it.
struct SuiteView {
    std::uint16_t version = 0;
    std::string_view name;
    const dissect::CipherSuite* tls = nullptr;
    const dissect::Ssl2Cipher* ssl2 = nullptr;
    Evidence evidence;

    dissect::Cipher cipher() const;
    bool export_grade() const;
    bool block_of_64_bits() const;  // in a mode that chains them
    bool forward_secret() const { return tls != nullptr && tls->forward_secrecy; }
    bool cbc() const { return tls != nullptr && tls->mode == dissect::Mode::cbc; }
};
std::vector<SuiteView> suite_views(const EndpointProfile& profile);

// The versions of the endpoint's transport that have suites of the registry, oldest first.
std::span<const std::uint16_t> versions_of(const EndpointProfile& profile);

// The fact of that name among extensions and sessions; null when nobody looked.
const Fact* named_fact(const EndpointProfile& profile, std::string_view name);

// "a, b and 3 more".
std::string some_of(const std::vector<std::string>& names);

}  // namespace tlsonar::profile
