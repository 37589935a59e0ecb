// OpenVPN over TCP (openvpn-wire-protocol): TLS records travel in control packets.
//
//   LL LL | op<<3 key | session id (8) | [HMAC, packet id, time] | n acks (4n) [session id (8)] |
//   packet id (4) | payload: TLS records (op 4)
//
// With tls-auth an HMAC stands in the middle; its length follows from that of the first packet,
// which has no payload. With tls-crypt all is encrypted: not recognised.
#pragma once

#include "dissect/session/unwrapper.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace tlsonar::dissect {

// Octets of the HMAC field with its packet id and time, told from the first packet of either side
// (P_CONTROL_HARD_RESET_CLIENT_V2 or _SERVER_V2), header of TCP included; nothing when it is none.
std::optional<std::size_t> openvpn_hmac_length(Bytes first_packet);

class OpenVpnUnwrapper final : public Unwrapper {
  public:
    explicit OpenVpnUnwrapper(std::size_t hmac_length) : hmac_length_(hmac_length) {}

    std::string_view name() const override { return "openvpn"; }
    Bytes next(Bytes& octets) override;
    bool failed() const override { return failed_; }

  private:
    Bytes payload() const;

    std::size_t hmac_length_;
    std::vector<std::uint8_t> packet_;  // with its length, so far
    bool whole_ = false;                // packet_ was lent out
    bool failed_ = false;
};

}  // namespace tlsonar::dissect
