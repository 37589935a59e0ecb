#include "dissect/dialect/list.h"

namespace tlsonar::dissect {
namespace {

bool matches(const Preamble& p) {
    const bool stream =
        contains(p.client, "<stream:stream") || contains(p.server, "<stream:stream");
    const bool tls = contains(p.client, "<starttls") || contains(p.server, "<proceed");
    return stream && tls;
}

}  // namespace

const Dialect dialect::kXmpp = {"xmpp", "RFC 6120 section 5", matches};

}  // namespace tlsonar::dissect
