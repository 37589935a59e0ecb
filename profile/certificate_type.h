// What stands in a Certificate message: X.509 or a raw public key (RFC 7250).
#pragma once

#include "dissect/session/handshake.h"

#include <cstdint>

namespace tlsonar::profile {

inline constexpr std::uint8_t kRawPublicKey = 2;

// CertificateType that the server selected for this sender; 0 (X.509) when nothing was said.
std::uint8_t certificate_type(const dissect::Handshake& handshake, dissect::Role sender);

}  // namespace tlsonar::profile
