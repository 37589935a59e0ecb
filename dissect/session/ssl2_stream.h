// SSLv2 records (draft-hickman-netscape-ssl-00 section 1.1): a header of two octets (no padding) or
// three (with padding), then one message.
#pragma once

#include "core/bytes.h"

#include <cstddef>

namespace tlsonar::dissect {

struct Ssl2Record {
    std::size_t whole = 0;  // octets with the header
    bool padded = false;    // the three-octet header: only protected records have it
    Bytes body;
};

// False when `octets` does not hold a whole record yet.
inline bool read_ssl2_record(Bytes octets, Ssl2Record& record) {
    if (octets.size() < 3) return false;
    record.padded = (octets[0] & 0x80) == 0;
    const std::size_t header = record.padded ? 3 : 2;
    const std::size_t length = load_be16(octets.data()) & (record.padded ? 0x3FFFU : 0x7FFFU);
    record.whole = header + length;
    if (octets.size() < record.whole) return false;
    record.body = octets.subspan(header, length);
    return true;
}

}  // namespace tlsonar::dissect
