#include "dissect/dialect/list.h"

namespace tlsonar::dissect {
namespace {

bool is_http_connect(const Preamble& p) {
    return begins(p.client, "CONNECT ") || (p.client.empty() && begins(p.server, "HTTP/1.") &&
                                            contains(p.server, "Connection established"));
}

}  // namespace

const Dialect dialect::kHttpConnect = {"http-connect", "RFC 9110 section 9.3.6", is_http_connect};

}  // namespace tlsonar::dissect
