#include "dissect/dialect/list.h"

namespace tlsonar::dissect {
namespace {

bool is_imap(const Preamble& p) {
    return contains(p.client, " STARTTLS") || (begins(p.server, "* OK") && p.client.empty());
}

}  // namespace

const Dialect dialect::kImap = {"imap", "RFC 9051 section 6.2.1", is_imap};

}  // namespace tlsonar::dissect
