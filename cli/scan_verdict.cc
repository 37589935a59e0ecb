#include "cli/scan_verdict.h"

#include "cli/code_book.h"
#include "cli/command.h"

#include <chrono>
#include <cstdio>

namespace tlsonar::cli {
namespace {

reports::ScanJsonOptions json_options() {
    reports::ScanJsonOptions options;
    options.codes = code_book();
    options.version = TLSONAR_VERSION;
    return options;
}

}  // namespace

ScanVerdict::ScanVerdict(const ScanRunOptions& options)
    : options_(options), judging_(options.judging), json_(json_options()) {}

bool ScanVerdict::begin() {
    if (!options_.judging.asked()) return true;
    if (judging_.writes_to_stdout() && (options_.json || options_.ndjson) &&
        options_.output.empty()) {
        std::fprintf(stderr,
                     "tlsonar: -o: --json or --ndjson and a report can't both go to standard "
                     "output; give one of them a file\n");
        return false;
    }
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return judging_.begin(std::chrono::duration_cast<std::chrono::seconds>(now).count());
}

// What is resumed is judged from its file, which has everything in the end.
void ScanVerdict::add(const profile::EndpointProfile& profile) {
    if (!options_.judging.asked() || !options_.resume.empty()) return;
    std::string line;
    json_.append(line, profile);
    fine_ = judging_.read_line(line, "scan", ++number_) && fine_;
}

int ScanVerdict::end(int code) {
    if (!options_.judging.asked() || code == kUsage) return code;
    if (!options_.resume.empty()) {
        fine_ = judging_.read_file(options_.resume);
    }
    JudgingText text;
    const bool document = options_.json || options_.ndjson;
    text.style = document ? options_.message_style : options_.style;
    text.quiet = options_.quiet;
    text.verbose = options_.pages;
    text.to_stderr = document;
    if (!document) std::fputc('\n', stdout);
    const int verdict = judging_.end(text);
    return fine_ ? judging_.combined(verdict, code) : static_cast<int>(kUsage);
}

}  // namespace tlsonar::cli
