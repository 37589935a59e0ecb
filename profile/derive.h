// The parts of making a Record; see record_maker.h.
#pragma once

#include "dissect/fingerprint/fingerprinter.h"
#include "profile/certificate_cache.h"
#include "profile/client_cache.h"
#include "profile/proof_cache.h"
#include "profile/record.h"

namespace tlsonar::profile {

// The hellos: what was offered and what was chosen.
void derive_client(const dissect::Handshake& handshake, ClientCache& cache, Record& record);
void derive_server(const dissect::Handshake& handshake, dissect::Fingerprinter& fingerprinter,
                   Record& record);
// Certificates, what came beside them, and who requested what: needs the hellos.
void derive_certificates(const dissect::Handshake& handshake, CertificateCache& cache,
                         ProofCache& proofs, Record& record);
// Steps, alerts, outcome, what is missing, resumption, secrecy, timing: needs the parts before.
void derive_course(const dissect::Handshake& handshake, Record& record);
void derive_security(const dissect::Handshake& handshake, Record& record);

}  // namespace tlsonar::profile
