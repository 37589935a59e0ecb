// What finding cards advise.
#include "reports/html/fixes.h"

#include "audit/fact/vocabulary.h"

#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace tlsonar::reports::html {
namespace {

// Those that fixes_validate.py gives to nginx and others.
TEST(Fixes, Documents) {
    const char* file = std::getenv("TLSONAR_FIXES");
    if (file == nullptr) GTEST_SKIP() << "TLSONAR_FIXES names no file";
    nlohmann::json out = nlohmann::json::array();
    for (const Fix& fix : fixes())
        out.push_back({{"fact", fix.fact},
                       {"nginx", fix.nginx},
                       {"apache", fix.apache},
                       {"haproxy", fix.haproxy},
                       {"openssl", fix.openssl}});
    std::ofstream(file) << out.dump(1);
}

// A fix that no fact's name begins with is shown by no card.
TEST(Fixes, AreForFactsThatAreThere) {
    for (const Fix& fix : fixes()) {
        bool used = false;
        for (const audit::FactName& fact : audit::vocabulary())
            used = used || find_fix(fact.name) == &fix;
        EXPECT_TRUE(used) << fix.fact;
    }
}

}  // namespace
}  // namespace tlsonar::reports::html
