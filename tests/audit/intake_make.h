// Documents for tests of the intake, and what it makes of them.
#pragma once

#include "audit/subject/intake.h"

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace tlsonar::audit::testing {

// 2026-11-22T00:00:00Z
inline constexpr Time kNow = 1'795'305'600'000'000'000;

std::string read_file(std::string_view path_in_tree);
// A document that `tlsonar scan` wrote of a server with an RSA and an EC certificate.
nlohmann::json scanned();
// The same with some of each list, and what is called `keep`: for those who read it thousands of
// times.
nlohmann::json scanned_in_short(std::string_view keep = {});
// Of the golden files of `tlsonar analyze --json` and `check --json`: their first line on.
std::string golden(std::string_view name);

// Expects no fault.
std::vector<Subject> take(std::string_view document);
Subject take_one(const nlohmann::json& document);
// The fault's sentence; empty when there is none.
std::string fault_of(std::string_view document);

// "2048", "TLSv1.2, TLSv1.3", "absent", "unknown", "not asked"; "some of " before partial lists.
std::string told(const Facts& facts, std::string_view name);
std::string told(const Subject& subject, std::string_view name);

}  // namespace tlsonar::audit::testing
