// What will come, what is excused, and what the policies are.
#include "reports/format.h"
#include "reports/html/sections.h"

#include <algorithm>
#include <cctype>

namespace tlsonar::reports::html {
namespace {

void write_headers(HtmlWriter& w, std::initializer_list<std::string_view> titles) {
    const auto head = w.in("thead");
    const auto row = w.in("tr");
    for (const std::string_view title : titles)
        w.element("th", {{"scope", "col"}}, title);
}

void write_forecast(HtmlWriter& w, const Outline& outline, const audit::Forecast& forecast) {
    constexpr std::size_t kMost = 8;
    const auto row = w.in("tr");
    w.element("th", {{"scope", "row"}}, audit::text_of_day(forecast.day));
    {
        const auto cell = w.in("td");
        const RuleAt* at = outline.find(forecast.rule);
        if (at != nullptr) {
            w.element("a", {{"href", at->link}}, at->name);
            w.text(" ");
        }
        if (forecast.rule != nullptr) w.text(forecast.rule->requirement);
    }
    const auto cell = w.in("td");
    for (std::size_t i = 0; i < std::min(forecast.subjects.size(), kMost); ++i) {
        if (forecast.subjects[i] >= outline.size()) continue;
        if (i > 0) w.text(", ");
        w.element("a", {{"href", "#" + outline.subjects[forecast.subjects[i]].anchor}},
                  outline.at(forecast.subjects[i]).subject.id);
    }
    if (forecast.subjects.size() > kMost)
        w.text(" and " + count(forecast.subjects.size() - kMost) + " more");
    if (forecast.subjects.empty()) w.text("nobody");
}

void write_waiver(HtmlWriter& w, const audit::Waiver& waiver) {
    const auto row = w.in("tr");
    {
        const auto cell = w.in("th", {{"scope", "row"}});
        w.element("code", waiver.rule);
    }
    {
        const auto cell = w.in("td");
        w.element("code", waiver.target);
        if (!waiver.aspect.empty()) w.text(" (" + waiver.aspect + ")");
    }
    w.element("td", waiver.reason);
    w.element("td", waiver.owner + (waiver.ticket.empty() ? "" : " · " + waiver.ticket));
    w.element("td", (waiver.expires ? audit::text_of_day(*waiver.expires) : std::string("never")) +
                        (waiver.expired ? " (expired)" : ""));
    w.element("td", waiver.used == 0 ? std::string("unused") : many(waiver.used, "finding"));
}

void write_sources(HtmlWriter& w, const audit::Policy& policy) {
    if (policy.sources.empty()) return;
    const auto list = w.in("ul", {{"class", "sources"}});
    for (const audit::Source& source : policy.sources) {
        const auto item = w.in("li");
        w.text(source.document);
        // A file that a person wrote: no other scheme becomes a link.
        if (source.url.starts_with("https://") || source.url.starts_with("http://")) {
            w.text(" ");
            w.element("a", {{"href", source.url}, {"rel", "noreferrer noopener"}}, source.url);
        }
        if (!source.read.empty())
            w.element("span", {{"class", "note"}},
                      source.read == "not read" ? source.read : "read: " + source.read);
    }
}

void write_policy(HtmlWriter& w, const audit::Policy& policy) {
    const auto article = w.in("article", {{"class", "about"}, {"id", anchor_of("p-", policy.id)}});
    w.element("h3", policy.title.empty() ? policy.id : policy.title);
    {
        const auto list = w.in("dl", {{"class", "facts"}});
        write_pair(w, "Policy", policy.id);
        write_pair(w, "Publisher", policy.publisher);
        write_pair(w, "Version", policy.version);
        write_pair(w, "Date", policy.date);
        write_pair(w, "Rules", count(policy.rules.size()));
    }
    if (!policy.status.empty()) w.element("p", "Status: " + policy.status);
    if (!policy.certainty.empty()) {
        std::string words = certainty_words(policy);
        words[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(words[0])));
        w.element("p", words);
    }
    if (!policy.notes.empty()) w.element("p", {{"class", "note"}}, policy.notes);
    write_sources(w, policy);
}

}  // namespace

void write_forecasts(HtmlWriter& w, const Outline& outline) {
    if (outline.report.forecasts.empty()) return;
    const auto section = w.in("section", {{"id", "forecast"}, {"aria-labelledby", "h-forecast"}});
    w.element("h2", {{"id", "h-forecast"}}, "What will fail, and when");
    const auto region = scroller(w, "Forecast");
    const auto table = w.in("table");
    write_headers(w, {"From", "Rule", "Endpoints"});
    const auto body = w.in("tbody");
    for (const audit::Forecast& forecast : outline.report.forecasts)
        write_forecast(w, outline, forecast);
}

void write_waivers(HtmlWriter& w, const Outline& outline) {
    if (outline.report.waivers.empty()) return;
    const auto section = w.in("section", {{"id", "waivers"}, {"aria-labelledby", "h-waivers"}});
    w.element("h2", {{"id", "h-waivers"}}, "Waivers");
    const auto region = scroller(w, "Waivers");
    const auto table = w.in("table");
    write_headers(w, {"Rule", "Target", "Reason", "Owner", "Expires", "Covers"});
    const auto body = w.in("tbody");
    for (const audit::Waiver& waiver : outline.report.waivers)
        write_waiver(w, waiver);
}

void write_policies(HtmlWriter& w, const Outline& outline) {
    if (outline.report.policies.empty()) return;
    const auto section = w.in("section", {{"id", "policies"}, {"aria-labelledby", "h-policies"}});
    w.element("h2", {{"id", "h-policies"}}, "Policies");
    for (const audit::PolicyPtr& policy : outline.report.policies)
        write_policy(w, *policy);
}

}  // namespace tlsonar::reports::html
