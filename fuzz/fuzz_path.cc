// Any octets as certificates, one after the other: the first is the leaf, the last the anchor,
// those between are intermediates. And as name constraints, a distinguished name and a peer's name.
#include "trust/der.h"
#include "trust/name/constraints.h"
#include "trust/name/distinguished.h"
#include "trust/path/validate.h"

#include <cstdint>
#include <cstdlib>

using namespace tlsonar;
using namespace tlsonar::trust;

namespace {

constexpr std::size_t kMaxCertificates = 12;

void check(bool holds) {
    if (!holds) std::abort();
}

std::vector<CertificatePtr> split(Bytes octets) {
    std::vector<CertificatePtr> certificates;
    DerReader reader(octets);
    DerItem item;
    while (certificates.size() < kMaxCertificates && reader.next_if(tag::sequence, item))
        certificates.push_back(make_certificate(item.whole()));
    return certificates;
}

void validate_all(const std::vector<CertificatePtr>& certificates) {
    if (certificates.empty()) return;
    CertificatePool pool;
    TrustAnchorSet anchors;
    for (const CertificatePtr& certificate : certificates)
        pool.add(certificate);
    anchors.add(make_trust_anchor(certificates.back()));
    ValidationCache cache;
    for (const Profile profile : {Profile::webpki, Profile::rfc5280}) {
        ValidationOptions options;
        options.time = 1'790'000'000;
        options.profile = profile;
        options.names.push_back(*PeerName::dns("www.example.com"));
        options.all_paths = true;
        options.budget = {20, 5'000, 50, 500};
        const PathReport report = validate(certificates.front(), pool, anchors, options, cache);
        check(report.paths.size() <= PathReport::kMaxPaths);
        check((report.verdict == Verdict::valid) == (report.valid_paths != 0));
        for (const Path& path : report.paths) {
            check((path.verdict == Verdict::valid) == (path.deciding == 0));
            check(path.deciding <= path.findings.size());
            check(path.verdict != Verdict::valid || path.anchor != nullptr);
            for (const Finding& finding : path.findings)
                check(finding.kind != nullptr && finding.certificate <= path.certificates.size());
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Bytes octets(data, size);
    validate_all(split(octets));
    const ReadConstraints read = read_name_constraints(octets);
    check(read.constraints.has_value() == read.fault.empty());
    const DistinguishedName name = read_distinguished_name(octets);
    check(name.key() == name_key(octets) && (!name.readable || name.is_within(name)));
    (void)PeerName::from_text(as_text(octets));
    return 0;
}
