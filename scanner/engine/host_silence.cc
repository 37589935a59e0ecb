// Host's judgement of silence. See the top of host.h.
#include "scanner/engine/host.h"

#include <algorithm>
#include <cstdio>

namespace tlsonar::scanner {
namespace {

constexpr std::string_view kControl = "control";

// How often a silence must come, with a working control after each, to be an answer.
constexpr std::size_t kSilences = 4;
constexpr std::size_t kSilencesKnown = 2;  // this server was seen to be silent in that way
constexpr std::size_t kSilencesFlaky = 6;  // it fails at random: 0.1^6
constexpr std::size_t kTimeouts = 2;       // each costs seconds, and proves nothing
constexpr std::size_t kControlTries = 6;
constexpr std::size_t kMostMissed = 6;  // tries that did not get there
constexpr std::size_t kMostTries = 16;  // of a server that is silent in another way each time

}  // namespace

Task<Verdict> Host::settle(const TryOnce& try_once) {
    if (out_of_time()) co_return Verdict::unknown;
    Task<Tried> work = try_once(false);
    const Tried first = co_await work;
    if (first.manner == Manner::said) co_return Verdict::said;
    if (!has_control() || out_of_time()) co_return Verdict::unknown;
    co_await pace_.enter_alone();
    const Verdict verdict = co_await look_into(try_once, first);
    pace_.leave_alone();
    co_return verdict;
}

// With all else at rest.
Task<Verdict> Host::look_into(const TryOnce& try_once, Tried tried) {
    std::size_t same = tried.manner == Manner::missed ? 0 : 1;
    std::size_t missed = 1 - same;
    for (std::size_t tries = 1; tries < kMostTries; ++tries) {
        const bool works = co_await control_works();
        if (!works) co_return Verdict::unknown;
        if (same >= silences_needed(tried)) co_return judge(tried);
        ++profile_.retries;
        const bool slowed = pace_.slowed();
        const Tried before = tried;
        Task<Tried> work = try_once(true);
        tried = co_await work;
        if (tried.manner == Manner::said) {
            flaky_ = flaky_ || (same > 0 && !slowed);
            co_return Verdict::said;
        }
        if (out_of_time()) break;
        // What the network did is no answer, however often.
        same = tried == before ? same + 1 : 1;
        if (tried.manner != Manner::missed) continue;
        same = 0;
        if (++missed > kMostMissed) break;
    }
    co_return Verdict::unknown;
}

Verdict Host::judge(Tried steady) {
    if (steady.manner == Manner::hung || steady.manner == Manner::other) return Verdict::hung;
    known_silences_.insert(steady);
    if (!flaky_) ++early_silences_;
    return Verdict::silence;
}

std::size_t Host::silences_needed(Tried tried) const {
    if (tried.manner == Manner::hung) return kTimeouts;
    if (flaky_) return kSilencesFlaky;
    if (known_silences_.count(tried) != 0) return kSilencesKnown;
    return kSilences;
}

// Whether the control works now. A failure may be one packet lost, or a limiter that wants a rest.
Task<bool> Host::control_works() {
    const MakeTalk make = [this]() -> std::unique_ptr<ReplyTalk> {
        if (!control_) return std::make_unique<HelloTalk>(ssl2_control_, tools_);
        return talk_of(*control_, Until::server_hello);
    };
    Time pause = kSecond / 4;
    for (std::size_t i = 0; i < kControlTries; ++i) {
        if (out_of_time()) co_return false;
        const Reply reply = co_await once(make, kControl, true);
        if (reply.accepted()) {
            if (i > 0) remark_pace();
            co_return true;
        }
        pace_.slow_down();
        co_await wait(pause);
        pause *= 2;
    }
    given_up_ = "the server does not answer any more, not even what it had answered before";
    co_return false;
}

void Host::remark_pace() {
    char text[96];
    std::snprintf(text, sizeof text,
                  "the server did not bear the pace: slowed down to %.0f a second",
                  1e9 / static_cast<double>(std::max<Time>(pace_.interval(), 1)));
    for (std::string& remark : profile_.remarks)
        if (remark.find("did not bear the pace") != std::string::npos) {
            remark = text;
            return;
        }
    profile_.remarks.emplace_back(text);
}

}  // namespace tlsonar::scanner
