#include "dissect/message/compressed_certificate.h"

#include "dissect/message/kind.h"
#include "dissect/registry/names.gen.h"

namespace tlsonar::dissect {

void read(Reader& reader, CompressedCertificate& value) {
    value.algorithm = reader.u16();
    value.uncompressed_length = reader.u24();
    value.compressed_certificate_message = reader.vector24();
}
void write(Writer& writer, const CompressedCertificate& value) {
    writer.u16(value.algorithm);
    writer.u24(value.uncompressed_length);
    writer.vector24(value.compressed_certificate_message);
}

void describe(const CompressedCertificate& value, FieldSink& sink) {
    sink.code("algorithm", value.algorithm, 4,
              certificate_compression_algorithm_name(value.algorithm));
    sink.number("uncompressed_length", value.uncompressed_length);
    sink.number("compressed_length", value.compressed_certificate_message.size());
    const auto inside = decompress(value);
    if (!inside) return sink.text("malformed", inside.error().what);
    MessageContext context;
    context.version = 0x0304;  // RFC 8879 section 4: only TLS 1.3 has this message
    sink.begin_object("certificate");
    find_message(HandshakeType::certificate)->describe(*inside, context, sink);
    sink.end_object();
}

namespace messages {
extern const MessageKind compressed_certificate = make_message<CompressedCertificate>(
    HandshakeType::compressed_certificate, "CompressedCertificate", "RFC 8879 section 4");
}  // namespace messages

}  // namespace tlsonar::dissect
