// Short words for people, from registry facts.
#pragma once

#include "profile/record.h"

#include <string>

namespace tlsonar::profile {

// "AES-128-GCM", "ChaCha20-Poly1305", "3DES-EDE-CBC"; the code in hex when the suite is unknown.
std::string cipher_text(const Record& record);
// The group ("X25519MLKEM768"), "DHE 2048", or how the key came about otherwise: "RSA", "PSK".
std::string key_exchange_text(const Record& record);

}  // namespace tlsonar::profile
