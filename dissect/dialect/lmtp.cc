#include "dissect/dialect/list.h"

namespace tlsonar::dissect {
namespace {

bool matches(const Preamble& p) {
    return has_line(p.client, "LHLO") && has_line(p.client, "STARTTLS");
}

}  // namespace

const Dialect dialect::kLmtp = {"lmtp", "RFC 2033", matches};

}  // namespace tlsonar::dissect
