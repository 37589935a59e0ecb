#include "capture/tcp/options.h"
#include "cli/analyze.h"
#include "cli/command.h"
#include "cli/record_outputs.h"
#include "cli/terminal.h"

#include <algorithm>
#include <cstdlib>

#include <CLI/CLI.hpp>

namespace tlsonar::cli {
namespace {

class AnalyzeCommand final : public Command {
  public:
    explicit AnalyzeCommand(CLI::App& app);
    int run() override;
    bool chosen() const override { return command_->parsed(); }

  private:
    struct Flags;
    CLI::App* command_;
    std::unique_ptr<Flags> flags_;
};

struct AnalyzeCommand::Flags {
    AnalyzeOptions options;
    std::string color = "auto";
    // What is transformed is only what a user gives: in octets, 176 MiB. With a million half-open
    // connections the whole process then stays below 300 MB (docs/performance.md).
    std::string max_memory = std::to_string(capture::kDefaultFlowMemory);
    std::uint64_t show = 0;
    bool json = false;
    bool ndjson = false;
    bool verbose = false;
    bool no_validation = false;
    std::string profile = "webpki";
    std::vector<std::string> outputs;
};

AnalyzeCommand::AnalyzeCommand(CLI::App& app)
    : command_(app.add_subcommand(
          "analyze",
          "Reconstruct the TLS handshakes in captures (pcap, pcapng; plain, gzip or zstd).")),
      flags_(std::make_unique<Flags>()) {
    Flags& f = *flags_;
    CLI::App* command = command_;
    command->add_option("FILE", f.options.files, "Captures to read; - is standard input")
        ->required();
    command->add_option("-f,--filter", f.options.filter,
                        "Only packets that match this pcap-filter(7) expression");
    command
        ->add_option("--keylog", f.options.key_logs,
                     "TLS secrets in the format of SSLKEYLOGFILE (repeatable)")
        ->allow_extra_args(false);
    command
        ->add_option("--store", f.options.stores,
                     "NAME=FILE: validate chains with these roots instead of the system's "
                     "(repeatable)")
        ->allow_extra_args(false);
    command
        ->add_option("--profile", f.profile,
                     "webpki: rules of browsers and public CAs (default); rfc5280: private PKI")
        ->check(CLI::IsMember({"webpki", "rfc5280"}));
    command
        ->add_option("--intermediates", f.options.intermediates,
                     "File or folder of CA certificates that may complete chains (repeatable)")
        ->allow_extra_args(false);
    command->add_option("--ct-logs", f.options.ct_logs,
                        "Google's log list (v3 JSON) in place of the built-in one");
    command->add_flag("--no-validation", f.no_validation, "Do not validate chains");
    auto* json = command->add_flag("--json", f.json, "One JSON document");
    auto* ndjson =
        command->add_flag("--ndjson", f.ndjson, "A JSON object a line, as handshakes complete");
    json->excludes(ndjson);
    command->add_option("--show", f.show, "Draw handshake N, message by message")
        ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{999'999'999'999}));
    command->add_flag("-v,--verbose", f.verbose, "Draw every handshake");
    command->add_flag("--details", f.options.details,
                      "In JSON: every message and extension field by field");
    command->add_flag("--der", f.options.der, "In JSON: certificates whole, as base64");
    command
        ->add_option("-o,--output", f.outputs,
                     "Write to this file; or FORMAT=FILE,…: reports of the verdict (" +
                         format_names() + "), logs of the handshakes (" + record_format_names() +
                         ")")
        ->allow_extra_args(false);
    command->add_option("--fail-on", f.options.judging.fail_on,
                        "With --policy: what makes exit code 1: a severity (default high), level "
                        "or rule, new");
    add_judging_flags(*command, f.options.judging);
    command->add_flag("-q,--quiet", f.options.quiet, "No summary at the end");
    command->add_flag("--join", f.options.join, "The files are one capture, in this order");
    command->add_option("--threads", f.options.threads, "Threads that read handshakes (default 1)")
        ->check(CLI::Range(1U, 64U));
    command
        ->add_option("--max-memory", f.max_memory,
                     "Limit for what is kept of connections: 16M or more, 2G (default 176M)")
        ->transform(CLI::AsSizeValue(false));
    command->add_option("--color", f.color, "auto, always or never (NO_COLOR is honoured)")
        ->check(CLI::IsMember({"auto", "always", "never"}));
}

int AnalyzeCommand::run() {
    Flags& f = *flags_;
    AnalyzeOptions& o = f.options;
    using Kind = AnalyzeOptions::Format;
    o.format = f.json      ? Kind::json
               : f.ndjson  ? Kind::ndjson
               : f.verbose ? Kind::ladders
                           : Kind::table;
    if (f.show > 0) o.show = f.show;
    o.validate = !f.no_validation;
    o.profile = f.profile == "rfc5280" ? trust::Profile::rfc5280 : trust::Profile::webpki;
    constexpr std::size_t kLeastMemory = std::size_t{16} << 20;
    o.max_memory =
        std::max<std::size_t>(std::strtoull(f.max_memory.c_str(), nullptr, 10), kLeastMemory);
    std::vector<std::string> reports;
    take_outputs(f.outputs, reports, o.output);
    for (std::string& report : reports)
        (is_record_format(report.substr(0, report.find('='))) ? o.logs : o.judging.outputs)
            .push_back(std::move(report));
    const bool to_file = !o.output.empty() && o.output != "-";
    o.style = output_style(f.color, to_file);
    o.stderr_style = message_style(f.color);
    return analyze(o);
}

}  // namespace

std::unique_ptr<Command> make_analyze_command(CLI::App& app) {
    return std::make_unique<AnalyzeCommand>(app);
}

}  // namespace tlsonar::cli
