// DSA keys that leave out their parameters have those of their issuer (RFC 5280 section 6.1.4 (e),
// RFC 3279 section 2.3.2). Private to this room.
#pragma once

#include "core/bytes.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace tlsonar::trust {

// True for the SubjectPublicKeyInfo of a DSA key without parameters.
bool lacks_dsa_parameters(Bytes public_key);
// `public_key` with the parameters of `issuer_key`; nothing when that has none or is no DSA key.
std::optional<std::vector<std::uint8_t>> with_dsa_parameters(Bytes public_key, Bytes issuer_key);

}  // namespace tlsonar::trust
