#include "dissect/dialect/list.h"

namespace tlsonar::dissect {
namespace {

bool is_rdp(const Preamble& p) {
    // TPKT (version 3, reserved 0), then an X.224 connection request (e0) or confirm (d0).
    const auto x224 = [](std::string_view s, unsigned char code) {
        return s.size() > 5 && s[0] == 3 && s[1] == 0 && static_cast<unsigned char>(s[5]) == code;
    };
    return x224(p.client, 0xE0) || x224(p.server, 0xD0);
}

}  // namespace

const Dialect dialect::kRdp = {"rdp", "[MS-RDPBCGR] section 2.2.1.1", is_rdp};

}  // namespace tlsonar::dissect
