// A tracker with its ends in the test's hands, and the octets to feed it with.
#pragma once

#include "dissect/session/tracker.h"
#include "tests/dissect/unhex.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace tlsonar::dissect::test {

inline constexpr Sender kClient = Sender::initiator;
inline constexpr Sender kServer = Sender::responder;

inline Octets operator+(Octets a, const Octets& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

inline Octets record(std::uint8_t type, const Octets& body) {
    Octets out = {type, 3, 3, static_cast<std::uint8_t>(body.size() >> 8),
                  static_cast<std::uint8_t>(body.size())};
    return out + body;
}

inline Octets message(std::uint8_t type, const Octets& body) {
    const std::size_t n = body.size();
    Octets out = {type, static_cast<std::uint8_t>(n >> 16), static_cast<std::uint8_t>(n >> 8),
                  static_cast<std::uint8_t>(n)};
    return out + body;
}

inline const Octets kRandom(32, 0x5A);

// ClientHello (1) or ServerHello (2) of TLS 1.2, without extensions or with those given (the
// extension block, lengths and all).
inline Octets hello(std::uint8_t type, const Octets& extensions = {}) {
    const Octets rest = type == 1 ? unhex("00 0002c02f 0100") : unhex("00 c02f 00");
    return record(22, message(type, Octets{3, 3} + kRandom + rest + extensions));
}

class TrackerTest : public testing::Test, protected HandshakeSink {
  protected:
    explicit TrackerTest(const SecretStore* secrets = nullptr) : tracker(*this, secrets) {}

    void on_handshake(Handshake&& handshake) override { found.push_back(std::move(handshake)); }
    void on_no_tls() override { no_tls = true; }
    void on_joined_late() override { late = true; }

    // What can be passed by is passed by, as a capture's reassembly does.
    void say(Sender from, const Octets& octets) {
        if (tracker.finished()) return;
        ++at;
        const Moment now{at, static_cast<std::uint64_t>(at)};
        const auto skip = static_cast<std::size_t>(
            std::min<std::uint64_t>(tracker.skippable(from), octets.size()));
        if (skip > 0) tracker.on_skip(from, skip, now);
        if (skip < octets.size()) tracker.on_bytes(from, Bytes(octets).subspan(skip), now);
    }
    void miss(Sender from, std::uint64_t n) {
        tracker.on_gap(from, n, {++at, static_cast<std::uint64_t>(at)});
    }
    void end() {
        for (const Sender from : {kClient, kServer})
            if (!tracker.finished()) tracker.on_close(from, CloseReason::fin, {++at, 1000});
    }
    std::set<std::string> anomalies() {
        end();
        std::set<std::string> ids;
        for (const Handshake& handshake : found)
            for (const Anomaly& anomaly : handshake.anomalies)
                ids.emplace(anomaly.kind->id);
        return ids;
    }

    std::vector<Handshake> found;
    bool no_tls = false;
    bool late = false;
    Time at = 0;
    HandshakeTracker tracker;
};

}  // namespace tlsonar::dissect::test
