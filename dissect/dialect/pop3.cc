#include "dissect/dialect/list.h"

namespace tlsonar::dissect {
namespace {

bool is_pop3(const Preamble& p) {
    return has_line(p.client, "STLS") || (begins(p.server, "+OK") && p.client.empty());
}

}  // namespace

const Dialect dialect::kPop3 = {"pop3", "RFC 2595 section 4", is_pop3};

}  // namespace tlsonar::dissect
