// tlsonar scan: asks servers what they do.
#pragma once

#include "cli/judging.h"
#include "reports/terminal/style.h"
#include "scanner/engine/scan.h"
#include "scanner/target/target_source.h"
#include "trust/finding/finding.h"
#include "trust/path/validate.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tlsonar::cli {

struct ScanRunOptions {
    std::vector<std::string> targets;
    scanner::TargetSourceOptions source;
    scanner::ResolverOptions resolver;
    scanner::ScanOptions scan;
    std::vector<std::string> exclude;
    std::vector<std::string> stores;
    std::string output;
    std::string evidence;
    std::string resume;
    trust::Profile pki = trust::Profile::webpki;
    std::optional<trust::Severity> fail_on;
    JudgingOptions judging;
    bool mail = false;  // --mx
    bool validate = true;
    bool json = false;
    bool ndjson = false;
    bool details = false;
    bool pages = false;  // a page for each endpoint, however many
    bool quiet = false;
    reports::Style style;
    reports::Style message_style;
};

int scan(ScanRunOptions& options);

}  // namespace tlsonar::cli
