// Facts of several chains as facts of their subject.
#include "audit/subject/chain_private.h"

#include <algorithm>
#include <set>

namespace tlsonar::audit {
namespace {

// What of several values stands for all. Texts that differ become a list, lists are united.
enum class Worst : std::uint8_t { least, most, no, yes };
struct WorstRow {
    std::string_view name;
    Worst worst;
};
// Of booleans not named here "no", of numbers the least.
constexpr WorstRow kWorst[] = {
    {"cert.chain.public", Worst::yes},        {"cert.leaf.revoked", Worst::yes},
    {"cert.leaf.key.bits_mod8", Worst::most}, {"cert.leaf.serial_bits", Worst::most},
    {"cert.leaf.serial_bytes", Worst::most},  {"cert.leaf.validity_days", Worst::most},
    {"cert.leaf.lifetime_days", Worst::most},
};

Worst worst_of(FactId id) {
    const FactName& fact = vocabulary()[id];
    for (const WorstRow& row : kWorst)
        if (row.name == fact.name) return row.worst;
    return fact.type == ValueType::boolean ? Worst::no : Worst::least;
}

bool is_absent(const Fact& fact) {
    return fact.known && std::holds_alternative<Absent>(fact.value);
}

// Of two that are known and not absent.
Fact worse(FactId id, const Fact& a, const Fact& b) {
    const Worst worst = worst_of(id);
    if (const auto* x = std::get_if<bool>(&a.value)) {
        const auto* y = std::get_if<bool>(&b.value);
        return y == nullptr || *x == (worst == Worst::yes) ? a : b;
    }
    const auto* x = std::get_if<std::int64_t>(&a.value);
    const auto* y = std::get_if<std::int64_t>(&b.value);
    if (x == nullptr || y == nullptr) return a;
    return (*y < *x) == (worst == Worst::least) && *y != *x ? b : a;
}

Names names_of(const Value& value) {
    if (const auto* names = std::get_if<Names>(&value)) return *names;
    if (const auto* text = std::get_if<std::string>(&value)) return {*text};
    return {};
}

bool is_list(const Fact& fact) {
    return std::holds_alternative<Names>(fact.value) ||
           std::holds_alternative<std::string>(fact.value);
}

Fact united(const Fact& a, const Fact& b) {
    if (a.value == b.value && a.complete == b.complete) return a;
    Names all = names_of(a.value);
    for (std::string& name : names_of(b.value))
        if (std::ranges::find(all, name) == all.end()) all.push_back(std::move(name));
    std::ranges::sort(all);
    Fact out = a.complete ? a : b;
    out.complete = a.complete && b.complete;
    out.cause = a.complete ? b.cause : a.cause;
    out.value = std::move(all);
    if (!(a.evidence == b.evidence))
        out.evidence = a.evidence.text() + (a.evidence.empty() || b.evidence.empty() ? "" : "; ") +
                       b.evidence.text();
    return out;
}

// One of the two is not known: of a list the other is a part, and a "no" that settles it stands.
Fact with_unknown(FactId id, const Fact& known_one, const Fact& unknown_one) {
    if (is_list(known_one)) {
        Fact out = known_one;
        out.value = names_of(known_one.value);
        out.complete = false;
        out.cause = unknown_one.cause;
        return out;
    }
    const auto* flag = std::get_if<bool>(&known_one.value);
    const Worst worst = worst_of(id);
    const bool settles = flag != nullptr && *flag == (worst == Worst::yes);
    return settles ? known_one : unknown_one;
}

Fact merged(FactId id, const Fact& a, const Fact& b) {
    if (!a.known) return b.known ? with_unknown(id, b, a) : a;
    if (!b.known) return with_unknown(id, a, b);
    if (is_absent(a)) return b;
    if (is_absent(b)) return a;
    return is_list(a) && is_list(b) ? united(a, b) : worse(id, a, b);
}

// Says which certificate it is about.
Facts named(const ChainFacts& chain) {
    constexpr std::size_t kShownDigits = 16;
    std::string words = "certificate " + chain.leaf->sha256.substr(0, kShownDigits);
    if (!chain.evidence.empty()) words += ", " + chain.evidence;
    Facts out = chain.facts;
    out.set_evidence(SharedText(words));
    return out;
}

// A fact that only one of them has is not known of the other.
void add(Facts& all, const Facts& more) {
    constexpr std::string_view kElsewhere = "it is not known of another certificate";
    for (const auto& [id, fact] : all.all())
        if (more.find(id) == nullptr) all.set(id, merged(id, fact, unknown(kElsewhere)));
    for (const auto& [id, fact] : more.all()) {
        const Fact* before = all.find(id);
        all.set(id, merged(id, before == nullptr ? unknown(kElsewhere) : *before, fact));
    }
}

Facts all_of(const std::vector<const ChainFacts*>& chains) {
    if (chains.empty()) return {};
    Facts all = named(*chains.front());
    for (std::size_t i = 1; i < chains.size(); ++i)
        add(all, named(*chains[i]));
    return all;
}

std::vector<const ChainFacts*> distinct(const std::vector<ChainFacts>& chains) {
    std::vector<const ChainFacts*> out;
    std::set<std::string_view> seen;
    for (const ChainFacts& chain : chains)
        if (seen.insert(chain.key).second) out.push_back(&chain);
    return out;
}

}  // namespace

void merge_chains(Subject& subject, const std::vector<ChainFacts>& chains) {
    const std::vector<const ChainFacts*> all = distinct(chains);
    subject.facts.add(all_of(all));
    std::vector<CertificatePtr> leaves;
    for (const ChainFacts* chain : all)
        if (std::ranges::none_of(leaves, [&](const CertificatePtr& leaf) {
                return leaf->sha256 == chain->leaf->sha256;
            }))
            leaves.push_back(chain->leaf);
    if (leaves.size() < 2) return;
    for (const CertificatePtr& leaf : leaves) {
        std::vector<const ChainFacts*> own;
        for (const ChainFacts* chain : all)
            if (chain->leaf->sha256 == leaf->sha256) own.push_back(chain);
        subject.leaves.push_back({leaf, all_of(own)});
    }
}

}  // namespace tlsonar::audit
