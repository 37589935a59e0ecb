#include "trust/path/validate.h"

#include "trust/path/search.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

namespace tlsonar::trust {
namespace {

int rank_of(Verdict verdict) {
    switch (verdict) {
        case Verdict::valid:
            return 0;
        case Verdict::inconclusive:
            return 1;
        case Verdict::invalid:
            break;
    }
    return 2;
}

std::size_t count_of(const JudgedPath& path, Effect effect) {
    const auto& list = path.remarks.list();
    return static_cast<std::size_t>(
        std::count_if(list.begin(), list.end(),
                      [effect](const Remark& remark) { return remark.effect == effect; }));
}

// What came nearest to a valid path: one that reached an anchor, with the fewest faults; of those
// that did not, the one that went farthest; of equals, the shortest, and the one that lives
// longest.
using Order = std::tuple<int, int, std::size_t, std::int64_t, std::int64_t>;

Order order_of(const JudgedPath& path) {
    const auto length = static_cast<std::int64_t>(path.certificates.size());
    return {rank_of(path.verdict), path.anchor ? 0 : 1, count_of(path, Effect::fail),
            path.anchor ? length : -length, 0};
}

void note_expiry(Path& path) {
    std::optional<std::int64_t> earliest;
    const auto look = [&](const Certificate& certificate, std::size_t at) {
        const auto& not_after = certificate.summary.not_after;
        if (!not_after || (earliest && *earliest <= *not_after)) return;
        earliest = not_after;
        path.earliest_expiry_of = at;
    };
    for (std::size_t i = 0; i < path.certificates.size(); ++i)
        look(*path.certificates[i], i);
    if (path.anchor && path.anchor->certificate)
        look(*path.anchor->certificate, path.certificates.size());
    path.earliest_expiry = earliest.value_or(0);
}

Path to_path(JudgedPath judged) {
    Path path;
    path.certificates = std::move(judged.certificates);
    path.anchor = std::move(judged.anchor);
    path.verdict = judged.verdict;
    path.policies = std::move(judged.policies);
    std::vector<Remark> remarks = judged.remarks.list();
    std::stable_sort(remarks.begin(), remarks.end(),
                     [](const Remark& a, const Remark& b) { return a.effect > b.effect; });
    for (Remark& remark : remarks) {
        if (remark.effect != Effect::note) ++path.deciding;
        path.findings.push_back(std::move(remark.finding));
    }
    note_expiry(path);
    return path;
}

// The best first; no more than are kept.
void add_paths(std::vector<JudgedPath> judged, PathReport& report) {
    std::vector<std::pair<Order, Path>> sorted;
    for (JudgedPath& path : judged) {
        Order order = order_of(path);
        sorted.emplace_back(order, to_path(std::move(path)));
        std::get<4>(sorted.back().first) = -sorted.back().second.earliest_expiry;
    }
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    if (sorted.size() > PathReport::kMaxPaths) sorted.resize(PathReport::kMaxPaths);
    for (auto& [order, path] : sorted)
        report.paths.push_back(std::move(path));
    if (!report.paths.empty()) report.best = 0;
}

void note_missing(const Path& path, PathReport& report) {
    if (path.anchor || path.certificates.empty()) return;
    const CertificatePtr& last = path.certificates.back();
    if (last->summary.self_issued ||
        std::any_of(report.missing.begin(), report.missing.end(),
                    [&last](const MissingIssuer& missing) { return missing.of == last; }))
        return;
    report.missing.push_back({last, last->summary.issuer.rfc4514(),
                              last->summary.authority_key_id.value_or(std::string()),
                              last->summary.ca_issuer_urls});
}

Verdict verdict_of(const Search& search) {
    const auto has = [&search](Verdict verdict) {
        return std::any_of(search.paths.begin(), search.paths.end(),
                           [verdict](const JudgedPath& p) { return p.verdict == verdict; });
    };
    if (has(Verdict::valid)) return Verdict::valid;
    return search.exhausted || has(Verdict::inconclusive) ? Verdict::inconclusive
                                                          : Verdict::invalid;
}

}  // namespace

std::string_view verdict_name(Verdict verdict) {
    switch (verdict) {
        case Verdict::valid:
            return "valid";
        case Verdict::invalid:
            return "invalid";
        case Verdict::inconclusive:
            break;
    }
    return "inconclusive";
}

PathReport validate(const CertificatePtr& leaf, const CertificatePool& intermediates,
                    const TrustAnchorSet& anchors, const ValidationOptions& options,
                    ValidationCache& cache) {
    PathReport report;
    if (!leaf) return report;
    const std::size_t checked_before = cache.checked();
    Search search(leaf, intermediates, anchors, options, cache);
    search.run();
    report.verdict = verdict_of(search);
    report.valid_paths = search.valid;
    report.paths_tried = search.tried;
    report.budget_exhausted = search.exhausted;
    add_paths(std::move(search.paths), report);
    for (const Path& path : report.paths)
        note_missing(path, report);
    report.signatures_checked = cache.checked() - checked_before;
    return report;
}

}  // namespace tlsonar::trust
