// Tolerance: GREASE in every place (RFC 8701), versions to come, long hellos, many suites, split
// records … As much as goes into one hello is sent in one: a server that bears everything costs
// four connections. Only where such a hello breaks, each oddity is sent alone, and then the
// smallest hello that breaks is looked for.
#include "scanner/probe/tolerance.h"

#include "dissect/extension/extension.h"
#include "scanner/probe/probes.h"

#include <algorithm>
#include <optional>

namespace tlsonar::scanner {
namespace {

using profile::Fact;
using profile::Tolerance;

constexpr std::string_view kToleranceId = "tolerance";
// Steps towards the smallest hello that breaks; fewer where each costs seconds or many connections.
constexpr std::size_t kMostSteps = 12;
constexpr std::size_t kMostSilentSteps = 6;

// What is wrong with an answer that a hello without oddities could not have got. `version`: the
// newest that the server is known to have of those offered.
std::string wrong_choice(const Reply& reply, std::uint16_t version) {
    if (dissect::is_grease(reply.suite) || reply.suite >= 0xEE00)
        return "the server chose a cipher suite that does not exist";
    if (dissect::is_grease(reply.group)) return "the server chose a group that does not exist";
    if (reply.compression > 1) return "the server chose a compression that does not exist";
    if (reply.version > kTls13) return "the server chose a version that does not exist";
    if (reply.version >= version) return {};
    return "the server chose " + profile::version_title(reply.version) + " instead of " +
           profile::version_title(version);
}

class Prober {
  public:
    explicit Prober(Survey& survey)
        : survey_(survey), tests_(tolerance_tests()), results_(tests_.size()) {}

    // Some version with the hello of SSLv3 and its successors.
    bool possible() const { return survey_.newest() != 0; }

    Task<void> run() {
        TaskGroup groups;
        for (const OddGroup group :
             {OddGroup::newest, OddGroup::older, OddGroup::split, OddGroup::large})
            groups.add(run_group(group));
        co_await groups.all();
        for (std::optional<Tolerance>& result : results_)
            if (result) survey_.profile().tolerance.push_back(std::move(*result));
        for (Tolerance& result : combinations_)
            survey_.profile().tolerance.push_back(std::move(result));
    }

  private:
    struct Answer {
        Fact bears;
        bool silent = false;
        std::size_t octets = 0;  // of the message
    };

    bool applies(const ToleranceTest& test, OddGroup group, const PlainHello& made) const {
        if (test.group != group) return false;
        if (test.extensions && made.recipe.no_extensions) return false;
        // Its fields are fixed in hellos of TLS 1.3 (RFC 9846 section 4.1.2).
        const bool below = test.id == "future-version" || test.id == "unknown-compression";
        return !below || made.recipe.version <= kTls12;
    }

    Task<Answer> ask(const PlainHello& made, const Oddities& odd) {
        const TalkTools& tools = survey_.host().tools();
        const Octets message = odd_message(made.recipe, odd, tools.keys, *tools.draw);
        const Octets records = odd_records(made.recipe, odd, message);
        const Asked asked =
            co_await survey_.host().ask_octets(records, kToleranceId, Until::server_hello);
        Answer answer;
        answer.octets = message.size();
        answer.silent = !asked.reply.spoke();
        const profile::Evidence shown = evidence(kToleranceId, asked.reply);
        if (asked.hung) {
            answer.bears = Fact::make_no(shown, asked.cause);
        } else if (asked.unknown()) {
            answer.bears = Fact::make_unknown(shown, asked.cause);
        } else if (!asked.accepted()) {
            answer.bears = Fact::make_no(shown, asked.cause);
        } else {
            survey_.observe(asked.reply, kToleranceId);
            const std::string wrong = wrong_choice(asked.reply, made.version);
            answer.bears = wrong.empty() ? Fact::make_yes(shown) : Fact::make_no(shown, wrong);
        }
        co_return answer;
    }

    Task<void> run_group(OddGroup group) {
        const std::vector<PlainHello> candidates = plain_hellos(survey_, group);
        if (candidates.empty()) co_return;
        const PlainHello& first = candidates.front();
        Oddities all;
        std::size_t count = 0;
        for (const ToleranceTest& test : tests_)
            if (applies(test, group, first)) {
                test.put(all);
                ++count;
            }
        if (count == 0) co_return;
        const Answer answer = co_await ask(first, all);
        if (answer.bears.yes() || answer.bears.answer == profile::Answer::unknown) {
            for (std::size_t i = 0; i < tests_.size(); ++i)
                if (applies(tests_[i], group, first)) conclude(i, answer);
            co_return;
        }
        co_await one_by_one(group, candidates, answer);
    }

    // Finds a plain hello that is answered, and makes it odd in one way at a time.
    Task<void> one_by_one(OddGroup group, const std::vector<PlainHello>& candidates,
                          const Answer& together) {
        const Oddities none;
        Fact refusal;
        for (const PlainHello& made : candidates) {
            const Answer plain_answer = co_await ask(made, none);
            if (!plain_answer.bears.yes()) {
                refusal = plain_answer.bears;
                continue;
            }
            bool any = false;
            for (std::size_t i = 0; i < tests_.size(); ++i)
                if (applies(tests_[i], group, made)) {
                    co_await alone(i, made, plain_answer.octets);
                    any = any || !results_[i]->bears.yes();
                }
            if (!any && &made == &candidates.front()) note_combination(together);
            co_return;
        }
        const std::string cause =
            "a hello of this kind is refused even when nothing in it is odd: " + refusal.cause;
        for (std::size_t i = 0; i < tests_.size(); ++i)
            if (applies(tests_[i], group, candidates.front()))
                put(i, Fact::make_unknown(refusal.evidence, cause), 0);
    }

    Task<void> alone(std::size_t i, const PlainHello& made, std::size_t plain_octets) {
        const ToleranceTest& test = tests_[i];
        Oddities odd;
        test.put(odd);
        Answer answer = co_await ask(made, odd);
        if (!answer.bears.no()) {
            conclude(i, answer);
            co_return;
        }
        const std::string blamed = co_await someone_else(test, made, answer);
        if (!blamed.empty()) {
            not_to_be_known(i, answer, blamed);
            co_return;
        }
        if (test.measure != nullptr) co_await shrink(test, made, plain_octets, odd, answer);
        put(i, answer.bears, answer.octets);
    }

    // Whether the server also breaks at what comes with the oddity without being odd.
    Task<std::string> someone_else(const ToleranceTest& test, const PlainHello& made,
                                   const Answer& broke) {
        Oddities twin;
        if (test.put_twin != nullptr)
            test.put_twin(twin);
        else if (test.measure != nullptr && test.measure != &Oddities::octets)
            twin.octets = broke.octets;  // as long, but with padding
        else
            co_return std::string();
        if (twin.octets != 0 && made.recipe.no_extensions) co_return std::string();
        const Answer answer = co_await ask(made, twin);
        if (answer.bears.yes()) co_return std::string();
        if (test.put_twin == nullptr)
            co_return "the server breaks at any hello of that length: " + answer.bears.cause;
        co_return "the server also refuses what comes with it: " + answer.bears.cause;
    }

    // Towards the smallest that breaks. `answer` is of what broke last.
    Task<void> shrink(const ToleranceTest& test, const PlainHello& made, std::size_t plain_octets,
                      Oddities odd, Answer& answer) {
        std::size_t borne = test.measure == &Oddities::octets ? plain_octets : 0;
        if (test.measure == &Oddities::suites) borne = made.recipe.suites.size();
        std::size_t broke = test.measure == &Oddities::octets ? answer.octets : odd.*test.measure;
        const std::size_t most = answer.silent ? kMostSilentSteps : kMostSteps;
        const std::string how = answer.bears.cause;
        for (std::size_t step = 0; step < most; ++step) {
            odd.*test.measure = between(borne, broke);
            if (odd.*test.measure == 0) break;
            Answer next = co_await ask(made, odd);
            if (next.bears.answer == profile::Answer::unknown) break;
            if (next.bears.yes()) {
                borne = odd.*test.measure;
                continue;
            }
            broke = odd.*test.measure;
            answer = std::move(next);
        }
        constexpr std::string_view kOf[] = {"octets", "suites", "extensions"};
        std::size_t which = test.measure == &Oddities::octets ? 0 : 2;
        if (test.measure == &Oddities::suites) which = 1;
        answer.bears.cause = how + ", with " + std::to_string(broke) + " " +
                             std::string(kOf[which]) + "; " + std::to_string(borne) + " are borne";
    }

    // Of a hello that was borne, or of which nothing is known.
    void conclude(std::size_t i, const Answer& answer) {
        const std::size_t most = tests_[i].most_octets;
        if (most == 0 || answer.octets <= most || !answer.bears.yes())
            put(i, answer.bears, 0);
        else
            not_to_be_known(i, answer,
                            "no hello as short is answered: this server took one of " +
                                std::to_string(answer.octets) + " octets");
    }

    // Nothing was missed, but nothing can be said.
    void not_to_be_known(std::size_t i, const Answer& answer, const std::string& why) {
        results_[i] = Tolerance{tests_[i].id, tests_[i].title,
                                Fact::make_unknown(answer.bears.evidence, why), 0};
    }

    void put(std::size_t i, const Fact& bears, std::size_t octets) {
        if (bears.answer == profile::Answer::unknown)
            survey_.host().unknown("tolerance of odd hellos", bears.cause);
        results_[i] =
            Tolerance{tests_[i].id, tests_[i].title, bears, static_cast<std::uint32_t>(octets)};
    }

    // Each alone is borne, but not all together.
    void note_combination(const Answer& together) {
        combinations_.push_back({"combination", "several of these at once", together.bears,
                                 static_cast<std::uint32_t>(together.octets)});
    }

    Survey& survey_;
    std::span<const ToleranceTest> tests_;
    std::vector<std::optional<Tolerance>> results_;  // of the test of the same index
    std::vector<Tolerance> combinations_;
};

Task<void> probe_tolerance(Survey& survey) {
    if (survey.profile().udp) co_return;
    Prober prober(survey);
    if (prober.possible()) co_await prober.run();
}

}  // namespace

const ProbeKind probe::kTolerance = {kToleranceId,  "tolerance of odd hellos",
                                     Stage::detail, Depth::standard,
                                     false,         probe_tolerance};

}  // namespace tlsonar::scanner
