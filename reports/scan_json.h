// EndpointProfiles as JSON, after reports/schema/endpoint-1.schema.json and scan-1.schema.json.
#pragma once

#include "profile/endpoint/endpoint_profile.h"
#include "profile/endpoint/run_weaknesses.h"
#include "reports/code_book.h"
#include "reports/scan_summary.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace tlsonar::reports {

struct ScanJsonOptions {
    CodeBook codes;
    std::string_view version;  // of the program; must outlive the writer
    bool details = false;      // every connection; staples and SCTs whole
    bool der = false;          // certificates whole, as base64
};

// A document is begin(), endpoint() as each finishes, end(): nothing of an endpoint is kept but a
// bounded number of certificates. Lines of NDJSON are append() and a line break, without the
// others.
class ScanJson {
  public:
    explicit ScanJson(const ScanJsonOptions& options);
    ~ScanJson();
    ScanJson(ScanJson&&) noexcept;
    ScanJson& operator=(ScanJson&&) noexcept;

    void begin(std::string& out);
    void endpoint(std::string& out, const profile::EndpointProfile& profile);
    // `late`: what only showed when the run was over.
    void end(std::string& out, const ScanSummary& summary,
             std::span<const profile::LateWeakness> late = {},
             std::span<const profile::EndpointTrial> trials = {});

    // One object, without a line break.
    void append(std::string& out, const profile::EndpointProfile& profile);
    void append(std::string& out, const profile::LateWeakness& late);
    void append(std::string& out, const profile::EndpointTrial& trial);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace tlsonar::reports
