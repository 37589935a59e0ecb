#include "dissect/dialect/list.h"

namespace tlsonar::dissect {
namespace {

bool is_lmtp(const Preamble& p) {
    return has_line(p.client, "LHLO") && has_line(p.client, "STARTTLS");
}

}  // namespace

const Dialect dialect::kLmtp = {"lmtp", "RFC 2033", is_lmtp};

}  // namespace tlsonar::dissect
