#include "profile/certificate_type.h"

#include "dissect/extension/extension_type.h"
#include "dissect/message/handshake_type.h"
#include "dissect/message/hello.h"

namespace tlsonar::profile {

std::uint8_t certificate_type(const dissect::Handshake& handshake, dissect::Role sender) {
    using dissect::HandshakeType;
    const std::uint16_t extension = sender == dissect::Role::server
                                        ? dissect::extension_type::server_certificate_type
                                        : dissect::extension_type::client_certificate_type;
    const auto selected = [&](const dissect::ExtensionList& list) -> std::uint8_t {
        const auto found = list.find(extension);
        return found && found.body.size() == 1 ? found.body[0] : std::uint8_t{0};
    };
    std::uint8_t type = 0;
    for (const dissect::Message& message : handshake.messages) {
        const bool readable = message.content == dissect::Content::handshake && !message.opaque();
        if (!readable || message.sender != dissect::Role::server) continue;
        if (message.type == static_cast<std::uint8_t>(HandshakeType::server_hello)) {
            type = selected(dissect::decode_prefix<dissect::ServerHello>(message.body).extensions);
        } else if (message.type == static_cast<std::uint8_t>(HandshakeType::encrypted_extensions)) {
            Reader reader(message.body);
            type = selected(dissect::ExtensionList(reader.vector16()));
        }
        if (type != 0) return type;
    }
    return type;
}

}  // namespace tlsonar::profile
