// Finished. Its length follows from the version and the hash: 36 octets in SSLv3, 12 up to TLS 1.2
// (unless the cipher suite says otherwise), that of the hash in TLS 1.3.
#include "dissect/message/kind.h"

namespace tlsonar::dissect {
namespace {

struct Finished {
    Bytes verify_data;
};
void read(Reader& reader, Finished& value) { value.verify_data = reader.rest(); }
void write(Writer& writer, const Finished& value) { writer.bytes(value.verify_data); }
std::string_view refuse(const Finished& value) {
    return value.verify_data.empty() ? "empty verify_data" : "";
}
void describe(const Finished& value, FieldSink& sink) {
    sink.hex("verify_data", value.verify_data);
}

}  // namespace

namespace messages {
extern const MessageKind finished =
    make_message<Finished>(HandshakeType::finished, "Finished", "RFC 9846 section 4.4.4");
}  // namespace messages

}  // namespace tlsonar::dissect
