#include "dissect/session/inspect.h"

#include "dissect/message/handshake_type.h"
#include "dissect/message/hello.h"
#include "dissect/message/message.h"

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

void inspect_message(const RawMessage& message, std::uint16_t version, std::uint16_t suite,
                     const AnomalyNote& note) {
    if (message.partial) return;
    const auto type = static_cast<HandshakeType>(message.type);
    // Certificates are read where they are wanted, and say there what is wrong with them.
    if (type == HandshakeType::certificate || type == HandshakeType::compressed_certificate) return;
    const MessageKind* kind = find_message(type);
    MessageContext context;
    context.version = version;
    context.suite = find_cipher_suite(suite);
    if (kind != nullptr && !kind->check(message.body, context).ok())
        note(anomaly::kUndecodableMessage, message.type);
    if (type == HandshakeType::client_hello) {
        const ClientHello hello = decode_prefix<ClientHello>(message.body);
        inspect_extensions(hello.extensions, ExtensionPlace::client_hello, note);
    } else if (type == HandshakeType::server_hello) {
        const ServerHello hello = decode_prefix<ServerHello>(message.body);
        const bool retry = is_hello_retry_request(hello);
        inspect_extensions(
            hello.extensions,
            retry ? ExtensionPlace::hello_retry_request : ExtensionPlace::server_hello, note);
    } else if (type == HandshakeType::encrypted_extensions) {
        Reader reader(message.body);
        inspect_extensions(ExtensionList(reader.vector16()), ExtensionPlace::encrypted_extensions,
                           note);
    }
}

}  // namespace tlsonar::dissect
