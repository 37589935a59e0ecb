#include "cli/scan.h"

#include "cli/command.h"
#include "cli/say.h"
#include "cli/scan_mail.h"
#include "cli/scan_output.h"
#include "cli/scan_verdict.h"
#include "cli/stores.h"
#include "core/text.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <memory>

#include <sys/resource.h>

namespace tlsonar::cli {
namespace {

constexpr Time kTick = 20'000'000;  // how often Ctrl-C is looked for, and progress shown

volatile std::sig_atomic_t interrupted = 0;
void on_interrupt(int /*signal*/) { interrupted = 1; }

// Takes as many descriptors as the system gives, and no more connections than these allow.
void fit_descriptor_limit(std::size_t& connections) {
    constexpr std::size_t kOthers = 20;  // files, the event loop, name servers
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    const auto files = static_cast<std::size_t>(limit.rlim_cur);
    const std::size_t most = files > kOthers ? files - kOthers : 1;
    if (connections <= most) return;
    connections = most;
    complain("at most " + std::to_string(most) + " connections at once: the system allows " +
             std::to_string(files) + " open files (ulimit -n)");
}

// The run: from the options to the exit code.
class ScanRun {
  public:
    explicit ScanRun(ScanRunOptions& options)
        : options_(options), source_(options.source), verdict_(options) {}
    int run();

  private:
    bool load_exclusions();
    bool load_stores();
    bool add_targets();
    bool something_to_scan() const;
    void work();
    void work_off(scanner::Scan::Feed feed);
    void tick();
    int exit_code() const;

    ScanRunOptions& options_;
    scanner::TargetSource source_;
    ScanVerdict verdict_;
    scanner::Loop loop_;
    std::vector<trust::TrustAnchorSet> stores_;
    std::unique_ptr<trust::ChainJudge> judge_;
    std::unique_ptr<scanner::Resolver> resolver_;
    std::unique_ptr<scanner::Scan> scan_;
    std::unique_ptr<ScanOutput> output_;
    scanner::Loop::Timer timer_;
    std::size_t mail_troubles_ = 0;
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
    MailServers mail;
    if (options_.mail) {
        mail = add_mail_servers(options_.targets, loop_, *resolver_, source_);
        for (const std::string& sentence : mail.troubles)
            complain(sentence);
        for (const std::string& sentence : mail.notes)
            complain(sentence);
        mail_troubles_ = mail.troubles.size();
    } else {
        for (const std::string& target : options_.targets)
            source_.add(target);
    }
    for (const scanner::TargetTrouble& trouble : source_.troubles())
        complain(trouble.text);
    source_.start();
    // Domains that take no mail are scanned by finding that out.
    return mail.domains > mail.addresses || something_to_scan();
}

bool ScanRun::something_to_scan() const {
    if (source_.count() > 0) return true;
    if (source_.excluded_singles() > 0 || source_.left_out_of_ranges() > 0)
        complain("there is nothing to scan: all that was named is excluded");
    else if (source_.trouble_count() + mail_troubles_ == 0)
        complain("there is nothing to scan");
    return false;
}

int ScanRun::run() {
    fit_descriptor_limit(options_.scan.connections_at_once);
    resolver_ = std::make_unique<scanner::Resolver>(loop_, options_.resolver);
    if (!load_exclusions() || !load_stores() || !add_targets()) return kUsage;
    output_ = std::make_unique<ScanOutput>(options_);
    if (!verdict_.begin() || !output_->begin(source_)) return kUsage;
    work();
    output_->end(interrupted != 0);
    return verdict_.end(exit_code());
}

void ScanRun::work() {
    std::signal(SIGINT, on_interrupt);
    std::signal(SIGTERM, on_interrupt);
    const std::unique_ptr<scanner::Network> network = scanner::make_network(loop_);
    scan_ =
        std::make_unique<scanner::Scan>(loop_, *network, *resolver_, judge_.get(), options_.scan);
    work_off([this] { return output_->next_new(source_); });
    while (interrupted == 0) {
        std::vector<scanner::Target> rest = output_->take_rest(loop_, *resolver_);
        if (rest.empty()) break;
        work_off([&rest]() -> std::optional<scanner::Target> {
            if (rest.empty()) return std::nullopt;
            scanner::Target next = std::move(rest.back());
            rest.pop_back();
            return next;
        });
    }
    scan_.reset();
}

void ScanRun::work_off(scanner::Scan::Feed feed) {
    scan_->start(
        std::move(feed),
        [this](const IpAddress& address) { return source_.exclusions().excluded(address); },
        [this](profile::EndpointProfile&& profile, std::vector<scanner::KeptTalk>&& kept) {
            verdict_.add(profile);
            output_->add(std::move(profile), std::move(kept));
        });
    tick();
    loop_.run();
}

void ScanRun::tick() {
    if (interrupted != 0) return scan_->stop();
    if (output_->watched()) output_->show_progress(scan_->progress());
    if (scan_->finished()) return;
    timer_ = loop_.after(kTick, [this] { tick(); });
}

int ScanRun::exit_code() const {
    if (!output_->ok()) return kUsage;
    if (output_->violations() > 0) return kViolations;  // certain, whatever is missing
    const bool incomplete = interrupted != 0 || output_->incomplete() > 0 ||
                            source_.trouble_count() + mail_troubles_ > 0;
    return incomplete ? kIncomplete : kFine;
}

}  // namespace

int scan(ScanRunOptions& options) { return ScanRun(options).run(); }

}  // namespace tlsonar::cli
