// What is taken from a document, or made nonsense, never makes anything known that was not: no
// fact gets a value that it had not before, and no partial list becomes whole.
#include "intake_make.h"

#include <algorithm>
#include <set>
#include <utility>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace tlsonar::audit::testing {
namespace {

using Json = nlohmann::json;

// All members of objects in a document, as pointers.
void members(const Json& value, const Json::json_pointer& at,
             std::vector<Json::json_pointer>& out) {
    if (value.is_object())
        for (const auto& [name, inner] : value.items()) {
            out.push_back(at / name);
            members(inner, at / name, out);
        }
    if (value.is_array())
        for (std::size_t i = 0; i < value.size(); ++i)
            members(value[i], at / i, out);
}

// What a document says by leaving a member out (its schema says so).
bool says_by_absence(const Json::json_pointer& at) {
    static const std::set<std::string> kMembers = {
        "common_name", "subject_alt_names", "key_usage",   "extended_key_usage",
        "scts",        "policies",          "ocsp_urls",   "ca_issuer_urls",
        "crl_urls",    "publicly_trusted",  "hsts",        "max_age",
        "partial",     "problems",          "ocsp_staple", "oddities"};
    // Of which endpoint the document is; the versions of a ClientHello of old.
    static const std::set<std::string> kPaths = {"/name", "/sni", "/address", "/dialog",
                                                 "/client_hello/versions"};
    return kMembers.contains(at.back()) || kPaths.contains(at.to_string());
}

bool is_whole(const Fact& fact) { return fact.known && fact.complete; }

Names names_of(const Value& value) {
    if (const auto* names = std::get_if<Names>(&value)) return *names;
    if (const auto* text = std::get_if<std::string>(&value)) return {*text};
    return {};
}

// Nothing that `after` claims goes beyond `before`.
::testing::AssertionResult claims_no_more(const Subject& before, const Subject& after) {
    for (const auto& [id, fact] : after.facts.all()) {
        const std::string name(vocabulary()[id].name);
        const Fact* old = before.facts.find(id);
        if (!fact.known) continue;
        if (old == nullptr) return ::testing::AssertionFailure() << name << " was not asked for";
        if (!is_whole(fact)) continue;
        if (!is_whole(*old)) return ::testing::AssertionFailure() << name << " was not known";
        if (fact.value == old->value) continue;
        // One of several certificates may go; then fewer values are united.
        const Names now = names_of(fact.value), then = names_of(old->value);
        const bool fewer = !now.empty() && std::ranges::all_of(now, [&](const std::string& each) {
            return std::ranges::find(then, each) != then.end();
        });
        if (!fewer)
            return ::testing::AssertionFailure()
                   << name << " was " << text_of(old->value) << " and is " << text_of(fact.value);
    }
    return ::testing::AssertionSuccess();
}

std::vector<Subject> read_any(const Json& document) {
    Intake intake(kNow);
    (void)intake.read(document.dump(), "changed.json");
    return intake.take();
}

// One certificate: with several a change of one changes what all have in common.
Json one_certificate() {
    constexpr const char* kDheSuite = "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384";
    Json document = scanned_in_short(kDheSuite);
    Json kept = Json::array();
    for (const Json& certificate : document["certificates"])
        if (certificate["for"] == "default" && certificate["key"] == "RSA")
            kept.push_back(certificate);
    EXPECT_FALSE(kept.empty());
    document["certificates"] = Json::array({kept[0]});
    document["dh"][0]["suites"] = Json::array({kDheSuite});
    return document;
}

void check_all(const Json& document) {
    const std::vector<Subject> before = read_any(document);
    ASSERT_EQ(before.size(), 1U);
    std::vector<Json::json_pointer> all;
    members(document, Json::json_pointer(), all);
    ASSERT_GT(all.size(), 100U);
    const std::vector<Json> nonsense = {nullptr, "nonsense", -1, 3.5, Json::array({7}), {{"x", 1}}};
    for (const Json::json_pointer& at : all) {
        if (says_by_absence(at)) continue;
        Json less = document;
        less.at(at.parent_pointer()).erase(at.back());
        for (const Subject& after : read_any(less))
            EXPECT_TRUE(claims_no_more(before[0], after)) << "without " << at;
    }
    Json changed = document;
    for (const Json::json_pointer& at : all)
        for (const Json& value : nonsense) {
            // Another text is another claim; numbers and lists of texts likewise.
            if (value.type() == document.at(at).type() ||
                (value.is_number() && document.at(at).is_number()))
                continue;
            const Json kept = std::exchange(changed.at(at), value);
            for (const Subject& after : read_any(changed))
                EXPECT_TRUE(claims_no_more(before[0], after)) << at << " is " << value;
            changed.at(at) = kept;
        }
}

TEST(IntakeProperty, Scan) { check_all(one_certificate()); }

TEST(IntakeProperty, Capture) {
    Json document = Json::parse(golden("json.txt"));
    Json handshake = document["handshakes"][0];
    for (Json& message : handshake["messages"])
        message.erase("details");
    check_all(handshake);
}

TEST(IntakeProperty, File) { check_all(Json::parse(golden("check-json.txt"))); }

}  // namespace
}  // namespace tlsonar::audit::testing
