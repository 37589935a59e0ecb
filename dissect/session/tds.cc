#include "dissect/session/tds.h"

#include <algorithm>

namespace tlsonar::dissect {

Bytes TdsUnwrapper::next(Bytes& octets) {
    if (bare_) {
        const Bytes all = octets;
        octets = {};
        return all;
    }
    if (left_ == 0) {
        while (have_ < kHeader && !octets.empty()) {
            // TLS records of types 0x14..0x18 begin bare; no TDS packet has such a type.
            if (have_ == 0 && octets[0] >= 0x14 && octets[0] <= 0x18) {
                bare_ = true;
                return next(octets);
            }
            header_[have_++] = octets[0];
            octets = octets.subspan(1);
        }
        if (have_ < kHeader) return {};
        const std::size_t length = load_be16(header_.data() + 2);
        left_ = length > kHeader ? length - kHeader : 0;
        payload_begins_ = true;
        failed_ = failed_ || (!tls_ && header_[0] != 0x12 && header_[0] != 0x04);
        have_ = 0;
        return {};
    }
    const std::size_t n = std::min(left_, octets.size());
    const Bytes run = octets.first(n);
    octets = octets.subspan(n);
    // A login's option tokens start with 0; a continued record may start with anything, but only
    // after TLS has begun.
    if (payload_begins_ && n > 0) {
        tls_ = tls_ || (run[0] >= 0x14 && run[0] <= 0x18);
        payload_begins_ = false;
    }
    left_ -= n;
    return tls_ ? run : Bytes{};
}

}  // namespace tlsonar::dissect
