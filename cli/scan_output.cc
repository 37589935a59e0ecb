#include "cli/scan_output.h"

#include "cli/code_book.h"
#include "core/text.h"
#include "reports/terminal/scan_progress.h"
#include "reports/terminal/scan_text.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

#include <unistd.h>

namespace tlsonar::cli {
namespace {

constexpr Time kSecond = 1'000'000'000;
// So few targets get a page each.
constexpr std::uint64_t kPages = 3;

void complain(const std::string& sentence) {
    std::fprintf(stderr, "tlsonar: %s\n", printable(sentence).c_str());
}

reports::ScanJsonOptions json_options(const ScanRunOptions& options,
                                      const reports::CodeBook& codes) {
    reports::ScanJsonOptions out;
    out.codes = codes;
    out.version = TLSONAR_VERSION;
    out.details = out.der = options.details;
    return out;
}

// The value of the first member "target" of a line that this program wrote. Its strings hold no
// escapes there: targets are written in a form that needs none.
std::string target_of_line(const std::string& line) {
    constexpr std::string_view kMember = "\"target\":\"";
    const auto at = line.find(kMember);
    if (at == std::string::npos) return {};
    const auto begin = at + kMember.size();
    const auto end = line.find('"', begin);
    return end == std::string::npos ? std::string() : line.substr(begin, end - begin);
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
    if (!options_.resume.empty() && !read_resumed()) return false;
    if (!open_output()) return false;
    if (!options_.evidence.empty())
        if (const std::string trouble = evidence_.open(options_.evidence); !trouble.empty()) {
            complain(trouble);
            return false;
        }
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

// What is there is kept; a last line that was cut off is not: its target is scanned again.
bool ScanOutput::read_resumed() {
    std::ifstream lines(options_.resume, std::ios::binary);
    if (!lines) return true;  // the first run with this file
    std::string line;
    std::uint64_t whole = 0;
    while (std::getline(lines, line) && !lines.eof()) {
        if (const std::string target = target_of_line(line); !target.empty())
            resumed_.insert(target);
        else if (!line.empty()) {
            complain(
                "--resume: " + options_.resume +
                " is no NDJSON of a scan; give the file of an earlier --ndjson -o or --resume");
            return false;
        }
        whole += line.size() + 1;
    }
    lines.close();
    if (::truncate(options_.resume.c_str(), static_cast<off_t>(whole)) != 0) {
        complain("cannot write " + options_.resume + ": " + std::strerror(errno));
        return false;
    }
    return true;
}

std::optional<scanner::Target> ScanOutput::next_new(scanner::TargetSource& source) {
    while (auto target = source.next()) {
        if (resumed_.empty() || resumed_.count(canonical(*target)) == 0) return target;
        ++skipped_;
    }
    return std::nullopt;
}

void ScanOutput::write(const std::string& text) {
    if (text.empty()) return;
    clear_progress();
    ok_ = std::fwrite(text.data(), 1, text.size(), file_) == text.size() && ok_;
    std::fflush(file_);
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
    if (!watched_ || options_.quiet) return;
    const Time now = scanner::Loop::steady_now();
    if (now - started_ < kSecond) return;
    std::vector<reports::RunningEndpoint> running;
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
void ScanOutput::show_late_weaknesses() {
    if (options_.json || options_.ndjson || !options_.resume.empty()) return;
    std::string text;
    for (const profile::LateWeakness& late : run_.conclude())
        text += printable(late.target) + ": " + std::string(late.weakness.finding.kind->title) +
                ": " + printable(late.weakness.finding.found) + "\n";
    if (!text.empty()) write("\n" + text);
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
    if (options_.json) json_.end(text, summary_);
    const bool lines = !options_.json && !options_.ndjson && options_.resume.empty();
    if (lines && !as_pages() && !options_.quiet)
        text = "\n" + reports::scan_summary_text(summary_, scanner::Loop::steady_now() - started_,
                                                 options_.style);
    write(text);
    show_late_weaknesses();
    clear_progress();
    if (!evidence_.close()) {
        complain("cannot write " + options_.evidence + ": the disk may be full");
        ok_ = false;
    }
    if (!ok_) complain("not everything could be written");
    if (interrupted) say_how_to_go_on();
}

}  // namespace tlsonar::cli
