#include "dissect/session/inspect.h"

#include "dissect/message/handshake_type.h"
#include "dissect/message/hello.h"
#include "dissect/message/message.h"

#include <array>
#include <utility>

namespace tlsonar::dissect {
namespace {

// Types met so far, roughly: one that was met is never denied.
class TypeSet {
  public:
    // True when it may have been there before.
    bool add(std::uint16_t type) {
        std::uint64_t& word = bits_[(type >> 6) % bits_.size()];
        const std::uint64_t bit = std::uint64_t{1} << (type & 63);
        return (std::exchange(word, word | bit) & bit) != 0;
    }

  private:
    std::array<std::uint64_t, 8> bits_{};
};

void inspect_extensions(const ExtensionList& list, ExtensionPlace place, const AnomalyNote& note) {
    if (!list.framing_ok()) note(anomaly::kBrokenExtensionList, list.octets().size());
    // No hello of this world has more extensions than this; of longer ones the rest goes unchecked.
    std::array<std::uint16_t, 64> seen{};
    std::size_t count = 0;
    TypeSet types;
    for (const Extension& extension : list) {
        if (types.add(extension.type))
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

// A Certificate holds X.509 certificates or a raw public key (RFC 7250): which, was agreed in
// messages that may not have been seen. Well-formed as either is well-formed.
bool well_formed(const MessageKind& kind, Bytes body, MessageContext context) {
    if (kind.check(body, context).ok()) return true;
    if (kind.type != static_cast<std::uint8_t>(HandshakeType::certificate)) return false;
    // Before TLS 1.3 a raw key is one vector: its octets must begin a SEQUENCE, or any octets would
    // do.
    constexpr std::uint8_t kRawPublicKey = 2;
    constexpr std::uint8_t kSequence = 0x30;
    if (body.size() < 4 || body[3] != kSequence) return false;
    context.certificate_type = kRawPublicKey;
    return kind.check(body, context).ok();
}

}  // namespace

void inspect_message(const RawMessage& message, std::uint16_t version, std::uint16_t suite,
                     const AnomalyNote& note) {
    if (message.partial) return;
    const auto type = static_cast<HandshakeType>(message.type);
    const MessageKind* kind = find_message(type);
    MessageContext context;
    context.version = version;
    context.suite = find_cipher_suite(suite);
    if (kind != nullptr && !well_formed(*kind, message.body, context))
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
