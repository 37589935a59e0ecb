// Whether a server lets clients in that have no certificate.
#pragma once

#include "scanner/probe/sessions.h"

namespace tlsonar::scanner {

// Of a talk in which we sent no certificate.
profile::Fact certificate_required_fact(const FullTalk& talk, const OpenSslOptions& options);

// Of a talk with a certificate that the server refused: a sentence, else empty.
std::string refused_certificate(const FullTalk& talk);

}  // namespace tlsonar::scanner
