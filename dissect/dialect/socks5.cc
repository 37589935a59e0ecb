#include "dissect/dialect/list.h"

namespace tlsonar::dissect {
namespace {

bool is_socks5(const Preamble& p) {
    return begins(p.client, "\x05") && (p.server.empty() || begins(p.server, "\x05"));
}

}  // namespace

const Dialect dialect::kSocks5 = {"socks5", "RFC 1928", is_socks5};

}  // namespace tlsonar::dissect
