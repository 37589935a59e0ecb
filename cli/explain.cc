// tlsonar explain: what a finding means, and what to do about it.
#include "cli/command.h"
#include "cli/say.h"
#include "cli/terminal.h"
#include "core/text.h"
#include "reports/terminal/finding_text.h"
#include "trust/finding/finding.h"

#include <cstdio>
#include <string>

#include <CLI/CLI.hpp>

namespace tlsonar::cli {
namespace {

class ExplainCommand final : public Command {
  public:
    explicit ExplainCommand(CLI::App& app)
        : command_(app.add_subcommand(
              "explain", "What a finding means, what to do about it, and where that is written.")) {
        command_->add_option("ID", ids_,
                             "Ids of findings (path.expired), or beginnings of them (path.); none: "
                             "the list of all");
        command_->add_option("--color", color_, "auto, always or never (NO_COLOR is honoured)")
            ->check(CLI::IsMember({"auto", "always", "never"}));
    }
    bool chosen() const override { return command_->parsed(); }
    int run() override;

  private:
    CLI::App* command_;
    std::vector<std::string> ids_;
    std::string color_ = "auto";
};

int ExplainCommand::run() {
    const reports::Style style = output_style(color_, false);
    if (ids_.empty()) {
        put(reports::finding_list(trust::all_finding_kinds(), style));
        return kFine;
    }
    int code = kFine;
    bool first = true;
    for (const std::string& id : ids_) {
        bool found = false;
        const bool prefix = trust::find_finding_kind(id) == nullptr;
        for (const trust::FindingKind* kind : trust::all_finding_kinds()) {
            if (prefix ? !kind->id.starts_with(id) : kind->id != id) continue;
            if (!first) put("\n");
            put(reports::finding_explained(*kind, style));
            found = true;
            first = false;
        }
        if (found) continue;
        std::fprintf(stderr, "tlsonar: there is no finding \"%s\" (tlsonar explain lists all)\n",
                     printable(id).c_str());
        code = kUsage;
    }
    return code;
}

}  // namespace

std::unique_ptr<Command> make_explain_command(CLI::App& app) {
    return std::make_unique<ExplainCommand>(app);
}

}  // namespace tlsonar::cli
