// The catalogue of formats: each a pure function of a report. To add one: a file with its writer, a
// line in list.cc, a golden file.
#pragma once

#include "audit/gate/gate.h"
#include "audit/report/report.h"
#include "reports/code_book.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tlsonar::reports {

struct FormatOptions {
    CodeBook codes;  // what CBOMs say of suites comes from it
    // What findings are pinned to whose subject stands in no file.
    std::string document = "facts.json";
    // SARIF: what is waived or known stays, marked as suppressed. GitHub does not look at the mark.
    bool keep_excused = false;
    // SARIF: tells runs of one repository apart ("production").
    std::string category = "tls";
    // Markdown: its headline is the gate's verdict. Nothing: the policies' verdicts are counted.
    std::optional<audit::GateOptions> gate;
};

using FormatWriter = std::string (*)(const audit::Report& report, const FormatOptions& options);

struct Format {
    std::string_view name;    // of -o: "junit-gitlab"
    std::string_view suffix;  // what files of it are called: ".xml"
    std::string_view description;
    FormatWriter write = nullptr;
};

// Sorted by name.
std::span<const Format> formats();
// Null when there is none.
const Format* find_format(std::string_view name);

}  // namespace tlsonar::reports
