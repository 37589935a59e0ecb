// tlsonar check: certificates, chains, keys and requests, before they are deployed.
#pragma once

#include "cli/judging.h"
#include "reports/terminal/style.h"
#include "trust/finding/finding.h"
#include "trust/path/validate.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tlsonar::cli {

struct CheckOptions {
    std::vector<std::string> files;  // "-" is standard input
    std::vector<std::string> hosts;
    std::vector<std::string> stores;  // "name=file"
    std::vector<std::string> passwords;
    std::string programmes;  // files that replace built-in tables
    std::string one_crl;
    std::string ct_logs;
    std::string blocklist;
    std::string output;
    std::string cache;                       // folder for what was fetched
    std::vector<std::string> intermediates;  // files and folders
    long fetch_timeout = 15;                 // seconds, of one transfer
    trust::Profile profile = trust::Profile::webpki;
    trust::Purpose purpose = trust::Purpose::server;
    std::optional<std::int64_t> as_of;           // seconds since 1970
    std::optional<std::int64_t> expires_within;  // seconds
    trust::Severity fail_on = trust::Severity::medium;
    bool fetch = false;
    bool all_paths = false;
    bool pedantic = false;
    bool json = false;
    bool quiet = false;
    bool verbose = false;
    JudgingOptions judging;
    reports::Style style;
};

int check(const CheckOptions& options);

}  // namespace tlsonar::cli
