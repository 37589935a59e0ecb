#include "reports/formats/list.h"

#include "reports/formats/writers.h"
#include "reports/html/html.h"

#include <algorithm>

namespace tlsonar::reports {
namespace {

std::string html(const audit::Report& report, const FormatOptions& /*options*/) {
    return write_html(report);
}

constexpr Format kFormats[] = {
    {"cbom", ".cdx.json", "CycloneDX 1.7: certificates, algorithms, protocols", writers::cbom_1_7},
    {"cbom-1.6", ".cdx.json", "CycloneDX 1.6, for older consumers", writers::cbom_1_6},
    {"csv", ".csv", "inventory: a row for each endpoint and certificate", writers::csv},
    {"gitlab", ".json", "GitLab code quality", writers::gitlab},
    {"html", ".html", "one page for people, without requests", html},
    {"json", ".json", "all of it (tlsonar.report/1)", writers::json},
    {"junit", ".xml", "JUnit as Jenkins takes it", writers::junit},
    {"junit-gitlab", ".xml", "JUnit as GitLab takes it", writers::junit_gitlab},
    {"markdown", ".md", "for a job's summary", writers::markdown},
    {"markdown-comment", ".md", "for a comment: at most 65,536 characters",
     writers::markdown_comment},
    {"ndjson", ".ndjson", "a subject a line (tlsonar.subject/1)", writers::ndjson},
    {"prometheus", ".prom", "for node_exporter's textfile collector", writers::prometheus},
    {"sarif", ".sarif", "SARIF 2.1.0, for code scanning", writers::sarif},
    {"testssl-json", ".json", "flat JSON as of testssl.sh", writers::testssl_json},
};
static_assert(std::is_sorted(std::begin(kFormats), std::end(kFormats),
                             [](const Format& a, const Format& b) { return a.name < b.name; }));

}  // namespace

std::span<const Format> formats() { return kFormats; }

const Format* find_format(std::string_view name) {
    const auto* at =
        std::lower_bound(std::begin(kFormats), std::end(kFormats), name,
                         [](const Format& f, std::string_view n) { return f.name < n; });
    return at != std::end(kFormats) && at->name == name ? at : nullptr;
}

}  // namespace tlsonar::reports
