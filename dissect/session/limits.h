// How much of a peer's octets a session keeps. Each limit that is hit shows as an anomaly.
#pragma once

#include <cstddef>
#include <cstdint>

namespace tlsonar::dissect {

// RFC 8446 section 5.2: 2^14 + 256; RFC 5246 section 6.2.3: 2^14 + 2048. We accept the larger.
inline constexpr std::size_t kMaxRecordLength = (1U << 14) + 2048;
// Content of a plaintext record.
inline constexpr std::size_t kMaxPlaintextLength = 1U << 14;
// A handshake message kept whole; certificate chains of 100 kB have been seen.
inline constexpr std::size_t kMaxMessageLength = 256UL * 1024;
// All octets kept of one handshake.
inline constexpr std::size_t kMaxHandshakeOctets = 1024UL * 1024;
inline constexpr std::size_t kMaxMessages = 256;
inline constexpr std::size_t kMaxAnomalies = 64;
// Plaintext of each sender in which a TLS hello is looked for (STARTTLS, proxies).
inline constexpr std::size_t kMaxPreamble = 8UL * 1024;
// Octets in which the next record is looked for after some were lost.
inline constexpr std::uint64_t kMaxRecovery = 64UL * 1024;
// Protected octets of each sender that are opened after the handshake is done, to see tickets, key
// updates and renegotiations.
inline constexpr std::uint64_t kMaxFollowedOctets = 64UL * 1024;

}  // namespace tlsonar::dissect
