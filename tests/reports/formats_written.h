// What the formats write of reports made in code.
#pragma once

#include "code_book.h"
#include "report_make.h"
#include "reports/formats/list.h"

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace tlsonar::reports {

using Json = nlohmann::json;

inline FormatOptions with_registries() {
    FormatOptions out;
    out.codes = kRegistryBook;
    return out;
}

inline std::string written(std::string_view format, const audit::Report& report) {
    const Format* found = find_format(format);
    EXPECT_NE(found, nullptr) << format;
    return found == nullptr ? std::string() : found->write(report, with_registries());
}

inline Json json_of(std::string_view format, const audit::Report& report) {
    Json out = Json::parse(written(format, report), nullptr, false);
    EXPECT_FALSE(out.is_discarded()) << format;
    return out;
}

inline const std::vector<std::pair<std::string, audit::Report>>& report_kinds() {
    static const std::vector<std::pair<std::string, audit::Report>> kinds = {
        {"plain", plain_report()}, {"hostile", hostile_report()}, {"empty", empty_report()}};
    return kinds;
}

// One that sent a chain of several certificates.
inline audit::Assessed& with_chain(audit::Report& report) {
    for (audit::Assessed& one : report.subjects)
        if (!one.subject.chains.empty() && one.subject.chains[0].sent.size() > 1) return one;
    throw std::logic_error("no subject has a chain");
}

}  // namespace tlsonar::reports
