// JA3 and JA3S (salesforce/ja3): fingerprints of hellos, in the order of what is on the wire.
#pragma once

#include "dissect/message/hello.h"

#include <cstddef>
#include <string>

namespace tlsonar::dissect {

// Append the text whose MD5 is the fingerprint:
//   version,ciphers,extensions,groups,point formats      (JA3, GREASE left out)
//   version,cipher,extensions                             (JA3S)
// The version is legacy_version. All numbers are decimal, lists are joined by '-'.
void append_ja3(std::string& out, const ClientHello& hello);
void append_ja3s(std::string& out, const ServerHello& hello);

}  // namespace tlsonar::dissect
