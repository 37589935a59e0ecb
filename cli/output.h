// Output: where findings go, in the format asked for.
#pragma once

#include "cli/analyze.h"
#include "cli/shard.h"
#include "reports/summary.h"

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>

namespace tlsonar::cli {

class Progress;

class Output {
  public:
    // `progress` may be null; it is told before the terminal is written to.
    Output(const AnalyzeOptions& options, std::FILE* file, Progress* progress);

    void begin();
    void add(Finding&& finding);
    void end(const reports::Summary& summary);
    // False when something could not be written (a full disk): errno tells.
    bool ok() const { return ok_; }
    std::uint64_t written() const { return number_; }

  private:
    void add_json(std::string_view json);
    void add_record(profile::Record& record);
    void write(std::string_view text);
    void flush();

    const AnalyzeOptions& options_;
    std::FILE* file_;
    Progress* progress_;
    std::string buffer_;
    std::uint64_t number_ = 0;
    bool header_written_ = false;
    bool interactive_ = false;  // a person watches: show each finding at once
    bool ok_ = true;
};

}  // namespace tlsonar::cli
