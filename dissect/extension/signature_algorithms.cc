// signature_algorithms: for CertificateVerify and, in TLS 1.2, ServerKeyExchange.
#include "dissect/extension/kind.h"
#include "dissect/registry/signature_scheme.h"

namespace tlsonar::dissect {
namespace {

struct SignatureAlgorithms {
    CodeList supported_signature_algorithms;
};
void read(Reader& reader, SignatureAlgorithms& value) {
    value.supported_signature_algorithms = codes(reader, reader.vector16());
}
void write(Writer& writer, const SignatureAlgorithms& value) {
    writer.vector16(value.supported_signature_algorithms.octets());
}
void describe(const SignatureAlgorithms& value, FieldSink& sink) {
    describe_codes(sink, "supported_signature_algorithms", value.supported_signature_algorithms,
                   signature_scheme_name);
}

}  // namespace

namespace extensions {
extern const ExtensionKind signature_algorithms = make_kind<In<kCH | kCR, SignatureAlgorithms>>(
    13, "signature_algorithms", "RFC 9846 section 4.2.3");
}  // namespace extensions

}  // namespace tlsonar::dissect
