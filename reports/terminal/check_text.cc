#include "reports/terminal/check_text.h"

#include "core/text.h"
#include "reports/format.h"
#include "reports/terminal/chain_tree.h"
#include "reports/terminal/finding_text.h"

#include <algorithm>
#include <map>

namespace tlsonar::reports {
namespace {

using trust::CheckReport;
using trust::DeploymentReport;
using trust::Finding;
using trust::ObjectReport;
using trust::Severity;
using trust::Verdict;

constexpr std::size_t kLabel = 11;  // columns of what a line is about

std::string_view mark(Verdict verdict) {
    switch (verdict) {
        case Verdict::valid:
            return "✓";
        case Verdict::invalid:
            return "✗";
        case Verdict::inconclusive:
            return "?";
    }
    return "?";
}

Tone tone(Verdict verdict) {
    switch (verdict) {
        case Verdict::valid:
            return Tone::good;
        case Verdict::invalid:
            return Tone::bad;
        case Verdict::inconclusive:
            return Tone::warn;
    }
    return Tone::warn;
}

class CheckPage {
  public:
    CheckPage(const CheckReport& report, const CheckTextOptions& options)
        : report_(report), options_(options), style_(options.style) {}

    std::string text() && {
        if (!options_.quiet) {
            for (const DeploymentReport& deployment : report_.deployments)
                write_deployment(deployment);
            write_files();
            write_shared();
        }
        write_end();
        return std::move(out_);
    }

  private:
    void line(std::string_view about, const std::string& text) {
        out_ += "  " + style_.paint(Tone::faint, cell(about, kLabel)) + text + '\n';
    }
    // Text of any length, aligned under its first line.
    void lines(std::string_view about, std::string_view text) {
        std::string block = wrapped(text, kLabel + 2, style_.columns);
        if (block.empty()) return;
        block.replace(0, kLabel + 2, "  " + style_.paint(Tone::faint, cell(about, kLabel)));
        out_ += block;
    }
    bool shows(const Finding& finding) const {
        return options_.verbose || finding.kind->severity != Severity::info;
    }
    std::string place(std::size_t object) const;
    void write_headline(const DeploymentReport& deployment);
    void write_deployment(const DeploymentReport& deployment);
    void write_names(const DeploymentReport& deployment);
    void write_keys(const DeploymentReport& deployment);
    void write_stores(const DeploymentReport& deployment);
    void write_programmes(const DeploymentReport& deployment);
    void write_ct(const DeploymentReport& deployment);
    void write_findings(const DeploymentReport& deployment);
    void write_forecast(const DeploymentReport& deployment);
    void write_files();
    void write_object(const ObjectReport& object);
    void write_shared();
    void write_end();

    const CheckReport& report_;
    const CheckTextOptions& options_;
    const Style& style_;
    std::string out_;
};

// "chain.pem:12"
std::string CheckPage::place(std::size_t number) const {
    const ObjectReport& object = report_.objects[number];
    std::string out = printable(report_.files[object.file].name);
    if (object.object.place.line > 1) out += ":" + std::to_string(object.object.place.line);
    return out;
}

void CheckPage::write_headline(const DeploymentReport& deployment) {
    const trust::Certificate& leaf = *report_.objects[deployment.leaf].object.certificate;
    std::string verdict;
    const auto until = deployment.works_until();
    if (deployment.verdict == Verdict::valid && until)
        verdict = "valid until " + date(*until) + " (" +
                  plural(static_cast<std::uint64_t>(
                             std::max<std::int64_t>(0, (*until - report_.time) / kDay)),
                         "day") +
                  ")";
    else if (deployment.verdict == Verdict::inconclusive)
        verdict = "cannot be judged completely";
    else
        verdict = deployment.server_certificate ? "clients refuse this chain"
                                                : "does not lead to a root that is trusted";
    out_ += style_.paint(tone(deployment.verdict), mark(deployment.verdict)) + ' ' +
            style_.paint(Tone::strong, printable(certificate_name(leaf.summary))) + "  " +
            style_.paint(tone(deployment.verdict), verdict) + '\n';
}

void CheckPage::write_deployment(const DeploymentReport& deployment) {
    write_headline(deployment);
    line("from", place(deployment.leaf));
    out_ += '\n';
    out_ += chain_tree(report_, deployment, {style_, options_.all_paths});
    out_ += '\n';
    write_names(deployment);
    write_keys(deployment);
    write_stores(deployment);
    write_programmes(deployment);
    write_ct(deployment);
    write_findings(deployment);
    write_forecast(deployment);
    out_ += '\n';
}

void CheckPage::write_names(const DeploymentReport& deployment) {
    const auto& names =
        report_.objects[deployment.leaf].object.certificate->summary.subject_alt_names;
    std::string covered;
    constexpr std::size_t kMost = 12;
    for (std::size_t i = 0; i < names.size() && i < kMost; ++i)
        covered += (i == 0 ? "" : ", ") + printable(names[i].text());
    if (names.size() > kMost) covered += ", … (" + count(names.size()) + " in all)";
    lines("names", covered);
    for (const trust::NameReport& name : deployment.names) {
        const bool yes = name.match == trust::NameMatch::yes;
        line(yes ? "  covers" : "  lacks",
             style_.paint(yes ? Tone::good : Tone::bad, yes ? "✓ " : "✗ ") +
                 printable(name.name.text));
    }
}

void CheckPage::write_keys(const DeploymentReport& deployment) {
    if (deployment.key)
        line("key", style_.paint(Tone::good, "✓ ") + "matches (" + place(*deployment.key) + ")");
    for (const std::size_t request : deployment.requests)
        line("request",
             style_.paint(Tone::good, "✓ ") + "is for this key (" + place(request) + ")");
}

void CheckPage::write_stores(const DeploymentReport& deployment) {
    std::string text;
    for (const trust::StoreReport& store : deployment.stores) {
        const Verdict verdict = store.paths.verdict;
        text += (text.empty() ? "" : "   ") + style_.paint(tone(verdict), mark(verdict)) + ' ' +
                printable(store.name);
        if (store.paths.valid_paths > 1)
            text += " (" + plural(store.paths.valid_paths, "path") + ")";
    }
    if (!text.empty()) line("stores", text);
}

// "✓ Mozilla   ✓ Apple   ✗ Android   ? Chrome"
void CheckPage::write_programmes(const DeploymentReport& deployment) {
    if (options_.programmes == nullptr || deployment.programmes.empty()) return;
    std::string text;
    std::size_t used = kLabel + 2;
    const std::string indent(kLabel + 2, ' ');
    for (const trust::ProgrammeVerdict& verdict : deployment.programmes) {
        std::string name = options_.programmes->programmes()[verdict.programme].name;
        if (const std::size_t end = name.find(" ("); end != std::string::npos) name.resize(end);
        const std::size_t width = display_width(name) + 5;
        if (used + width > style_.columns && !text.empty()) {
            text += '\n' + indent;
            used = kLabel + 2;
        }
        text += style_.paint(tone(verdict.verdict), mark(verdict.verdict)) + ' ' + name + "   ";
        used += width;
    }
    line("programmes", text);
    if (options_.verbose)
        for (const trust::ProgrammeVerdict& verdict : deployment.programmes)
            if (verdict.verdict != Verdict::valid)
                lines("", options_.programmes->programmes()[verdict.programme].name + ": " +
                              std::string(trust::reason_text(verdict.reason)) + " [" +
                              std::string(trust::programme_finding_kind(verdict.reason)->id) + "]");
    line("", style_.paint(Tone::faint, "roots and rules as of " + options_.programmes->date()));
}

void CheckPage::write_ct(const DeploymentReport& deployment) {
    if (!deployment.ct) return;
    const trust::CtReport& ct = *deployment.ct;
    lines("CT", plural(ct.scts.size(), "SCT") + ", " + std::to_string(ct.counted) + " of " +
                    std::to_string(ct.wanted) + " that are wanted, " +
                    plural(ct.operators, "operator") + ": " +
                    std::string(trust::ct_compliance_name(ct.compliance)));
}

void CheckPage::write_findings(const DeploymentReport& deployment) {
    std::vector<const Finding*> all;
    const auto take = [&](const std::vector<Finding>& findings) {
        for (const Finding& finding : findings)
            if (shows(finding)) all.push_back(&finding);
    };
    if (const trust::Path* path = deployment.best_path()) take(path->findings);
    take(deployment.findings);
    take(deployment.chain.findings);
    if (deployment.ct) take(deployment.ct->findings);
    take(deployment.lints);
    for (const std::size_t number : deployment.sent)
        take(report_.objects[number].findings);
    std::stable_sort(all.begin(), all.end(), [](const Finding* a, const Finding* b) {
        return a->kind->severity > b->kind->severity;
    });
    if (!all.empty()) out_ += '\n';
    for (const Finding* finding : all)
        out_ += finding_text(*finding, 2, style_);
}

// What concerns several certificates of the chain at once is told once; what is only information
// and years away, when asked.
void CheckPage::write_forecast(const DeploymentReport& deployment) {
    std::vector<const trust::Forecast*> told;
    for (const trust::Forecast& forecast : deployment.forecast) {
        const bool again = std::any_of(told.begin(), told.end(), [&](const trust::Forecast* other) {
            return other->date == forecast.date && other->finding.kind == forecast.finding.kind;
        });
        const bool far = forecast.date - report_.time > 2L * 365 * kDay;
        if (!forecast.past && !again && (!far || shows(forecast.finding)))
            told.push_back(&forecast);
    }
    if (told.empty()) return;
    out_ += "\n  " + style_.paint(Tone::accent, "What will change") + '\n';
    for (const trust::Forecast* forecast : told) {
        std::string text(forecast->finding.kind->title);
        if (!forecast->finding.found.empty())
            text += " (" + printable(forecast->finding.found) + ")";
        std::string block = wrapped(text, 16, style_.columns);
        block.replace(0, 16, "    " + date(forecast->date) + "  ");
        out_ += block;
    }
}

void CheckPage::write_object(const ObjectReport& entry) {
    const trust::FileObject& object = entry.object;
    std::string text;
    if (object.certificate) {
        const trust::CertificateSummary& s = object.certificate->summary;
        text = printable(certificate_name(s)) + ", " + key_text(s.public_key);
        if (s.not_after) text += ", until " + date(*s.not_after);
        if (s.is_ca()) text += ", CA";
    } else if (object.request) {
        text = printable(object.request->summary.subject.rfc4514()) + ", " +
               key_text(object.request->summary.public_key);
    } else if (object.unopened) {
        text = "encrypted; give its password to open it";
    } else if (object.key) {
        text = object.key->text() + (object.encrypted ? ", encrypted" : "");
    } else {
        text = size(object.der.size());
    }
    out_ += "  " + cell(trust::object_kind_name(object.kind), 21) +
            fit(text, style_.columns > 40 ? style_.columns - 24 : 16) + '\n';
}

// What is in the files, and what is wrong with each thing by itself.
void CheckPage::write_files() {
    std::vector<bool> shown(report_.objects.size(), false);
    for (const DeploymentReport& deployment : report_.deployments)
        for (const std::size_t number : deployment.sent)
            shown[number] = true;
    for (std::size_t f = 0; f < report_.files.size(); ++f) {
        const trust::FileReport& file = report_.files[f];
        std::string before = std::move(out_);
        out_.clear();
        for (std::size_t i = 0; i < report_.objects.size(); ++i) {
            const ObjectReport& object = report_.objects[i];
            if (object.file != f || shown[i]) continue;
            write_object(object);
            for (const Finding& finding : object.findings)
                if (shows(finding)) out_ += finding_text(finding, 4, style_);
        }
        for (const Finding& finding : file.findings)
            if (shows(finding)) out_ += finding_text(finding, 2, style_);
        for (const trust::FileProblem& problem : file.problems) {
            out_ += finding_text(problem.finding, 2, style_);
            if (problem.place.line != 0)
                out_ += std::string(13, ' ') + "line " + std::to_string(problem.place.line) + '\n';
        }
        if (!out_.empty())
            out_ = style_.paint(Tone::strong, printable(file.name)) + '\n' + out_ + '\n';
        out_ = std::move(before) + out_;
    }
}

void CheckPage::write_shared() {
    for (const trust::SharedSecretReport& shared : report_.shared) {
        out_ += style_.paint(shared.same_key ? Tone::warn : Tone::bad,
                             shared.same_key ? "These certificates have the same key"
                                             : "These keys share a prime: all are broken");
        out_ += '\n';
        for (const std::size_t number : shared.objects)
            out_ += "  " + place(number) + '\n';
        out_ += '\n';
    }
}

void CheckPage::write_end() {
    std::string counts;
    std::size_t above = 0;
    for (const Severity severity :
         {Severity::critical, Severity::high, Severity::medium, Severity::low}) {
        const std::size_t n = report_.count(severity) - above;
        above += n;
        if (n == 0) continue;
        counts += (counts.empty() ? "" : ", ") + std::to_string(n) + ' ' +
                  std::string(trust::severity_name(severity));
    }
    out_ +=
        plural(report_.objects.size(), "object") + " in " + plural(report_.files.size(), "file") +
        ": " +
        (report_.problems() == 0
             ? std::string()
             : style_.paint(Tone::warn, plural(report_.problems(), "part") + " not read") + ", ") +
        (counts.empty() ? (report_.problems() == 0 ? style_.paint(Tone::good, "nothing found wrong")
                                                   : std::string("nothing found wrong in the rest"))
                        : plural(above, "finding") + " (" + counts + ")") +
        '\n';
    if (above != 0 && !options_.quiet)
        out_ += style_.paint(Tone::faint, "tlsonar explain ID says more about a finding.") + '\n';
}

}  // namespace

std::string check_text(const CheckReport& report, const CheckTextOptions& options) {
    return CheckPage(report, options).text();
}

}  // namespace tlsonar::reports
