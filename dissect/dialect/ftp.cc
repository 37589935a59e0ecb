#include "dissect/dialect/list.h"

namespace tlsonar::dissect {
namespace {

bool is_ftp(const Preamble& p) {
    return has_line(p.client, "AUTH TLS") || has_line(p.client, "AUTH SSL") ||
           (begins(p.server, "220") && has_line(p.server, "234"));
}

}  // namespace

const Dialect dialect::kFtp = {"ftp", "RFC 4217", is_ftp};

}  // namespace tlsonar::dissect
