// Whether a certificate is logged as browsers want it: every SCT verified, and the policy.
#pragma once

#include "trust/certificate_ptr.h"
#include "trust/ct/log_list.h"
#include "trust/ct/sct.h"
#include "trust/finding/finding.h"
#include "trust/signature.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace tlsonar::trust {

struct CtOptions {
    std::int64_t time = 0;
    std::int64_t skew = 300;  // seconds that a timestamp may be ahead of `time`
};

// SCTs that came beside the certificate.
struct CtInput {
    CertificatePtr certificate;
    // DER of the issuer's SubjectPublicKeyInfo; empty when the issuer is not known: then embedded
    // SCTs cannot be verified.
    Bytes issuer_public_key;
    Bytes handshake_list;           // content of signed_certificate_timestamp, or empty
    std::vector<Bytes> ocsp_lists;  // OcspSingle::sct_list of staples for this certificate
    // False: it does not lead to a root of a public programme, and nobody wants SCTs of it. Those
    // that are there are judged all the same.
    bool publicly_trusted = true;
    // False: some of what could bring SCTs was not seen, so that nothing can be said to be missing.
    bool all_seen = true;
};

// One SCT, judged.
struct SctReport {
    Sct sct;
    SctOrigin origin{};
    const CtLog* log = nullptr;  // of the list that was passed in; null when it has no such log
    CtLogState state = CtLogState::unknown;  // at the time asked for
    SignatureCheck signature = SignatureCheck::unsupported;
    bool counts = false;  // towards the policy
};

enum class CtCompliance : std::uint8_t {
    compliant,
    insufficient,  // SCTs are there or could be seen to be absent, and they do not do
    inconclusive,  // unknown logs, or an unknown issuer
    none,          // no SCT anywhere
    not_wanted,    // no policy asks for any: not publicly trusted, or older than the policies
};
std::string_view ct_compliance_name(CtCompliance compliance);

struct CtReport {
    std::vector<SctReport> scts;
    CtCompliance compliance = CtCompliance::none;
    std::size_t counted = 0;
    std::size_t wanted = 0;
    std::size_t operators = 0;
    std::vector<Finding> findings;
};

CtReport check_ct(const CtInput& input, const CtLogList& logs, const CtOptions& options);

// The first seconds at which the same check may come to something else.
std::vector<std::int64_t> ct_events(const CtReport& report, const CtOptions& options);

// The octets that a log signed (RFC 6962 section 3.2): public for tests and other tools. Empty when
// the certificate cannot be taken apart.
std::string sct_signed_data(const Sct& sct, SctOrigin origin, const Certificate& certificate,
                            Bytes issuer_public_key, CertificateHasher& hasher);

}  // namespace tlsonar::trust
