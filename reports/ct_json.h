// What Certificate Transparency says of a certificate, as JSON.
#pragma once

#include "reports/json_writer.h"
#include "trust/ct/check.h"

namespace tlsonar::reports {

// A member "ct".
void write_ct(JsonWriter& json, const trust::CtReport& ct);

}  // namespace tlsonar::reports
