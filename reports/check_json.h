// The result of `tlsonar check` as one JSON document (reports/schema/check-1.schema.json).
#pragma once

#include "trust/deployment/examine.h"

#include <string>

namespace tlsonar::reports {

struct CheckContext {
    std::string_view version;  // of the program
    // The tables that were used; may be null.
    const trust::ProgrammeTable* programmes = nullptr;
    const trust::CtLogList* ct_logs = nullptr;
};

std::string check_json(const trust::CheckReport& report, const CheckContext& context);

}  // namespace tlsonar::reports
