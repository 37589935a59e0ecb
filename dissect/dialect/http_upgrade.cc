#include "dissect/dialect/list.h"

namespace tlsonar::dissect {
namespace {

bool is_http_upgrade(const Preamble& p) {
    return contains(p.client, "Upgrade: TLS") || contains(p.server, "Upgrade: TLS");
}

}  // namespace

const Dialect dialect::kHttpUpgrade = {"http-upgrade", "RFC 2817", is_http_upgrade};

}  // namespace tlsonar::dissect
