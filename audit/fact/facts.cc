#include "audit/fact/facts.h"

#include <cassert>

namespace tlsonar::audit {
namespace {

FactId id_of(std::string_view name) {
    const auto id = find_fact(name);
    assert(id && "a fact that is not in the vocabulary");
    return id.value_or(0);
}

}  // namespace

void Facts::set(FactId id, Fact fact) {
    if (places_.empty()) places_.resize(vocabulary().size());
    if (places_[id] != 0) {
        facts_[places_[id] - 1].second = std::move(fact);
        return;
    }
    facts_.emplace_back(id, std::move(fact));
    places_[id] = static_cast<std::uint8_t>(facts_.size());
}

void Facts::erase(FactId id) {
    if (find(id) == nullptr) return;
    const std::uint8_t gone = std::exchange(places_[id], 0);
    facts_.erase(facts_.begin() + gone - 1);
    for (std::uint8_t& place : places_)
        if (place > gone) --place;
}

void Facts::add(Facts&& more) {
    for (auto& [id, fact] : more.facts_)
        set(id, std::move(fact));
}

void Facts::set_evidence(const SharedText& evidence) {
    for (auto& [id, fact] : facts_)
        fact.evidence = evidence;
}

void Facts::set(std::string_view name, Value value, std::string_view evidence) {
    set(id_of(name), Fact{.value = std::move(value),
                          .known = true,
                          .complete = true,
                          .cause = {},
                          .evidence = SharedText(evidence)});
}

void Facts::set_partial(std::string_view name, Names seen, std::string_view cause,
                        std::string_view evidence) {
    set(id_of(name), Fact{.value = std::move(seen),
                          .known = true,
                          .complete = false,
                          .cause = SharedText(cause),
                          .evidence = SharedText(evidence)});
}

void Facts::set_unknown(std::string_view name, std::string_view cause) {
    set(id_of(name), Fact{.value = Absent{},
                          .known = false,
                          .complete = false,
                          .cause = SharedText(cause),
                          .evidence = {}});
}

const Fact* Facts::find(std::string_view name) const {
    const auto id = find_fact(name);
    return id ? find(*id) : nullptr;
}

}  // namespace tlsonar::audit
