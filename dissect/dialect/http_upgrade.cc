#include "dissect/dialect/list.h"

namespace tlsonar::dissect {
namespace {

bool matches(const Preamble& p) {
    return contains(p.client, "Upgrade: TLS") || contains(p.server, "Upgrade: TLS");
}

}  // namespace

const Dialect dialect::kHttpUpgrade = {"http-upgrade", "RFC 2817", matches};

}  // namespace tlsonar::dissect
