// Delegated credentials (RFC 9345): a short-lived key that a server's certificate vouches for.
#pragma once

#include "core/bytes.h"
#include "core/moment.h"
#include "profile/endpoint/fact.h"
#include "profile/record.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tlsonar::profile {

struct DelegatedCredential {
    std::uint16_t algorithm = 0;          // with which the certificate's key signed it
    std::uint16_t verify_scheme = 0;      // with which its own key signs handshakes
    std::uint32_t valid_time = 0;         // seconds after the certificate's notBefore
    std::optional<std::int64_t> expires;  // seconds since 1970
    trust::PublicKey key;                 // its own; the ranges lead nowhere
    // What RFC 9345 section 4 asks for.
    Answer delegation_usage = Answer::unknown;   // the certificate's extension
    Answer digital_signature = Answer::unknown;  // of its key usage
    Answer in_time = Answer::unknown;            // not expired
    Answer short_lived = Answer::unknown;        // for at most seven days more
    Answer signature = Answer::unknown;          // by the certificate's key; unknown: not verified
    Answer own_scheme = Answer::unknown;         // its key signed this handshake, as it says
    std::string trouble;                         // it can't be read
    Evidence evidence;

    // Each rule that is broken, as a phrase: "it has expired".
    std::vector<std::string> problems() const;
};

// `octets`: the body of the extension in the certificate's entry; `handshake_scheme`: of
// CertificateVerify, 0 when not seen; `now`: of the wall, in nanoseconds.
DelegatedCredential examine_credential(Bytes octets, const Certificate& leaf,
                                       std::uint16_t handshake_scheme, Time now);

}  // namespace tlsonar::profile
