// tlsonar diff: what changed between two runs.
#include "audit/diff/diff.h"

#include "audit/file/read_file.h"
#include "audit/report/assemble.h"
#include "audit/subject/intake.h"
#include "cli/command.h"
#include "cli/say.h"
#include "cli/terminal.h"
#include "cli/when.h"
#include "core/text.h"
#include "reports/diff_json.h"
#include "reports/terminal/diff_text.h"

#include <chrono>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace tlsonar::cli {
namespace {

constexpr std::size_t kMostOfEach = std::size_t{4} << 30;

class DiffCommand final : public Command {
  public:
    explicit DiffCommand(CLI::App& app);
    bool chosen() const override { return command_->parsed(); }
    int run() override;

  private:
    bool open_policies();
    std::optional<audit::Report> read(const std::string& path) const;

    CLI::App* command_;
    std::string before_, after_;
    std::vector<std::string> policies_ = {"baseline"};
    std::vector<audit::PolicyPtr> opened_;
    std::string color_ = "auto";
    bool json_ = false;
    bool exit_code_ = false;
};

DiffCommand::DiffCommand(CLI::App& app)
    : command_(app.add_subcommand("diff", "What changed between two runs of scan or analyze.")) {
    command_->add_option("OLD", before_, "JSON or NDJSON of the earlier run")->required();
    command_->add_option("NEW", after_, "The same of the later run")->required();
    command_
        ->add_option("--policy", policies_,
                     "Also compare the verdicts of these, separated by commas (default baseline; "
                     "none: no verdicts)")
        ->allow_extra_args(false);
    command_->add_flag("--json", json_, "One JSON document");
    command_->add_flag("--exit-code", exit_code_, "Exit code 1 when something changed");
    command_->add_option("--color", color_, "auto, always or never (NO_COLOR is honoured)")
        ->check(CLI::IsMember({"auto", "always", "never"}));
    command_->footer(
        "Exit codes: 0 compared, 1 something changed (with --exit-code), 2 usage or internal "
        "error.");
}

bool DiffCommand::open_policies() {
    audit::PolicyShelf shelf;
    if (policies_ == std::vector<std::string>{"none"}) return true;
    // A list in tlsonar.yaml comes in pieces, one of the command line in one.
    for (const std::string& list : policies_) {
        std::string_view rest = list;
        while (!rest.empty()) {
            const std::size_t comma = rest.find(',');
            auto policy = shelf.open(rest.substr(0, comma));
            if (!policy) return complain(policy.error().sentence());
            opened_.push_back(std::move(*policy));
            rest = comma == std::string_view::npos ? "" : rest.substr(comma + 1);
        }
    }
    return true;
}

std::optional<audit::Report> DiffCommand::read(const std::string& path) const {
    const auto file = audit::read_file(path, kMostOfEach);
    if (!file) return complain(file.error().sentence()), std::nullopt;
    const Time now = std::chrono::duration_cast<std::chrono::nanoseconds>(
                         std::chrono::system_clock::now().time_since_epoch())
                         .count();
    audit::Intake intake(now);
    if (const auto status = intake.read(file->text, path); !status)
        return complain(status.error().sentence()), std::nullopt;
    audit::AssembleOptions how;
    how.policies = opened_;
    constexpr std::int64_t kDay = 86'400;
    how.as_of = now / kSecond - now / kSecond % kDay;
    return audit::assemble(intake.take(), std::move(how));
}

int DiffCommand::run() {
    if (!open_policies()) return kUsage;
    const auto before = read(before_);
    const auto after = read(after_);
    if (!before || !after) return kUsage;
    const audit::Difference difference = audit::compare(*before, *after);
    const std::string text = json_ ? reports::diff_json(difference)
                                   : reports::diff_text(difference, output_style(color_, false));
    std::fwrite(text.data(), 1, text.size(), stdout);
    return exit_code_ && !difference.empty() ? kViolations : kFine;
}

}  // namespace

std::unique_ptr<Command> make_diff_command(CLI::App& app) {
    return std::make_unique<DiffCommand>(app);
}

}  // namespace tlsonar::cli
