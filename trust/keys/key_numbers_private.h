// The numbers in a SubjectPublicKeyInfo. Private to this folder.
#pragma once

#include "core/bytes.h"
#include "trust/keys/subject_key.h"

#include <string>

namespace tlsonar::trust {

// The magnitude of an INTEGER's content: without the sign octet. Empty when it is negative.
Bytes magnitude(Bytes integer);

// Empty when there is none: contents of the INTEGERs in subjectPublicKey.
Bytes rsa_modulus(const SubjectKey& key);
Bytes rsa_exponent(const SubjectKey& key);
Bytes integer_key(const SubjectKey& key);  // y of DSA and DH

// The parameters of the AlgorithmIdentifier with their header.
Bytes key_parameters(const SubjectKey& key);

// Of an EC point: 0x02, 0x03 compressed, 0x04 uncompressed, 0x06, 0x07 hybrid.
inline std::uint8_t point_form(Bytes point) { return point.empty() ? std::uint8_t{0} : point[0]; }

// Do both keys belong to the same group or curve (any two of RSA: yes)?
bool same_parameters(const SubjectKey& a, const SubjectKey& b);
// What key_hash() leaves out of a key's identity: RSA's exponent, the sign of an EC point.
std::string key_tail(const SubjectKey& key);

}  // namespace tlsonar::trust
