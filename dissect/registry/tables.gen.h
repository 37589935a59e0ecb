// Written by tools/registry/generate.py from the tables in dissect/registry/data. Do not edit.
#pragma once

#include "dissect/registry/alpn.h"
#include "dissect/registry/cipher_suite.h"
#include "dissect/registry/named_group.h"
#include "dissect/registry/signature_scheme.h"
#include "dissect/registry/ssl2_cipher.h"

namespace tlsonar::dissect::tables {

extern const CipherSuite kCipherSuites[427];
extern const NamedGroup kNamedGroups[69];
extern const SignatureScheme kSignatureSchemes[64];
extern const Ssl2Cipher kSsl2Ciphers[13];
extern const AlpnProtocol kAlpnProtocols[46];

// kCipherSuiteAt[kCipherSuitePage[code >> 8]][code & 0xFF] is the position in
// kCipherSuites plus one, or zero. Page zero is empty.
extern const std::uint8_t kCipherSuitePage[256];
extern const std::uint16_t kCipherSuiteAt[13][256];

}  // namespace tlsonar::dissect::tables
