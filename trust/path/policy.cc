#include "trust/path/policy.h"

#include "trust/oid_table.h"

#include <algorithm>
#include <string_view>

namespace tlsonar::trust {
namespace {

constexpr std::string_view kAny = oid_table::kEntries[oid_table::index_of("2.5.29.32.0")].der;

void limit(std::size_t& counter, const std::optional<std::uint32_t>& value) {
    if (value) counter = std::min<std::size_t>(counter, *value);
}

}  // namespace

// Section 6.1.2: the counters start beyond the path's length unless the caller says 0.
PolicyWalk::PolicyWalk(const PolicyInputs& inputs, std::size_t length)
    : inputs_(inputs),
      length_(length),
      explicit_policy_(inputs.explicit_policy ? 0 : length + 1),
      mapping_(inputs.inhibit_mapping ? 0 : length + 1),
      any_policy_(inputs.inhibit_any_policy ? 0 : length + 1) {
    const std::string any(kAny);
    levels_.push_back({{any, {{}, {any}}}});
}

// Section 6.1.3 (d)(2): anyPolicy stands for all that is expected and not asserted by name.
void PolicyWalk::add_any(const Level& above, Level& level) {
    for (const auto& [policy, parent] : above)
        for (const std::string& expected : parent.expected) {
            Node& node = level[expected];
            node.expected = {expected};
            node.parents.insert(policy);
        }
}

// Section 6.1.3 (d) and (e).
void PolicyWalk::add_policies(const PathFacts& facts) {
    const Level& above = levels_.back();
    const bool any_above = above.count(std::string(kAny)) != 0;
    // Who expects each policy: asked for once per policy, not once per pair.
    std::map<std::string_view, std::vector<std::string_view>> parents_of;
    for (const auto& [valid, node] : above)
        for (const std::string& expected : node.expected)
            parents_of[expected].push_back(valid);
    Level level;
    bool any = false;
    for (const std::string& policy : facts.policies) {
        if (policy == kAny) {
            any = true;
            continue;
        }
        std::set<std::string> parents;
        if (const auto at = parents_of.find(policy); at != parents_of.end())
            parents.insert(at->second.begin(), at->second.end());
        if (parents.empty() && any_above) parents.insert(std::string(kAny));
        if (!parents.empty()) level[policy] = {std::move(parents), {policy}};
    }
    const bool allowed = any_policy_ > 0 || (done_ + 1 < length_ && facts.self_issued);
    if (any && allowed) {
        Level rest;
        add_any(above, rest);
        // What the certificate asserts by name is not asserted once more by anyPolicy.
        for (auto& [policy, node] : rest)
            level.try_emplace(policy, std::move(node));
    }
    empty_ = level.empty();
    levels_.push_back(std::move(level));
}

// Section 6.1.4 (a) and (b). False when anyPolicy is mapped.
bool PolicyWalk::map_policies(const PathFacts& facts) {
    std::map<std::string, std::set<std::string>> mappings;
    for (const PolicyMapping& mapping : facts.mappings) {
        if (mapping.issuer == kAny || mapping.subject == kAny) return false;
        mappings[mapping.issuer].insert(mapping.subject);
    }
    if (empty_) return true;
    Level& level = levels_.back();
    for (auto& [policy, subjects] : mappings) {
        if (mapping_ == 0) {
            level.erase(policy);
            continue;
        }
        const auto at = level.find(policy);
        if (at != level.end())
            at->second.expected = subjects;
        else if (level.count(std::string(kAny)) != 0)
            level[policy] = {{std::string(kAny)}, subjects};
    }
    empty_ = level.empty();
    return true;
}

// Section 6.1.4 (h), (i), (j).
void PolicyWalk::count_down(const PathFacts& facts) {
    if (!facts.self_issued)
        for (std::size_t* counter : {&explicit_policy_, &mapping_, &any_policy_})
            if (*counter > 0) --*counter;
    limit(explicit_policy_, facts.require_explicit_policy);
    limit(mapping_, facts.inhibit_policy_mapping);
    limit(any_policy_, facts.inhibit_any_policy);
}

std::optional<PathKind> PolicyWalk::step(const PathFacts& facts) {
    const bool last = done_ + 1 == length_;
    if (!empty_) {
        if (facts.has(PathExtension::policies))
            add_policies(facts);
        else
            empty_ = true;
    }
    if (explicit_policy_ == 0 && empty_) return PathKind::policy_required;
    if (!last) {
        if (!map_policies(facts)) return PathKind::policy_mapping_any;
        count_down(facts);
    } else {
        // Section 6.1.5 (a), (b).
        if (explicit_policy_ > 0) --explicit_policy_;
        if (facts.require_explicit_policy == 0U) explicit_policy_ = 0;
    }
    ++done_;
    return std::nullopt;
}

// RFC 9618 section 5.2: the policies in the anchor's own terms that lead to the last level.
std::set<std::string> PolicyWalk::authority_set() const {
    std::set<std::string> found;
    const std::string any(kAny);
    std::set<std::string> current;
    for (const auto& [policy, node] : levels_.back())
        current.insert(policy);
    if (current.count(any) != 0) found.insert(any);
    for (std::size_t i = levels_.size(); i-- > 1;) {
        std::set<std::string> next;
        for (const std::string& policy : current) {
            const auto at = levels_[i].find(policy);
            if (policy == any || at == levels_[i].end()) continue;
            for (const std::string& parent : at->second.parents) {
                if (parent == any)
                    found.insert(policy);
                else
                    next.insert(parent);
            }
        }
        current = std::move(next);
    }
    return found;
}

// Section 6.1.5 (g).
bool PolicyWalk::finish() {
    std::set<std::string> found;
    if (!empty_) found = authority_set();
    const auto& wanted = inputs_.acceptable;
    const auto is_any = [](const ObjectId& policy) { return policy.dotted() == "2.5.29.32.0"; };
    const bool anything = wanted.empty() || std::any_of(wanted.begin(), wanted.end(), is_any);
    if (!anything && found.count(std::string(kAny)) != 0) {
        result_ = wanted;
        return true;
    }
    for (const std::string& octets : found) {
        ObjectId policy(as_bytes(octets));
        if (anything || std::find(wanted.begin(), wanted.end(), policy) != wanted.end())
            result_.push_back(std::move(policy));
    }
    return explicit_policy_ > 0 || !result_.empty();
}

}  // namespace tlsonar::trust
