#include "reports/formats/digest.h"

#include "core/text.h"
#include "trust/certificate.h"

namespace tlsonar::reports {

std::string digest(std::string_view text) {
    const auto* octets = reinterpret_cast<const std::uint8_t*>(text.data());
    return hex(Bytes(trust::CertificateHasher().sha256({octets, text.size()})).first(16));
}

}  // namespace tlsonar::reports
