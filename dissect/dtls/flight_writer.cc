#include "dissect/dtls/flight_writer.h"

#include "dissect/session/handshake.h"

#include <algorithm>
#include <array>

namespace tlsonar::dissect {

FlightWriter::FlightWriter(std::uint16_t version, std::size_t most_octets)
    : version_(version), most_octets_(std::max(most_octets, kSmallest)) {}

std::vector<std::uint8_t> FlightWriter::record(std::uint8_t type, Bytes body) {
    Writer out;
    write(out, DtlsRecord{type, version_, 0, next_record_++, body});
    return out.release();
}

std::vector<std::vector<std::uint8_t>> FlightWriter::message(std::uint8_t type,
                                                             std::uint16_t sequence, Bytes body) {
    constexpr std::size_t kMostBody = 0xFFFF - kDtlsFragmentHeader;
    const std::size_t most =
        std::min(most_octets_ - kDtlsRecordHeader - kDtlsFragmentHeader, kMostBody);
    std::vector<std::vector<std::uint8_t>> datagrams;
    std::size_t at = 0;
    do {
        const std::size_t n = std::min(most, body.size() - at);
        Writer fragment;
        write(fragment, DtlsFragment{type, static_cast<std::uint32_t>(body.size()), sequence,
                                     static_cast<std::uint32_t>(at), body.subspan(at, n)});
        datagrams.push_back(
            record(static_cast<std::uint8_t>(Content::handshake), fragment.written()));
        at += n;
    } while (at < body.size());
    return datagrams;
}

std::vector<std::uint8_t> FlightWriter::alert(std::uint8_t level, std::uint8_t description) {
    const std::array<std::uint8_t, 2> body = {level, description};
    return record(static_cast<std::uint8_t>(Content::alert), body);
}

}  // namespace tlsonar::dissect
