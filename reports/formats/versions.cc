#include "reports/formats/versions.h"

namespace tlsonar::reports {

std::string_view version_number(std::string_view version) {
    for (const std::string_view prefix : {"DTLSv", "DTLS ", "TLSv", "TLS "})
        if (version.starts_with(prefix)) return version.substr(prefix.size());
    return version;
}

int version_rank(std::string_view version) {
    const std::string_view number = version_number(version);
    if (number.starts_with("SSL")) return number.ends_with('2') || number.ends_with("2.0") ? 0 : 1;
    constexpr int kFirstOfTls = 2;
    const bool told = number.size() > 2 && number[2] >= '0' && number[2] <= '9';
    const int minor = told ? number[2] - '0' : 0;
    const bool draft = number.size() > 3;  // "1.3-draft28"
    return kFirstOfTls + 2 * minor + (draft ? 0 : 1);
}

bool list_is_of(std::string_view list_version, std::string_view version) {
    // One address and port may have both, over TCP and over UDP.
    if (list_version.starts_with("DTLS") != version.starts_with("DTLS")) return false;
    return version_number(list_version) == version_number(version);
}

}  // namespace tlsonar::reports
