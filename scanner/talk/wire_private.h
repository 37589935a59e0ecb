// What the talks share of records and messages. Private to this folder.
#pragma once

#include "core/bytes.h"
#include "dissect/session/limits.h"

#include <cstddef>
#include <cstdint>

namespace tlsonar::scanner {

inline constexpr std::size_t kRecordHeader = 5;
inline constexpr std::size_t kMessageHeader = 4;
inline constexpr std::uint8_t kHandshakeRecord = 22;
inline constexpr std::size_t kMostHead = 64;  // kept of an answer's first octets
inline constexpr std::uint16_t kVersionTls13 = 0x0304;
inline constexpr std::uint8_t kWarningAlert = 1;
inline constexpr std::uint8_t kFatalAlert = 2;

// Of a header's five octets at least.
inline bool is_record_header(Bytes b) {
    return b[0] >= 20 && b[0] <= 24 && b[1] == 3 && b[2] <= 4 &&
           load_be16(&b[3]) <= dissect::kMaxRecordLength;
}

}  // namespace tlsonar::scanner
