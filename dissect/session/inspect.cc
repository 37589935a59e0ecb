#include "dissect/session/inspect.h"

#include "dissect/message/handshake_type.h"
#include "dissect/message/hello.h"

#include <array>

namespace tlsonar::dissect {
namespace {

void inspect_extensions(const ExtensionList& list, ExtensionPlace place, const AnomalyNote& note) {
    if (!list.framing_ok()) note(anomaly::kBrokenExtensionList, list.octets().size());
    // No hello of this world has more extensions than this; of longer ones the rest goes unchecked.
    std::array<std::uint16_t, 64> seen{};
    std::size_t count = 0;
    for (const Extension& extension : list) {
        for (std::size_t i = 0; i < count; ++i)
            if (seen[i] == extension.type) note(anomaly::kDuplicateExtension, extension.type);
        if (count < seen.size()) seen[count++] = extension.type;
        const ExtensionKind* kind = find_extension(extension.type);
        if (kind == nullptr) continue;
        if ((kind->places & (1U << static_cast<unsigned>(place))) == 0)
            note(anomaly::kMisplacedExtension, extension.type);
        else if (!kind->check(extension.body, place).ok())
            note(anomaly::kUndecodableExtension, extension.type);
    }
}

}  // namespace

void inspect_message(const RawMessage& message, Role /*sender*/, std::uint16_t /*version*/,
                     const AnomalyNote& note) {
    if (message.partial) return;
    if (message.type == static_cast<std::uint8_t>(HandshakeType::client_hello)) {
        const auto hello = decode<ClientHello>(message.body);
        if (!hello.ok()) return note(anomaly::kUndecodableMessage, message.type);
        inspect_extensions(hello->extensions, ExtensionPlace::client_hello, note);
    } else if (message.type == static_cast<std::uint8_t>(HandshakeType::server_hello)) {
        const auto hello = decode<ServerHello>(message.body);
        if (!hello.ok()) return note(anomaly::kUndecodableMessage, message.type);
        const bool retry = is_hello_retry_request(*hello);
        inspect_extensions(
            hello->extensions,
            retry ? ExtensionPlace::hello_retry_request : ExtensionPlace::server_hello, note);
    }
}

}  // namespace tlsonar::dissect
