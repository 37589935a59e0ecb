// L2TP version 2 (RFC 2661):  flags and version(2)  [length(2)]  tunnel(2)  session(2)
//                             [sequence(2)  expected(2)]  [offset(2)  padding…]  PPP frame…
#include "capture/tunnel/tunnels.h"
#include "core/reader.h"

namespace tlsonar::capture {

Carried unwrap_l2tp(Bytes payload) {
    constexpr std::uint16_t kControl = 0x8000;
    constexpr std::uint16_t kLength = 0x4000;
    constexpr std::uint16_t kSequenced = 0x0800;
    constexpr std::uint16_t kOffset = 0x0200;
    Reader reader(payload);
    const std::uint16_t flags = reader.u16();
    if (reader.failed() || (flags & 0x000f) != 2) return broken("L2TP of an unknown version");
    if ((flags & kControl) != 0) return foreign("L2TP control");
    if ((flags & kLength) != 0) reader.skip(2);
    reader.skip(4);
    if ((flags & kSequenced) != 0) reader.skip(4);
    if ((flags & kOffset) != 0) reader.skip(reader.u16());
    if (reader.failed() || !reader.more()) return broken("an L2TP header cut off");
    return carries(kEtherPpp, reader.rest());
}

}  // namespace tlsonar::capture
