#include "dissect/dialect/list.h"

namespace tlsonar::dissect {
namespace {

bool is_proxy_protocol(const Preamble& p) {
    return begins(p.client, "PROXY ") ||
           begins(p.client, std::string_view("\r\n\r\n\0\r\nQUIT\n", 12));
}

}  // namespace

const Dialect dialect::kProxyProtocol = {"proxy-protocol", "PROXY protocol, HAProxy",
                                         is_proxy_protocol};

}  // namespace tlsonar::dissect
