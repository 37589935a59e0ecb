#include "audit/diff/diff.h"

#include <algorithm>
#include <map>
#include <set>

namespace tlsonar::audit {
namespace {

using Kind = Change::Kind;

// What a list holds, by name, and whether nothing else is in it.
struct Known {
    std::set<std::string> names;
    bool complete = false;
};

void compare_lists(const Known& before, const Known& after, const std::string& what,
                   std::vector<Change>& out) {
    for (const std::string& name : before.names)
        if (!after.names.contains(name) && after.complete)
            out.push_back({Kind::removed, what, name, {}, 0});
    for (const std::string& name : after.names)
        if (!before.names.contains(name) && before.complete)
            out.push_back({Kind::added, what, {}, name, 0});
}

std::map<std::string, Known> lists_of(const std::vector<ListView>& lists) {
    std::map<std::string, Known> out;
    for (const ListView& list : lists) {
        Known& known = out[list.version];
        known.complete = list.complete;
        for (const ListView::Item& item : list.items)
            known.names.insert(item.name.text());
    }
    return out;
}

void compare_by_version(const std::vector<ListView>& before, const std::vector<ListView>& after,
                        const std::string& what, std::vector<Change>& out) {
    const auto old_lists = lists_of(before);
    const auto new_lists = lists_of(after);
    for (const auto& [version, list] : old_lists)
        if (const auto other = new_lists.find(version); other != new_lists.end())
            compare_lists(list, other->second, what + " of " + version, out);
}

void compare_versions(const Subject& before, const Subject& after, std::vector<Change>& out) {
    for (const VersionView& old_version : before.versions)
        for (const VersionView& version : after.versions) {
            if (version.version != old_version.version) continue;
            if (old_version.supported == "yes" && version.supported == "no")
                out.push_back({Kind::removed, "protocol version", version.version, {}, 0});
            if (old_version.supported == "no" && version.supported == "yes")
                out.push_back({Kind::added, "protocol version", {}, version.version, 0});
        }
}

// Leaves that were shown for the name, by kind of key.
std::map<std::string, const CertificateView*> leaves_of(const Subject& subject) {
    std::map<std::string, const CertificateView*> out;
    for (const ChainView& chain : subject.chains)
        if (!chain.sent.empty() && chain.sent.front() != nullptr && chain.asked != "unknown SNI" &&
            chain.asked != "no SNI")
            out.emplace(chain.sent.front()->key, chain.sent.front().get());
    return out;
}

std::string leaf_text(const CertificateView& leaf) {
    constexpr std::int64_t kDay = 86'400;
    std::string out = leaf.common_name.empty() ? leaf.subject : leaf.common_name;
    if (leaf.not_after) out += ", until " + text_of_day(*leaf.not_after - *leaf.not_after % kDay);
    return out + ", SHA-256 " + leaf.sha256.substr(0, 16);
}

void compare_certificates(const Subject& before, const Subject& after, std::vector<Change>& out) {
    const auto old_leaves = leaves_of(before);
    const auto new_leaves = leaves_of(after);
    for (const auto& [key, leaf] : new_leaves) {
        const auto old_leaf = old_leaves.find(key);
        if (old_leaf == old_leaves.end()) {
            if (!old_leaves.empty())
                out.push_back({Kind::added, "certificate (" + key + ")", {}, leaf_text(*leaf), 0});
        } else if (old_leaf->second->sha256 != leaf->sha256) {
            out.push_back({Kind::changed, "certificate (" + key + ")", leaf_text(*old_leaf->second),
                           leaf_text(*leaf), 0});
        }
    }
    for (const auto& [key, leaf] : old_leaves)
        if (!new_leaves.contains(key) && !new_leaves.empty())
            out.push_back({Kind::removed, "certificate (" + key + ")", leaf_text(*leaf), {}, 0});
}

void compare_answers(const Subject& before, const Subject& after, std::vector<Change>& out) {
    std::map<std::string, const NamedAnswer*> old_answers;
    for (const NamedAnswer& answer : before.answers)
        old_answers.emplace(answer.name.text(), &answer);
    for (const NamedAnswer& answer : after.answers) {
        const auto old_answer = old_answers.find(answer.name.text());
        if (old_answer == old_answers.end() || answer.answer == "unknown" ||
            old_answer->second->answer == "unknown" || old_answer->second->answer == answer.answer)
            continue;
        out.push_back({Kind::changed, answer.name.text(), old_answer->second->answer.text(),
                       answer.answer.text(), 0});
    }
}

void compare_findings(const Subject& before, const Subject& after, std::vector<Change>& out) {
    const auto titles = [](const Subject& subject) {
        std::map<std::string, std::string> found;
        for (const FindingView& finding : subject.findings)
            found.emplace(finding.id, finding.title);
        return found;
    };
    const auto old_findings = titles(before);
    const auto new_findings = titles(after);
    for (const auto& [id, title] : old_findings)
        if (!new_findings.contains(id) && after.state == "complete")
            out.push_back({Kind::removed, "weakness", title, {}, 1});
    for (const auto& [id, title] : new_findings)
        if (!old_findings.contains(id) && before.state == "complete")
            out.push_back({Kind::added, "weakness", {}, title, -1});
}

bool is_decided(RuleStatus status) {
    return status == RuleStatus::pass || status == RuleStatus::fail;
}

void compare_verdicts(const Report& old_report, const Assessed& before, const Report& new_report,
                      const Assessed& after, std::vector<Change>& out) {
    for (std::size_t p = 0; p < new_report.policies.size(); ++p) {
        const auto same = std::ranges::find(old_report.policies, new_report.policies[p]->id,
                                            [](const PolicyPtr& policy) { return policy->id; });
        if (same == old_report.policies.end()) continue;
        const auto old_index = static_cast<std::size_t>(same - old_report.policies.begin());
        std::map<std::string, RuleStatus> old_status;
        for (const RuleResult& result : before.judgements[old_index].results)
            old_status.emplace(result.rule->id, result.status);
        for (const RuleResult& result : after.judgements[p].results) {
            const auto had = old_status.find(result.rule->id);
            if (had == old_status.end() || had->second == result.status ||
                (!is_decided(had->second) && result.status != RuleStatus::fail) ||
                (!is_decided(result.status) && had->second != RuleStatus::fail))
                continue;
            const int direction = result.status == RuleStatus::fail   ? -1
                                  : result.status == RuleStatus::pass ? 1
                                                                      : 0;
            out.push_back({Kind::changed, new_report.policies[p]->id + " " + result.rule->id,
                           std::string(name_of(had->second)), std::string(name_of(result.status)),
                           direction});
        }
    }
}

SubjectChanges compare_subjects(const Report& old_report, const Assessed& before,
                                const Report& new_report, const Assessed& after) {
    SubjectChanges out;
    out.id = after.subject.id;
    const Subject& old_subject = before.subject;
    const Subject& new_subject = after.subject;
    if (old_subject.reached() != new_subject.reached())
        out.changes.push_back({Kind::changed, "reached", old_subject.reached() ? "yes" : "no",
                               new_subject.reached() ? "yes" : "no",
                               new_subject.reached() ? 1 : -1});
    compare_versions(old_subject, new_subject, out.changes);
    compare_by_version(old_subject.suites, new_subject.suites, "cipher suite", out.changes);
    compare_by_version(old_subject.groups, new_subject.groups, "group", out.changes);
    compare_by_version(old_subject.schemes, new_subject.schemes, "signature scheme", out.changes);
    compare_certificates(old_subject, new_subject, out.changes);
    compare_answers(old_subject, new_subject, out.changes);
    compare_findings(old_subject, new_subject, out.changes);
    compare_verdicts(old_report, before, new_report, after, out.changes);
    return out;
}

}  // namespace

Difference compare(const Report& before, const Report& after) {
    std::map<std::string, const Assessed*> old_subjects;
    for (const Assessed& assessed : before.subjects)
        old_subjects.emplace(assessed.subject.id, &assessed);
    Difference out;
    for (const Assessed& assessed : after.subjects) {
        const auto had = old_subjects.find(assessed.subject.id);
        if (had == old_subjects.end()) {
            out.subjects.push_back({assessed.subject.id, SubjectChanges::Presence::only_new, {}});
            continue;
        }
        SubjectChanges changes = compare_subjects(before, *had->second, after, assessed);
        old_subjects.erase(had);
        if (changes.changes.empty())
            ++out.unchanged;
        else
            out.subjects.push_back(std::move(changes));
    }
    for (const auto& [id, assessed] : old_subjects)
        out.subjects.push_back({id, SubjectChanges::Presence::only_old, {}});
    std::ranges::sort(out.subjects, {}, &SubjectChanges::id);
    return out;
}

}  // namespace tlsonar::audit
