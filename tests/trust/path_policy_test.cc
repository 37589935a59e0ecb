// Certificate policies: RFC 9618's graph beside RFC 5280's tree, which is the same and larger.
#include "trust/path/policy.h"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

namespace tlsonar::trust {
namespace {

const std::string kAny("\x55\x1D\x20\x00", 4);
const std::string kA("\x2A\x01"), kB("\x2A\x02"), kC("\x2A\x03"), kD("\x2A\x04");

struct Step {
    std::vector<std::string> policies = {};
    std::vector<PolicyMapping> mappings = {};
    std::optional<std::uint32_t> require_explicit = {};
    std::optional<std::uint32_t> inhibit_mapping = {};
    std::optional<std::uint32_t> inhibit_any = {};
    bool self_issued = false;
    bool without = false;  // no policies extension at all

    PathFacts facts() const {
        PathFacts facts;
        facts.present[static_cast<std::size_t>(PathExtension::policies)] = !without;
        facts.policies = policies;
        facts.mappings = mappings;
        facts.require_explicit_policy = require_explicit;
        facts.inhibit_policy_mapping = inhibit_mapping;
        facts.inhibit_any_policy = inhibit_any;
        facts.self_issued = self_issued;
        return facts;
    }
};

struct Outcome {
    bool valid = false;
    std::set<std::string> policies = {};  // when valid
    bool operator==(const Outcome&) const = default;
};
void PrintTo(const Outcome& outcome, std::ostream* out) {
    *out << (outcome.valid ? "valid" : "invalid") << ", " << outcome.policies.size() << " policies";
}

std::string dotted(const std::string& policy) {
    return std::string(ObjectId(as_bytes(policy)).dotted());
}

Outcome walk(const std::vector<Step>& steps, const PolicyInputs& inputs = {}) {
    PolicyWalk walk(inputs, steps.size());
    for (const Step& step : steps)
        if (walk.step(step.facts())) return {};
    if (!walk.finish()) return {};
    Outcome outcome{true, {}};
    for (const ObjectId& policy : walk.policies())
        outcome.policies.insert(std::string(policy.dotted()));
    return outcome;
}

PolicyInputs explicitly(std::vector<std::string> acceptable = {}) {
    PolicyInputs inputs;
    inputs.explicit_policy = true;
    for (const std::string& policy : acceptable)
        inputs.acceptable.push_back(ObjectId(as_bytes(policy)));
    return inputs;
}

Outcome valid(const std::set<std::string>& policies) {
    Outcome outcome{true, {}};
    for (const std::string& policy : policies)
        outcome.policies.insert(dotted(policy));
    return outcome;
}
const Outcome kInvalid;

TEST(Policies, IntersectAlongThePath) {
    EXPECT_EQ(walk({{{kA, kB}}, {{kB, kC}}}), valid({kB}));
    EXPECT_EQ(walk({{{kA}}, {{kC}}}), valid({}));  // nobody insists
    EXPECT_EQ(walk({{{kA}}, {{kC}}}, explicitly()), kInvalid);
    EXPECT_EQ(walk({{{kA, kB}}, {{kB}}}, explicitly({kB})), valid({kB}));
    EXPECT_EQ(walk({{{kA, kB}}, {{kB}}}, explicitly({kA})), kInvalid);
    EXPECT_EQ(walk({{{kA}}, {.without = true}}, explicitly()), kInvalid);
}

TEST(Policies, AnyPolicyStandsForAllUntilInhibited) {
    EXPECT_EQ(walk({{{kAny}}, {{kA}}}, explicitly({kA})), valid({kA}));
    EXPECT_EQ(walk({{{kA}}, {{kAny}}}, explicitly({kA})), valid({kA}));
    EXPECT_EQ(walk({{{kAny}}, {{kAny}}}, explicitly({kA})), valid({kA}));
    EXPECT_EQ(walk({{{kAny}}, {{kAny}}}, explicitly()), valid({kAny}));
    PolicyInputs inhibited = explicitly({kA});
    inhibited.inhibit_any_policy = true;
    EXPECT_EQ(walk({{{kAny}}, {{kA}}}, inhibited), kInvalid);
    EXPECT_EQ(walk({{{kA}}, {{kA}}}, inhibited), valid({kA}));
    EXPECT_EQ(walk({{.policies = {kAny}, .inhibit_any = 0}, {{kAny}}}, explicitly()), kInvalid);
    EXPECT_EQ(walk({{.policies = {kAny}, .inhibit_any = 1}, {{kAny}}, {{kA}}}, explicitly()),
              valid({kA}));
    EXPECT_EQ(walk({{.policies = {kAny}, .inhibit_any = 1}, {{kAny}}, {{kAny}}}, explicitly()),
              kInvalid);
    // Self-issued certificates in between do not count, and may still say any.
    EXPECT_EQ(walk({{.policies = {kAny}, .inhibit_any = 0},
                    {.policies = {kAny}, .self_issued = true},
                    {{kA}}},
                   explicitly()),
              valid({kA}));
}

TEST(Policies, MappingsAreFollowedUntilInhibited) {
    const std::vector<Step> mapped = {{.policies = {kA}, .mappings = {{kA, kB}}}, {{kB}}};
    EXPECT_EQ(walk(mapped, explicitly({kA})), valid({kA}));  // in the anchor's own terms
    EXPECT_EQ(walk(mapped, explicitly({kB})), kInvalid);
    PolicyInputs inhibited = explicitly();
    inhibited.inhibit_mapping = true;
    EXPECT_EQ(walk(mapped, inhibited), kInvalid);
    EXPECT_EQ(walk({{.policies = {kA}, .inhibit_mapping = 0},
                    {.policies = {kA}, .mappings = {{kA, kB}}},
                    {{kB}}},
                   explicitly()),
              kInvalid);
    // One to several, and through anyPolicy.
    EXPECT_EQ(walk({{.policies = {kA}, .mappings = {{kA, kB}, {kA, kC}}}, {{kC}}}, explicitly()),
              valid({kA}));
    EXPECT_EQ(walk({{.policies = {kAny}, .mappings = {{kA, kB}}}, {{kB}}}, explicitly({kA})),
              valid({kA}));
    // To and from anyPolicy is forbidden (section 6.1.4 (a)).
    EXPECT_EQ(walk({{.policies = {kA}, .mappings = {{kAny, kB}}}, {{kB}}}), kInvalid);
    EXPECT_EQ(walk({{.policies = {kA}, .mappings = {{kA, kAny}}}, {{kB}}}), kInvalid);
}

TEST(Policies, RequireExplicitPolicyCountsDown) {
    for (std::uint32_t skip = 0; skip < 4; ++skip) {
        const std::vector<Step> steps = {
            {.policies = {kA}, .require_explicit = skip}, {.without = true}, {.without = true}};
        EXPECT_EQ(walk(steps).valid, skip > 2) << skip;
    }
    EXPECT_FALSE(walk({{.policies = {kA}}, {.require_explicit = 0, .without = true}}).valid);
    EXPECT_TRUE(walk({{.policies = {kA}}, {.require_explicit = 1, .without = true}}).valid);
}

// What makes the tree grow exponentially (RFC 9618 section 3) costs the graph nothing.
TEST(Policies, TheGraphStaysSmall) {
    std::vector<std::string> all;
    for (char i = 1; i <= 40; ++i)
        all.push_back(std::string("\x2A") + i);
    std::vector<PolicyMapping> each;
    for (const std::string& from : all)
        for (const std::string& to : all)
            each.push_back({from, to});
    std::vector<Step> steps(20, Step{.policies = all, .mappings = each});
    steps.push_back({all});
    EXPECT_EQ(walk(steps, explicitly()).policies.size(), all.size());
}

// RFC 5280 sections 6.1.2 to 6.1.5 to the letter, with its tree.
class Tree {
  public:
    explicit Tree(const PolicyInputs& inputs, std::size_t n)
        : inputs_(inputs),
          n_(n),
          explicit_(inputs.explicit_policy ? 0 : n + 1),
          mapping_(inputs.inhibit_mapping ? 0 : n + 1),
          any_(inputs.inhibit_any_policy ? 0 : n + 1) {
        nodes_.push_back({kAny, {kAny}, 0, 0, true});
    }

    Outcome judge(const std::vector<Step>& steps) {
        for (std::size_t i = 1; i <= n_; ++i) {
            const Step& step = steps[i - 1];
            add(step, i);
            if (explicit_ == 0 && is_null()) return {};
            if (i == n_) break;
            for (const PolicyMapping& m : step.mappings)
                if (m.issuer == kAny || m.subject == kAny) return {};
            map(step, i);
            if (!step.self_issued)
                for (std::size_t* counter : {&explicit_, &mapping_, &any_})
                    if (*counter > 0) --*counter;
            limit(explicit_, step.require_explicit);
            limit(mapping_, step.inhibit_mapping);
            limit(any_, step.inhibit_any);
        }
        if (explicit_ > 0) --explicit_;
        if (steps.back().require_explicit == 0U) explicit_ = 0;
        return wrap_up();
    }

  private:
    struct Node {
        std::string valid;
        std::set<std::string> expected;
        std::size_t depth;
        std::size_t parent;
        bool alive;
    };
    static void limit(std::size_t& counter, const std::optional<std::uint32_t>& value) {
        if (value) counter = std::min<std::size_t>(counter, *value);
    }
    bool is_null() const {
        return std::none_of(nodes_.begin(), nodes_.end(), [](const Node& n) { return n.alive; });
    }
    std::vector<std::size_t> at(std::size_t depth) const {
        std::vector<std::size_t> out;
        for (std::size_t k = 0; k < nodes_.size(); ++k)
            if (nodes_[k].alive && nodes_[k].depth == depth) out.push_back(k);
        return out;
    }
    bool has_child(std::size_t parent, const std::string& valid) const {
        return std::any_of(nodes_.begin(), nodes_.end(), [&](const Node& n) {
            return n.alive && n.depth > 0 && n.parent == parent && n.valid == valid;
        });
    }
    void prune(std::size_t depth) {
        for (std::size_t d = depth; d-- > 0;)
            for (const std::size_t k : at(d)) {
                bool childless = true;
                for (const std::size_t child : at(d + 1))
                    childless = childless && nodes_[child].parent != k;
                if (childless) nodes_[k].alive = false;
            }
    }
    void add(const Step& step, std::size_t i) {
        if (is_null()) return;
        if (step.without) {
            for (Node& node : nodes_)
                node.alive = false;
            return;
        }
        bool any = false;
        for (const std::string& policy : step.policies) {
            if (policy == kAny) {
                any = true;
                continue;
            }
            bool matched = false;
            for (const std::size_t k : at(i - 1))
                if (nodes_[k].expected.count(policy) != 0) {
                    nodes_.push_back({policy, {policy}, i, k, true});
                    matched = true;
                }
            if (matched) continue;
            for (const std::size_t k : at(i - 1))
                if (nodes_[k].valid == kAny) nodes_.push_back({policy, {policy}, i, k, true});
        }
        if (any && (any_ > 0 || (i < n_ && step.self_issued)))
            for (const std::size_t k : at(i - 1)) {
                const std::set<std::string> expected = nodes_[k].expected;
                for (const std::string& policy : expected)
                    if (!has_child(k, policy)) nodes_.push_back({policy, {policy}, i, k, true});
            }
        prune(i);
    }
    void map(const Step& step, std::size_t i) {
        std::map<std::string, std::set<std::string>> mappings;
        for (const PolicyMapping& m : step.mappings)
            mappings[m.issuer].insert(m.subject);
        for (const auto& [from, to] : mappings) {
            if (mapping_ == 0) {
                for (const std::size_t k : at(i))
                    if (nodes_[k].valid == from) nodes_[k].alive = false;
                prune(i);
                continue;
            }
            bool found = false;
            for (const std::size_t k : at(i))
                if (nodes_[k].valid == from) {
                    nodes_[k].expected = to;
                    found = true;
                }
            if (found) continue;
            for (const std::size_t k : at(i))
                if (nodes_[k].valid == kAny) {
                    nodes_.push_back({from, to, i, nodes_[k].parent, true});
                    break;
                }
        }
    }
    // Section 6.1.5 (g).
    Outcome wrap_up() {
        const auto& wanted = inputs_.acceptable;
        if (is_null()) return {explicit_ > 0, {}};
        std::set<std::string> acceptable;
        for (const ObjectId& policy : wanted)
            acceptable.insert(std::string(policy.dotted()));
        const bool anything = acceptable.empty() || acceptable.count(dotted(kAny)) != 0;
        // Nodes whose parent is anyPolicy: the policies in the anchor's terms.
        std::set<std::string> result;
        bool any_at_end = false;
        for (std::size_t k = 0; k < nodes_.size(); ++k) {
            const Node& node = nodes_[k];
            if (!node.alive || node.depth == 0 || nodes_[node.parent].valid != kAny) continue;
            if (node.valid == kAny) {
                any_at_end = any_at_end || node.depth == n_;
                continue;
            }
            if (anything || acceptable.count(dotted(node.valid)) != 0)
                result.insert(dotted(node.valid));
        }
        if (any_at_end && anything) result.insert(dotted(kAny));
        if (any_at_end && !anything) result = acceptable;
        return {explicit_ > 0 || !result.empty(), result};
    }

    const PolicyInputs& inputs_;
    std::size_t n_;
    std::size_t explicit_, mapping_, any_;
    std::vector<Node> nodes_;
};

Step random_step(std::mt19937& random) {
    static const std::vector<std::string> kAll = {kA, kB, kC, kD, kAny};
    const auto one_in = [&](unsigned n) { return random() % n == 0; };
    Step step;
    for (const std::string& policy : kAll)
        if (one_in(policy == kAny ? 3 : 2)) step.policies.push_back(policy);
    step.without = step.policies.empty();
    if (one_in(2))
        for (unsigned i = random() % 4; i > 0; --i)
            step.mappings.push_back({kAll[random() % 4], kAll[random() % 4]});
    if (one_in(40)) step.mappings.push_back({kA, kAny});
    const auto counter = [&](std::optional<std::uint32_t>& value) {
        if (one_in(6)) value = static_cast<std::uint32_t>(random() % 3);
    };
    counter(step.require_explicit);
    counter(step.inhibit_mapping);
    counter(step.inhibit_any);
    step.self_issued = one_in(5);
    return step;
}

TEST(Policies, GraphAndTreeAgree) {
    std::mt19937 random(20261121);
    std::size_t accepted = 0;
    constexpr int kRounds = 20'000;
    for (int round = 0; round < kRounds; ++round) {
        std::vector<Step> steps;
        for (unsigned n = 1 + random() % 4; n > 0; --n)
            steps.push_back(random_step(random));
        PolicyInputs inputs;
        inputs.explicit_policy = random() % 2 == 0;
        inputs.inhibit_mapping = random() % 6 == 0;
        inputs.inhibit_any_policy = random() % 6 == 0;
        for (const std::string& policy : {kA, kB})
            if (random() % 3 == 0) inputs.acceptable.push_back(ObjectId(as_bytes(policy)));
        Outcome wanted = Tree(inputs, steps.size()).judge(steps);
        if (!wanted.valid) wanted.policies.clear();
        ASSERT_EQ(walk(steps, inputs), wanted) << "round " << round;
        accepted += wanted.valid && !wanted.policies.empty();
    }
    EXPECT_GT(accepted, kRounds / 20U);
}

}  // namespace
}  // namespace tlsonar::trust
