// What a scan found of one endpoint, as a page for people.
#pragma once

#include "profile/endpoint/endpoint_profile.h"
#include "reports/code_book.h"
#include "reports/terminal/style.h"

#include <string>

namespace tlsonar::reports {

struct ScanTextOptions {
    Style style;
    CodeBook codes;
    bool verbose = false;  // weaknesses of severity info, and a line for each connection
};

// Days are counted from when the endpoint was scanned.
std::string scan_text(const profile::EndpointProfile& profile, const ScanTextOptions& options);

}  // namespace tlsonar::reports
