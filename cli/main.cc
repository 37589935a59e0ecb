// The command line. One file per subcommand beside this one.
#include "cli/command.h"
#include "cli/config.h"
#include "core/text.h"

#include <algorithm>
#include <cstdio>
#include <exception>
#include <new>
#include <vector>

#include <CLI/CLI.hpp>

namespace tlsonar::cli {
namespace {

constexpr CommandFactory kCommands[] = {
    make_scan_command, make_analyze_command, make_check_command,  make_audit_command,
    make_diff_command, make_policy_command,  make_config_command, make_explain_command,
};

// Help, and `tlsonar config` itself, don't depend on what a file says.
Result<Config, std::string> load_config_for(CLI::App& app, std::vector<std::string>& arguments) {
    const std::string file = take_config_flag(arguments);
    const bool help = std::ranges::any_of(arguments, [](const std::string& argument) {
        return argument == "--help" || argument == "-h" || argument == "--version";
    });
    if (arguments.empty() || help || arguments.front() == "config") return Config{};
    return load_config(app, file);
}

// What a command takes without a flag comes from the file only where the command line has none.
void parse(CLI::App& app, const Config& config, const std::vector<std::string>& arguments) {
    const auto parse_with = [&](bool positionals) {
        std::vector<std::string> all = with_config(app, config, arguments, positionals);
        std::ranges::reverse(all);  // as CLI11 wants them
        app.parse(std::move(all));
    };
    try {
        parse_with(false);
    } catch (const CLI::RequiredError&) {
        parse_with(true);
    }
}

int main_program(int argc, char** argv) {
    CLI::App app{
        "tlsonar hears TLS: it scans servers, reconstructs every handshake of a capture, and "
        "checks "
        "certificates before they are deployed.",
        "tlsonar"};
    app.set_version_flag("--version", "tlsonar " TLSONAR_VERSION);
    app.require_subcommand(1);
    app.add_option("--config",
                   "Settings: this file instead of the nearest tlsonar.yaml; none: no file");
    app.footer(
        "Exit codes: 0 fine, 1 violations, 2 usage or internal error, 3 incomplete.\n"
        "Documentation: README.md and docs/ beside the sources.");
    std::vector<std::unique_ptr<Command>> commands;
    for (const CommandFactory make : kCommands)
        commands.push_back(make(app));
    std::vector<std::string> arguments(argv + 1, argv + argc);
    const auto config = load_config_for(app, arguments);
    if (!config) {
        std::fprintf(stderr, "tlsonar: %s\n", config.error().c_str());
        return kUsage;
    }
    try {
        parse(app, *config, arguments);
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

int main(int argc, char** argv) {
    try {
        return tlsonar::cli::main_program(argc, argv);
    } catch (const std::bad_alloc&) {
        std::fputs("tlsonar: memory ran out\n", stderr);
        return tlsonar::cli::kUsage;
    } catch (const std::exception& error) {  // we are wrong: rooms let none out
        std::fprintf(stderr, "tlsonar: internal error: %s\n", error.what());
        return tlsonar::cli::kUsage;
    }
}
