// JA4 (FoxIO, BSD 3-Clause): the fingerprint of a TLS client that does not depend on the order of
// its cipher suites and extensions. Only the client's: JA4S, JA4X etc. are under another licence.
//
//   t13d1516h2_8daaf6152771_e5627efa2ab1
//   ||| | | |  |            sha256[:12] of extensions, sorted, "_", signature algorithms in order
//   ||| | | |  sha256[:12] of cipher suites, sorted
//   ||| | | first and last character of the first ALPN value
//   ||| | number of extensions; before it, of cipher suites
//   ||| d: server_name is there, i: not
//   ||version
//   |t TCP, q QUIC, d DTLS
#pragma once

#include "dissect/message/hello.h"

#include <string>

namespace tlsonar::dissect {

enum class Ja4Transport : char { tcp = 't', quic = 'q', dtls = 'd' };

// The raw form JA4_r: lists in place of hashes.
void append_ja4_r(std::string& out, const ClientHello& hello, Ja4Transport transport);
// JA4_o and JA4_ro, in the original order, are not computed.

}  // namespace tlsonar::dissect
