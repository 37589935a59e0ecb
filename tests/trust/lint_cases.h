// Certificates that break one lint each: the table of lint_test.cc.
#pragma once

#include "tests/trust/lint_certificates.h"

#include <span>
#include <string_view>

namespace tlsonar::trust::test {

enum class Base { server, intermediate, root };

// What `change` makes of the base breaks the lint.
struct Breaking {
    std::string_view lint;
    Base base;
    void (*change)(Blueprint&);
};

std::span<const Breaking> cases_of_names_and_keys();
std::span<const Breaking> cases_of_extensions();
std::span<const Breaking> cases_of_structure();
std::span<const Breaking> cases_of_profiles();
// Under the EV Guidelines, without fault.
Blueprint ev_server();

// Shorthands.
inline const std::string k65537("\x01\x00\x01", 3);
inline constexpr const char* kCn = "2.5.4.3";
inline constexpr const char* kAia = "1.3.6.1.5.5.7.1.1";
inline void san(Blueprint& plan, const std::vector<std::pair<int, std::string>>& names) {
    plan.set("2.5.29.17", kCritical, general_names(names));
}
inline void subject(Blueprint& plan,
                    const std::vector<std::pair<std::string, std::string>>& attributes) {
    plan.subject = name(attributes);
    plan.find("2.5.29.17")->flag = "";
}
inline void rsa(Blueprint& plan, std::string_view modulus, std::string_view exponent) {
    plan.key = rsa_key(modulus, exponent);
}
inline void flag(Blueprint& plan, std::string_view type, std::string text) {
    plan.find(type)->flag = std::move(text);
}

}  // namespace tlsonar::trust::test
