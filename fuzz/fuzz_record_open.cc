// Any octets as protected records, under any suite and version: opened or refused, never more.
//
//   suite:2 version:2 flags:1, then records: type:1 length:2 fragment
#include "core/reader.h"
#include "dissect/protect/record_opener.h"

#include <array>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <utility>

using namespace tlsonar;
using namespace tlsonar::dissect;

namespace {

std::optional<RecordOpener> make(std::uint16_t suite, std::uint16_t version, unsigned flags) {
    static constexpr std::array<std::uint8_t, 48> kSecret{1, 2, 3};
    static constexpr std::array<std::uint8_t, 32> kRandom{4, 5, 6};
    if (version == 0x0304) {
        auto opener = RecordOpener::make_tls13(suite, Bytes(kSecret).first((flags & 8U) ? 48 : 32));
        if (!opener) return std::nullopt;
        return std::move(opener).value();
    }
    Tls12Parameters p;
    p.suite = suite;
    p.version = version;
    p.master_secret = kSecret;
    p.client_random = p.server_random = kRandom;
    p.from_client = (flags & 1U) != 0;
    p.encrypt_then_mac = (flags & 2U) != 0;
    p.truncated_hmac = (flags & 4U) != 0;
    auto opener = RecordOpener::make_tls12(p);
    if (!opener) return std::nullopt;
    return std::move(opener).value();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Reader reader(Bytes(data, size));
    const std::uint16_t suite = reader.u16();
    const std::uint16_t version = reader.u16();
    const unsigned flags = reader.u8();
    auto opener = make(suite, version, flags);
    if (!opener) return 0;
    std::vector<std::uint8_t> scratch;
    for (int n = 0; reader.more() && n < 32; ++n) {
        const std::uint8_t type = reader.u8();
        const Bytes fragment = reader.vector16();
        if (reader.failed()) break;
        if (type == 0xF0) opener->resync();
        if (type == 0xF1) opener->skip_record();
        if (type == 0xF2) (void)opener->update();
        const auto opened = opener->open(type, version, fragment, scratch);
        if (opened.ok() && opened->plaintext.size() > fragment.size()) std::abort();
    }
    return 0;
}
