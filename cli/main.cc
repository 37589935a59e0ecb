// The command line. One file per subcommand beside this one.
#include "cli/analyze.h"
#include "cli/analyze_options.h"

#include <cstdio>

#include <CLI/CLI.hpp>

int main(int argc, char** argv) {
    using namespace tlsonar::cli;
    CLI::App app{"tlsonar listens to TLS: it reconstructs every handshake of a capture.",
                 "tlsonar"};
    app.set_version_flag("--version", "tlsonar " TLSONAR_VERSION);
    app.require_subcommand(1);
    app.footer(
        "Exit codes: 0 fine, 1 violations, 2 usage or internal error, 3 incomplete.\n"
        "Documentation: README.md and docs/ beside the sources.");
    AnalyzeCommand analyze_command(app);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) return app.exit(error);
        std::fprintf(stderr, "tlsonar: %s (try: tlsonar %s--help)\n", error.what(),
                     app.get_subcommands().empty() ? "" : "analyze ");
        return kUsage;
    }
    return analyze_command.run();
}
