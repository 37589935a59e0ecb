#include "dissect/dialect/list.h"

namespace tlsonar::dissect {
namespace {

bool is_xmpp(const Preamble& p) {
    const bool stream =
        contains(p.client, "<stream:stream") || contains(p.server, "<stream:stream");
    const bool tls = contains(p.client, "<starttls") || contains(p.server, "<proceed");
    return stream && tls;
}

}  // namespace

const Dialect dialect::kXmpp = {"xmpp", "RFC 6120 section 5", is_xmpp};

}  // namespace tlsonar::dissect
