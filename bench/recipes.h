// What the captures hold. All are deterministic.
#pragma once

#include "bench/capture_writer.h"
#include "bench/sample_reader.h"

namespace bench {

// Whole handshakes, each followed by 120 MB of application data in records of 16 kB.
void write_bulk(CaptureWriter& out, const std::vector<Conversation>& samples, std::uint64_t size);

// The samples again and again, 64 connections at a time, from other addresses and ports and with
// other randoms and session ids.
void write_dense(CaptureWriter& out, const std::vector<Conversation>& samples, std::uint64_t size);

// `flows` connections that are all open at the same time: SYN, SYN/ACK, ACK, then the first `seen`
// octets of a ClientHello record of `length` octets.
struct HalfOpen {
    std::uint64_t flows = 1'000'000;
    std::size_t length = 517;
    std::size_t seen = 517;
};
void write_half_open(CaptureWriter& out, const std::vector<Conversation>& samples,
                     const HalfOpen& plan);

}  // namespace bench
