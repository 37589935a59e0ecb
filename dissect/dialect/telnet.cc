#include "dissect/dialect/list.h"

namespace tlsonar::dissect {
namespace {

bool is_telnet(const Preamble& p) {
    // IAC SB START_TLS FOLLOWS IAC SE; or the option named in a negotiation (IAC WILL, DO).
    constexpr std::string_view kFollows("\xff\xfa\x2e\x01\xff\xf0", 6);
    const auto negotiates = [](std::string_view s) {
        return contains(s, "\xff\xfb\x2e") || contains(s, "\xff\xfd\x2e");
    };
    return contains(p.client, kFollows) || contains(p.server, kFollows) ||
           (negotiates(p.client) || negotiates(p.server));
}

}  // namespace

const Dialect dialect::kTelnet = {"telnet", "draft-altman-telnet-starttls", is_telnet};

}  // namespace tlsonar::dissect
