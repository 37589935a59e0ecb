// Cipher suites of SSLv3 to TLS 1.2, every one, and in whose order: by offering all, noting what
// the server takes, offering the rest, until it refuses.
#include "scanner/probe/preference_order.h"
#include "scanner/probe/probes.h"

#include <algorithm>

namespace tlsonar::scanner {
namespace {

using profile::AcceptedList;
using profile::Decides;
using profile::Fact;

constexpr std::string_view kId = "suites";
constexpr std::uint8_t kProtocolVersion = 70;  // the alert
// After so many the rest is divided and hunted side by side.
constexpr std::size_t kDivideAfter = 5;
constexpr std::size_t kDivideFrom = 16;

struct Choice {
    Codes offered;
    std::uint16_t chosen;
};

// The suites of one version.
class Hunt {
  public:
    Hunt(Survey& survey, std::uint16_t version)
        : survey_(survey), version_(version), list_(survey.suites(version)) {}

    Task<void> run() {
        list_.cause.clear();
        list_.complete = true;
        const Codes expected = expectation();
        if (expected.empty())
            co_await without_expectation();
        else
            co_await with_expectation(expected);
        if (!version_seen_ && list_.complete && !over_) co_await with_short_lists();
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
            if (i == 0 && first.empty()) continue;
            group.add(hunt(without(chunks[i], first), first.empty() ? 0 : 1));
        }
        co_await group.all();
    }

    // Refused, but perhaps for the length of the hello: the usual suites, then short lists of all.
    Task<void> with_short_lists() {
        constexpr std::size_t kShort = 48;
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
            group.add(hunt(without(Codes(from, to), first), 1));
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
        const bool single = newer != nullptr && newer->decides == Decides::client;
        TaskGroup group;
        for (std::size_t i = 1; i < expected.size(); ++i) {
            const auto from = expected.begin() + static_cast<std::ptrdiff_t>(i);
            group.add(ask_once(single ? Codes{*from} : Codes(from, expected.end())));
        }
        co_await group.all();
        const Codes missed = without(expected, accepted_);
        TaskGroup rest;
        if (!missed.empty() && !over_) rest.add(hunt(missed, 0));
        for (const Codes& chunk : suite_chunks(version_)) {
            const Codes others = without(chunk, expected);
            if (!others.empty() && !over_) rest.add(hunt(others, 0));
        }
        co_await rest.all();
    }

    // Until the server refuses what is left.
    Task<void> hunt(Codes rest, std::size_t found) {
        while (!rest.empty() && !over_) {
            const Codes chosen = co_await ask(rest);
            if (chosen.empty()) co_return;
            rest = without(rest, chosen);
            if (++found == kDivideAfter && rest.size() >= kDivideFrom) {
                TaskGroup parts;
                for (const Codes& part : divide(rest))
                    parts.add(hunt(part, found));
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
        const Asked asked = co_await survey_.host().ask(recipe, kId, Until::flight);
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
        survey_.observe(asked.reply, kId);
        if (asked.reply.version != version_) {
            refusal_ = "the server chose " + profile::version_title(asked.reply.version);
            refused_by_ = asked.reply;
            over_ = !version_seen_;
            co_return Codes();
        }
        version_seen_ = true;
        note_extensions(asked.reply);
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
            list_.accepted.push_back({reply.suite, evidence(kId, reply)});
        }
        return {reply.suite};
    }

    void oddity(std::string text) {
        if (std::find(list_.oddities.begin(), list_.oddities.end(), text) == list_.oddities.end())
            list_.oddities.push_back(std::move(text));
    }

    void note_extensions(const Reply& reply) {
        if (survey_.style.no_extensions || survey_.style.small) return;
        survey_.offered(reply, kId, 23, "extended_main_secret");
        survey_.offered(reply, kId, 35, "session_ticket");
        survey_.offered(reply, kId, 0xFF01, "secure_renegotiation");
        // encrypt_then_mac is echoed with CBC suites only (RFC 7366 section 3).
        const dissect::CipherSuite* suite = dissect::find_cipher_suite(reply.suite);
        if (suite != nullptr && suite->mode == dissect::Mode::cbc)
            survey_.offered(reply, kId, 22, "encrypt_then_mac");
    }

    // The accepted ones among what was offered, in that order.
    Codes accepted_of(const Codes& offered) const {
        Codes out;
        for (const std::uint16_t code : offered)
            if (contains(accepted_, code)) out.push_back(code);
        return out;
    }

    // Who decides. A choice that is not the first of the offer is the server's; if there is none
    // such, one is offered again with its choice at the end.
    Task<void> find_order() {
        list_.decides = Decides::unknown;
        if (accepted_.size() < 2) {
            list_.ordered = list_.complete;
            co_return;
        }
        const Choice* widest = nullptr;
        std::size_t width = 0;
        for (const Choice& choice : choices_) {
            const Codes offered = accepted_of(choice.offered);
            if (offered.front() != choice.chosen) list_.decides = Decides::server;
            if (offered.size() > width) {
                width = offered.size();
                widest = &choice;
            }
        }
        if (list_.decides == Decides::unknown && width >= 2) co_await turn_round(*widest);
        if (list_.decides == Decides::server) co_await settle_order();
    }

    Task<void> turn_round(const Choice& choice) {
        const std::uint16_t favourite = choice.chosen;
        Codes offer = without(accepted_of(choice.offered), favourite);
        // Some servers prefer ChaCha20 for those who have it first: no order of the client's.
        std::stable_partition(offer.begin(), offer.end(), [](std::uint16_t code) {
            const dissect::CipherSuite* suite = dissect::find_cipher_suite(code);
            return suite == nullptr || suite->cipher != dissect::Cipher::chacha20;
        });
        offer.push_back(favourite);
        const Codes chosen = co_await ask(offer);
        if (chosen.empty()) co_return;
        list_.decides = chosen[0] == offer.front() ? Decides::client : Decides::server;
        if (chosen[0] != offer.front() && chosen[0] != favourite)
            oddity("chooses by neither its own order nor the client's");
    }

    Task<void> settle_order() {
        PreferenceOrder order(accepted_);
        for (const Choice& choice : choices_)
            order.observed(choice.offered, choice.chosen);
        for (Codes question = order.question(); !question.empty(); question = order.question()) {
            const Codes chosen = co_await ask(question);
            if (chosen.empty()) co_return;
            order.observed(question, chosen[0]);
        }
        // Who chooses by lot keeps to any order for a while: the same is asked again.
        constexpr int kAgain = 3;
        for (int i = 0; i < kAgain && version_ == kTls12 && !order.contradicts(); ++i) {
            const Codes all = order.order();
            if (all.size() > kMostSuites) break;
            const Codes chosen = co_await ask(all);
            if (chosen.empty()) break;
            order.observed(all, chosen[0]);
        }
        if (order.contradicts()) {
            oddity("contradicts itself in its order of cipher suites");
            co_return;
        }
        list_.ordered = true;
        const Codes sorted = order.order();
        const auto place = [&](const profile::Accepted& entry) {
            return std::find(sorted.begin(), sorted.end(), entry.code) - sorted.begin();
        };
        std::stable_sort(list_.accepted.begin(), list_.accepted.end(),
                         [&](const auto& a, const auto& b) { return place(a) < place(b); });
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
            survey_.version(version_, Fact::make_unknown({kId, 0}, list_.cause));
            survey_.host().unknown(profile::version_title(version_), list_.cause);
            return;
        }
        survey_.version(version_, Fact::make_no(evidence(kId, refused_by_), refusal_));
    }

    Survey& survey_;
    std::uint16_t version_;
    AcceptedList& list_;
    Codes accepted_;
    std::vector<Choice> choices_;
    bool version_seen_ = false;
    bool over_ = false;
    std::string refusal_;
    Reply refused_by_;
};

Task<void> hunt_version(Survey& survey, std::uint16_t version) {
    Hunt hunt(survey, version);
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

Task<void> run(Survey& survey) {
    for (const std::uint16_t version : {kSsl3, kTls10, kTls11, kTls12, kTls13})
        survey.suites(version);
    TaskGroup group;
    group.add(hunt_version(survey, kTls12));
    group.add(hunt_older(survey));
    co_await group.all();
}

}  // namespace

const ProbeKind probe::kSuites = {
    kId, "cipher suites of SSLv3 to TLS 1.2", Stage::enumerate, Depth::enumeration, false, run};

}  // namespace tlsonar::scanner
