// Facts in the making. Private to this folder.
#pragma once

#include "audit/fact/facts.h"

#include <optional>
#include <string_view>
#include <utility>

namespace tlsonar::audit {

// Nothing: nobody asked.
using MaybeFact = std::optional<Fact>;

inline Fact known(Value value, std::string_view evidence = {}) {
    Fact fact;
    fact.value = std::move(value);
    fact.evidence = evidence;
    return fact;
}
// There is no such thing.
inline Fact none() { return known(Absent{}); }
inline Fact unknown(std::string_view cause) {
    Fact fact;
    fact.known = fact.complete = false;
    fact.cause = cause;
    return fact;
}
inline Fact partial(Names seen, std::string_view cause, std::string_view evidence = {}) {
    Fact fact = known(std::move(seen), evidence);
    fact.complete = false;
    fact.cause = cause;
    return fact;
}

inline void put(Facts& facts, std::string_view name, MaybeFact fact) {
    if (const auto id = find_fact(name); id && fact) facts.set(*id, std::move(*fact));
}

}  // namespace tlsonar::audit
