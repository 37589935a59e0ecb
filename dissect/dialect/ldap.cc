#include "dissect/dialect/list.h"

namespace tlsonar::dissect {
namespace {

bool is_ldap(const Preamble& p) {
    // ExtendedRequest with the name of StartTLS, or its answer: an LDAPMessage begins with 30.
    const bool asked = contains(p.client, "1.3.6.1.4.1.1466.20037");
    const bool answered = begins(p.server, "0") && (contains(p.server, "1.3.6.1.4.1.1466.20037") ||
                                                    contains(p.server, "\x78\x07\x0a\x01"));
    return asked || answered;
}

}  // namespace

const Dialect dialect::kLdap = {"ldap", "RFC 4511 section 4.14", is_ldap};

}  // namespace tlsonar::dissect
