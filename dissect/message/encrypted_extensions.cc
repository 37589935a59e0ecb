#include "dissect/message/encrypted_extensions.h"

#include "dissect/extension/describe.h"
#include "dissect/message/kind.h"

namespace tlsonar::dissect {

void read(Reader& reader, EncryptedExtensions& value) {
    value.extensions = ExtensionList(reader.vector16());
}
void write(Writer& writer, const EncryptedExtensions& value) {
    writer.vector16(value.extensions.octets());
}

std::string_view refuse(const EncryptedExtensions& value) {
    return value.extensions.framing_ok() ? "" : "extensions overrun their vector";
}

void describe(const EncryptedExtensions& value, FieldSink& sink) {
    describe_extensions(value.extensions, ExtensionPlace::encrypted_extensions, sink);
}

namespace messages {
extern const MessageKind encrypted_extensions = make_message<EncryptedExtensions>(
    HandshakeType::encrypted_extensions, "EncryptedExtensions", "RFC 9846 section 4.3.1");
}  // namespace messages

}  // namespace tlsonar::dissect
