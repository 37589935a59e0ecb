#include "dissect/dialect/list.h"

namespace tlsonar::dissect {
namespace {

bool is_sieve(const Preamble& p) {
    const bool greeting =
        contains(p.server, "\"SIEVE\"") || contains(p.server, "\"IMPLEMENTATION\"");
    return greeting && (p.client.empty() || has_line(p.client, "STARTTLS"));
}

}  // namespace

const Dialect dialect::kSieve = {"sieve", "RFC 5804 section 2.2", is_sieve};

}  // namespace tlsonar::dissect
