// What a user of the flow table may set, what it counts, and the limits it keeps (docs: the
// reassembly's rules are explained in connection.h).
#pragma once

#include <cstddef>
#include <cstdint>

namespace tlsonar::capture {

// Where nothing else is asked for. What the budget does not see (the allocator's overhead, mapped
// files, the program) adds about 80 MB.
inline constexpr std::size_t kDefaultFlowMemory = std::size_t{176} << 20;

struct FlowOptions {
    // Octets for everything that belongs to flows: slots, index, sinks, held octets.
    std::size_t max_memory = kDefaultFlowMemory;
    // Secret of the hash table. Passed in (no hidden randomness): whoever reads hostile traffic
    // draws it at random, whoever wants repeatable runs does not need to: output is the same.
    std::uint64_t seed = 0;
};

struct FlowStats {
    std::uint64_t segments = 0;
    std::uint64_t flows = 0;           // connections recognised, without payload included
    std::uint64_t opened = 0;          // of which a sink was opened for
    std::uint64_t evicted_sinks = 0;   // closed early to stay within max_memory
    std::uint64_t evicted_flows = 0;   // of the others, forgotten altogether for the same reason
    std::uint64_t idle_flows = 0;      // forgotten after long silence
    std::uint64_t replaced_flows = 0;  // addresses and ports reused by a new connection
    std::uint64_t strays = 0;          // segments of unknown flows that start none (pure ACK, RST)
    std::uint64_t bad_checksums = 0;   // segments set aside or ignored because of their checksum
    std::uint64_t peak_memory = 0;

    FlowStats& operator+=(const FlowStats& more);
};

// Limits. Times are capture time in seconds; they only tidy up: memory is bounded without them.
namespace limits {

constexpr std::uint32_t kHalfOpenIdle = 120;   // no payload seen yet
constexpr std::uint32_t kOpenIdle = 600;       // with a sink
constexpr std::uint32_t kTombstoneIdle = 600;  // sink finished or evicted, octets may still come
constexpr std::uint32_t kClosedLinger = 30;    // closed: late retransmissions are still recognised
constexpr std::uint32_t kResetLinger = 3;      // after an RST: does the connection go on?

// A sequence number this far ahead of, or behind, the expected one is implausible.
constexpr std::uint32_t kAhead = 16U << 20;
constexpr std::uint32_t kBehind = 64U << 20;
// So many implausible segments in a row, each following the one before, are the truth after all:
// the capture lost the stretch between.
constexpr std::uint8_t kResyncSegments = 4;
// Without the peer's acknowledgement, although it has been acknowledging: so many.
constexpr std::uint8_t kResyncUnconfirmed = 200;
// "Following": at most this far after the end of the previous one.
constexpr std::uint32_t kResyncReach = 1U << 20;

// A flow whose start was not seen: its first payload waits for so many further segments of the
// flow, in case an earlier one was captured later.
constexpr std::uint16_t kStartHold = 3;
// How far a handshake's SYN, or the peer's first ACK, may lie before the first payload seen.
constexpr std::uint32_t kStartReach = 64U << 10;

// Held out-of-order octets and pieces, per direction (over all flows: max_memory).
constexpr std::size_t kHeldOctets = std::size_t{512} << 10;
constexpr std::size_t kHeldPieces = 512;
// A hole the peer has acknowledged is given up after so many further segments of the flow, or so
// many seconds: captures show an ACK before the data when two CPUs share the work.
constexpr std::uint16_t kAckedPatience = 16;
constexpr std::uint32_t kAckedSeconds = 2;
// Octets that were sent after octets of the peer which are still to come wait for those, so that
// both directions are seen in the order in which they were said: for so many further segments, or
// as many seconds as an acknowledged hole.
constexpr std::uint16_t kCausalPatience = 2 * kAckedPatience;
// A hole nobody acknowledged (one-sided capture, or truly lost and to be retransmitted).
constexpr std::uint16_t kSilentPatience = 256;
constexpr std::uint32_t kSilentSeconds = 60;

}  // namespace limits

}  // namespace tlsonar::capture
