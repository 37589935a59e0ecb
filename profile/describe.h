// One message of a handshake, field by field.
#pragma once

#include "core/fields.h"
#include "dissect/session/handshake.h"

#include <cstddef>

namespace tlsonar::profile {

// Writes the fields of message `index` into `sink`. False when its octets are not there (closed
// records, runs of application data) or its type is unknown.
bool describe_message(const dissect::Handshake& handshake, std::size_t index, FieldSink& sink);

}  // namespace tlsonar::profile
