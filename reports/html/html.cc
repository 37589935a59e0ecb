#include "reports/html/html.h"

#include "core/embedded.h"
#include "reports/format.h"
#include "reports/html/sections.h"

#include <algorithm>
#include <span>

namespace tlsonar::reports {

std::span<const Embedded> html_assets();

namespace html {
namespace {

constexpr std::size_t kManyRules = 100;

std::string_view asset(std::string_view name) {
    for (const Embedded& file : html_assets())
        if (file.name == name) return file.text;
    return {};
}

// Nothing but our own style and script, by their hashes; no requests, no markup from strings.
std::string content_security_policy() {
    return "default-src 'none'; style-src 'sha256-" + sha256_base64(asset("report.css")) +
           "'; script-src 'sha256-" + sha256_base64(asset("report.js")) +
           "'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; "
           "trusted-types 'none'";
}

void write_document_head(HtmlWriter& w, const Outline& outline) {
    const auto head = w.in("head");
    w.element("meta", {{"charset", "utf-8"}}, "");
    w.element("meta",
              {{"http-equiv", "Content-Security-Policy"}, {"content", content_security_policy()}},
              "");
    w.element("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}},
              "");
    w.element("meta", {{"name", "color-scheme"}, {"content", "light dark"}}, "");
    w.element("meta", {{"name", "referrer"}, {"content", "no-referrer"}}, "");
    w.element("meta", {{"name", "generator"}, {"content", "tlsonar " + outline.report.version}},
              "");
    w.element("title", outline.options.title + ", " + audit::text_of_day(outline.report.as_of));
    const auto style = w.in("style");
    w.raw(asset("report.css"));
}

void write_banner(HtmlWriter& w, const Outline& outline) {
    const auto header = w.in("header", {{"class", "banner"}});
    {
        const auto title = w.in("div");
        w.element("h1", outline.options.title);
        w.element("p", many(outline.size(), "endpoint") + " against " +
                           (outline.report.policies.size() == 1
                                ? std::string("1 policy")
                                : count(outline.report.policies.size()) + " policies") +
                           ", judged as of " + audit::text_of_day(outline.report.as_of));
    }
    w.element("button", {{"type", "button"}, {"id", "theme"}, {"class", "js plain"}},
              "Theme: system");
}

void write_contents(HtmlWriter& w, const Outline& outline) {
    const auto nav = w.in("nav", {{"class", "contents"}, {"aria-label", "Contents"}});
    const auto link = [&](std::string_view target, std::string_view title, bool there) {
        if (there) w.element("a", {{"href", target}}, title);
    };
    const Report& report = outline.report;
    link("#verdicts", "Verdicts", true);
    link("#matrix", "Matrix", outline.size() > 0);
    link("#findings", "Findings", !outline.rules.empty());
    link("#inventory", "Inventory", outline.size() > 0);
    link("#forecast", "Forecast", !report.forecasts.empty());
    link("#waivers", "Waivers", !report.waivers.empty());
    link("#endpoints", "Endpoints", outline.size() > 0);
    link("#policies", "Policies", !report.policies.empty());
}

void write_endpoints(HtmlWriter& w, const Outline& outline) {
    if (outline.size() == 0) return;
    const auto section = w.in("section", {{"id", "endpoints"}, {"aria-labelledby", "h-endpoints"}});
    w.element("h2", {{"id", "h-endpoints"}}, "Endpoints");
    const std::size_t most =
        outline.whole() ? outline.size() : std::min(outline.size(), outline.options.worst_pages);
    if (most < outline.size())
        w.element("p", {{"class", "note nojs"}},
                  "The " + count(most) + " worst of " + many(outline.size(), "endpoint") +
                      ". With JavaScript a click in the matrix opens any of them; the same report "
                      "as JSON, NDJSON or CSV holds them all as well.");
    for (std::size_t i = 0; i < most; ++i)
        write_endpoint(w, outline, outline.order[i]);
}

void write_footer(HtmlWriter& w, const Outline& outline) {
    const auto footer = w.in("footer");
    w.element("p", "tlsonar " + outline.report.version + " · judged as of " +
                       audit::text_of_day(outline.report.as_of));
    if (outline.report.input_hash.empty()) return;
    const auto line = w.in("p", {{"class", "fine"}});
    w.text("SHA-256 of the input: ");
    w.element("code", outline.report.input_hash);
}

void write_overview(HtmlWriter& w, const Outline& outline) {
    const auto overview = w.in("div", {{"id", "overview"}});
    write_head(w, outline);
    if (outline.size() > 0) write_filters(w, outline);
    write_matrix(w, outline);
    write_findings(w, outline);
    write_charts(w, outline);
    write_forecasts(w, outline);
    write_waivers(w, outline);
}

void write_body(HtmlWriter& w, const Outline& outline) {
    const auto body = w.in("body");
    w.element("a", {{"class", "skip"}, {"href", "#main"}}, "Skip to the report");
    write_banner(w, outline);
    write_contents(w, outline);
    {
        // So much that what is out of sight is better not laid out.
        const bool much = !outline.whole() || outline.rules.size() > kManyRules;
        const auto main =
            w.in("main", {{"id", "main"}, {"tabindex", "-1"}, {"class", much ? "many" : "few"}});
        write_overview(w, outline);
        write_endpoints(w, outline);
        write_policies(w, outline);
    }
    write_footer(w, outline);
    write_payload(w, outline);
    const auto script = w.in("script");
    w.raw(asset("report.js"));
}

}  // namespace
}  // namespace html

std::string write_html(const audit::Report& report, const HtmlOptions& options) {
    const html::Outline outline(report, options);
    std::string out = "<!DOCTYPE html>\n";
    html::HtmlWriter w(out);
    {
        const auto root = w.in("html", {{"lang", "en"}});
        html::write_document_head(w, outline);
        html::write_body(w, outline);
    }
    out += '\n';
    return out;
}

}  // namespace tlsonar::reports
