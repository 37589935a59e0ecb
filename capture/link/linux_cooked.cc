// What Linux gives for the interface "any", in two versions:
//
//     1: packet type(2)  ARPHRD(2)  address length(2)  address(8)  protocol(2)  payload…
//     2: protocol(2)  zero(2)  interface(4)  ARPHRD(2)  packet type(1)  length(1)  address(8)  …
#include "capture/link/layers.h"

namespace tlsonar::capture {
namespace {

// Below 0x0600 the protocol is one of Linux' own numbers.
Carried carried_by_linux(std::uint16_t protocol, Bytes payload) {
    constexpr std::uint16_t kLowestType = 0x0600;
    constexpr std::uint16_t kLlc = 0x0004;
    if (protocol >= kLowestType) return carries(protocol, payload);
    if (protocol == kLlc) return unwrap_llc(payload);
    return foreign("another Linux protocol");
}

}  // namespace

Carried unwrap_linux_cooked(Bytes frame) {
    constexpr std::size_t kHeader = 16;
    if (frame.size() < kHeader) return broken("a Linux cooked header cut off");
    return carried_by_linux(load_be16(frame.data() + 14), frame.subspan(kHeader));
}

Carried unwrap_linux_cooked2(Bytes frame) {
    constexpr std::size_t kHeader = 20;
    if (frame.size() < kHeader) return broken("a Linux cooked header cut off");
    return carried_by_linux(load_be16(frame.data()), frame.subspan(kHeader));
}

}  // namespace tlsonar::capture
