// tlsonar audit: judges what scan, analyze and check wrote, offline and again and again.
#include "cli/command.h"
#include "cli/judging.h"
#include "cli/tables.h"
#include "cli/terminal.h"
#include "core/text.h"

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>

#include <CLI/CLI.hpp>

namespace tlsonar::cli {
namespace {

constexpr std::size_t kMostOfDocument = std::size_t{4} << 30;

class AuditCommand final : public Command {
  public:
    explicit AuditCommand(CLI::App& app);
    bool chosen() const override { return command_->parsed(); }
    int run() override;

  private:
    bool read_all(Judging& judging) const;

    CLI::App* command_;
    std::vector<std::string> files_;
    std::vector<std::string> outputs_;
    JudgingOptions options_;
    std::string color_ = "auto";
    bool quiet_ = false;
    bool verbose_ = false;
};

AuditCommand::AuditCommand(CLI::App& app)
    : command_(app.add_subcommand(
          "audit", "Judge what scan, analyze or check found, by named policies, offline.")) {
    command_
        ->add_option("FILE", files_,
                     "JSON or NDJSON of tlsonar scan, analyze or check; - is standard input")
        ->required();
    add_judging_flags(*command_, options_);
    command_->add_option("--fail-on", options_.fail_on,
                         "What makes exit code 1: a severity (default high), level or rule of the "
                         "policies, new; separated by commas");
    command_
        ->add_option("-o,--output", outputs_,
                     "FORMAT=FILE, several separated by commas: " + format_names())
        ->allow_extra_args(false);
    command_->add_flag("-q,--quiet", quiet_, "Only the verdict");
    command_->add_flag("-v,--verbose", verbose_, "Every rule, with what is open and why");
    command_->add_option("--color", color_, "auto, always or never (NO_COLOR is honoured)")
        ->check(CLI::IsMember({"auto", "always", "never"}));
    command_->footer(
        "Exit codes: 0 fine, 1 violations of --fail-on or worse, 2 usage or internal error,\n"
        "3 no violation, but an endpoint was not assessed whole.");
}

bool AuditCommand::read_all(Judging& judging) const {
    bool ok = true;
    for (const std::string& path : files_) {
        if (path != "-") {
            ok = judging.read_file(path) && ok;
            continue;
        }
        errno = 0;
        const auto octets = read_stream(stdin, kMostOfDocument);
        if (!octets)
            std::fprintf(stderr, "tlsonar: cannot read standard input: %s\n", std::strerror(errno));
        ok = octets &&
             judging.read({reinterpret_cast<const char*>(octets->data()), octets->size()},
                          "standard input") &&
             ok;
    }
    return ok;
}

int AuditCommand::run() {
    for (const std::string& output : outputs_)
        if (!take_outputs(output, options_.outputs)) {
            std::fprintf(stderr, "tlsonar: -o: \"%s\" is not FORMAT=FILE (formats: %s)\n",
                         printable(output).c_str(), format_names().c_str());
            return kUsage;
        }
    Judging judging(options_);
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    if (!judging.begin(std::chrono::duration_cast<std::chrono::seconds>(now).count()))
        return kUsage;
    const bool read = read_all(judging);
    JudgingText text;
    text.style = output_style(color_, false);
    text.quiet = quiet_;
    text.verbose = verbose_;
    const int code = judging.end(text);
    return read ? code : static_cast<int>(kUsage);
}

}  // namespace

std::unique_ptr<Command> make_audit_command(CLI::App& app) {
    return std::make_unique<AuditCommand>(app);
}

}  // namespace tlsonar::cli
