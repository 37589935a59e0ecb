#include "trust/certificate_ptr.h"

#include <algorithm>

namespace tlsonar::trust {

CertificatePtr make_certificate(Bytes der, CertificateHasher& hasher) {
    auto made = std::make_shared<Certificate>();
    made->summary = parse_certificate(der);
    const std::size_t size =
        made->summary.size != 0 ? std::min(der.size(), made->summary.size) : der.size();
    made->der.assign(der.begin(), der.begin() + static_cast<std::ptrdiff_t>(size));
    made->sha256 = hasher.sha256(made->der);
    return made;
}

CertificatePtr make_certificate(Bytes der) {
    CertificateHasher hasher;
    return make_certificate(der, hasher);
}

}  // namespace tlsonar::trust
