// What an endpoint comes down to, and a whole scan in numbers.
#pragma once

#include "profile/endpoint/endpoint_profile.h"
#include "reports/code_book.h"
#include "reports/summary.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::reports {

enum class Trust : std::uint8_t {
    none,      // no certificate was shown
    unjudged,  // nobody validated it
    trusted,
    unclear,  // something could not be verified, and nothing was found wrong
    refused,
};

// Of the certificates for the name asked: with several (RSA and ECDSA), the worst counts.
struct EndpointDigest {
    Trust trust = Trust::none;
    std::string_view refusal;             // why, of a chain that is refused: a finding's title
    std::optional<std::int64_t> expires;  // seconds since 1970: the first that ends
    bool post_quantum = false;            // some group agrees keys that way
    std::array<std::uint32_t, 5> weaknesses{};  // by trust::Severity

    std::uint32_t count(trust::Severity severity) const {
        return weaknesses[static_cast<std::size_t>(severity)];
    }
    std::uint32_t weak() const;  // of severity low and above
    // Whole days from then until it expires; negative when it has. Needs `expires`.
    std::int64_t days_left(Time now) const;
};

// Beyond this a certificate that ends is nobody's worry yet.
inline constexpr std::int64_t kExpiringDays = 30;

EndpointDigest digest(const profile::EndpointProfile& profile, const CodeBook& codes);

// Bounded, however many endpoints are added.
struct ScanSummary {
    static constexpr std::size_t kMaxTroubles = 24;  // different ones; the rest is "others"
    static constexpr std::size_t kMaxExpiring = 20;  // those that end first

    struct Kind {
        const trust::FindingKind* kind = nullptr;
        std::uint64_t endpoints = 0;
    };
    struct Expiring {
        std::string target;
        std::int64_t not_after = 0;
        std::int64_t days = 0;  // left when it was scanned
    };

    std::uint64_t endpoints = 0;
    std::uint64_t complete = 0;
    std::uint64_t incomplete = 0;
    std::uint64_t failed = 0;
    // Of those that did not fail.
    std::uint64_t post_quantum = 0;
    std::uint64_t trusted = 0;
    std::uint64_t not_trusted = 0;
    std::uint64_t weak = 0;      // with a weakness of severity low or above
    std::uint64_t expired = 0;   // certificates for the name asked
    std::uint64_t expiring = 0;  // within kExpiringDays
    Tallies versions;            // offered
    std::map<std::string, Kind, std::less<>> weaknesses;
    Tallies troubles;
    std::vector<Expiring> first_to_expire;
    std::uint64_t connections = 0;
    std::uint64_t retries = 0;
    std::uint64_t octets_sent = 0;
    std::uint64_t octets_received = 0;

    void add(const profile::EndpointProfile& profile, const CodeBook& codes);
    std::uint64_t spoke() const { return complete + incomplete; }

  private:
    void add_expiry(const profile::EndpointProfile& profile, const EndpointDigest& short_form);
};

}  // namespace tlsonar::reports
