// Encrypted Client Hello (RFC 9849) as an endpoint and the DNS show it: configurations that the
// server gives for a retry, and the HTTPS records (RFC 9460) of its name.
#pragma once

#include "core/bytes.h"
#include "core/ip_address.h"
#include "profile/endpoint/fact.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tlsonar::profile {

struct EchConfig {
    struct Suite {
        std::uint16_t kdf = 0;
        std::uint16_t aead = 0;
    };
    std::uint16_t version = 0;  // of another than 0xFE0D nothing below is known but `octets`
    bool readable = false;      // of version 0xFE0D, and whole
    std::uint8_t config_id = 0;
    std::uint16_t kem = 0;
    std::vector<Suite> suites;
    std::uint8_t maximum_name_length = 0;
    std::string public_name;           // any octets
    std::vector<std::uint8_t> octets;  // all of it, as it came
};

struct EchConfigs {
    static constexpr std::size_t kMost = 64;  // further ones are left out
    std::vector<EchConfig> configs;
    bool malformed = false;  // what came is no ECHConfigList
};

// An ECHConfigList as it came.
EchConfigs read_ech_configs(Bytes list);

// "7 (cover.example) and 9 (cover.example)": by their ids and public names.
std::string ech_configs_text(const EchConfigs& list);

struct EchFacts {
    // The server answers a hello with an ECH that it can't open (GREASE) with configurations.
    Fact retry;
    EchConfigs configs;
};

// One HTTPS record.
struct ServiceRecord {
    std::uint16_t priority = 0;  // 0: an alias
    std::string target;          // empty: the owner itself
    std::vector<std::string> alpn;
    bool no_default_alpn = false;
    std::optional<std::uint16_t> port;
    std::vector<IpAddress> ipv4_hints;
    std::vector<IpAddress> ipv6_hints;
    std::optional<EchConfigs> ech;
};

struct ServiceRecords {
    Fact found;         // no: the name has none; unknown: nobody asked, or the DNS did not answer
    std::string owner;  // where aliases led to
    std::vector<ServiceRecord> records;  // by priority
};

struct EndpointProfile;

// Whether what the DNS publishes is what the server gives. Yes: some configuration is in both.
// Unknown where either is not known, or neither has any.
Fact ech_agreement(const EndpointProfile& profile);

}  // namespace tlsonar::profile
