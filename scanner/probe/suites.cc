// Cipher suites of SSLv3 to TLS 1.2, every one, and in whose order: by offering all, noting what
// the server takes, offering the rest, until it refuses.
#include "scanner/probe/order.h"
#include "scanner/probe/probes.h"

#include <algorithm>
#include <list>

namespace tlsonar::scanner {
namespace {

using profile::AcceptedList;
using profile::Fact;

constexpr std::string_view kSuitesId = "suites";
constexpr std::uint8_t kProtocolVersion = 70;  // the alert
// After so many the rest is divided and hunted side by side.
constexpr std::size_t kDivideAfter = 5;
constexpr std::size_t kDivideFrom = 16;
// Any server takes a hello with so many.
constexpr std::size_t kShort = 48;

// The suites of one version.
class SuiteHunt {
  public:
    SuiteHunt(Survey& survey, std::uint16_t version)
        : survey_(survey), version_(version), list_(survey.suites(version)) {}

    Task<void> run() {
        list_.cause.clear();
        list_.complete = true;
        const Codes expected = expectation();
        if (expected.empty())
            co_await without_expectation();
        else
            co_await with_expectation(expected);
        // The expected were a short list, so it is not the length that was refused.
        const bool short_refused = !expected.empty() && expected.size() <= kShort;
        if (!version_seen_ && list_.complete && !over_ && !short_refused)
            co_await with_short_lists();
        if (!list_.accepted.empty()) co_await find_order();
        conclude();
    }

  private:
    // What TLS 1.2 accepts, and this version knows: very likely all that it accepts.
    Codes expectation() const {
        if (version_ == kTls12) return {};
        Codes known;
        for (const Codes& chunk : suite_chunks(version_))
            known.insert(known.end(), chunk.begin(), chunk.end());
        Codes out;
        for (const std::uint16_t code : survey_.accepted_suites(kTls12))
            if (contains(known, code)) out.push_back(code);
        if (out.size() > kMostSuites) out.resize(kMostSuites);
        return out;
    }

    Task<void> without_expectation() {
        const std::vector<Codes> chunks = suite_chunks(version_);
        // The first answer tells whether there is such a version at all.
        const Codes first = co_await ask(chunks[0]);
        TaskGroup group;
        for (std::size_t i = 0; i < chunks.size() && !over_; ++i) {
            const Run run = runs_.insert(runs_.end(), i == 0 ? first : Codes());
            if (i == 0 && first.empty()) continue;
            group.add(hunt(without(chunks[i], first), run));
        }
        co_await group.all();
    }

    // Refused, but perhaps for the length of the hello: the usual suites, then short lists of all.
    Task<void> with_short_lists() {
        Codes known;
        for (const Codes& chunk : suite_chunks(version_))
            known.insert(known.end(), chunk.begin(), chunk.end());
        Codes usual;
        for (const std::uint16_t code : usual_suites())
            if (contains(known, code)) usual.push_back(code);
        const Codes first = co_await ask(usual);
        if (first.empty()) co_return;
        oddity("refuses hellos with many cipher suites");
        TaskGroup group;
        for (std::size_t i = 0; i < known.size(); i += kShort) {
            const auto from = known.begin() + static_cast<std::ptrdiff_t>(i);
            const auto to =
                known.begin() + static_cast<std::ptrdiff_t>(std::min(i + kShort, known.size()));
            group.add(hunt(without(Codes(from, to), first), runs_.insert(runs_.end(), Codes())));
        }
        co_await group.all();
    }

    // Each of the expected heads a list of those that stand after it: all can be asked at once, and
    // where the order is the same, each answer is another suite.
    Task<void> with_expectation(const Codes& expected) {
        const Codes first = co_await ask(expected);
        if (over_ || (first.empty() && !version_seen_)) {
            if (!over_) co_await without_expectation();
            co_return;
        }
        const AcceptedList* newer = survey_.profile().suites_of(kTls12);
        const bool single = newer != nullptr && newer->decides == profile::Decides::client;
        TaskGroup group;
        for (std::size_t i = 1; i < expected.size(); ++i) {
            const auto from = expected.begin() + static_cast<std::ptrdiff_t>(i);
            Codes offer = single ? Codes{*from} : Codes(from, expected.end());
            // Where the server decides, one that it chooses from the end shows it.
            if (i == 1) std::rotate(offer.begin(), offer.begin() + 1, offer.end());
            group.add(ask_once(std::move(offer)));
        }
        co_await group.all();
        const Codes missed = without(expected, accepted_);
        TaskGroup rest;
        if (!missed.empty() && !over_) rest.add(hunt(missed, runs_.insert(runs_.end(), Codes())));
        for (const Codes& others : others_than(expected))
            if (!over_) rest.add(hunt(others, runs_.insert(runs_.end(), Codes())));
        co_await rest.all();
    }

    // All suites of the version but those, in as few lists as may be offered.
    std::vector<Codes> others_than(const Codes& expected) const {
        std::vector<Codes> out;
        for (const Codes& chunk : suite_chunks(version_))
            for (const std::uint16_t code : without(chunk, expected)) {
                if (out.empty() || out.back().size() == kMostSuites) out.emplace_back();
                out.back().push_back(code);
            }
        return out;
    }

    // What one hunt found, in its order; the runs in the order in which most servers have them.
    using Run = std::list<Codes>::iterator;

    // Until the server refuses what is left.
    Task<void> hunt(Codes rest, Run run, bool divided = false) {
        while (!rest.empty() && !over_) {
            const Codes chosen = co_await ask(rest);
            if (chosen.empty()) co_return;
            rest = without(rest, chosen);
            run->insert(run->end(), chosen.begin(), chosen.end());
            if (!divided && run->size() == kDivideAfter && rest.size() >= kDivideFrom) {
                const Run next = std::next(run);
                TaskGroup parts;
                for (const Codes& part : divide(rest))
                    parts.add(hunt(part, runs_.insert(next, Codes()), true));
                co_await parts.all();
                co_return;
            }
        }
    }

    Task<void> ask_once(Codes offer) { co_await ask(offer); }

    // What the server chose of these; empty when it refused, or when that is not to be known.
    Task<Codes> ask(const Codes& offer) {
        HelloRecipe recipe = survey_.hello(version_);
        recipe.suites = offer;
        const Asked asked = co_await survey_.host().ask(recipe, kSuitesId, Until::flight);
        if (asked.unknown()) {
            list_.complete = false;
            list_.cause = asked.cause;
            co_return Codes();
        }
        if (!asked.accepted()) {
            refusal_ = asked.cause;
            refused_by_ = asked.reply;
            // There is nothing in that version to look for.
            if (asked.reply.alert == kProtocolVersion && !version_seen_) over_ = true;
            co_return Codes();
        }
        if (asked.reply.version > version_) {
            list_.complete = false;
            list_.cause = "the server answers with " + profile::version_title(asked.reply.version) +
                          ", which was not offered";
            over_ = !version_seen_;
            co_return Codes();
        }
        survey_.observe(asked.reply, kSuitesId);
        if (asked.reply.version != version_) {
            refusal_ = "the server chose " + profile::version_title(asked.reply.version);
            refused_by_ = asked.reply;
            over_ = !version_seen_;
            co_return Codes();
        }
        version_seen_ = true;
        survey_.note_extensions(asked.reply, kSuitesId);
        co_return accept(offer, asked.reply);
    }

    Codes accept(const Codes& offer, const Reply& reply) {
        if (!contains(offer, reply.suite)) {
            oddity("selects a cipher suite that was not offered");
            list_.complete = false;
            list_.cause = "the server selects suites that were not offered";
            return {};
        }
        choices_.push_back({offer, reply.suite});
        if (!contains(accepted_, reply.suite)) {
            accepted_.push_back(reply.suite);
            list_.accepted.push_back({reply.suite, evidence(kSuitesId, reply)});
        }
        return {reply.suite};
    }

    void oddity(std::string text) {
        if (std::find(list_.oddities.begin(), list_.oddities.end(), text) == list_.oddities.end())
            list_.oddities.push_back(std::move(text));
    }

    Task<ChoiceAnswer> ask_order(const Codes& offer) {
        HelloRecipe recipe = survey_.hello(version_);
        recipe.suites = offer;
        const Asked asked = co_await survey_.host().ask(recipe, kSuitesId, Until::flight);
        ChoiceAnswer answer;
        answer.cause = asked.cause;
        if (!asked.accepted()) co_return answer;
        survey_.observe(asked.reply, kSuitesId);
        if (asked.reply.version != version_) co_return answer;
        if (!contains(offer, asked.reply.suite))
            oddity("selects a cipher suite that was not offered");
        answer.chosen = asked.reply.suite;
        answer.cause.clear();
        co_return answer;
    }

    Task<void> find_order() {
        constexpr int kRepeats = 3;
        OrderSearch search;
        search.what = "cipher suites of " + profile::version_title(version_);
        search.choices = std::move(choices_);
        search.ask = [this](const Codes& offer) { return ask_order(offer); };
        search.repeats = version_ == kTls12 ? kRepeats : 0;
        search.runs.assign(runs_.begin(), runs_.end());
        co_await scanner::find_order(survey_, search, list_);
    }

    void conclude() {
        for (const Codes& chunk : suite_chunks(version_))
            list_.offered += static_cast<std::uint32_t>(chunk.size());
        if (version_seen_) {
            if (!list_.complete)
                survey_.host().unknown("cipher suites of " + profile::version_title(version_),
                                       list_.cause);
            return;
        }
        if (!list_.complete) {
            survey_.version(version_, Fact::make_unknown({kSuitesId, 0}, list_.cause));
            survey_.host().unknown(profile::version_title(version_), list_.cause);
            return;
        }
        survey_.version(version_, Fact::make_no(evidence(kSuitesId, refused_by_), refusal_));
    }

    Survey& survey_;
    std::uint16_t version_;
    AcceptedList& list_;
    Codes accepted_;
    std::vector<Choice> choices_;
    std::list<Codes> runs_;
    bool version_seen_ = false;
    bool over_ = false;
    std::string refusal_;
    Reply refused_by_;
};

Task<void> hunt_version(Survey& survey, std::uint16_t version) {
    SuiteHunt hunt(survey, version);
    co_await hunt.run();
    survey.suites_done(version).set();
}

// SSLv3 hellos have no extensions by its standard; with them libraries show their curves, too.
Task<void> hunt_older(Survey& survey) {
    co_await survey.suites_done(kTls12).wait();
    TaskGroup group;
    for (const std::uint16_t version : {kTls11, kTls10, kSsl3})
        group.add(hunt_version(survey, version));
    co_await group.all();
}

Task<void> probe_suites(Survey& survey) {
    for (const std::uint16_t version : {kSsl3, kTls10, kTls11, kTls12, kTls13})
        survey.suites(version);
    TaskGroup group;
    group.add(hunt_version(survey, kTls12));
    group.add(hunt_older(survey));
    co_await group.all();
}

}  // namespace

const ProbeKind probe::kSuites = {
    kSuitesId,   "cipher suites of SSLv3 to TLS 1.2", Stage::enumerate, Depth::enumeration, false,
    probe_suites};

}  // namespace tlsonar::scanner
