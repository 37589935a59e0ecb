#include "reports/formats/versions.h"

namespace tlsonar::reports {

std::string_view version_number(std::string_view version) {
    for (const std::string_view prefix : {"DTLSv", "DTLS ", "TLSv", "TLS "})
        if (version.starts_with(prefix)) return version.substr(prefix.size());
    return version;
}

bool list_is_of(std::string_view list_version, std::string_view version) {
    const std::string_view number = version_number(version);
    if (list_version.ends_with(" and before"))
        return number == "1.2" || number == "1.1" || number == "1.0" || number == "1";
    return version_number(list_version) == number;
}

}  // namespace tlsonar::reports
