#include "scanner/engine/host.h"

#include <algorithm>
#include <cstdio>

namespace tlsonar::scanner {
namespace {

constexpr Time kSecond = 1'000'000'000;
constexpr std::string_view kControl = "control";
constexpr std::size_t kMostNotes = 2000;

// How often a silence must come, with a working control after each, to be an answer.
constexpr std::size_t kSilences = 4;
constexpr std::size_t kSilencesKnown = 2;  // this server was seen to be silent in that way
constexpr std::size_t kSilencesFlaky = 6;  // it fails at random: 0.1^6
constexpr std::size_t kTimeouts = 2;       // each costs seconds, and proves nothing
constexpr std::size_t kControlTries = 6;

// What was said is an answer, and was not cut off on the way. (Who leaves when enough was heard
// ends with `done`.)
bool whole(const Reply& reply) {
    return reply.spoke() && (reply.end == End::done || !reply.accepted());
}

bool failed_to_connect(const Reply& reply) {
    return reply.end == End::refused || reply.end == End::unreachable || reply.end == End::local;
}

}  // namespace

Host::Host(Loop& loop, Network& network, Budget& budget, const TalkTools& tools, Route route,
           const HostOptions& options, profile::EndpointProfile& profile)
    : loop_(loop),
      network_(network),
      tools_(tools),
      route_(std::move(route)),
      options_(options),
      profile_(profile),
      pace_(loop, budget, options.connections, options.interval),
      began_(Loop::steady_now()),
      flaky_(options.careful) {}

void Host::set_control(const HelloRecipe& recipe) { control_ = recipe; }
void Host::set_control(std::vector<std::uint32_t> ssl2_kinds) {
    ssl2_control_ = std::move(ssl2_kinds);
}

void Host::unknown(std::string fact, std::string cause) {
    for (const profile::Unknown& known : profile_.unknowns)
        if (known.fact == fact) return;
    profile_.unknowns.push_back({std::move(fact), std::move(cause)});
}

bool Host::out_of_time() {
    if (!given_up_.empty()) return true;
    if (Loop::steady_now() - began_ > options_.limit)
        given_up_ = "the time for one endpoint (" + std::to_string(options_.limit / kSecond) +
                    " s) was over";
    else if (profile_.connections >= options_.most_connections)
        given_up_ = "the limit of " + std::to_string(options_.most_connections) +
                    " connections to one endpoint was reached";
    return !given_up_.empty();
}

Asked Host::certain(Reply reply) const {
    Asked asked{std::move(reply), true, {}};
    asked.cause = outcome_text(asked.reply);
    return asked;
}

Asked Host::uncertain(Reply reply) const {
    Asked asked{std::move(reply), false, {}};
    asked.cause = given_up_.empty() ? outcome_text(asked.reply) : given_up_;
    return asked;
}

std::unique_ptr<ReplyTalk> Host::talk_of(const HelloRecipe& recipe, Until until) const {
    if (route_.udp) return std::make_unique<DtlsTalk>(recipe, until, tools_, first_wait());
    return std::make_unique<HelloTalk>(recipe, until, tools_);
}

Task<Asked> Host::ask(const HelloRecipe& recipe, std::string_view probe, Until until) {
    const MakeTalk make = [this, &recipe, until] { return talk_of(recipe, until); };
    co_return co_await ask_with(make, probe);
}

Task<Asked> Host::ask_ssl2(const std::vector<std::uint32_t>& kinds, std::string_view probe) {
    const MakeTalk make = [this, &kinds] { return std::make_unique<HelloTalk>(kinds, tools_); };
    co_return co_await ask_with(make, probe);
}

Task<Asked> Host::ask_octets(const Octets& hello, std::string_view probe, Until until) {
    const MakeTalk make = [this, &hello, until] {
        return std::make_unique<HelloTalk>(hello, until, tools_);
    };
    co_return co_await ask_with(make, probe);
}

Task<Asked> Host::ask_with(const MakeTalk& make, std::string_view probe) {
    if (out_of_time()) co_return uncertain({});
    Reply reply = co_await once(make, probe, false);
    if (reply.kind == ReplyKind::alert && datagrams_lost_)
        co_return co_await confirm(make, probe, std::move(reply));
    if (whole(reply)) co_return certain(std::move(reply));
    if (!has_control()) co_return co_await before_control(make, probe, std::move(reply));
    // Plain text from a server that spoke TLS before is a refusal, if an uncommon one.
    if (reply.kind == ReplyKind::not_tls) co_return certain(std::move(reply));
    if (out_of_time()) co_return uncertain(std::move(reply));
    co_await pace_.enter_alone();
    Asked asked = co_await look_into(make, probe, std::move(reply));
    pace_.leave_alone();
    co_return asked;
}

// Where datagrams get lost, a server that serves one client after another may answer with an alert
// to what it has in its hands of the last one.
Task<Asked> Host::confirm(const MakeTalk& make, std::string_view probe, Reply first) {
    ++profile_.retries;
    Reply second = co_await once(make, probe, false);
    co_return certain(std::move(second.spoke() ? second : first));
}

// Nothing has worked yet, so there is nothing to compare with: try again, and say what came.
Task<Asked> Host::before_control(const MakeTalk& make, std::string_view probe, Reply reply) {
    constexpr Time kWaits[] = {kSecond / 5, kSecond};
    for (const Time pause : kWaits) {
        if (reply.spoke() || reply.kind == ReplyKind::not_tls) break;
        if (reply.end == End::dialog || reply.end == End::refused || out_of_time()) break;
        if (reply.end == End::unreachable) break;
        co_await wait(pause);
        ++profile_.retries;
        reply = co_await once(make, probe, false);
    }
    if (reply.spoke()) co_return certain(std::move(reply));
    co_return uncertain(std::move(reply));
}

// With all else at rest. See the top of host.h.
Task<Asked> Host::look_into(const MakeTalk& make, std::string_view probe, Reply reply) {
    std::size_t same = failed_to_connect(reply) ? 0 : 1;
    for (;;) {
        const bool works = co_await control_works();
        if (!works) co_return uncertain(std::move(reply));
        if (same >= silences_needed(reply.end)) break;
        ++profile_.retries;
        const bool slowed = pace_.slowed();
        const End before = reply.end;
        reply = co_await once(make, probe, true);
        if (whole(reply) || reply.kind == ReplyKind::not_tls) {
            flaky_ = flaky_ || (same > 0 && !slowed);
            co_return certain(std::move(reply));
        }
        if (out_of_time()) co_return uncertain(std::move(reply));
        // What the network did is no answer, however often.
        same = failed_to_connect(reply) ? 0 : reply.end == before ? same + 1 : 1;
        if (failed_to_connect(reply) && ++give_ups_ > kControlTries) co_return uncertain(reply);
    }
    if (reply.accepted()) co_return certain(std::move(reply));  // it always stops there
    if (reply.end != End::eof && reply.end != End::reset) {
        Asked asked = uncertain(std::move(reply));
        asked.hung = asked.reply.end == End::timeout;
        if (asked.hung) asked.cause = "the server let this hello hang, though it answered others";
        co_return asked;
    }
    known_silences_.insert(reply.end);
    if (!flaky_) ++early_silences_;
    co_return certain(std::move(reply));
}

std::size_t Host::silences_needed(End end) const {
    if (end == End::timeout) return kTimeouts;
    if (flaky_) return kSilencesFlaky;
    if (known_silences_.count(end) != 0) return kSilencesKnown;
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

Task<bool> Host::still_works() {
    if (!has_control() || out_of_time()) co_return false;
    co_await pace_.enter_alone();
    const bool works = co_await control_works();
    pace_.leave_alone();
    co_return works;
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

Task<void> Host::wait(Time nanoseconds) {
    Event over;
    const Loop::Timer timer = loop_.after(nanoseconds, [&over] { over.set(); });
    co_await over.wait();
}

Task<Reply> Host::once(const MakeTalk& make, std::string_view probe, bool alone) {
    const std::unique_ptr<ReplyTalk> talk = make();
    const Outcome outcome = co_await converse_as(route_, *talk, probe, alone);
    Reply reply = std::move(talk->reply());
    reply.end = outcome.end == End::done ? reply.end : outcome.end;
    reply.trouble = outcome.sentence;
    reply.opened = outcome.opened;
    if (route_.udp) learn(reply, outcome.duration);
    reply.connection = profile_.connections;
    if (!profile_.notes.empty()) {
        reply.connection = profile_.notes.back().number;
        profile_.notes.back().outcome = outcome_text(reply);
    }
    co_return reply;
}

// Of the line over which datagrams go.
void Host::learn(const Reply& reply, Time duration) {
    if (!reply.spoke() || reply.sent_again > 0) {
        datagrams_lost_ = true;
        return;
    }
    ++answers_;
    slowest_answer_ = std::max(slowest_answer_, duration);
}

// How long to wait before a datagram is sent again.
Time Host::first_wait() const {
    constexpr std::size_t kEnough = 3;
    constexpr Time kLeast = kSecond / 10;
    if (answers_ < kEnough || flaky_) return DtlsTalk::kFirstWait;
    return std::clamp(2 * slowest_answer_, kLeast, DtlsTalk::kFirstWait);
}

Task<Outcome> Host::converse(Conversation& conversation, std::string_view probe) {
    co_return co_await converse_as(route_, conversation, probe, false);
}

Task<Outcome> Host::converse_at(const Route& route, Conversation& conversation,
                                std::string_view probe) {
    co_return co_await converse_as(route, conversation, probe, false);
}

Task<Outcome> Host::converse_alone(Conversation& conversation, std::string_view probe) {
    co_await pace_.enter_alone();
    Outcome outcome = co_await converse_as(route_, conversation, probe, true);
    pace_.leave_alone();
    co_return outcome;
}

Task<Outcome> Host::converse_as(const Route& route, Conversation& conversation,
                                std::string_view probe, bool alone) {
    const Pace::Slot slot = co_await pace_.turn(alone);
    const std::uint32_t number = ++profile_.connections;
    Event over;
    Outcome outcome;
    Attempt attempt(loop_, network_, route, options_.deadlines, conversation, options_.keep_wire,
                    [&](Outcome&& how) {
                        outcome = std::move(how);
                        over.set();
                    });
    attempt.start();
    co_await over.wait();
    profile_.octets_sent += outcome.sent;
    profile_.octets_received += outcome.received;
    note(probe, number, outcome.sentence, outcome);
    if (options_.keep_wire) keep(probe, number, outcome, conversation.key_log());
    co_return outcome;
}

void Host::keep(std::string_view probe, std::uint32_t number, Outcome& outcome,
                std::string key_log) {
    KeptTalk talk;
    talk.probe = probe;
    talk.connection = number;
    talk.local = outcome.local;
    talk.remote = route_.endpoint;
    talk.udp = route_.udp;
    talk.end = outcome.end;
    talk.begin = outcome.begin;
    talk.duration = outcome.duration;
    talk.opened = outcome.opened;
    talk.wire = std::move(outcome.wire);
    talk.key_log = std::move(key_log);
    kept_.push_back(std::move(talk));
}

void Host::note(std::string_view probe, std::uint32_t number, const std::string& text,
                const Outcome& outcome) {
    if (profile_.notes.size() >= kMostNotes) return;
    profile_.notes.push_back({number, probe,
                              text.empty() ? std::string(end_text(outcome.end)) : text,
                              Loop::steady_now() - began_ - outcome.duration, outcome.duration});
}

}  // namespace tlsonar::scanner
