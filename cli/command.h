// A subcommand: its flags, and what it does. One file (or a few) per subcommand; main.cc has the
// list.
#pragma once

#include <memory>

namespace CLI {
class App;
}

namespace tlsonar::cli {

// Agreed for all subcommands.
enum ExitCode : int { kFine = 0, kViolations = 1, kUsage = 2, kIncomplete = 3 };

class Command {
  public:
    virtual ~Command() = default;
    // After the command line was read. The exit code.
    virtual int run() = 0;
    // True when this is the subcommand that was asked for.
    virtual bool chosen() const = 0;
};

using CommandFactory = std::unique_ptr<Command> (*)(CLI::App& app);

std::unique_ptr<Command> make_analyze_command(CLI::App& app);
std::unique_ptr<Command> make_audit_command(CLI::App& app);
std::unique_ptr<Command> make_check_command(CLI::App& app);
std::unique_ptr<Command> make_config_command(CLI::App& app);
std::unique_ptr<Command> make_diff_command(CLI::App& app);
std::unique_ptr<Command> make_explain_command(CLI::App& app);
std::unique_ptr<Command> make_policy_command(CLI::App& app);
std::unique_ptr<Command> make_scan_command(CLI::App& app);

}  // namespace tlsonar::cli
