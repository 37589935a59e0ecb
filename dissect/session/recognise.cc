#include "dissect/session/recognise.h"

#include "dissect/session/limits.h"
#include "dissect/session/openvpn.h"
#include "dissect/session/record_stream.h"

#include <algorithm>

namespace tlsonar::dissect {
namespace {

constexpr std::uint8_t kAlert = 21;
constexpr std::uint8_t kHandshake = 22;

bool hello_version(const std::uint8_t* p) {
    return (p[0] == 3 && p[1] <= 4) || p[0] == 0x7F;  // 0x7Fxx: drafts of TLS 1.3
}

// A record header of type handshake, then ClientHello or ServerHello, as far as the octets go.
//   16 03 0v LL LL | tt ll ll ll | vv vv ...
Hello tls_hello(Bytes b, bool at_start) {
    const std::uint8_t expect[] = {kHandshake, 3};
    for (std::size_t i = 0; i < std::min<std::size_t>(b.size(), 2); ++i)
        if (b[i] != expect[i]) return Hello::none;
    if (b.size() < 6) return Hello::more;
    if (!plausible_record_header(b.data())) return Hello::none;
    const std::size_t length = load_be16(b.data() + 3);
    const std::uint8_t type = b[5];
    if (length == 0 || (type != 1 && type != 2)) return Hello::none;
    const Hello found = type == 1 ? Hello::tls_client : Hello::tls_server;
    if (length < 6) return at_start || length >= 4 ? found : Hello::none;  // fragmented records
    if (b.size() < 11) return Hello::more;
    const std::size_t message = load_be24(b.data() + 6);
    if (message < 38 || message > kMaxMessageLength || !hello_version(b.data() + 9))
        return Hello::none;
    return found;
}

Hello alert_record(Bytes b) {
    const std::uint8_t expect[] = {kAlert, 3};
    for (std::size_t i = 0; i < std::min<std::size_t>(b.size(), 2); ++i)
        if (b[i] != expect[i]) return Hello::none;
    if (b.size() < 7) return Hello::more;
    const bool fits = b[2] <= 4 && load_be16(b.data() + 3) == 2 && (b[5] == 1 || b[5] == 2);
    return fits ? Hello::alert : Hello::none;
}

// SSLv2 with a two-octet header (no padding), draft-hickman-netscape-ssl-00:
//   1LLLLLLL LLLLLLLL | 01 | version | cipher specs length | session id length | challenge length
//   1LLLLLLL LLLLLLLL | 04 | hit | certificate type | version | three lengths
Hello ssl2_hello(Bytes b) {
    if (b.empty() || (b[0] & 0x80) == 0) return Hello::none;
    if (b.size() >= 3 && b[2] != 1 && b[2] != 4) return Hello::none;
    if (b.size() < 13) return Hello::more;
    const std::size_t length = load_be16(b.data()) & 0x7FFFU;
    const auto known = [](std::uint16_t v) { return v == 0x0002 || (v >= 0x0300 && v <= 0x0304); };
    if (b[2] == 1) {
        const std::size_t specs = load_be16(b.data() + 5);
        const std::size_t session = load_be16(b.data() + 7);
        const std::size_t challenge = load_be16(b.data() + 9);
        const bool fits = known(load_be16(b.data() + 3)) && specs > 0 && specs % 3 == 0 &&
                          (session == 0 || session == 16) && challenge >= 8 && challenge <= 32 &&
                          length == 9 + specs + session + challenge;
        return fits ? Hello::ssl2_client : Hello::none;
    }
    const std::size_t sum =
        std::size_t{load_be16(b.data() + 7)} + load_be16(b.data() + 9) + load_be16(b.data() + 11);
    const bool fits = b[3] <= 1 && load_be16(b.data() + 5) == 0x0002 && length == 11 + sum;
    return fits ? Hello::ssl2_server : Hello::none;
}

// [MS-TDS] section 2.2.3: type 0x12 (PRELOGIN) or 0x04 (its answer), status, length, SPID, id, 0.
Hello tds_packet(Bytes b) {
    if (b.empty() || (b[0] != 0x12 && b[0] != 0x04)) return Hello::none;
    if (b.size() < 9) return Hello::more;
    const std::size_t length = load_be16(b.data() + 2);
    const bool header = b[1] <= 1 && length >= 9 && length <= 4096 && b[7] == 0;
    return header && (b[8] == 0 || b[8] == kHandshake) ? Hello::tds : Hello::none;
}

Hello openvpn_packet(Bytes b) {
    if (b.size() < 3) return b.empty() || b[0] != 0 ? Hello::none : Hello::more;
    const std::uint8_t opcode = b[2] >> 3;
    if (b[0] != 0 || (opcode != 7 && opcode != 8) || b[1] > 98) return Hello::none;
    if (b.size() < 2U + b[1]) return Hello::more;
    return openvpn_hmac_length(b) ? Hello::openvpn : Hello::none;
}

bool handshake_content(Bytes b) {
    if (b.size() < 9) return false;
    const std::uint8_t type = b[5];
    const bool known = type <= 2 || type == 4 || type == 5 || type == 8 ||
                       (type >= 11 && type <= 16) || type == 20 || (type >= 22 && type <= 25);
    return known && load_be24(b.data() + 6) <= kMaxMessageLength && b[6] == 0;
}

}  // namespace

Hello hello_at(Bytes octets, bool at_start) {
    bool more = false;
    const auto consider = [&more](Hello hello) {
        more = more || hello == Hello::more;
        return hello != Hello::none && hello != Hello::more;
    };
    if (const Hello hello = tls_hello(octets, at_start); consider(hello)) return hello;
    if (const Hello hello = alert_record(octets); consider(hello)) return hello;
    if (at_start) {
        if (const Hello hello = ssl2_hello(octets); consider(hello)) return hello;
        if (const Hello hello = tds_packet(octets); consider(hello)) return hello;
        if (const Hello hello = openvpn_packet(octets); consider(hello)) return hello;
    }
    return more ? Hello::more : Hello::none;
}

std::size_t find_record(Bytes octets, std::size_t from) {
    for (std::size_t i = from; i + 5 <= octets.size(); ++i) {
        const Bytes rest = octets.subspan(i);
        if (rest[0] < 20 || rest[0] > 24 || !plausible_record_header(rest.data())) continue;
        const std::size_t length = load_be16(rest.data() + 3);
        if (length == 0) continue;
        if (rest[0] == kHandshake && handshake_content(rest)) return i;
        const std::size_t whole = 5 + length;
        if (rest.size() == whole) return i;
        if (rest.size() >= whole + 5 && plausible_record_header(rest.data() + whole)) return i;
    }
    return octets.size();
}

}  // namespace tlsonar::dissect
