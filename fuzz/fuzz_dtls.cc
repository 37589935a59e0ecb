// Any octets as datagrams (length (2) | octets, again and again): the reader stays within its
// memory, gives messages in their order, and what it gives comes through once more when it is
// written in small fragments and read in reverse.
#include "core/reader.h"
#include "dissect/dtls/flight_reader.h"
#include "dissect/dtls/flight_writer.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <vector>

using namespace tlsonar;           // NOLINT
using namespace tlsonar::dissect;  // NOLINT

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

void require_same_again(const DtlsMessage& message) {
    FlightWriter writer(message.version, FlightWriter::kSmallest + message.body.size() / 8);
    auto datagrams = writer.message(message.type, message.sequence, message.body);
    std::reverse(datagrams.begin(), datagrams.end());
    FlightReader reader(message.sequence);
    std::vector<DtlsMessage> out;
    for (const auto& datagram : datagrams)
        require(reader.on_datagram(datagram, out) == 1);
    require(out.size() == 1 && out[0].body == message.body && out[0].type == message.type);
    require(reader.held() == 0);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Reader input(Bytes(data, size));
    FlightReader reader;
    std::uint16_t awaited = 0;
    while (input.more()) {
        const std::size_t length = input.u16();
        // A copy on the heap: what is read past its end is found.
        const Bytes octets = input.take(std::min(length, input.left()));
        const std::vector<std::uint8_t> datagram(octets.begin(), octets.end());
        std::vector<DtlsMessage> out;
        reader.on_datagram(datagram, out);
        for (const DtlsMessage& message : out) {
            if (message.content != Content::handshake) continue;
            require(message.sequence == awaited++);
            if (message.body.size() < 4096) require_same_again(message);
        }
        require(reader.awaited() == awaited);
        require(reader.held() <= FlightReader::kMaxHeld);
    }
    return 0;
}
