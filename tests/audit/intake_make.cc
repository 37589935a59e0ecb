#include "intake_make.h"

#include <fstream>
#include <sstream>
#include <utility>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace tlsonar::audit::testing {

std::string read_file(std::string_view path_in_tree) {
    std::ifstream file(std::string(TLSONAR_SOURCE_DIR) + "/" + std::string(path_in_tree),
                       std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    EXPECT_FALSE(text.str().empty()) << path_in_tree;
    return text.str();
}

nlohmann::json scanned() {
    return nlohmann::json::parse(read_file("tests/audit/documents/two-certificates.ndjson"));
}

nlohmann::json scanned_in_short(std::string_view keep) {
    constexpr std::size_t kSome = 3;
    nlohmann::json document = scanned();
    for (const auto& [outer, inner] : {std::pair{"suites", "suites"}, std::pair{"groups", "groups"},
                                       std::pair{"signature_schemes", "schemes"}})
        for (nlohmann::json& list : document[outer])
            for (std::size_t i = list[inner].size(); i-- > kSome;)
                if (list[inner][i]["name"] != keep) list[inner].erase(i);
    while (document["tolerance"].size() > kSome)
        document["tolerance"].erase(kSome);
    return document;
}

std::string golden(std::string_view name) {
    std::string text = read_file("tests/golden/" + std::string(name));
    const auto end = text.find("\n--- ");
    return text.substr(0, end);
}

std::vector<Subject> take(std::string_view document) {
    Intake intake(kNow);
    const auto status = intake.read(document, "test.json");
    EXPECT_TRUE(status.ok()) << (status.ok() ? "" : status.error().sentence());
    return intake.take();
}

Subject take_one(const nlohmann::json& document) {
    std::vector<Subject> subjects = take(document.dump());
    EXPECT_EQ(subjects.size(), 1U);
    return subjects.empty() ? Subject{} : std::move(subjects.front());
}

std::string fault_of(std::string_view document) {
    Intake intake(kNow);
    const auto status = intake.read(document, "test.json");
    return status.ok() ? std::string() : status.error().sentence();
}

std::string told(const Facts& facts, std::string_view name) {
    EXPECT_TRUE(find_fact(name)) << name;
    const Fact* fact = facts.find(name);
    if (fact == nullptr) return "not asked";
    if (!fact->known) return "unknown";
    if (std::holds_alternative<Absent>(fact->value)) return "absent";
    return (fact->complete ? "" : "some of ") + text_of(fact->value);
}

std::string told(const Subject& subject, std::string_view name) {
    return told(subject.facts, name);
}

}  // namespace tlsonar::audit::testing
