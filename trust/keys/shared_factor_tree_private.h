// For every number of a list: what it has in common with the product of the others.
#pragma once

#include "trust/keys/big_private.h"

#include <vector>

namespace tlsonar::trust {

// gcd(n, product of all others) of each, in their order; the numbers are larger than one and
// distinct. They are moved away.
std::vector<Big> common_with_the_rest(std::vector<Big> numbers, unsigned threads);

}  // namespace tlsonar::trust
