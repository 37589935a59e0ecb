#include "core/text.h"
#include "reports/chain_notes.h"
#include "reports/format.h"
#include "reports/scan_summary.h"
#include "reports/terminal/finding_text.h"
#include "reports/terminal/scan_text_private.h"

#include <algorithm>
#include <utility>

namespace tlsonar::reports::scan_page {
namespace {

using profile::EndpointProfile;
using profile::ServerChain;
using trust::Verdict;

constexpr std::size_t kValidity = 23;  // "2026-11-21 → 2027-02-19"
constexpr std::size_t kNone = static_cast<std::size_t>(-1);
constexpr std::size_t kMostLines = 24;    // of one tree; longer chains are somebody's joke
constexpr std::size_t kMostBranches = 8;  // from there on lines go no deeper

struct Row {
    std::string name;  // with its branch
    std::string key;
    std::string validity;
    Tone validity_tone = Tone::plain;
    std::string remark;
    Tone tone = Tone::plain;
    std::size_t place = kNone;  // in the path
    std::size_t sent = kNone;   // in the chain as sent
};

std::string scan_branch(std::size_t depth) {
    if (depth == 0) return {};
    return std::string((std::min(depth, kMostBranches) - 1) * 3, ' ') + "└─ ";
}

// The common name of a subject of which nothing but RFC 4514 text is there; else all of it.
std::string short_subject(std::string_view subject) {
    std::size_t at = subject.rfind("CN=", 0) == 0 ? 0 : subject.find(",CN=");
    if (at == std::string_view::npos) return subject.empty() ? "(no name)" : shown(subject);
    at = subject.find('=', at) + 1;
    std::string out;
    for (; at < subject.size() && subject[at] != ',' && subject[at] != '+'; ++at) {
        if (subject[at] == '\\' && at + 1 < subject.size()) ++at;
        out += subject[at];
    }
    return shown(out);
}

std::int64_t days_until(std::int64_t end, std::int64_t now) {
    const std::int64_t left = end - now;
    return left / kDay - (left % kDay < 0 ? 1 : 0);
}

class SentChain {
  public:
    SentChain(Page& page, const ServerChain& chain, std::int64_t now)
        : page_(page), chain_(chain), now_(now) {}

    void write() {
        std::vector<bool> used(chain_.chain.size(), false);
        if (chain_.verdict && !chain_.verdict->path.empty())
            add_path(used);
        else
            add_as_sent(used);
        add_rest(used);
        const std::size_t all = rows_.size();
        if (all > kMostLines) rows_.resize(kMostLines);
        render();
        if (all > kMostLines)
            page_.sentence("", Tone::plain,
                           "and " + plural(all - kMostLines, "certificate") + " more", 4,
                           Tone::faint);
    }

  private:
    void add_path(std::vector<bool>& used);
    void add_as_sent(std::vector<bool>& used);
    void add_certificate(std::size_t sent, std::size_t depth, std::size_t place);
    void add_rest(const std::vector<bool>& used);
    void render();
    void write_row(const Row& row, std::size_t names, std::size_t keys);
    void write_marks(const Row& row);

    Page& page_;
    const ServerChain& chain_;
    std::int64_t now_;
    std::vector<Row> rows_;
};

void SentChain::add_path(std::vector<bool>& used) {
    const trust::ChainVerdict& verdict = *chain_.verdict;
    for (std::size_t place = 0; place < verdict.path.size(); ++place) {
        const std::string& subject = verdict.path[place];
        std::size_t sent = place == 0 && !chain_.chain.empty() ? 0 : kNone;
        for (std::size_t i = 1; place > 0 && i < chain_.chain.size() && sent == kNone; ++i)
            if (!used[i] && chain_.chain[i]->summary.subject.rfc4514() == subject) sent = i;
        const bool last = place + 1 == verdict.path.size();
        if (sent != kNone) {
            used[sent] = true;
            add_certificate(sent, place, place);
        } else {
            Row row;
            row.name = scan_branch(place) + short_subject(subject);
            row.place = place;
            row.tone = Tone::faint;
            if (!last) row.remark = "not sent";
            rows_.push_back(std::move(row));
        }
        if (last && place > 0 && verdict.verdict == Verdict::valid)
            rows_.back().remark = "in " + shown(verdict.store);
    }
}

void SentChain::add_as_sent(std::vector<bool>& used) {
    for (std::size_t i = 0; i < used.size(); ++i) {
        add_certificate(i, i, kNone);
        used[i] = true;
    }
}

void SentChain::add_certificate(std::size_t sent, std::size_t depth, std::size_t place) {
    const trust::CertificateSummary& s = chain_.chain[sent]->summary;
    Row row;
    row.name =
        scan_branch(depth) +
        (chain_.chain[sent]->raw_public_key ? "(raw public key)" : shown(certificate_name(s)));
    row.key = shown(key_text(s.public_key));
    if (s.not_before || s.not_after)
        row.validity = (s.not_before ? date(*s.not_before) : std::string("?")) + " → " +
                       (s.not_after ? date(*s.not_after) : std::string("?"));
    if (s.not_after && *s.not_after < now_) {
        row.validity_tone = Tone::bad;
        row.remark = "expired";
    } else if (s.not_before && *s.not_before > now_) {
        row.validity_tone = Tone::bad;
        row.remark = "not valid yet";
    } else if (s.not_after && days_until(*s.not_after, now_) <= kExpiringDays) {
        row.validity_tone = Tone::warn;
        const auto days = static_cast<std::uint64_t>(days_until(*s.not_after, now_));
        row.remark = days == 0 ? "ends today" : "ends in " + plural(days, "day");
    }
    row.place = place;
    row.sent = sent;
    rows_.push_back(std::move(row));
}

void SentChain::add_rest(const std::vector<bool>& used) {
    bool first = true;
    for (std::size_t i = 0; i < used.size(); ++i) {
        if (used[i]) continue;
        if (std::exchange(first, false)) {
            Row row;
            row.name = "also sent";
            row.tone = Tone::faint;
            rows_.push_back(std::move(row));
        }
        add_certificate(i, 1, kNone);
        rows_.back().tone = Tone::faint;
    }
}

void SentChain::render() {
    std::size_t names = 0;
    std::size_t keys = 0;
    for (const Row& row : rows_) {
        names = std::max(names, display_width(row.name));
        keys = std::max(keys, display_width(row.key));
    }
    keys = std::min<std::size_t>(keys, 24);
    const std::size_t fixed = 4 + 2 + keys + 2 + kValidity;
    const std::size_t room = page_.columns() > fixed + 16 ? page_.columns() - fixed : 16;
    names = std::min(names, room);
    for (const Row& row : rows_) {
        write_row(row, names, keys);
        write_marks(row);
    }
}

void SentChain::write_row(const Row& row, std::size_t names, std::size_t keys) {
    std::vector<PageItem> parts = {{cell(row.name, names) + "  ", row.tone}};
    std::size_t used = 4 + names + 2;
    if (!row.key.empty() || !row.validity.empty()) {
        parts.push_back({cell(row.key, keys) + "  ", Tone::faint});
        parts.push_back({cell(row.validity, kValidity) + "  ", row.validity_tone});
        used += keys + 2 + kValidity + 2;
    }
    const Tone tone = row.validity_tone == Tone::plain ? Tone::faint : row.validity_tone;
    const bool beside = used + display_width(row.remark) <= page_.columns();
    if (beside) parts.push_back({row.remark, tone});
    page_.line(4, parts);
    if (!beside) page_.sentence("", Tone::plain, row.remark, 6, tone);
}

// What was found of the certificate on that line.
void SentChain::write_marks(const Row& row) {
    if (!chain_.verdict) return;
    std::vector<const trust::FindingKind*> told;
    const auto mark = [&](const trust::Finding& finding, std::size_t place) {
        if (place == kNone || finding.certificate != place) return;
        if (finding.kind->severity < trust::Severity::medium) return;
        if (std::find(told.begin(), told.end(), finding.kind) != told.end()) return;
        told.push_back(finding.kind);
        const bool high = finding.kind->severity >= trust::Severity::high;
        page_.sentence(
            high ? "✗ " : "! ", reports::tone_of(finding.kind->severity),
            std::string(finding.kind->title) + " [" + std::string(finding.kind->id) + "]",
            6 + 3 * (row.place == kNone ? 0 : std::min(row.place, kMostBranches)));
    };
    for (const trust::Finding& finding : chain_.verdict->path_findings)
        mark(finding, row.place);
    for (const trust::Finding& finding : chain_.verdict->chain_findings)
        mark(finding, row.sent);
}

// What concerns no single certificate.
void write_chain_findings(Page& page, const trust::ChainVerdict& verdict) {
    std::vector<const trust::FindingKind*> told;
    const auto each = [&](const std::vector<trust::Finding>& findings) {
        for (const trust::Finding& finding : findings) {
            if (finding.certificate != trust::Finding::kNoCertificate ||
                finding.kind->severity < trust::Severity::low ||
                std::find(told.begin(), told.end(), finding.kind) != told.end())
                continue;
            told.push_back(finding.kind);
            const bool high = finding.kind->severity >= trust::Severity::high;
            page.sentence(
                high ? "✗ " : "! ", reports::tone_of(finding.kind->severity),
                std::string(finding.kind->title) + " [" + std::string(finding.kind->id) + "]", 4);
        }
    };
    each(verdict.path_findings);
    each(verdict.chain_findings);
    if (verdict.ct) each(verdict.ct->findings);
}

PageItem trust_word(const ServerChain& chain) {
    if (!chain.verdict) return {"not judged", Tone::faint};
    switch (chain.verdict->verdict) {
        case Verdict::valid:
            return {"✓ trusted", Tone::good};
        case Verdict::invalid:
            return {"✗ not trusted", Tone::bad};
        case Verdict::inconclusive:
            return {"? cannot be judged completely", Tone::warn};
    }
    return {"not judged"};
}

std::string staple_text(const ServerChain& chain) {
    if (chain.staple.empty()) return {};
    std::string out = "OCSP response stapled";
    if (!chain.verdict || !chain.verdict->staple) return out;
    using Status = trust::RevocationAnswer::Status;
    const trust::RevocationStatus& staple = *chain.verdict->staple;
    out += staple.status == Status::good      ? ": good"
           : staple.status == Status::revoked ? ": revoked"
                                              : ": does not count";
    if (staple.status == Status::good && staple.next_update)
        out += " until " + date(*staple.next_update);
    return out;
}

void write_chain(Page& page, const ServerChain& chain, std::int64_t now, std::string_view label) {
    const trust::CertificateSummary& leaf = chain.chain.front()->summary;
    std::vector<PageItem> items = {trust_word(chain)};
    items.push_back({shown(key_text(leaf.public_key))});
    items.push_back({"seen in " + profile::version_title(chain.version), Tone::faint});
    if (const std::string staple = staple_text(chain); !staple.empty()) items.push_back({staple});
    if (!chain.scts.empty()) items.push_back({plural(chain.scts.size(), "SCT") + " by extension"});
    page.items(label, items);
    SentChain(page, chain, now).write();
    if (chain.verdict) write_chain_findings(page, *chain.verdict);
    std::string names;
    constexpr std::size_t kMost = 8;
    const auto& all = leaf.subject_alt_names;
    for (std::size_t i = 0; i < all.size() && i < kMost; ++i)
        names += (i == 0 ? "" : ", ") + fit(shown(all[i].text()), 64);
    if (all.size() > kMost) names += " and " + count(all.size() - kMost) + " more";
    page.text("  names", names);
}

bool same_chain(const ServerChain& a, const ServerChain& b) {
    return std::equal(a.chain.begin(), a.chain.end(), b.chain.begin(), b.chain.end(),
                      [](const auto& x, const auto& y) { return x->sha256 == y->sha256; });
}

}  // namespace

void write_certificates(Page& page, const EndpointProfile& profile) {
    const std::int64_t now = profile.started / kSecond;
    std::size_t shown_trees = 0;
    for (const ServerChain& chain : profile.chains)
        if (chain.asked == "name" && !chain.chain.empty()) {
            page.gap();
            write_chain(page, chain, now, shown_trees++ == 0 ? "certificate" : "and another");
        }
    bool short_before = false;
    for (const ServerChain& chain : profile.chains) {
        if (chain.asked == "name" || chain.chain.empty()) continue;
        const bool nameless = chain.asked == "no name";
        const bool same = std::any_of(profile.chains.begin(), profile.chains.end(),
                                      [&](const ServerChain& other) {
                                          return other.asked == "name" && same_chain(other, chain);
                                      });
        // One line each, together, where they say no more than that.
        if (!std::exchange(short_before, same) || !same) page.gap();
        if (same)
            page.text(nameless ? "no name" : "other name",
                      nameless ? "who sends no name is shown the same certificate"
                               : "who asks for an unknown name is shown the same certificate");
        else
            write_chain(page, chain, now, nameless ? "no name" : "other name");
    }
    if (profile.rejects_unknown_name.yes())
        page.text("",
                  "an unknown name is refused: " + shown(profile.rejects_unknown_name.cause.empty()
                                                             ? profile.rejects_unknown_name.detail
                                                             : profile.rejects_unknown_name.cause));
}

}  // namespace tlsonar::reports::scan_page
