#include "dissect/dialect/list.h"

namespace tlsonar::dissect {
namespace {

bool matches(const Preamble& p) {
    return has_line(p.client, "STLS") || (begins(p.server, "+OK") && p.client.empty());
}

}  // namespace

const Dialect dialect::kPop3 = {"pop3", "RFC 2595 section 4", matches};

}  // namespace tlsonar::dissect
