#include "dissect/message/handshake_type.h"

#include "dissect/registry/names.gen.h"

namespace tlsonar::dissect {

std::string_view name_of(HandshakeType type) {
    return handshake_type_name(static_cast<std::uint8_t>(type));
}

}  // namespace tlsonar::dissect
