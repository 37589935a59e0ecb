// compress_certificate: what CompressedCertificate may be compressed with.
#include "dissect/extension/kind.h"
#include "dissect/registry/names.gen.h"

namespace tlsonar::dissect {
namespace {

struct CompressCertificate {
    CodeList algorithms;
};
void read(Reader& reader, CompressCertificate& value) {
    value.algorithms = codes(reader, reader.vector8());
}
void write(Writer& writer, const CompressCertificate& value) {
    writer.vector8(value.algorithms.octets());
}
void describe(const CompressCertificate& value, FieldSink& sink) {
    describe_codes(sink, "algorithms", value.algorithms, certificate_compression_algorithm_name);
}

}  // namespace

namespace extensions {
extern const ExtensionKind compress_certificate =
    make_kind<In<kCH | kCR, CompressCertificate>>(27, "compress_certificate", "RFC 8879 section 3");
}  // namespace extensions

}  // namespace tlsonar::dissect
