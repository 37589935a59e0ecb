#include "audit/policy/read_private.h"
#include "core/text.h"

#include <algorithm>

namespace tlsonar::audit {
namespace {

constexpr std::string_view kOperators[] = {
    "subset_of",    "none_of", "contains_any", "contains_all", "set_equals",
    "in",           "not_in",  "==",           "!=",           "<",
    "<=",           ">",       ">=",           "exists",       "matches_any",
    "matches_none", "pass"};

constexpr std::string_view kPolicyResult = "policy.result";

enum class Operand : std::uint8_t { none, names, scalar, patterns, policy };

Operand operand_of(Operator op) {
    switch (op) {
        case Operator::exists:
            return Operand::none;
        case Operator::pass:
            return Operand::policy;
        case Operator::matches_any:
        case Operator::matches_none:
            return Operand::patterns;
        case Operator::equal:
        case Operator::not_equal:
        case Operator::less:
        case Operator::at_most:
        case Operator::greater:
        case Operator::at_least:
            return Operand::scalar;
        default:
            return Operand::names;
    }
}

// Whether such a test can be made of such a fact.
bool fits(Operator op, ValueType type) {
    const bool of_names = type == ValueType::names;
    const bool of_texts = of_names || type == ValueType::text || type == ValueType::date;
    switch (operand_of(op)) {
        case Operand::none:
        case Operand::policy:
            return true;
        case Operand::patterns:
            return of_texts;
        case Operand::names:
            return op == Operator::in || op == Operator::not_in ? of_texts : of_names;
        case Operand::scalar:
            if (op == Operator::equal || op == Operator::not_equal) return true;
            return type == ValueType::number || type == ValueType::date;
    }
    return false;
}

Pattern read_pattern(YamlReader& in, const YamlPlace& at) {
    Pattern pattern;
    std::string text = in.text(at);
    if (text.starts_with('^')) pattern.at_begin = true, text.erase(0, 1);
    if (text.ends_with('$')) pattern.at_end = true, text.pop_back();
    if (text.empty()) in.fail(at, "is an empty pattern");
    if (text.find_first_of("*+?()[]{}|\\^$") != std::string::npos)
        in.fail(at,
                "is no pattern: the text itself, with ^ before it for the beginning and $ behind "
                "it for the end; regular expressions are not understood");
    pattern.text = std::move(text);
    return pattern;
}

// The value itself, or what the list or parameter of that name holds.
YamlPlace follow(YamlReader& in, const YamlPlace& at, const PolicyNames& names) {
    if (!in.ok() || !at.node.IsMap()) return at;
    static constexpr std::string_view kMembers[] = {"list", "parameter"};
    if (!in.map(at, kMembers)) return at;
    const auto parameter = in.find(at, "parameter");
    if (!parameter) return at;
    const std::string name = in.text(*parameter);
    const auto found = names.parameters.find(name);
    if (found == names.parameters.end()) {
        in.fail(*parameter, "there is no parameter \"" + printable(name) + "\"");
        return at;
    }
    return found->second;
}

Names read_names(YamlReader& in, const YamlPlace& at, const PolicyNames& names) {
    Names out;
    if (in.ok() && at.node.IsMap()) {
        const YamlPlace list = in.need(at, "list");
        const std::string name = in.text(list);
        const auto found = names.lists.find(name);
        if (in.ok() && found == names.lists.end())
            in.fail(list, "there is no list \"" + printable(name) + "\"");
        else if (in.ok())
            out = found->second;
    } else {
        out = in.texts(at);
    }
    if (in.ok() && out.empty()) in.fail(at, "is empty");
    std::ranges::sort(out);
    return out;
}

Value read_scalar(YamlReader& in, const YamlPlace& at, ValueType type) {
    switch (type) {
        case ValueType::boolean:
            return in.boolean(at);
        case ValueType::number:
            return in.number(at);
        case ValueType::date: {
            const std::string text = in.text(at);
            if (in.ok() && !parse_day(text))
                in.fail(at, "expected " + std::string(name_of(ValueType::date)) + "; found \"" +
                                printable(text) + "\"");
            return text;
        }
        default:
            return in.text(at);
    }
}

void read_operand(YamlReader& in, const YamlPlace& at, const PolicyNames& names, Condition& test) {
    const auto given = in.find(at, "value");
    if (operand_of(test.op) == Operand::none) {
        if (given) in.fail(*given, "\"exists\" takes no value");
        return;
    }
    if (!given) {
        in.fail(at, "lacks \"value\"");
        return;
    }
    const YamlPlace value = follow(in, *given, names);
    const std::string_view fact = vocabulary()[test.fact].name;
    switch (operand_of(test.op)) {
        case Operand::names:
            test.value = read_names(in, value, names);
            check_names(in, *given, fact, std::get<Names>(test.value));
            break;
        case Operand::scalar:
            test.value = read_scalar(in, value, vocabulary()[test.fact].type);
            if (const auto* text = std::get_if<std::string>(&test.value))
                check_names(in, *given, fact, {text, 1});
            break;
        case Operand::patterns:
            for (const YamlPlace& element : in.elements(value))
                test.patterns.push_back(read_pattern(in, element));
            if (in.ok() && test.patterns.empty()) in.fail(value, "is empty");
            break;
        default:
            test.value = in.text(value);
    }
}

Condition read_test(YamlReader& in, const YamlPlace& at, const PolicyNames& names) {
    static constexpr std::string_view kMembers[] = {"all", "any", "not", "fact", "op", "value"};
    Condition test;
    if (!in.map(at, kMembers)) return test;
    const YamlPlace fact = in.need(at, "fact");
    const std::string name = in.text(fact);
    const YamlPlace op = in.need(at, "op");
    test.op = read_name<Operator>(in, op, kOperators);
    if (!in.ok()) return test;
    const auto id = find_fact(name);
    if (!id) {
        const std::string_view near = nearest_fact(name);
        in.fail(fact, "there is no fact \"" + printable(name) + "\"" +
                          (near.empty() ? "" : "; did you mean \"" + std::string(near) + "\"?"));
        return test;
    }
    test.fact = *id;
    if ((test.op == Operator::pass) != (name == kPolicyResult))
        in.fail(op, "\"pass\" is asked of " + std::string(kPolicyResult) + ", and nothing else is");
    if (!fits(test.op, vocabulary()[*id].type))
        in.fail(op, "\"" + std::string(name_of(test.op)) + "\" can't be asked of " + name + ", " +
                        std::string(name_of(vocabulary()[*id].type)));
    read_operand(in, at, names, test);
    return test;
}

}  // namespace

Condition read_condition(YamlReader& in, const YamlPlace& at, const PolicyNames& names, int depth) {
    if (depth > kMaxConditionDepth) in.fail(at, "is nested too deeply");
    if (!in.is_map(at)) return {};
    struct Form {
        std::string_view name;
        Condition::Kind kind;
    };
    static constexpr Form kForms[] = {{"all", Condition::Kind::all},
                                      {"any", Condition::Kind::any},
                                      {"not", Condition::Kind::negation}};
    for (const Form& form : kForms) {
        const auto inner = in.find(at, form.name);
        if (!inner) continue;
        Condition out;
        out.kind = form.kind;
        const std::string_view only[] = {form.name};
        if (!in.map(at, only)) return out;
        if (form.kind == Condition::Kind::negation) {
            out.parts.push_back(read_condition(in, *inner, names, depth + 1));
            return out;
        }
        for (const YamlPlace& part : in.elements(*inner))
            out.parts.push_back(read_condition(in, part, names, depth + 1));
        if (out.parts.empty()) in.fail(*inner, "is empty");
        return out;
    }
    return read_test(in, at, names);
}

}  // namespace tlsonar::audit
