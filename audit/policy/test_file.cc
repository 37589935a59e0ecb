#include "audit/policy/test_file.h"

#include "audit/file/yaml_private.h"
#include "audit/policy/load.h"
#include "audit/verdict/judge.h"
#include "core/text.h"

#include <algorithm>
#include <filesystem>
#include <set>

namespace tlsonar::audit {
namespace {

Value read_value(YamlReader& in, const YamlPlace& at, ValueType type) {
    if (in.ok() && at.node.IsNull()) return Absent{};
    switch (type) {
        case ValueType::boolean:
            return in.boolean(at);
        case ValueType::number:
            return in.number(at);
        case ValueType::names:
            return in.texts(at);
        case ValueType::text:
            // Several certificates may differ in what is one value for each.
            if (in.ok() && at.node.IsSequence()) return in.texts(at);
            return in.text(at);
        case ValueType::date: {
            std::string day = in.text(at);
            if (in.ok() && !parse_day(day)) in.fail(at, "expected a date such as \"2026-11-20\"");
            return day;
        }
    }
    return Absent{};
}

// {"partial": [..]} or {"unknown": "why"}
void read_part(YamlReader& in, const std::string& name, const YamlPlace& at, ValueType type,
               Facts& facts) {
    static constexpr std::string_view kMembers[] = {"partial", "unknown"};
    if (!in.map(at, kMembers)) return;
    const auto partial = in.find(at, "partial");
    if (partial && in.find(at, "unknown"))
        return in.fail(at, "expected either \"partial\" or \"unknown\"");
    if (!partial) return facts.set_unknown(name, in.text(at, "unknown", true));
    if (type != ValueType::names && type != ValueType::text)
        return in.fail(*partial, "only lists are known in part");
    facts.set_partial(name, in.texts(*partial), "only a part is known");
}

// In a capture a server shows what it chose, never all it would.
void read_fact(YamlReader& in, const std::string& name, const YamlPlace& at, Subject& subject) {
    Facts& facts = subject.facts;
    const auto id = find_fact(name);
    if (!id) {
        const std::string_view near = nearest_fact(name);
        in.fail(at, "there is no fact \"" + printable(name) + "\"" +
                        (near.empty() ? "" : "; did you mean \"" + std::string(near) + "\"?"));
        return;
    }
    const ValueType type = vocabulary()[*id].type;
    if (in.ok() && at.node.IsMap()) return read_part(in, name, at, type, facts);
    Value value = read_value(in, at, type);
    const auto* names = std::get_if<Names>(&value);
    if (subject.mode == Mode::passive && names != nullptr && name.starts_with("server."))
        facts.set_partial(name, *names, "only what was seen is known");
    else
        facts.set(name, std::move(value));
}

std::string describe(const RuleResult& result) {
    std::string out(name_of(result.status));
    if (!result.deviations.empty())
        out += " (observed " + printable(result.deviations.front().observed) + ", expected " +
               printable(result.deviations.front().expected) + ")";
    else if (!result.cause.empty())
        out += " (" + printable(result.cause) + ")";
    return out;
}

class TestFile {
  public:
    explicit TestFile(std::string_view file) : in_(std::string(file)) {}

    Result<PolicyTestResult, FileFault> run(std::string_view text) {
        static constexpr std::string_view kMembers[] = {"$schema", "policy", "as_of", "cases"};
        const YamlPlace root = in_.parse(text);
        if (in_.ok() && in_.map(root, kMembers)) {
            open_policy(in_.need(root, "policy"));
            read_day(root);
            const YamlPlace cases = in_.need(root, "cases");
            for (const YamlPlace& place : in_.elements(cases))
                run_case(place);
            // What expects nothing can't fail.
            if (in_.ok() && result_.cases == 0) in_.fail(cases, "expected a case at least");
        }
        if (foreign_) return *foreign_;
        if (!in_.ok()) return in_.fault();
        return std::move(result_);
    }

  private:
    void open_policy(const YamlPlace& at) {
        const std::string name = in_.text(at);
        if (!in_.ok()) return;
        const auto beside = std::filesystem::path(in_.file()).parent_path() / name;
        std::error_code error;
        const bool is_file = std::filesystem::is_regular_file(beside, error);
        PolicyShelf shelf;
        auto policy = shelf.open(is_file ? beside.string() : name);
        if (policy) {
            policy_ = std::move(*policy);
            result_.policy = policy_->id;
        } else {
            foreign_ = policy.error();
            in_.fail(at, policy.error().problem);
        }
    }

    void read_day(const YamlPlace& root) {
        const YamlPlace at = in_.need(root, "as_of");
        const auto day = parse_day(in_.text(at));
        if (in_.ok() && !day) in_.fail(at, "expected a date such as \"2026-11-20\"");
        as_of_ = day.value_or(0);
    }

    void run_case(const YamlPlace& at) {
        static constexpr std::string_view kMembers[] = {"name", "mode", "facts", "expect"};
        static constexpr std::string_view kModes[] = {"active", "passive", "file"};
        if (!in_.map(at, kMembers)) return;
        Subject subject;
        subject.id = in_.text(at, "name", true);
        if (const auto mode = in_.find(at, "mode")) {
            const std::string name = in_.text(*mode);
            const auto* found = std::ranges::find(kModes, name);
            if (found == std::end(kModes)) in_.fail(*mode, expected_one_of(kModes, name));
            subject.mode = static_cast<Mode>(found - std::begin(kModes));
        }
        for (const auto& [name, place] : once(in_.need(at, "facts")))
            read_fact(in_, name, place, subject);
        if (!in_.ok()) return;
        const auto judged = judge(subject, std::span(&policy_, 1), {.as_of = as_of_});
        ++result_.cases;
        const YamlPlace expected = in_.need(at, "expect");
        const auto rules = once(expected);
        if (in_.ok() && rules.empty()) in_.fail(expected, "expected a rule at least");
        for (const auto& [rule, place] : rules)
            expect(judged.front(), subject.id, rule, place);
    }

    // The members of an object, none of them twice.
    std::vector<std::pair<std::string, YamlPlace>> once(const YamlPlace& at) {
        auto out = in_.members(at);
        std::set<std::string_view> seen;
        for (const auto& [name, place] : out)
            if (!seen.insert(name).second) in_.fail(place, "is there twice");
        return out;
    }

    void expect(const Judgement& judgement, const std::string& name, const std::string& rule,
                const YamlPlace& at) {
        static constexpr std::string_view kStatuses[] = {
            "pass", "fail", "not-applicable", "not-yet", "not-tested", "inconclusive", "manual"};
        const std::string wanted = in_.text(at);
        if (std::ranges::find(kStatuses, wanted) == std::end(kStatuses))
            in_.fail(at, expected_one_of(kStatuses, wanted));
        const auto found = std::ranges::find(
            judgement.results, rule, [](const RuleResult& result) { return result.rule->id; });
        if (found == judgement.results.end())
            in_.fail(at, "the policy has no rule \"" + printable(rule) + "\"");
        if (!in_.ok()) return;
        ++result_.expectations;
        if (name_of(found->status) != wanted)
            result_.failures.push_back(printable(name) + ": " + rule + ": expected " + wanted +
                                       ", found " + describe(*found));
    }

    YamlReader in_;
    PolicyPtr policy_;
    Day as_of_ = 0;
    PolicyTestResult result_;
    std::optional<FileFault> foreign_;
};

}  // namespace

Result<PolicyTestResult, FileFault> run_policy_test(std::string_view text, std::string_view file) {
    return TestFile(file).run(text);
}

}  // namespace tlsonar::audit
