// Why a condition does not hold, or can't be told. Private to this folder.
#pragma once

#include "audit/verdict/judge.h"
#include "audit/verdict/test_private.h"

#include <vector>

namespace tlsonar::audit {

// Of a condition that is `no`.
void explain(const Condition& condition, const Facts& facts, const PolicyTruth& other,
             Wording& wording, std::vector<Deviation>& out);
// The tests that are unknown.
void find_unknown(const Condition& condition, const Facts& facts, const PolicyTruth& other,
                  std::vector<const Condition*>& out);

}  // namespace tlsonar::audit
