// A scan of many: one line for each endpoint as it finishes, and what they come to.
#pragma once

#include "profile/endpoint/endpoint_profile.h"
#include "reports/code_book.h"
#include "reports/scan_summary.h"
#include "reports/terminal/style.h"

#include <string>

namespace tlsonar::reports {

class ScanTable {
  public:
    ScanTable(const Style& style, const CodeBook& codes) : style_(style), codes_(codes) {}

    std::string header() const;
    // With its line break; nothing in it is wider than the style's columns (of at least 40).
    std::string line(const profile::EndpointProfile& profile) const;

  private:
    Style style_;
    CodeBook codes_;
};

std::string scan_summary_text(const ScanSummary& summary, Time elapsed, const Style& style);

}  // namespace tlsonar::reports
