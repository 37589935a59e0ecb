#include "dissect/extension/delegated_credential.h"

#include "dissect/extension/kind.h"
#include "dissect/registry/signature_scheme.h"

namespace tlsonar::dissect {

void read(Reader& reader, DelegatedCredential& value) {
    value.valid_time = reader.u32();
    value.dc_cert_verify_algorithm = reader.u16();
    value.subject_public_key_info = reader.vector24();
    value.algorithm = reader.u16();
    value.signature = reader.vector16();
}
void write(Writer& writer, const DelegatedCredential& value) {
    writer.u32(value.valid_time);
    writer.u16(value.dc_cert_verify_algorithm);
    writer.vector24(value.subject_public_key_info);
    writer.u16(value.algorithm);
    writer.vector16(value.signature);
}
void describe(const DelegatedCredential& value, FieldSink& sink) {
    sink.number("valid_time", value.valid_time);
    describe_code(sink, "dc_cert_verify_algorithm", value.dc_cert_verify_algorithm,
                  signature_scheme_name);
    sink.hex("subject_public_key_info", value.subject_public_key_info);
    describe_code(sink, "algorithm", value.algorithm, signature_scheme_name);
    sink.hex("signature", value.signature);
}

namespace {

// What the sender can verify a delegated credential with.
struct SignatureSchemeList {
    CodeList supported_signature_algorithms;
};
void read(Reader& reader, SignatureSchemeList& value) {
    value.supported_signature_algorithms = codes(reader, reader.vector16());
}
void write(Writer& writer, const SignatureSchemeList& value) {
    writer.vector16(value.supported_signature_algorithms.octets());
}
void describe(const SignatureSchemeList& value, FieldSink& sink) {
    describe_codes(sink, "supported_signature_algorithms", value.supported_signature_algorithms,
                   signature_scheme_name);
}

}  // namespace

namespace extensions {
extern const ExtensionKind delegated_credential =
    make_kind<In<kCH | kCR, SignatureSchemeList>, In<kCT, DelegatedCredential>>(
        34, "delegated_credential", "RFC 9345 section 4");
}  // namespace extensions

}  // namespace tlsonar::dissect
