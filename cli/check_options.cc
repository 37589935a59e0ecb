// The flags of `tlsonar check`.
#include "cli/check.h"
#include "cli/command.h"
#include "cli/terminal.h"
#include "cli/when.h"
#include "core/text.h"

#include <cstdio>
#include <fstream>
#include <map>

#include <CLI/CLI.hpp>

namespace tlsonar::cli {
namespace {

using trust::Profile;
using trust::Purpose;

const std::map<std::string, Profile> kProfiles = {{"webpki", Profile::webpki},
                                                  {"rfc5280", Profile::rfc5280}};
const std::map<std::string, Purpose> kPurposes = {
    {"server", Purpose::server}, {"client", Purpose::client}, {"any", Purpose::any}};

constexpr const char* kDescription =
    "Examine certificates, chains, keys, CSRs, CRLs and OCSP responses in files, and judge them as "
    "a "
    "deployment.";

class CheckCommand final : public Command {
  public:
    explicit CheckCommand(CLI::App& app);
    bool chosen() const override { return command_->parsed(); }
    int run() override;

  private:
    void add_inputs();
    void add_tables();
    void add_judgement();
    void add_output();
    bool read_password_file();
    bool read_fail_on();

    CLI::App* command_;
    CheckOptions options_;
    std::string profile_ = "webpki";
    std::string purpose_ = "server";
    std::string fail_on_;
    std::vector<std::string> outputs_;
    std::string as_of_;
    std::string expires_within_;
    std::string password_file_;
    std::string color_ = "auto";
};

CheckCommand::CheckCommand(CLI::App& app) : command_(app.add_subcommand("check", kDescription)) {
    add_inputs();
    add_tables();
    add_judgement();
    add_output();
}

void CheckCommand::add_inputs() {
    command_
        ->add_option("FILE", options_.files,
                     "PEM, DER, PKCS #7 or PKCS #12, in any mixture; - is standard input")
        ->required();
    command_
        ->add_option("--host", options_.hosts,
                     "A name or IP address the certificate must cover (repeatable)")
        ->allow_extra_args(false);
    command_
        ->add_option("--store", options_.stores,
                     "NAME=FILE: trust these roots instead of the system's (repeatable)")
        ->allow_extra_args(false);
    command_
        ->add_option("--intermediates", options_.intermediates,
                     "File or folder of CA certificates that may complete chains (repeatable)")
        ->allow_extra_args(false);
    command_
        ->add_option("--password", options_.passwords,
                     "For encrypted keys and PKCS #12 (repeatable; others can see it in the "
                     "list of processes: better --password-file)")
        ->allow_extra_args(false);
    command_->add_option("--password-file", password_file_, "Passwords, one a line");
}

void CheckCommand::add_tables() {
    command_->add_option("--programmes", options_.programmes,
                         "A table of root programmes in place of the built-in one");
    command_->add_option("--onecrl", options_.one_crl,
                         "A OneCRL table in place of the built-in one");
    command_->add_option("--ct-logs", options_.ct_logs,
                         "Google's log list (v3 JSON) in place of the built-in one");
    command_->add_option("--blocklist", options_.blocklist,
                         "Known private keys, in the format of badkeys' blocklist.dat");
}

void CheckCommand::add_judgement() {
    command_
        ->add_option("--profile", profile_,
                     "webpki: the rules of browsers and public CAs (default); rfc5280: private PKI")
        ->check(CLI::IsMember({"webpki", "rfc5280"}));
    command_->add_option("--purpose", purpose_, "server (default), client or any")
        ->check(CLI::IsMember({"server", "client", "any"}));
    command_->add_option("--as-of", as_of_,
                         "Judge as of this time: 2027-03-15 or 2027-03-15T12:00:00Z");
    command_->add_option("--expires-within", expires_within_,
                         "A finding when the chain ends sooner: 30d, 12h, 4w");
    command_->add_flag("--fetch", options_.fetch,
                       "Allow the network: missing intermediates, CRLs and OCSP by HTTP");
    command_
        ->add_option("--fetch-timeout", options_.fetch_timeout,
                     "Seconds that one transfer may take (default 15)")
        ->check(CLI::Range(1L, 600L));
    command_->add_option("--cache", options_.cache,
                         "Keep what --fetch brings in this folder; intermediates kept there are "
                         "used without --fetch, too");
    command_->add_flag("--pedantic", options_.pedantic,
                       "Also what the rules only recommend against");
    command_->add_option("--fail-on", fail_on_,
                         "Exit code 1 from this severity on (default medium); with --policy "
                         "(default high) also a level or rule, or new");
    add_judging_flags(*command_, options_.judging, false);
}

void CheckCommand::add_output() {
    command_->add_flag("--all-paths", options_.all_paths, "Show every valid path");
    command_->add_flag("--json", options_.json, "One JSON document");
    command_->add_flag("-q,--quiet", options_.quiet,
                       "Only how much was found, and the verdict of --policy");
    command_->add_flag("-v,--verbose", options_.verbose, "Also what is only information");
    command_
        ->add_option(
            "-o,--output", outputs_,
            "Write to this file; or FORMAT=FILE,…: reports of the verdict: " + format_names())
        ->allow_extra_args(false);
    command_->add_option("--color", color_, "auto, always or never (NO_COLOR is honoured)")
        ->check(CLI::IsMember({"auto", "always", "never"}));
}

bool CheckCommand::read_password_file() {
    if (password_file_.empty()) return true;
    std::ifstream file(password_file_);
    if (!file) {
        std::fprintf(stderr, "tlsonar: cannot read the passwords in %s\n", password_file_.c_str());
        return false;
    }
    for (std::string line; std::getline(file, line);)
        if (!line.empty()) options_.passwords.push_back(line);
    return true;
}

// Policies have levels and rules, findings have severities only.
bool CheckCommand::read_fail_on() {
    if (options_.judging.asked()) {
        options_.judging.fail_on = fail_on_;
        constexpr std::size_t kDay = 10;  // "2027-03-15"
        options_.judging.as_of = as_of_.substr(0, kDay);
        return true;
    }
    const auto severity = fail_on_.empty() ? trust::Severity::medium : read_severity(fail_on_);
    if (severity)
        options_.fail_on = *severity;
    else
        std::fprintf(stderr,
                     "tlsonar: --fail-on wants info, low, medium, high or critical, not \"%s\" "
                     "(other words need --policy)\n",
                     printable(fail_on_).c_str());
    return severity.has_value();
}

int CheckCommand::run() {
    options_.profile = kProfiles.at(profile_);
    options_.purpose = kPurposes.at(purpose_);
    take_outputs(outputs_, options_.judging.outputs, options_.output);
    if (!read_fail_on()) return kUsage;
    if (!as_of_.empty()) options_.as_of = read_instant(as_of_);
    if (!as_of_.empty() && !options_.as_of) {
        std::fprintf(stderr,
                     "tlsonar: --as-of wants 2027-03-15 or 2027-03-15T12:00:00Z, not \"%s\"\n",
                     as_of_.c_str());
        return kUsage;
    }
    if (!expires_within_.empty()) options_.expires_within = read_span(expires_within_);
    if (!expires_within_.empty() && !options_.expires_within) {
        std::fprintf(stderr, "tlsonar: --expires-within wants 30d, 12h or 4w, not \"%s\"\n",
                     expires_within_.c_str());
        return kUsage;
    }
    if (!read_password_file()) return kUsage;
    const bool to_file = !options_.output.empty() && options_.output != "-";
    options_.style = output_style(color_, to_file);
    return check(options_);
}

}  // namespace

std::unique_ptr<Command> make_check_command(CLI::App& app) {
    return std::make_unique<CheckCommand>(app);
}

}  // namespace tlsonar::cli
