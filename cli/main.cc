// The command line. One file per subcommand beside this one.
#include "cli/command.h"
#include "core/text.h"

#include <cstdio>
#include <vector>

#include <CLI/CLI.hpp>

namespace tlsonar::cli {
namespace {

constexpr CommandFactory kCommands[] = {
    make_scan_command, make_analyze_command, make_check_command,   make_audit_command,
    make_diff_command, make_policy_command,  make_explain_command,
};

int main_program(int argc, char** argv) {
    CLI::App app{
        "tlsonar hears TLS: it scans servers, reconstructs every handshake of a capture, and "
        "checks "
        "certificates before they are deployed.",
        "tlsonar"};
    app.set_version_flag("--version", "tlsonar " TLSONAR_VERSION);
    app.require_subcommand(1);
    app.footer(
        "Exit codes: 0 fine, 1 violations, 2 usage or internal error, 3 incomplete.\n"
        "Documentation: README.md and docs/ beside the sources.");
    std::vector<std::unique_ptr<Command>> commands;
    for (const CommandFactory make : kCommands)
        commands.push_back(make(app));
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) return app.exit(error);
        const auto chosen = app.get_subcommands();
        if (chosen.empty() && argc > 1 && argv[1][0] != '-') {
            std::fprintf(stderr, "tlsonar: there is no command \"%s\" (try: tlsonar --help)\n",
                         printable(argv[1]).c_str());
            return kUsage;
        }
        const std::string name = chosen.empty() ? "" : chosen.front()->get_name() + " ";
        std::fprintf(stderr, "tlsonar: %s (try: tlsonar %s--help)\n", error.what(), name.c_str());
        return kUsage;
    }
    for (const std::unique_ptr<Command>& command : commands)
        if (command->chosen()) return command->run();
    return kUsage;
}

}  // namespace
}  // namespace tlsonar::cli

int main(int argc, char** argv) { return tlsonar::cli::main_program(argc, argv); }
