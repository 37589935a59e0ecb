#include "audit/verdict/evaluate_private.h"
#include "audit/verdict/test_private.h"

#include <algorithm>

namespace tlsonar::audit {
namespace {

// "no" beats "unknown" beats "absent" beats "yes".
Truth evaluate_all(const Condition& condition, const Facts& facts, const PolicyTruth& other) {
    Truth all = Truth::yes;
    for (const Condition& part : condition.parts) {
        const Truth truth = evaluate(part, facts, other);
        if (truth == Truth::no) return truth;
        if (truth == Truth::unknown || (truth == Truth::absent && all == Truth::yes)) all = truth;
    }
    return all;
}

// "yes" beats "unknown" beats "no" beats "absent".
Truth evaluate_any(const Condition& condition, const Facts& facts, const PolicyTruth& other) {
    Truth any = Truth::absent;
    for (const Condition& part : condition.parts) {
        const Truth truth = evaluate(part, facts, other);
        if (truth == Truth::yes) return truth;
        if (truth == Truth::unknown || (truth == Truth::no && any == Truth::absent)) any = truth;
    }
    return any;
}

Truth negate(Truth truth) {
    if (truth == Truth::yes) return Truth::no;
    if (truth == Truth::no) return Truth::yes;
    return truth;
}

// Of alternatives that all fail, the one that was meant: most of its tests hold, the first one
// above all ("key.type is RSA, and …").
const Condition& nearest_alternative(const Condition& any, const Facts& facts,
                                     const PolicyTruth& other) {
    const Condition* best = &any.parts.front();
    std::size_t most = 0;
    for (const Condition& part : any.parts) {
        if (part.kind != Condition::Kind::all || part.parts.empty()) continue;
        std::size_t holding = 0;
        for (const Condition& test : part.parts)
            if (evaluate(test, facts, other) == Truth::yes) ++holding;
        if (evaluate(part.parts.front(), facts, other) == Truth::yes)
            holding += part.parts.size() + 1;
        if (holding > most) most = holding, best = &part;
    }
    return *best;
}

void explain_holding(const Condition& condition, const Facts& facts, Wording& wording,
                     std::vector<Deviation>& out) {
    if (condition.kind == Condition::Kind::test)
        return explain_negated(condition, facts, wording, out);
    for (const Condition& part : condition.parts)
        if (evaluate(part, facts) == Truth::yes) explain_holding(part, facts, wording, out);
}

}  // namespace

Truth evaluate(const Condition& condition, const Facts& facts, const PolicyTruth& other) {
    switch (condition.kind) {
        case Condition::Kind::all:
            return evaluate_all(condition, facts, other);
        case Condition::Kind::any:
            return evaluate_any(condition, facts, other);
        case Condition::Kind::negation:
            return negate(evaluate(condition.parts.front(), facts, other));
        case Condition::Kind::test:
            break;
    }
    if (condition.op != Operator::pass) return evaluate_test(condition, facts);
    const auto* policy = std::get_if<std::string>(&condition.value);
    return policy != nullptr && other ? other(*policy) : Truth::unknown;
}

void explain(const Condition& condition, const Facts& facts, const PolicyTruth& other,
             Wording& wording, std::vector<Deviation>& out) {
    switch (condition.kind) {
        case Condition::Kind::all:
            for (const Condition& part : condition.parts)
                if (evaluate(part, facts, other) == Truth::no)
                    explain(part, facts, other, wording, out);
            return;
        case Condition::Kind::any:
            return explain(nearest_alternative(condition, facts, other), facts, other, wording,
                           out);
        case Condition::Kind::negation:
            return explain_holding(condition.parts.front(), facts, wording, out);
        case Condition::Kind::test:
            return explain_test(condition, facts, wording, out);
    }
}

void find_unknown(const Condition& condition, const Facts& facts, const PolicyTruth& other,
                  std::vector<const Condition*>& out) {
    if (condition.kind == Condition::Kind::test) {
        if (evaluate(condition, facts, other) == Truth::unknown) out.push_back(&condition);
        return;
    }
    for (const Condition& part : condition.parts)
        find_unknown(part, facts, other, out);
}

}  // namespace tlsonar::audit
