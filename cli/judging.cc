#include "cli/judging.h"

#include "audit/file/read_file.h"
#include "audit/waiver/waivers.h"
#include "cli/code_book.h"
#include "cli/command.h"
#include "cli/record_outputs.h"
#include "cli/save.h"
#include "cli/say.h"
#include "cli/when.h"
#include "core/text.h"
#include "reports/formats/list.h"
#include "reports/terminal/audit_text.h"

#include <algorithm>
#include <cstdio>
#include <thread>

#include <CLI/CLI.hpp>

namespace tlsonar::cli {
namespace {

constexpr std::size_t kMostOfWaivers = 64U << 20;  // waivers, baselines
constexpr std::string_view kDefaultPolicy = "baseline";

// "a,b" and "c" as a, b, c.
std::vector<std::string> split(const std::vector<std::string>& lists) {
    std::vector<std::string> out;
    for (std::string_view rest : lists)
        while (!rest.empty()) {
            const std::size_t comma = rest.find(',');
            if (comma != 0) out.emplace_back(rest.substr(0, comma));
            rest = comma == std::string_view::npos ? "" : rest.substr(comma + 1);
        }
    return out;
}

// "2031" is its first of January: what comes into force with that year is foretold.
std::optional<audit::Day> read_horizon(const std::string& text) {
    constexpr std::size_t kYear = 4;
    return audit::parse_day(text.size() == kYear ? text + "-01-01" : text);
}

}  // namespace

std::string format_names() {
    std::string out;
    for (const reports::Format& format : reports::formats())
        out += (out.empty() ? "" : ", ") + std::string(format.name);
    return out;
}

bool take_outputs(const std::string& text, std::vector<std::string>& outputs) {
    const auto is_output = [](std::string_view piece) {
        const std::size_t equals = piece.find('=');
        return equals != std::string_view::npos &&
               (reports::find_format(piece.substr(0, equals)) != nullptr ||
                is_record_format(piece.substr(0, equals)));
    };
    if (!is_output(text)) return false;
    // Commas of file names stay where no format follows.
    std::string_view rest = text;
    std::size_t begin = 0;
    for (std::size_t comma = rest.find(','); comma != std::string_view::npos;
         comma = rest.find(',', comma + 1)) {
        if (!is_output(rest.substr(comma + 1))) continue;
        outputs.emplace_back(rest.substr(begin, comma - begin));
        begin = comma + 1;
    }
    outputs.emplace_back(rest.substr(begin));
    return true;
}

void take_outputs(const std::vector<std::string>& given, std::vector<std::string>& outputs,
                  std::string& file) {
    for (const std::string& text : given)
        if (!take_outputs(text, outputs)) file = text;
}

std::optional<audit::Severity> read_severity(const std::string& name) {
    using enum audit::Severity;
    for (const audit::Severity severity : {info, low, medium, high, critical})
        if (trust::severity_name(severity) == name) return severity;
    return std::nullopt;
}

void add_judging_flags(CLI::App& command, JudgingOptions& options, bool as_of) {
    const char* group = "Judging";
    command
        .add_option("--policy", options.policies,
                    "Judge by these policies: names (tlsonar policy list) or files, separated by "
                    "commas")
        ->group(group)
        ->allow_extra_args(false);
    if (as_of)
        command.add_option("--as-of", options.as_of, "Judge as on that day (2027-03-15)")
            ->group(group);
    command
        .add_option("--horizon", options.horizon,
                    "Also tell what will fail until that year or day (2031)")
        ->group(group);
    command
        .add_option("--waivers", options.waivers,
                    "File (YAML) of what is accepted for a time (repeatable)")
        ->group(group)
        ->allow_extra_args(false);
    command
        .add_option("--baseline", options.baseline, "What is known already: only what is new fails")
        ->group(group);
    command
        .add_flag("--update-baseline", options.update_baseline,
                  "Write the baseline anew after the verdict")
        ->group(group);
    command
        .add_option("--on-unreachable", options.on_unreachable,
                    "fail (exit code 1), warn (3) or ignore: what was not assessed whole")
        ->group(group)
        ->check(CLI::IsMember({"fail", "warn", "ignore"}));
    command
        .add_option("--max-not-tested", options.max_not_tested,
                    "Exit code 3 when more rules than that were not tested")
        ->group(group);
    command.add_flag("--exit-zero", options.exit_zero, "Exit code 0 whatever the verdict")
        ->group(group);
}

Judging::Judging(const JudgingOptions& options) : options_(options) {}
Judging::~Judging() = default;

bool Judging::begin(std::int64_t now) {
    how_.version = TLSONAR_VERSION;
    how_.threads = std::thread::hardware_concurrency();
    constexpr std::int64_t kDay = 86'400;
    how_.as_of = now - now % kDay;
    if (!options_.as_of.empty()) {
        const auto day = audit::parse_day(options_.as_of);
        if (!day)
            return complain("--as-of: \"" + options_.as_of + "\" is no date such as 2027-03-15");
        how_.as_of = *day;
        now = *day;
    }
    if (!options_.horizon.empty()) {
        how_.horizon = read_horizon(options_.horizon);
        if (!how_.horizon)
            return complain("--horizon: \"" + options_.horizon +
                            "\" is no year and no date such as 2031-01-01");
    }
    intake_ = std::make_unique<audit::Intake>(now * kSecond, how_.threads);
    for (const std::string& output : options_.outputs)
        if (is_record_format(output.substr(0, output.find('='))))
            return complain("-o " + output + ": only tlsonar analyze writes logs of handshakes");
    const auto to_stdout = std::ranges::count_if(
        options_.outputs, [](const std::string& output) { return output.ends_with("=-"); });
    if (to_stdout > 1) return complain("-o: only one format can go to standard output");
    return open_policies() && open_waivers() && open_baseline() && open_gate();
}

bool Judging::open_policies() {
    audit::PolicyShelf shelf;
    std::vector<std::string> names = split(options_.policies);
    if (names.empty()) names.emplace_back(kDefaultPolicy);
    for (const std::string& name : names) {
        auto policy = shelf.open(name);
        if (!policy) return complain(policy.error().sentence());
        const bool twice = std::ranges::any_of(
            how_.policies, [&](const audit::PolicyPtr& p) { return p->id == (*policy)->id; });
        if (twice) return complain("--policy: " + (*policy)->id + " is named twice");
        how_.policies.push_back(std::move(*policy));
    }
    return true;
}

bool Judging::open_waivers() {
    for (const std::string& path : options_.waivers) {
        const auto file = audit::read_file(path, kMostOfWaivers);
        if (!file) return complain(file.error().sentence());
        auto waivers = audit::read_waivers(file->text, path);
        if (!waivers) return complain(waivers.error().sentence());
        std::ranges::move(*waivers, std::back_inserter(how_.waivers));
    }
    return true;
}

// A baseline that is to be written need not be there yet.
bool Judging::open_baseline() {
    if (options_.baseline.empty()) {
        if (options_.update_baseline) return complain("--update-baseline needs --baseline FILE");
        return true;
    }
    const auto file = audit::read_file(options_.baseline, kMostOfWaivers);
    if (!file) {
        if (options_.update_baseline && file.error().problem == "there is no such file")
            return true;
        return complain(file.error().sentence());
    }
    auto baseline = audit::read_baseline(file->text, options_.baseline);
    if (!baseline) return complain(baseline.error().sentence());
    how_.baseline = std::move(*baseline);
    return true;
}

bool Judging::open_gate() {
    if (!options_.fail_on.empty()) {
        auto gate = audit::parse_fail_on(options_.fail_on, how_.policies);
        if (!gate) return complain(gate.error());
        gate_ = std::move(*gate);
    }
    gate_.on_unreachable = options_.on_unreachable == "fail"     ? audit::OnUnreachable::fail
                           : options_.on_unreachable == "ignore" ? audit::OnUnreachable::ignore
                                                                 : audit::OnUnreachable::warn;
    gate_.max_not_tested = options_.max_not_tested;
    gate_.exit_zero = options_.exit_zero;
    return true;
}

bool Judging::read_file(const std::string& path) {
    constexpr std::size_t kMost = std::size_t{4} << 30;
    constexpr std::size_t kStep = std::size_t{8} << 20;
    audit::IntakeStream stream(*intake_, path);
    const auto fault =
        audit::read_file(path, kMost, kStep, [&](std::string_view piece) { stream.add(piece); });
    if (fault) return complain(fault->sentence());
    return finish(stream, path);
}

bool Judging::read(std::string_view text, std::string_view file) {
    audit::IntakeStream stream(*intake_, file);
    stream.add(text);
    return finish(stream, file);
}

bool Judging::finish(audit::IntakeStream& stream, std::string_view file) {
    if (document_.empty()) document_ = file;
    const auto status = stream.end();
    input_.add_hash(stream.sha256_hex());
    return status || complain(status.error().sentence());
}

bool Judging::read_line(std::string_view json, std::string_view file, std::uint64_t line) {
    const auto status = intake_->read_line(json, file, line);
    return status || complain(status.error().sentence());
}

bool Judging::write_outputs(const audit::Report& report) {
    reports::FormatOptions how;
    how.codes = code_book();
    how.gate = gate_;
    if (!document_.empty()) how.document = document_;
    bool ok = true;
    for (const std::string& output : options_.outputs) {
        const std::size_t equals = output.find('=');
        const reports::Format* format = reports::find_format(output.substr(0, equals));
        const std::string trouble = save(output.substr(equals + 1), format->write(report, how));
        if (!trouble.empty()) ok = complain(trouble);
    }
    return ok;
}

bool Judging::write_baseline(const audit::Report& report) {
    if (!options_.update_baseline) return true;
    const audit::Baseline* before = how_.baseline ? &*how_.baseline : nullptr;
    const std::string trouble = save(options_.baseline, audit::write_baseline(report, before));
    return trouble.empty() || complain(trouble);
}

int Judging::combined(int verdict, int command) const {
    if (verdict == kUsage || command == kUsage) return kUsage;
    if (verdict != kFine || options_.exit_zero) return verdict;
    return command == kIncomplete && options_.on_unreachable != "ignore" ? kIncomplete : kFine;
}

bool Judging::writes_to_stdout() const {
    return std::ranges::any_of(options_.outputs,
                               [](const std::string& output) { return output.ends_with("=-"); });
}

int Judging::end(const JudgingText& text) {
    std::vector<audit::Subject> subjects = intake_->take();
    if (subjects.empty()) {
        complain("there is nothing to judge");
        return kUsage;
    }
    how_.input_hash = input_.hex();
    const std::optional<audit::Baseline> before = how_.baseline;
    const unsigned threads = how_.threads;
    audit::Report report = audit::assemble(std::move(subjects), std::move(how_));
    how_.baseline = before;
    const bool written = write_outputs(report) && write_baseline(report);
    reports::AuditTextOptions how;
    how.style = text.style;
    how.gate = gate_;
    how.passed = audit::pass_gate(report, gate_);
    how.quiet = text.quiet;
    how.verbose = text.verbose;
    const std::string page = reports::audit_text(report, how);
    std::FILE* where = text.to_stderr || writes_to_stdout() ? stderr : stdout;
    std::fwrite(page.data(), 1, page.size(), where);
    const int code = written ? how.passed->exit_code : kUsage;
    audit::discard(std::move(report), threads);
    return code;
}

}  // namespace tlsonar::cli
