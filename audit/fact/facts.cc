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

void Facts::set(std::string_view name, Value value, std::string evidence) {
    set(id_of(name), Fact{.value = std::move(value),
                          .known = true,
                          .complete = true,
                          .cause = {},
                          .evidence = std::move(evidence)});
}

void Facts::set_partial(std::string_view name, Names seen, std::string cause,
                        std::string evidence) {
    set(id_of(name), Fact{.value = std::move(seen),
                          .known = true,
                          .complete = false,
                          .cause = std::move(cause),
                          .evidence = std::move(evidence)});
}

void Facts::set_unknown(std::string_view name, std::string cause) {
    set(id_of(name), Fact{.value = Absent{},
                          .known = false,
                          .complete = false,
                          .cause = std::move(cause),
                          .evidence = {}});
}

const Fact* Facts::find(std::string_view name) const {
    const auto id = find_fact(name);
    return id ? find(*id) : nullptr;
}

}  // namespace tlsonar::audit
