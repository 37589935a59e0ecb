// tlsonar policy list|show|check|test.
#include "audit/file/read_file.h"
#include "audit/policy/load.h"
#include "audit/policy/test_file.h"
#include "cli/command.h"
#include "cli/say.h"
#include "cli/terminal.h"
#include "core/text.h"
#include "reports/terminal/policy_text.h"

#include <cstdio>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace tlsonar::cli {
namespace {

constexpr std::size_t kMostOfPolicy = 8U << 20;

int refuse(const audit::FileFault& fault) {
    std::fprintf(stderr, "tlsonar: %s\n", fault.sentence().c_str());
    return kUsage;
}

class PolicyCommand final : public Command {
  public:
    explicit PolicyCommand(CLI::App& app);
    bool chosen() const override { return command_->parsed(); }
    int run() override;

  private:
    int list() const;
    int show() const;
    int check() const;
    int test() const;

    CLI::App* command_;
    CLI::App *list_, *show_, *check_, *test_;
    std::vector<std::string> names_;
    std::string color_ = "auto";
    bool json_ = false;
};

PolicyCommand::PolicyCommand(CLI::App& app)
    : command_(app.add_subcommand("policy", "The policies that audits judge by, and your own.")) {
    command_->require_subcommand(1);
    list_ = command_->add_subcommand("list", "The policies that are built in");
    show_ = command_->add_subcommand("show", "Every rule of a policy, with its source");
    check_ = command_->add_subcommand("check", "Whether policy files are well-formed");
    test_ = command_->add_subcommand("test", "Run test files: facts in, verdicts expected");
    show_->add_option("POLICY", names_, "Names or files")->required();
    show_->add_flag("--json", json_, "The policy as it was written (of those built in)");
    check_->add_option("FILE", names_, "Policy files (JSON or YAML)")->required();
    test_->add_option("FILE", names_, "Test files (JSON or YAML)")->required();
    for (CLI::App* command : {list_, show_})
        command->add_option("--color", color_, "auto, always or never (NO_COLOR is honoured)")
            ->check(CLI::IsMember({"auto", "always", "never"}));
}

int PolicyCommand::list() const {
    audit::PolicyShelf shelf;
    std::vector<audit::PolicyPtr> policies;
    for (const std::string_view name : audit::PolicyShelf::names()) {
        auto policy = shelf.open(name);
        if (!policy) return refuse(policy.error());
        policies.push_back(std::move(*policy));
    }
    put(reports::policy_list(policies, output_style(color_, false)));
    return kFine;
}

int PolicyCommand::show() const {
    audit::PolicyShelf shelf;
    bool first = true;
    for (const std::string& name : names_) {
        const auto policy = shelf.open(name);
        if (!policy) return refuse(policy.error());
        if (!first) put("\n");
        first = false;
        if (json_ && !audit::PolicyShelf::text(name).empty())
            put(std::string(audit::PolicyShelf::text(name)));
        else
            put(reports::policy_text(**policy, output_style(color_, false)));
    }
    return kFine;
}

int PolicyCommand::check() const {
    int code = kFine;
    for (const std::string& name : names_) {
        audit::PolicyShelf shelf;
        if (const auto policy = shelf.open(name))
            put(printable(name) + ": fine (" + std::to_string((*policy)->rules.size()) +
                " rules)\n");
        else
            code = refuse(policy.error());
    }
    return code;
}

int PolicyCommand::test() const {
    int code = kFine;
    for (const std::string& name : names_) {
        const auto file = audit::read_file(name, kMostOfPolicy);
        if (!file) return refuse(file.error());
        const auto result = audit::run_policy_test(file->text, name);
        if (!result) return refuse(result.error());
        for (const std::string& failure : result->failures)
            put(printable(name) + ": " + failure + "\n");
        if (!result->failures.empty()) code = kViolations;
        put(printable(name) + ": " + result->policy + ": " +
            std::to_string(result->expectations - result->failures.size()) + " of " +
            std::to_string(result->expectations) + " expectations in " +
            std::to_string(result->cases) + " cases are met\n");
    }
    return code;
}

int PolicyCommand::run() {
    if (list_->parsed()) return list();
    if (show_->parsed()) return show();
    if (check_->parsed()) return check();
    return test();
}

}  // namespace

std::unique_ptr<Command> make_policy_command(CLI::App& app) {
    return std::make_unique<PolicyCommand>(app);
}

}  // namespace tlsonar::cli
