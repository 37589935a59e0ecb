// signature_algorithms_cert: for signatures in certificates.
#include "dissect/extension/kind.h"
#include "dissect/registry/signature_scheme.h"

namespace tlsonar::dissect {
namespace {

struct SignatureAlgorithmsCert {
    CodeList supported_signature_algorithms;
};
void read(Reader& reader, SignatureAlgorithmsCert& value) {
    value.supported_signature_algorithms = codes(reader, reader.vector16());
}
void write(Writer& writer, const SignatureAlgorithmsCert& value) {
    writer.vector16(value.supported_signature_algorithms.octets());
}
void describe(const SignatureAlgorithmsCert& value, FieldSink& sink) {
    describe_codes(sink, "supported_signature_algorithms", value.supported_signature_algorithms,
                   signature_scheme_name);
}

}  // namespace

namespace extensions {
extern const ExtensionKind signature_algorithms_cert =
    make_kind<In<kCH | kCR, SignatureAlgorithmsCert>>(50, "signature_algorithms_cert",
                                                      "RFC 9846 section 4.2.3");
}  // namespace extensions

}  // namespace tlsonar::dissect
