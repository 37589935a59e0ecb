// tlsonar analyze: captures in, handshakes out.
#pragma once

#include "capture/tcp/options.h"
#include "cli/judging.h"
#include "reports/terminal/style.h"
#include "trust/path/validate.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tlsonar::cli {

struct AnalyzeOptions {
    enum class Format { table, ladders, json, ndjson };

    std::vector<std::string> files;  // "-" is standard input
    std::vector<std::string> key_logs;
    std::vector<std::string> stores;         // "name=file"; empty: the system's
    std::vector<std::string> intermediates;  // files and folders: for chains that lack them
    std::string ct_logs;                     // a log list in place of the built-in one
    bool validate = true;                    // chains, against these stores
    trust::Profile profile = trust::Profile::webpki;
    std::string filter;
    std::string output;  // a file; empty or "-" for standard output
    Format format = Format::table;
    bool writes_json() const { return format == Format::json || format == Format::ndjson; }
    std::optional<std::uint64_t> show;  // draw only this handshake
    bool details = false;
    bool der = false;
    bool quiet = false;  // no summary
    bool join = false;   // the files are one capture
    unsigned threads = 1;
    std::size_t max_memory = capture::kDefaultFlowMemory;
    JudgingOptions judging;
    std::vector<std::string> logs;  // FORMAT=PATH, of record_outputs.h
    reports::Style style;           // of standard output
    reports::Style stderr_style;    // of messages
};

int analyze(const AnalyzeOptions& options);

}  // namespace tlsonar::cli
