// What one attempt of the client's to renegotiate says (RFC 5246 section 7.4.1.1).
#pragma once

#include "scanner/probe/sessions.h"

namespace tlsonar::scanner {

// Of a talk below TLS 1.3 that was to renegotiate.
profile::Fact renegotiation_fact(const FullTalk& talk);

}  // namespace tlsonar::scanner
