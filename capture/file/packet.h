// Packet: one frame as a capture holds it.
#pragma once

#include "core/bytes.h"
#include "core/moment.h"

#include <cstdint>

namespace tlsonar::capture {

// The octets are lent until the next call of the source that gave them; when `stable`, they stay in
// place as long as that source lives.
struct Packet {
    Moment moment;  // ordinal: the frame number, from 1, over all sections of the file
    Bytes data;     // what was captured
    std::uint32_t wire_length = 0;  // >= data.size()
    std::uint32_t interface = 0;    // counted over all sections of the file
    std::uint16_t linktype = 0;     // a LINKTYPE_ value, not a DLT_ value
    bool stable = false;
};

}  // namespace tlsonar::capture
