#include "dissect/dialect/list.h"

namespace tlsonar::dissect {
namespace {

bool is_nntp(const Preamble& p) {
    const bool greeting = begins(p.server, "200") || begins(p.server, "201");
    const bool agreed = has_line(p.server, "382");
    const bool asked = has_line(p.client, "STARTTLS");
    const bool typical = has_line(p.client, "CAPABILITIES") || has_line(p.client, "MODE READER");
    return (asked && (greeting || typical || agreed)) || (greeting && agreed);
}

}  // namespace

const Dialect dialect::kNntp = {"nntp", "RFC 4642", is_nntp};

}  // namespace tlsonar::dissect
