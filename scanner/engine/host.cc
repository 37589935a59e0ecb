#include "scanner/engine/host.h"

#include <algorithm>

namespace tlsonar::scanner {
namespace {

constexpr std::size_t kMostNotes = 2000;

// What was said is an answer, and was not cut off on the way. (Who leaves when enough was heard
// ends with `done`.)
bool whole(const Reply& reply) {
    return reply.spoke() && (reply.end == End::done || !reply.accepted());
}

Tried tried(const Reply& reply) {
    if (whole(reply)) return {};
    if (!reply.asked) return {Manner::missed, false};
    if (reply.kind == ReplyKind::not_tls) return {Manner::text, false};
    return {manner_of(reply.end), reply.accepted()};
}

}  // namespace

Manner manner_of(End end) {
    switch (end) {
        case End::done:
            return Manner::said;
        case End::eof:
            return Manner::closed;
        case End::reset:
            return Manner::reset;
        case End::timeout:
            return Manner::hung;
        case End::too_much:
            return Manner::other;
        default:
            return Manner::missed;
    }
}

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
    if (!has_control()) co_return co_await before_control(make, probe);
    Reply reply;
    const TryOnce try_once = [&](bool alone) -> Task<Tried> {
        reply = co_await once(make, probe, alone);
        co_return tried(reply);
    };
    const Verdict verdict = co_await settle(try_once);
    if (verdict == Verdict::said) reply = co_await confirm(make, probe, std::move(reply));
    co_return worth(std::move(reply), verdict);
}

Asked Host::worth(Reply reply, Verdict verdict) const {
    switch (verdict) {
        case Verdict::said:
        case Verdict::silence:
            return certain(std::move(reply));
        case Verdict::unknown:
            return uncertain(std::move(reply));
        case Verdict::hung:
            break;
    }
    if (reply.accepted()) return certain(std::move(reply));  // it always stops there
    Asked asked = uncertain(std::move(reply));
    asked.hung = asked.reply.end == End::timeout;
    if (asked.hung) asked.cause = "the server let this hello hang, though it answered others";
    return asked;
}

// Where datagrams get lost, a server that serves one client after another may answer with an alert
// to what it has in its hands of the last one.
Task<Reply> Host::confirm(const MakeTalk& make, std::string_view probe, Reply first) {
    if (first.kind != ReplyKind::alert || !datagrams_lost_) co_return first;
    ++profile_.retries;
    Reply second = co_await once(make, probe, false);
    co_return second.spoke() ? std::move(second) : std::move(first);
}

// Nothing has worked yet, so there is nothing to compare with: try again, and say what came.
Task<Asked> Host::before_control(const MakeTalk& make, std::string_view probe) {
    constexpr Time kWaits[] = {kSecond / 5, kSecond, 3 * kSecond};
    constexpr std::size_t kWaitsForDialog = 3, kWaitsForTls = 2;
    if (out_of_time()) co_return uncertain({});
    Reply reply = co_await once(make, probe, false);
    for (std::size_t i = 0; !reply.spoke() && reply.kind != ReplyKind::not_tls; ++i) {
        const bool dialog = reply.end == End::dialog;
        if (i >= (dialog ? kWaitsForDialog : kWaitsForTls) || out_of_time()) break;
        if (reply.end == End::refused || reply.end == End::unreachable) break;
        if (dialog && !reply.temporary) break;
        co_await wait(kWaits[i]);
        ++profile_.retries;
        reply = co_await once(make, probe, false);
    }
    if (!reply.spoke()) co_return uncertain(std::move(reply));
    reply = co_await confirm(make, probe, std::move(reply));
    co_return certain(std::move(reply));
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
    reply.asked = outcome.talked;
    reply.temporary = outcome.temporary;
    reply.connection = outcome.number;
    if (route_.udp) learn(reply, outcome.duration);
    tell(outcome.number, outcome_text(reply));
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

Task<Outcome> Host::converse(Conversation& conversation, std::string_view probe, bool alone) {
    co_return co_await converse_as(route_, conversation, probe, alone);
}

Task<Outcome> Host::converse_at(const Route& route, Conversation& conversation,
                                std::string_view probe) {
    co_return co_await converse_as(route, conversation, probe, false);
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
    outcome.number = number;
    profile_.octets_sent += outcome.sent;
    profile_.octets_received += outcome.received;
    note(probe, outcome);
    if (options_.keep_wire) keep(route, probe, outcome, conversation.key_log());
    co_return outcome;
}

void Host::keep(const Route& route, std::string_view probe, Outcome& outcome, std::string key_log) {
    KeptTalk talk;
    talk.probe = probe;
    talk.connection = outcome.number;
    talk.local = outcome.local;
    talk.remote = route.endpoint;
    talk.udp = route.udp;
    talk.end = outcome.end;
    talk.begin = outcome.begin;
    talk.duration = outcome.duration;
    talk.opened = outcome.opened;
    talk.wire = std::move(outcome.wire);
    talk.key_log = std::move(key_log);
    kept_.push_back(std::move(talk));
}

void Host::note(std::string_view probe, const Outcome& outcome) {
    if (profile_.notes.size() >= kMostNotes) return;
    const std::string text =
        outcome.sentence.empty() ? std::string(end_text(outcome.end)) : outcome.sentence;
    profile_.notes.push_back({outcome.number, probe, text,
                              Loop::steady_now() - began_ - outcome.duration, outcome.duration});
}

// Who had the conversation tells at once: its note is among the last.
void Host::tell(std::uint32_t number, std::string outcome) {
    for (auto note = profile_.notes.rbegin(); note != profile_.notes.rend(); ++note)
        if (note->number == number) {
            note->outcome = std::move(outcome);
            return;
        }
}

}  // namespace tlsonar::scanner
