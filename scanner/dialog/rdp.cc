// RDP ([MS-RDPBCGR] section 2.2.1.1): the negotiation rides in an X.224 connection request.
//
//     TPKT: 03 00 length(2)
//     X.224: length(1)  e0 (request) or d0 (confirm)  to(2)  from(2)  class(1)
//     type(1): 1 request, 2 response, 3 failure  flags(1)  08 00  protocols or failure code(4, LE)
#include "scanner/dialog/kinds.h"
#include "scanner/dialog/message_dialog.h"

namespace tlsonar::scanner {
namespace {

constexpr std::size_t kTpkt = 4;
constexpr std::size_t kX224 = 7;
// TLS, and CredSSP, which begins with TLS: servers that insist on it refuse plain TLS.
constexpr std::uint8_t kSslOrHybrid = 0x03;

std::string_view failure_name(std::uint32_t code) {
    static constexpr std::string_view kNames[] = {
        "SSL_REQUIRED_BY_SERVER",    "SSL_NOT_ALLOWED_BY_SERVER",
        "SSL_CERT_NOT_ON_SERVER",    "INCONSISTENT_FLAGS",
        "HYBRID_REQUIRED_BY_SERVER", "SSL_WITH_USER_AUTH_REQUIRED_BY_SERVER"};
    return code >= 1 && code <= std::size(kNames) ? kNames[code - 1] : "an unknown code";
}

class Rdp final : public MessageDialog {
  public:
    Rdp() : MessageDialog({"RDP", "its answer to the connection request"}) {}

  private:
    State begin(Octets& out) override {
        static constexpr std::uint8_t kRequest[] = {3,  0,    0, 19,  //
                                                    14, 0xe0, 0, 0,  0,
                                                    0,  0,  //
                                                    1,  0,    8, 0,  kSslOrHybrid,
                                                    0,  0,    0};  //
        out.insert(out.end(), std::begin(kRequest), std::end(kRequest));
        return State::talking;
    }

    std::size_t length(Bytes held) override {
        if (held.size() < kTpkt) return 0;
        return is_tpkt(held) ? load_be16(&held[2]) : kTpkt;
    }

    static bool is_tpkt(Bytes held) {
        return held[0] == 3 && held[1] == 0 && load_be16(&held[2]) >= kTpkt + kX224;
    }

    State on_message(Bytes message, Octets& /*out*/) override {
        if (!is_tpkt(message) || (message[5] & 0xf0) != 0xd0) return refuse_stranger(message);
        const Bytes data = message.subspan(kTpkt + kX224);
        if (data.empty())
            return refuse("offered no TLS (it confirmed the connection without a negotiation)");
        if (data.size() < 8) return refuse_stranger(message);
        const std::uint32_t value = data[4] | static_cast<std::uint32_t>(data[5] << 8) |
                                    static_cast<std::uint32_t>(data[6] << 16) |
                                    (std::uint32_t{data[7]} << 24);
        if (data[0] == 3)
            return refuse("refused TLS: " + std::string(failure_name(value)) + " (" +
                          std::to_string(value) + ")");
        if (data[0] != 2) return refuse_stranger(message);
        if (value == 0) return refuse("offered no TLS (it chose PROTOCOL_RDP)");
        return State::ready;
    }
};

}  // namespace

constexpr DialogKind kRdp{"rdp", "Remote Desktop (MS-RDPBCGR)", 3389, make_dialog<Rdp>};

}  // namespace tlsonar::scanner
