// Where profiles go as they are done: pages, lines or JSON, evidence, progress.
#pragma once

#include "cli/evidence_file.h"
#include "cli/scan.h"
#include "cli/scan_resume.h"
#include "profile/endpoint/run_weaknesses.h"
#include "reports/scan_json.h"
#include "reports/scan_summary.h"
#include "reports/terminal/scan_line.h"

#include <cstdio>
#include <optional>
#include <string>
#include <vector>

namespace tlsonar::cli {

class ScanOutput {
  public:
    explicit ScanOutput(const ScanRunOptions& options);
    ~ScanOutput();
    ScanOutput(const ScanOutput&) = delete;
    ScanOutput& operator=(const ScanOutput&) = delete;

    // Opens files, reads what is to be resumed. False after a sentence.
    bool begin(const scanner::TargetSource& source);
    // The next target that was not done in the run that is resumed.
    std::optional<scanner::Target> next_new(scanner::TargetSource& source);
    // Then, what is left of targets that were not wholly done; see ResumedRun.
    std::vector<scanner::Target> take_rest(scanner::Loop& loop, scanner::Resolver& resolver);
    void add(profile::EndpointProfile&& profile, std::vector<scanner::KeptTalk>&& kept);
    // Whether somebody wants to see how far it is.
    bool watched() const { return watched_ && !options_.quiet; }
    void show_progress(const scanner::ScanProgress& progress);
    void end(bool interrupted);

    // False when something could not be written.
    bool ok() const { return ok_; }
    std::size_t incomplete() const { return incomplete_; }
    std::size_t violations() const { return violations_; }

  private:
    bool open_output();
    bool open_evidence();
    void write(const std::string& text);
    void show(const profile::EndpointProfile& profile);
    void show_late(const std::vector<profile::LateWeakness>& all);
    void clear_progress();
    void say_how_to_go_on();
    std::size_t worst_from(const profile::EndpointProfile& profile) const;
    bool as_pages() const { return options_.pages || few_; }

    const ScanRunOptions& options_;
    std::FILE* file_ = stdout;
    EvidenceFile evidence_;
    reports::CodeBook codes_;
    reports::ScanJson json_;
    reports::ScanTable table_;
    reports::ScanSummary summary_;
    profile::RunWeaknesses run_;
    ResumedRun resumed_;
    std::uint64_t skipped_ = 0;
    std::uint64_t total_ = 0;  // of targets; 0: too many to say
    Time started_;
    Time next_progress_ = 0;
    std::size_t incomplete_ = 0;
    std::size_t violations_ = 0;
    std::size_t shown_ = 0;
    bool few_ = false;
    bool progress_shown_ = false;
    bool watched_;  // a person sees standard error
    bool ok_ = true;
};

}  // namespace tlsonar::cli
