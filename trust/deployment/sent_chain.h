// A chain as a server sends it, beside the paths that clients can build from it: order, what is
// missing, what is too much.
#pragma once

#include "trust/certificate_ptr.h"
#include "trust/finding/finding.h"
#include "trust/path/validate.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace tlsonar::trust {

// What one of the certificates sent is for.
enum class SentRole : std::uint8_t {
    leaf,
    needed,       // an intermediate of the path that was found
    alternative,  // an intermediate of another valid path (a cross-sign)
    root,         // self-signed: clients have it, or do not believe it
    duplicate,    // the same octets came before
    superfluous,  // on no path
};
std::string_view sent_role_name(SentRole role);

struct SentCertificate {
    CertificatePtr certificate;
    SentRole role = SentRole::superfluous;
};

struct SentChain {
    std::vector<SentCertificate> certificates;  // in the order sent
    // Of the path found, those that were not sent: clients that do not fetch them fail.
    std::vector<CertificatePtr> missing;
    // Finding::certificate is the place in `certificates`.
    std::vector<Finding> findings;
    // Octets of the Certificate message that no client needs.
    std::size_t wasted_octets = 0;
};

// `sent[0]` is what the server takes for its leaf; `report` is the validation of the leaf, with
// these and perhaps further certificates as intermediates, with ValidationOptions::all_paths.
SentChain judge_sent_chain(std::span<const CertificatePtr> sent, const PathReport& report,
                           std::int64_t time);

}  // namespace tlsonar::trust
