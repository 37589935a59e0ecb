// Values as text, the same in every report.
#pragma once

#include "core/moment.h"
#include "profile/record.h"

#include <string>

namespace tlsonar::reports {

inline constexpr Time kSecond = 1'000'000'000;
inline constexpr std::int64_t kDay = 86'400;  // of certificates' times, which are seconds

// "2026-11-21T02:17:30.123456789Z" (RFC 3339), the fraction without trailing zeros.
void append_time(std::string& out, Time time);
// append_time() for many times, of which most fall into the same second as the one before.
class TimeText {
  public:
    // Valid until the next call.
    std::string_view text(Time time);

  private:
    std::int64_t second_ = 0;
    std::size_t whole_ = 0;  // characters of text_ that stand for second_
    std::string text_;       // ... and room for the fraction
};

// Of a certificate: "2026-11-21T02:17:30Z" from seconds since 1970.
void append_seconds(std::string& out, std::int64_t seconds);
// "2026-11-21"
std::string date(std::int64_t seconds);
// "2026-11-20T09:00:00Z"
std::string moment(std::int64_t seconds);
// "1.2 ms", "37 µs", "4.10 s": three significant digits at most.
std::string duration(Time nanoseconds);
// "1.2 kB", "17 B", "1.03 GB": powers of 1000.
std::string size(std::uint64_t octets);
// "1 234 567"
std::string count(std::uint64_t n);
// "1 handshake", "2 handshakes"
std::string plural(std::uint64_t n, std::string_view noun);

// The registry's name, "GREASE 0x1a1a", or "0x1234" when there is none.
void append_code(std::string& out, const profile::Code& code, int digits = 4);
// "0x0a", "0x1234": at least so many digits.
void append_hex_number(std::string& out, std::uint32_t value, int digits);
std::string text(const profile::Code& code, int digits = 4);
// "TLS 1.3", "SSL 3.0"; "?" when unknown.
std::string version_text(const profile::Code& version);

// "192.0.2.1:443", "[2001:db8::1]:443"
std::string peer_text(const profile::Peer& peer);
// "rsa 2048", "ecdsa secp256r1", "Ed25519"
std::string key_text(const trust::PublicKey& key);
// What people call a certificate: its common name, else its first name, else its subject; octets of
// its maker's choice.
std::string certificate_name(const trust::CertificateSummary& summary);

}  // namespace tlsonar::reports
