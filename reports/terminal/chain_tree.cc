#include "reports/terminal/chain_tree.h"

#include "core/text.h"
#include "reports/format.h"

#include <algorithm>

namespace tlsonar::reports {
namespace {

using trust::CertificatePtr;
using trust::DeploymentReport;
using trust::Path;
using trust::SentRole;

struct Line {
    std::string name;  // with its branch
    std::string key;
    std::string validity;
    std::string remark;
    Tone tone = Tone::plain;
    bool expired = false;
    std::vector<std::pair<std::string, Tone>> marks;  // each on a line of its own below
};

std::string branch(std::size_t depth) {
    return depth == 0 ? "" : std::string((depth - 1) * 3, ' ') + "└─ ";
}

// Where the last certificate of a path says that its issuer can be had.
std::string where_to_get(const Path& path) {
    if (path.certificates.empty()) return {};
    const auto& urls = path.certificates.back()->summary.ca_issuer_urls;
    return urls.empty() ? std::string() : ": " + printable(urls.front());
}

class Tree {
  public:
    Tree(const trust::CheckReport& report, const DeploymentReport& deployment,
         const ChainTreeOptions& options)
        : report_(report), deployment_(deployment), options_(options), style_(options.style) {}

    std::string text() && {
        if (const Path* path = deployment_.best_path()) {
            add_path(*path, deployment_.stores[deployment_.best_store].name);
        } else {
            add(*report_.objects[deployment_.leaf].object.certificate, 0, "", Tone::plain);
        }
        if (options_.all_paths) add_other_paths();
        add_rest();
        return render();
    }

  private:
    void add(const trust::Certificate& certificate, std::size_t depth, std::string remark,
             Tone tone);
    void add_path(const Path& path, const std::string& store);
    void mark(const Path& path, std::size_t place);
    void add_other_paths();
    void add_rest();
    std::string render() const;
    bool was_sent(const CertificatePtr& certificate) const {
        const auto& sent = deployment_.chain.certificates;
        return std::any_of(sent.begin(), sent.end(), [&](const auto& s) {
            return s.certificate->sha256 == certificate->sha256;
        });
    }

    const trust::CheckReport& report_;
    const DeploymentReport& deployment_;
    const ChainTreeOptions& options_;
    const Style& style_;
    std::vector<Line> lines_;
};

void Tree::add(const trust::Certificate& certificate, std::size_t depth, std::string remark,
               Tone tone) {
    const trust::CertificateSummary& s = certificate.summary;
    Line line;
    line.name = branch(depth) + printable(certificate_name(certificate.summary));
    line.key = key_text(s.public_key);
    line.validity = (s.not_before ? date(*s.not_before) : std::string("?")) + " → " +
                    (s.not_after ? date(*s.not_after) : std::string("?"));
    line.expired = (s.not_after && *s.not_after < report_.time) ||
                   (s.not_before && *s.not_before > report_.time);
    line.remark = std::move(remark);
    line.tone = tone;
    lines_.push_back(std::move(line));
}

void Tree::add_path(const Path& path, const std::string& store) {
    std::size_t depth = 0;
    for (const CertificatePtr& certificate : path.certificates) {
        const bool sent = was_sent(certificate);
        add(*certificate, depth, sent ? "" : "not sent", sent ? Tone::plain : Tone::warn);
        mark(path, depth++);
    }
    if (!path.anchor) {
        Line line;
        line.name = branch(depth) + "?";
        line.remark = "issuer not found" + where_to_get(path);
        line.tone = Tone::bad;
        lines_.push_back(std::move(line));
        return;
    }
    const std::string remark = "in " + printable(store);
    if (path.anchor->certificate)
        add(*path.anchor->certificate, depth, remark, Tone::faint);
    else
        lines_.push_back({branch(depth) + "(anchor)", "", "", remark, Tone::faint, false, {}});
    mark(path, depth);
}

// Which findings of the path concern the certificate on the last line: those that refuse it, and
// others of some weight.
void Tree::mark(const Path& path, std::size_t place) {
    Line& line = lines_.back();
    for (std::size_t i = 0; i < path.findings.size(); ++i) {
        const trust::Finding& finding = path.findings[i];
        const bool decides = i < path.deciding;
        // The line below says it already.
        if (finding.kind->id == "path.missing-issuer") continue;
        if (finding.certificate != place ||
            (!decides && finding.kind->severity < trust::Severity::medium))
            continue;
        const std::string mark = (decides ? "✗ " : "! ") + std::string(finding.kind->id);
        if (std::any_of(line.marks.begin(), line.marks.end(),
                        [&](const auto& known) { return known.first == mark; }))
            continue;
        line.marks.emplace_back(mark, decides ? Tone::bad : Tone::warn);
    }
}

void Tree::add_other_paths() {
    const Path* best = deployment_.best_path();
    for (const trust::StoreReport& store : deployment_.stores)
        for (const Path& path : store.paths.paths) {
            if (&path == best || path.verdict != trust::Verdict::valid) continue;
            lines_.push_back({"or", "", "", "", Tone::faint, false, {}});
            add_path(path, store.name);
        }
}

// What was sent and is on no line yet.
void Tree::add_rest() {
    const Path* best = deployment_.best_path();
    bool first = true;
    for (const trust::SentCertificate& sent : deployment_.chain.certificates) {
        const bool on_path =
            best != nullptr &&
            std::any_of(best->certificates.begin(), best->certificates.end(),
                        [&](const auto& c) { return c->sha256 == sent.certificate->sha256; });
        if ((on_path && sent.role != SentRole::duplicate) || sent.role == SentRole::leaf) continue;
        if (first) lines_.push_back({"also sent", "", "", "", Tone::faint, false, {}});
        first = false;
        add(*sent.certificate, 1, std::string(trust::sent_role_name(sent.role)), Tone::faint);
    }
}

// The column of a line where the name begins, after its branch.
std::size_t name_place(const std::string& name) {
    static constexpr std::string_view kBranch = "└─ ";
    const std::size_t spaces = std::min(name.find_first_not_of(' '), name.size());
    return name.compare(spaces, kBranch.size(), kBranch) == 0 ? spaces + display_width(kBranch)
                                                              : spaces;
}

std::string Tree::render() const {
    constexpr std::size_t kIndent = 2;
    constexpr std::size_t kGap = 2;
    std::size_t names = 0;
    std::size_t keys = 0;
    for (const Line& line : lines_) {
        names = std::max(names, display_width(line.name));
        keys = std::max(keys, display_width(line.key));
    }
    constexpr std::size_t kValidity = 23;
    const std::size_t fixed = kIndent + kGap + keys + kGap + kValidity;
    const std::size_t room = style_.columns > fixed + 20 ? style_.columns - fixed : 20;
    // The remark stands at the end of the line where there is room for it, else below.
    names = std::min(names, room);
    std::string out;
    for (const Line& line : lines_) {
        out.append(kIndent, ' ');
        out += style_.paint(line.tone, cell(line.name, names));
        if (!line.key.empty() || !line.validity.empty()) {
            out.append(kGap, ' ');
            out += style_.paint(Tone::faint, cell(line.key, keys));
            out.append(kGap, ' ');
            out += style_.paint(line.expired ? Tone::bad : Tone::plain,
                                cell(line.validity, kValidity));
        }
        if (!line.remark.empty()) {
            const bool beside =
                fixed + names + kGap + display_width(line.remark) <= style_.columns ||
                line.validity.empty();
            out += beside
                       ? std::string(kGap, ' ')
                       : '\n' + std::string(kIndent + kGap + line.name.find_first_not_of(' '), ' ');
            out += style_.paint(line.tone == Tone::plain ? Tone::faint : line.tone, line.remark);
        }
        while (!out.empty() && out.back() == ' ')
            out.pop_back();
        out += '\n';
        for (const auto& [mark, tone] : line.marks)
            out +=
                std::string(kIndent + name_place(line.name), ' ') + style_.paint(tone, mark) + '\n';
    }
    return out;
}

}  // namespace

std::string chain_tree(const trust::CheckReport& report, const DeploymentReport& deployment,
                       const ChainTreeOptions& options) {
    return Tree(report, deployment, options).text();
}

}  // namespace tlsonar::reports
