#include "dissect/dialect/list.h"

namespace tlsonar::dissect {
namespace {

bool is_socks4(const Preamble& p) {
    return begins(p.client, "\x04\x01") &&
           (p.server.empty() || begins(p.server, std::string_view("\0", 1)));
}

}  // namespace

const Dialect dialect::kSocks4 = {"socks4", "SOCKS 4", is_socks4};

}  // namespace tlsonar::dissect
