#include "reports/formats/versions.h"

namespace tlsonar::reports {

std::string_view version_number(std::string_view version) {
    for (const std::string_view prefix : {"DTLSv", "DTLS ", "TLSv", "TLS "})
        if (version.starts_with(prefix)) return version.substr(prefix.size());
    return version;
}

bool list_is_of(std::string_view list_version, std::string_view version) {
    // One address and port may have both, over TCP and over UDP.
    if (list_version.starts_with("DTLS") != version.starts_with("DTLS")) return false;
    return version_number(list_version) == version_number(version);
}

}  // namespace tlsonar::reports
