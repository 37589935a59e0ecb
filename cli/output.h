// Output: where findings go, in the format asked for.
#pragma once

#include "cli/analyze.h"
#include "cli/shard.h"
#include "reports/summary.h"

#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include <sys/uio.h>

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
    void add_json(std::string&& json);
    void add_record(profile::Record& record);
    void flush();
    void write_all(std::vector<iovec> parts);

    const AnalyzeOptions& options_;
    int file_;
    Progress* progress_;
    std::string buffer_;  // text that stands before the records
    // Records of JSON go to the file from where they are: to copy them into one buffer would cost
    // as much as to write them. Each has a head, with its number.
    std::vector<std::string> records_;
    std::vector<std::string> heads_;  // as many as there were records at once: they are reused
    std::size_t waiting_ = 0;         // octets of the records
    std::uint64_t number_ = 0;
    bool header_written_ = false;
    bool interactive_ = false;  // a person watches: show each finding at once
    bool ok_ = true;
};

}  // namespace tlsonar::cli
