// What the HTML page tells of reports made in code; tests/html opens it in a browser.
#include "reports/html/html.h"

#include "report_make.h"
#include "reports/html/outline.h"

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace tlsonar::reports {
namespace {

using Json = nlohmann::json;

bool holds(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

audit::Subject& scanned(audit::Report& report) {
    for (audit::Assessed& one : report.subjects)
        if (one.subject.mode == audit::Mode::active && !one.subject.chains.empty())
            return one.subject;
    throw std::logic_error("nobody was scanned");
}

// What the script reads.
Json index_of(const std::string& page) {
    constexpr std::string_view kBegin = R"(id="index">)";
    const std::size_t begin = page.find(kBegin) + kBegin.size();
    return Json::parse(page.substr(begin, page.find("</script>", begin) - begin));
}

// Of the first rule that fails.
std::vector<audit::Deviation>& deviations_of(audit::Report& report) {
    for (audit::Assessed& one : report.subjects)
        for (audit::Judgement& judgement : one.judgements)
            for (audit::RuleResult& result : judgement.results)
                if (!result.deviations.empty()) return result.deviations;
    throw std::logic_error("no rule fails");
}

TEST(Html, TheScriptIsToldHowManyDeviationsItDoesNotHave) {
    audit::Report report = plain_report();
    auto& deviations = deviations_of(report);
    const audit::Deviation one = deviations[0];
    for (const auto& [n, word] : {std::pair(24, ""), std::pair(30, "and 6 more")}) {
        deviations.assign(static_cast<std::size_t>(n), one);
        const Json words = index_of(write_html(report))["words"];
        EXPECT_EQ(std::ranges::any_of(
                      words, [](const Json& w) { return w.get<std::string>().ends_with(" more"); }),
                  *word != '\0');
        if (*word != '\0') {
            EXPECT_NE(std::ranges::find(words, Json(word)), words.end());
        }
    }
}

// No half character, and no cut without a word of it.
TEST(Html, LongTextsOfTheScriptAreCutAloud) {
    audit::Report report = plain_report();
    std::string text = "a";
    for (int i = 0; i < 1000; ++i)
        text += "ä";
    deviations_of(report)[0].observed = text;
    std::size_t found = 0;
    const Json words = index_of(write_html(report))["words"];
    for (const Json& word : words) {
        const auto told = word.get<std::string>();
        EXPECT_FALSE(holds(told, "\\xc3")) << told;
        found += told.starts_with("aää") && told.ends_with("… (2001 octets)");
    }
    EXPECT_GT(found, 0U);
}

// A page of which all keys are like this.
std::string page_with_key(std::uint32_t bits) {
    audit::Report report = plain_report();
    audit::ChainView chain = scanned(report).chains.at(0);
    audit::CertificateView leaf = *chain.sent.at(0);
    leaf.key = "RSA";
    leaf.curve.clear();
    leaf.key_bits = bits;
    chain.sent = {std::make_shared<const audit::CertificateView>(leaf)};
    for (audit::Assessed& one : report.subjects)
        one.subject.chains = {chain};
    return write_html(report);
}

TEST(Html, KeysOfUnknownSizeAreNotTooShort) {
    EXPECT_TRUE(holds(page_with_key(1024), ">too short<"));
    EXPECT_FALSE(holds(page_with_key(0), ">too short<"));
    EXPECT_FALSE(holds(page_with_key(2048), ">too short<"));
}

TEST(Html, PicturesSayWhatTheyLeaveOut) {
    audit::Report report = plain_report();
    audit::ListView groups;
    groups.version = "TLS 1.3";
    for (int i = 0; i < 40; ++i) {
        audit::ListView::Item item;
        item.name = "group" + std::to_string(i);
        groups.items.push_back(item);
    }
    for (audit::Assessed& one : report.subjects)
        one.subject.groups.clear();
    scanned(report).groups = {groups};
    EXPECT_TRUE(holds(write_html(report), "The 16 most frequent of 40."));
    EXPECT_FALSE(holds(write_html(plain_report()), "most frequent of"));
}

TEST(Html, LongChainsAreCutAloud) {
    audit::Report report = plain_report();
    audit::ChainView& chain = scanned(report).chains.at(0);
    chain.sent.resize(40, chain.sent.at(0));
    EXPECT_TRUE(holds(write_html(report), "and 10 more"));
    chain.sent.resize(30);
    EXPECT_FALSE(holds(write_html(report), "and 10 more"));
}

// A client chooses the names that a capture shows.
TEST(Html, NoTwoEndpointsHaveOneAnchor) {
    audit::Report report = plain_report();
    report.subjects.resize(2);
    report.subjects[0].subject.id = "a b:443";
    report.subjects[1].subject.id = html::anchor_of("", "a b:443");
    const html::Outline outline(report, {});
    EXPECT_EQ(outline.subjects[0].anchor, "e-" + report.subjects[1].subject.id);
    EXPECT_NE(outline.subjects[0].anchor, outline.subjects[1].anchor);
}

}  // namespace
}  // namespace tlsonar::reports
