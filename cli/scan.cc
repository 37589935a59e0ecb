#include "cli/scan.h"

#include "cli/command.h"
#include "cli/scan_output.h"
#include "cli/stores.h"
#include "core/text.h"

#include <csignal>
#include <cstdio>
#include <memory>

#include <sys/resource.h>

namespace tlsonar::cli {
namespace {

constexpr Time kTick = 20'000'000;  // how often Ctrl-C is looked for, and progress shown

volatile std::sig_atomic_t interrupted = 0;
void on_interrupt(int /*signal*/) { interrupted = 1; }

void complain(const std::string& sentence) {
    std::fprintf(stderr, "tlsonar: %s\n", printable(sentence).c_str());
}

// As many descriptors as the system gives.
void raise_descriptor_limit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

// The run: from the options to the exit code.
class ScanRun {
  public:
    explicit ScanRun(ScanRunOptions& options) : options_(options), source_(options.source) {}
    int run();

  private:
    bool load_exclusions();
    bool load_stores();
    bool add_targets();
    bool add_mail_servers();
    void work();
    void tick();
    int exit_code() const;

    ScanRunOptions& options_;
    scanner::TargetSource source_;
    scanner::Loop loop_;
    std::vector<trust::TrustAnchorSet> stores_;
    std::unique_ptr<trust::ChainJudge> judge_;
    std::unique_ptr<scanner::Resolver> resolver_;
    std::unique_ptr<scanner::Scan> scan_;
    std::unique_ptr<ScanOutput> output_;
    scanner::Loop::Timer timer_;
};

bool ScanRun::load_exclusions() {
    bool fine = true;
    for (const std::string& file : options_.exclude)
        for (const std::string& trouble : source_.exclusions().add_file(file)) {
            complain("--exclude: " + trouble);
            fine = false;
        }
    return fine;
}

bool ScanRun::load_stores() {
    if (!options_.validate) return true;
    auto loaded = cli::load_stores(options_.stores);
    if (!loaded.ok()) {
        complain(loaded.error());
        return false;
    }
    for (const std::string& note : loaded->notes)
        complain(note);
    stores_ = std::move(loaded->stores);
    if (!stores_.empty()) judge_ = std::make_unique<trust::ChainJudge>(stores_, options_.pki);
    return true;
}

bool ScanRun::add_targets() {
    for (const std::string& target : options_.targets)
        if (!options_.mail) source_.add(target);
    if (options_.mail && !add_mail_servers()) return false;
    for (const scanner::TargetTrouble& trouble : source_.troubles())
        complain(trouble.text);
    source_.start();
    if (source_.count() > 0) return true;
    complain("there is nothing to scan");
    return false;
}

// The mail servers of the domains, each as a target of SMTP.
bool ScanRun::add_mail_servers() {
    std::vector<scanner::Resolver::Pending> pending;
    bool fine = true;
    for (const std::string& domain : options_.targets)
        pending.push_back(
            resolver_->mail_servers(domain, [&, domain](const scanner::MailAnswer& answer) {
                if (!answer.ok()) {
                    complain(domain + ": " + answer.trouble);
                    fine = false;
                }
                for (const scanner::MailServer& server : answer.servers)
                    source_.add("smtp://" + server.name + ":25 domain=" + domain);
            }));
    loop_.run();
    return fine || source_.count() > 0;
}

int ScanRun::run() {
    raise_descriptor_limit();
    resolver_ = std::make_unique<scanner::Resolver>(loop_, options_.resolver);
    if (!load_exclusions() || !load_stores() || !add_targets()) return kUsage;
    output_ = std::make_unique<ScanOutput>(options_);
    if (!output_->begin(source_)) return kUsage;
    work();
    output_->end(interrupted != 0);
    return exit_code();
}

void ScanRun::work() {
    std::signal(SIGINT, on_interrupt);
    std::signal(SIGTERM, on_interrupt);
    const std::unique_ptr<scanner::Network> network = scanner::make_network(loop_);
    scan_ =
        std::make_unique<scanner::Scan>(loop_, *network, *resolver_, judge_.get(), options_.scan);
    scan_->start(
        [this] { return output_->next_new(source_); },
        [this](const IpAddress& address) { return source_.exclusions().excluded(address); },
        [this](profile::EndpointProfile&& profile, std::vector<scanner::KeptTalk>&& kept) {
            output_->add(std::move(profile), std::move(kept));
        });
    tick();
    loop_.run();
    scan_.reset();
}

void ScanRun::tick() {
    if (interrupted != 0) return scan_->stop();
    output_->show_progress(scan_->progress());
    if (scan_->finished()) return;
    timer_ = loop_.after(kTick, [this] { tick(); });
}

int ScanRun::exit_code() const {
    if (!output_->ok()) return kUsage;
    if (interrupted != 0 || output_->incomplete() > 0 || source_.trouble_count() > 0)
        return kIncomplete;
    return output_->violations() > 0 ? kViolations : kFine;
}

}  // namespace

int scan(ScanRunOptions& options) { return ScanRun(options).run(); }

}  // namespace tlsonar::cli
