#include "cli/analyze_options.h"

#include "cli/analyze.h"

#include <algorithm>
#include <cstdlib>

#include <CLI/CLI.hpp>
#include <sys/ioctl.h>
#include <unistd.h>

namespace tlsonar::cli {
namespace {

// Columns of the terminal behind a descriptor; COLUMNS, where set, has the last word.
std::size_t columns_of(int descriptor) {
    if (const char* set = std::getenv("COLUMNS")) {
        const long n = std::strtol(set, nullptr, 10);
        if (n >= 20 && n <= 1000) return static_cast<std::size_t>(n);
    }
    winsize size{};
    if (ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col >= 20) return size.ws_col;
    return 80;
}

bool wants_color(const std::string& when, int descriptor) {
    if (when == "always") return true;
    if (when == "never") return false;
    const char* no_color = std::getenv("NO_COLOR");
    const char* terminal = std::getenv("TERM");
    const bool dumb = terminal == nullptr || std::string_view(terminal) == "dumb";
    return isatty(descriptor) != 0 && !dumb && (no_color == nullptr || *no_color == '\0');
}

}  // namespace

struct AnalyzeCommand::Flags {
    AnalyzeOptions options;
    std::string color = "auto";
    // What is transformed is only what a user gives: in octets, 192 MiB. With a million half-open
    // connections the whole process then stays below 300 MB (docs/performance.md).
    std::string max_memory = "201326592";
    std::uint64_t show = 0;
    bool json = false;
    bool ndjson = false;
    bool verbose = false;
};

AnalyzeCommand::AnalyzeCommand(CLI::App& app) : flags_(std::make_unique<Flags>()) {
    Flags& f = *flags_;
    CLI::App* command = app.add_subcommand(
        "analyze",
        "Reconstruct the TLS handshakes in captures (pcap, pcapng; plain, gzip or zstd).");
    command->add_option("FILE", f.options.files, "Captures to read; - is standard input")
        ->required();
    command->add_option("-f,--filter", f.options.filter,
                        "Only packets that match this pcap-filter(7) expression");
    command->add_option("--keylog", f.options.key_logs,
                        "TLS secrets in the format of SSLKEYLOGFILE (repeatable)");
    auto* json = command->add_flag("--json", f.json, "One JSON document");
    auto* ndjson =
        command->add_flag("--ndjson", f.ndjson, "A JSON object a line, as handshakes complete");
    json->excludes(ndjson);
    command->add_option("--show", f.show, "Draw handshake N, message by message")
        ->check(CLI::PositiveNumber);
    command->add_flag("-v,--verbose", f.verbose, "Draw every handshake");
    command->add_flag("--details", f.options.details,
                      "In JSON: every message and extension field by field");
    command->add_flag("--der", f.options.der, "In JSON: certificates whole, as base64");
    command->add_option("-o,--output", f.options.output, "Write to this file");
    command->add_flag("-q,--quiet", f.options.quiet, "No summary at the end");
    command->add_flag("--join", f.options.join, "The files are one capture, in this order");
    command->add_option("--threads", f.options.threads, "Threads that read handshakes (default 1)")
        ->check(CLI::Range(1U, 64U));
    command
        ->add_option("--max-memory", f.max_memory,
                     "Limit for what is kept of connections: 16M or more, 2G (default 192M)")
        ->transform(CLI::AsSizeValue(false));
    command->add_option("--color", f.color, "auto, always or never (NO_COLOR is honoured)")
        ->check(CLI::IsMember({"auto", "always", "never"}));
}

AnalyzeCommand::~AnalyzeCommand() = default;

int AnalyzeCommand::run() {
    Flags& f = *flags_;
    AnalyzeOptions& o = f.options;
    using Format = AnalyzeOptions::Format;
    o.format = f.json      ? Format::json
               : f.ndjson  ? Format::ndjson
               : f.verbose ? Format::ladders
                           : Format::table;
    if (f.show > 0) o.show = f.show;
    constexpr std::size_t kLeastMemory = std::size_t{16} << 20;
    o.max_memory =
        std::max<std::size_t>(std::strtoull(f.max_memory.c_str(), nullptr, 10), kLeastMemory);
    const bool to_file = !o.output.empty() && o.output != "-";
    o.style = {wants_color(to_file ? "never" : f.color, STDOUT_FILENO), columns_of(STDOUT_FILENO)};
    o.stderr_style = {wants_color(f.color, STDERR_FILENO), columns_of(STDERR_FILENO)};
    return analyze(o);
}

}  // namespace tlsonar::cli
