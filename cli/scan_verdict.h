// Verdicts of a scan: each profile goes to the judge as the JSON that --json would write.
#pragma once

#include "cli/judging.h"
#include "cli/scan.h"
#include "profile/endpoint/endpoint_profile.h"
#include "reports/scan_json.h"

#include <string>

namespace tlsonar::cli {

class ScanVerdict {
  public:
    explicit ScanVerdict(const ScanRunOptions& options);

    // False after a sentence.
    bool begin();
    void add(const profile::EndpointProfile& profile);
    // The exit code, where the scan itself would end with `code`.
    int end(int code);

  private:
    const ScanRunOptions& options_;
    Judging judging_;
    reports::ScanJson json_;
    std::uint64_t number_ = 0;
    bool fine_ = true;
};

}  // namespace tlsonar::cli
