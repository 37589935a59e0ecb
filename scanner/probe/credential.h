// Delegated credentials (RFC 9345), on the way of a hello that is sent for other extensions, too.
#pragma once

#include "scanner/probe/survey.h"

namespace tlsonar::scanner {

// The extension, with all schemes that a credential's key may have.
RawExtension credential_offer();

// Folds in whether a credential came with a flight of TLS 1.3 that was asked for it, and what it is
// worth.
void note_credential(Survey& survey, const Reply& reply, std::string_view probe);

}  // namespace tlsonar::scanner
