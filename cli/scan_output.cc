#include "cli/scan_output.h"

#include "cli/code_book.h"
#include "cli/say.h"
#include "cli/when.h"
#include "core/text.h"
#include "reports/terminal/scan_progress.h"
#include "reports/terminal/scan_text.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <unistd.h>

namespace tlsonar::cli {
namespace {

constexpr Time kRedraw = 100'000'000;  // the progress line, at most so often
// So few targets get a page each.
constexpr std::uint64_t kPages = 3;

reports::ScanJsonOptions json_options(const ScanRunOptions& options,
                                      const reports::CodeBook& codes) {
    reports::ScanJsonOptions out;
    out.codes = codes;
    out.version = TLSONAR_VERSION;
    out.details = out.der = options.details;
    return out;
}

}  // namespace

ScanOutput::ScanOutput(const ScanRunOptions& options)
    : options_(options),
      codes_(code_book()),
      json_(json_options(options, codes_)),
      table_(options.style, codes_),
      started_(scanner::Loop::steady_now()),
      watched_(::isatty(STDERR_FILENO) == 1) {}

ScanOutput::~ScanOutput() {
    if (file_ != nullptr && file_ != stdout) std::fclose(file_);
}

bool ScanOutput::begin(const scanner::TargetSource& source) {
    few_ = source.count() <= kPages;
    constexpr auto kTooMany = static_cast<scanner::Count>(1) << 62U;
    total_ = source.count() < kTooMany ? static_cast<std::uint64_t>(source.count()) : 0;
    if (!options_.resume.empty())
        if (const std::string trouble = resumed_.read(options_.resume); !trouble.empty()) {
            complain(trouble);
            return false;
        }
    if (!open_output() || !open_evidence()) return false;
    std::string text;
    if (options_.json) json_.begin(text);
    if (!options_.json && !options_.ndjson && options_.resume.empty() && !as_pages())
        text = table_.header();
    write(text);
    return true;
}

bool ScanOutput::open_output() {
    const std::string& path = options_.resume.empty() ? options_.output : options_.resume;
    if (path.empty() || path == "-") return true;
    file_ = std::fopen(path.c_str(), options_.resume.empty() ? "wb" : "ab");
    if (file_ != nullptr) return true;
    complain("cannot write " + path + ": " + std::strerror(errno));
    return false;
}

// What an earlier run saw is not written over.
bool ScanOutput::open_evidence() {
    const std::string& path = options_.evidence;
    if (path.empty()) return true;
    std::string trouble;
    if (!options_.resume.empty() && !resumed_.empty() && ::access(path.c_str(), F_OK) == 0)
        trouble = "--evidence: " + path +
                  " is there already, of the run that is resumed; give another file";
    else
        trouble = evidence_.open(path);
    if (!trouble.empty()) complain(trouble);
    return trouble.empty();
}

std::optional<scanner::Target> ScanOutput::next_new(scanner::TargetSource& source) {
    const bool resolved = !options_.scan.proxy && !options_.scan.connect_to;
    while (auto target = source.next()) {
        if (!resumed_.is_done(*target, resolved)) return target;
        ++skipped_;
    }
    return std::nullopt;
}

std::vector<scanner::Target> ScanOutput::take_rest(scanner::Loop& loop,
                                                   scanner::Resolver& resolver) {
    std::vector<scanner::Target> rest = resumed_.take_rest(loop, resolver);
    skipped_ -= std::min<std::uint64_t>(skipped_, rest.size());
    return rest;
}

void ScanOutput::write(const std::string& text) {
    if (text.empty()) return;
    clear_progress();
    ok_ = std::fwrite(text.data(), 1, text.size(), file_) == text.size() && ok_;
    ok_ = std::fflush(file_) == 0 && ok_;
}

void ScanOutput::add(profile::EndpointProfile&& profile, std::vector<scanner::KeptTalk>&& kept) {
    if (profile.state != profile::EndpointState::complete) ++incomplete_;
    violations_ += worst_from(profile);
    summary_.add(profile, codes_);
    run_.add(profile);
    evidence_.add(profile, std::move(kept));
    show(profile);
}

void ScanOutput::show(const profile::EndpointProfile& profile) {
    std::string text;
    if (options_.ndjson || !options_.resume.empty()) {
        json_.append(text, profile);
        text += '\n';
    } else if (options_.json) {
        json_.endpoint(text, profile);
    } else if (as_pages() && !options_.quiet) {
        if (shown_ > 0) text = "\n";
        reports::ScanTextOptions page;
        page.style = options_.style;
        page.codes = codes_;
        page.verbose = options_.pages;
        text += reports::scan_text(profile, page);
    } else {
        text = table_.line(profile);
    }
    ++shown_;
    write(text);
}

std::size_t ScanOutput::worst_from(const profile::EndpointProfile& profile) const {
    if (!options_.fail_on) return 0;
    const bool weak = std::any_of(
        profile.weaknesses.begin(), profile.weaknesses.end(),
        [&](const auto& weakness) { return weakness.finding.kind->severity >= *options_.fail_on; });
    const bool refused = std::any_of(profile.chains.begin(), profile.chains.end(),
                                     [](const profile::ServerChain& chain) {
                                         return chain.asked == "name" && chain.verdict &&
                                                chain.verdict->verdict == trust::Verdict::invalid;
                                     });
    return weak || refused ? 1 : 0;
}

void ScanOutput::show_progress(const scanner::ScanProgress& progress) {
    if (!watched()) return;
    const Time now = scanner::Loop::steady_now();
    if (now - started_ < kSecond || now < next_progress_) return;
    next_progress_ = now + kRedraw;
    std::vector<reports::RunningEndpoint> running;
    running.reserve(progress.running.size());
    for (const auto& endpoint : progress.running)
        running.push_back({endpoint.target, now - endpoint.since, endpoint.connections});
    reports::ScanProgressView view;
    view.done = progress.done;
    view.failed = progress.failed;
    view.total = total_ > skipped_ ? total_ - skipped_ : 0;
    view.connections = progress.connections;
    view.elapsed = now - started_;
    view.running = running;
    const std::size_t columns = options_.message_style.columns;
    std::fprintf(stderr, "\r\033[K%s", reports::scan_progress_line(view, columns - 1).c_str());
    std::fflush(stderr);
    progress_shown_ = true;
}

void ScanOutput::clear_progress() {
    if (progress_shown_) std::fputs("\r\033[K", stderr);
    progress_shown_ = false;
}

// What only shows when all is known.
void ScanOutput::show_late(const std::vector<profile::LateWeakness>& all) {
    if (options_.json) return;  // it is in the document
    std::string text;
    if (options_.ndjson || !options_.resume.empty()) {
        for (const profile::LateWeakness& late : all) {
            json_.append(text, late);
            text += '\n';
        }
        for (const profile::EndpointTrial& trial : run_.ticket_trials()) {
            json_.append(text, trial);
            text += '\n';
        }
        return write(text);
    }
    for (const profile::LateWeakness& late : all)
        text += printable(late.target) + ": " + std::string(late.weakness.finding.kind->title) +
                ": " + printable(late.weakness.finding.found) + "\n";
    for (const profile::EndpointTrial& each : run_.ticket_trials())
        if (each.trial.taken.yes())
            text += printable(each.target) + ": resumes a session of " + printable(each.trial.of) +
                    ": one ticket key\n";
    if (!text.empty() && !options_.quiet) write("\n" + text);
}

void ScanOutput::say_how_to_go_on() {
    const std::string done = std::to_string(summary_.endpoints) + " endpoints are done";
    if (!options_.resume.empty())
        complain("stopped; " + done + ". The same command goes on with the rest.");
    else if (options_.ndjson && !options_.output.empty())
        complain("stopped; " + done + ". Go on with: the same targets, --resume " +
                 options_.output);
    else
        complain("stopped; " + done + ". (With --resume FILE a run can be continued.)");
}

void ScanOutput::end(bool interrupted) {
    std::string text;
    const std::vector<profile::LateWeakness> late = run_.conclude();
    for (const profile::LateWeakness& each : late)
        if (options_.fail_on && each.weakness.finding.kind->severity >= *options_.fail_on)
            ++violations_;
    if (options_.json) json_.end(text, summary_, late, run_.ticket_trials());
    const bool lines = !options_.json && !options_.ndjson && options_.resume.empty();
    if (lines && !as_pages() && !options_.quiet)
        text = "\n" + reports::scan_summary_text(summary_, scanner::Loop::steady_now() - started_,
                                                 options_.style);
    write(text);
    show_late(late);
    clear_progress();
    if (!evidence_.close()) {
        complain("cannot write " + options_.evidence + ": the disk may be full");
        ok_ = false;
    }
    if (!ok_) complain("not everything could be written");
    if (interrupted) say_how_to_go_on();
}

}  // namespace tlsonar::cli
