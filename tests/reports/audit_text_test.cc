// The report of a verdict on the terminal: as it looks, and safe whatever a peer says.
#include "reports/terminal/audit_text.h"

#include "core/text.h"
#include "golden_text.h"
#include "report_make.h"

#include <gtest/gtest.h>

namespace tlsonar::reports {
namespace {

// More endpoints than are told one by one.
constexpr std::size_t kMany = 45;

AuditTextOptions at(std::size_t columns, bool color = false) {
    AuditTextOptions options;
    options.style = {color, columns};
    return options;
}

TEST(AuditText, LooksAsApproved) {
    const audit::Report plain = plain_report();
    for (const std::size_t columns : {40U, 80U, 200U})
        expect_golden("audit-" + std::to_string(columns), audit_text(plain, at(columns)));
    expect_golden("audit-80-colour", audit_text(plain, at(80, true)));
    AuditTextOptions options = at(80);
    options.verbose = true;
    expect_golden("audit-80-verbose", audit_text(plain, options));
    options = at(80);
    options.quiet = true;
    expect_golden("audit-quiet", audit_text(plain, options));
    expect_golden("audit-many-80", audit_text(large_report(kMany), at(80)));
    expect_golden("audit-empty-80", audit_text(empty_report(), at(80)));
}

TEST(AuditText, FitsAnyTerminalWhateverPeersSay) {
    const audit::Report reports[] = {plain_report(), hostile_report(), large_report(kMany)};
    for (const std::size_t columns : {40U, 41U, 60U, 79U, 80U, 141U, 300U})
        for (const audit::Report& report : reports)
            for (const bool verbose : {false, true}) {
                AuditTextOptions options = at(columns);
                options.verbose = verbose;
                const std::string text = audit_text(report, options);
                const std::string verdict = gate_text(pass_gate(report, options.gate), {});
                for (const char c : text)
                    EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= ' ');
                for (const std::string& line : lines(text)) {
                    if (line + "\n" == verdict) continue;
                    EXPECT_LE(display_width(line), columns) << line;
                    EXPECT_TRUE(line.empty() || line.back() != ' ') << "[" << line << "]";
                }
                options.style.color = true;
                EXPECT_EQ(without_colour(audit_text(report, options)), text);
            }
}

}  // namespace
}  // namespace tlsonar::reports
