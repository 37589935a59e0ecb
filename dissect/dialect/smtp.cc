#include "dissect/dialect/list.h"

namespace tlsonar::dissect {
namespace {

bool is_smtp(const Preamble& p) {
    const bool greeting = begins(p.server, "220") && !has_line(p.server, "234");
    const bool hello = has_line(p.client, "EHLO") || has_line(p.client, "HELO");
    const bool asked = has_line(p.client, "STARTTLS");
    return asked && (hello || (p.client.size() <= 10 && greeting));
}

}  // namespace

const Dialect dialect::kSmtp = {"smtp", "RFC 3207", is_smtp};

}  // namespace tlsonar::dissect
