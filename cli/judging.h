// --policy and -o FORMAT=FILE, the same for scan, analyze, check and audit: documents in, a report,
// files and an exit code out.
#pragma once

#include "audit/gate/gate.h"
#include "audit/report/assemble.h"
#include "audit/subject/input_hash.h"
#include "audit/subject/intake_stream.h"
#include "reports/terminal/style.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
}

namespace tlsonar::cli {

struct JudgingOptions {
    std::vector<std::string> policies;
    std::string as_of;
    std::string horizon;
    std::vector<std::string> waivers;
    std::string baseline;
    std::string fail_on;
    std::string on_unreachable = "warn";
    std::optional<std::uint32_t> max_not_tested;
    std::vector<std::string> outputs;  // FORMAT=FILE
    bool update_baseline = false;
    bool exit_zero = false;

    // Whether anybody wants a verdict.
    bool asked() const { return !policies.empty() || !outputs.empty(); }
};

// The flags of judging, in a group of their own. --fail-on, -o and (of check) --as-of belong to the
// command, where they may mean more.
void add_judging_flags(CLI::App& command, JudgingOptions& options, bool as_of = true);

// "json=a.json,html=b.html": appends to `outputs` and says true. False for a plain file name.
bool take_outputs(const std::string& text, std::vector<std::string>& outputs);
// What -o was given: formats to `outputs`, the last plain file name to `file`.
void take_outputs(const std::vector<std::string>& given, std::vector<std::string>& outputs,
                  std::string& file);
// "critical" … "info".
std::optional<audit::Severity> read_severity(const std::string& name);
// The names of formats, for help: "html, json, …".
std::string format_names();

struct JudgingText {
    reports::Style style;
    bool quiet = false;
    bool verbose = false;
    bool to_stderr = false;  // standard output has a document of its own
};

class Judging {
  public:
    explicit Judging(const JudgingOptions& options);
    ~Judging();

    // Policies, waivers, baseline, formats. False after a sentence. `now` in seconds since 1970.
    bool begin(std::int64_t now);

    // A file of any length.
    bool read_file(const std::string& path);
    // A whole document, or an object of it. False after a sentence; what was read stays.
    bool read(std::string_view text, std::string_view file);
    bool read_line(std::string_view json, std::string_view file, std::uint64_t line);

    // Judges, writes, and tells. The exit code of the verdict alone.
    int end(const JudgingText& text);

    // The verdict's exit code beside what the command itself would say: what it could not read or
    // learn shows where the verdict is fine.
    int combined(int verdict, int command) const;
    // Whether a format goes there (FORMAT=-).
    bool writes_to_stdout() const;

  private:
    bool open_policies();
    bool open_waivers();
    bool open_baseline();
    bool open_gate();
    bool finish(audit::IntakeStream& stream, std::string_view file);
    bool write_outputs(const audit::Report& report);
    bool write_baseline(const audit::Report& report);

    const JudgingOptions& options_;
    audit::AssembleOptions how_;
    audit::GateOptions gate_;
    std::unique_ptr<audit::Intake> intake_;
    std::string document_;  // the first file, for formats that pin findings to one
    audit::InputHash input_;
};

}  // namespace tlsonar::cli
