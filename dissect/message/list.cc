#include "dissect/message/message.h"

#include <algorithm>

namespace tlsonar::dissect {

namespace messages {
#define TLSONAR_MESSAGE(name) extern const MessageKind name;
#include "dissect/message/list.inc"
#undef TLSONAR_MESSAGE
}  // namespace messages

namespace {
constexpr const MessageKind* kKinds[] = {
#define TLSONAR_MESSAGE(name) &messages::name,
#include "dissect/message/list.inc"
#undef TLSONAR_MESSAGE
};

const MessageKind* find(std::span<const MessageKind* const> kinds, std::uint8_t type) {
    const auto at = std::find_if(kinds.begin(), kinds.end(),
                                 [type](const MessageKind* kind) { return kind->type == type; });
    return at != kinds.end() ? *at : nullptr;
}
}  // namespace

std::span<const MessageKind* const> message_kinds() { return kKinds; }

const MessageKind* find_message(HandshakeType type) {
    return find(kKinds, static_cast<std::uint8_t>(type));
}

const MessageKind* find_ssl2_message(std::uint8_t type) { return find(ssl2_message_kinds(), type); }

Generation generation_of(std::uint16_t version) {
    switch (version) {
        case 0x0300:
            return Generation::ssl3;
        case 0x0301:
            return Generation::tls10;
        // RFC 4347 made DTLS 1.0 of TLS 1.1; GB/T 38636 made TLCP of it, too.
        case 0x0302:
        case 0x0100:
        case 0x0101:
        case 0xFEFF:
            return Generation::tls11;
        case 0x0303:
        case 0xFEFD:
            return Generation::tls12;
        default:
            break;
    }
    const unsigned high = version >> 8;
    const bool modern =
        version == 0x0304 || version == 0xFEFC || high == 0x7F || high == 0x7E || high == 0xFB;
    return modern ? Generation::tls13 : Generation::tls12;
}

}  // namespace tlsonar::dissect
