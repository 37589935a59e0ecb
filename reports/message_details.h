// One message field by field, for the JSON of --details.
#pragma once

#include "profile/observation.h"
#include "reports/json_writer.h"

#include <cstddef>

namespace tlsonar::reports {

// Writes "details": {...} of message `index`; nothing when its octets are not there.
void write_details(JsonWriter& json, const dissect::Handshake& handshake, std::size_t index);

}  // namespace tlsonar::reports
