// FlightWriter: the inverse of FlightReader. Handshake messages and alerts in, datagrams out, with
// records numbered as they go; what is sent again is written again, and gets new record numbers
// (RFC 6347 section 4.2.4).
#pragma once

#include "dissect/dtls/record.h"

#include <cstdint>
#include <vector>

namespace tlsonar::dissect {

class FlightWriter {
  public:
    // Octets of a datagram with room for one octet of a message.
    static constexpr std::size_t kSmallest = kDtlsRecordHeader + kDtlsFragmentHeader + 1;

    // `version` of the records. No datagram gets longer than `most_octets` (at least kSmallest).
    FlightWriter(std::uint16_t version, std::size_t most_octets);

    void set_version(std::uint16_t version) { version_ = version; }
    // One datagram for each fragment; a message that fits stays whole.
    std::vector<std::vector<std::uint8_t>> message(std::uint8_t type, std::uint16_t sequence,
                                                   Bytes body);
    std::vector<std::uint8_t> alert(std::uint8_t level, std::uint8_t description);
    // A record of any content.
    std::vector<std::uint8_t> record(std::uint8_t type, Bytes body);

  private:
    std::uint16_t version_;
    std::size_t most_octets_;
    std::uint64_t next_record_ = 0;
};

}  // namespace tlsonar::dissect
