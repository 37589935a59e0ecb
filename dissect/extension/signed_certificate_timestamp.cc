#include "dissect/extension/signed_certificate_timestamp.h"

#include "dissect/extension/kind.h"
#include "dissect/registry/signature_scheme.h"

namespace tlsonar::dissect {

void read(Reader& reader, SignedCertificateTimestamp& sct) {
    sct.sct_version = reader.u8();
    sct.log_id = reader.take(32);
    sct.timestamp = reader.u64();
    sct.extensions = reader.vector16();
    sct.algorithm = reader.u16();
    sct.signature = reader.vector16();
}
void write(Writer& writer, const SignedCertificateTimestamp& sct) {
    writer.u8(sct.sct_version);
    writer.bytes(sct.log_id);
    writer.u64(sct.timestamp);
    writer.vector16(sct.extensions);
    writer.u16(sct.algorithm);
    writer.vector16(sct.signature);
}
void describe(const SignedCertificateTimestamp& sct, FieldSink& sink) {
    sink.number("sct_version", sct.sct_version);
    sink.hex("log_id", sct.log_id);
    sink.number("timestamp", sct.timestamp);
    if (!sct.extensions.empty()) sink.hex("extensions", sct.extensions);
    sink.code("algorithm", sct.algorithm, 4, signature_scheme_name(sct.algorithm));
    sink.hex("signature", sct.signature);
}

void read(Reader& reader, SignedCertificateTimestampList& value) {
    value.sct_list = entries<Opaque16>(reader, reader.vector16());
}
void write(Writer& writer, const SignedCertificateTimestampList& value) {
    writer.vector16(value.sct_list.octets());
}
void describe(const SignedCertificateTimestampList& value, FieldSink& sink) {
    sink.begin_list("sct_list");
    for (const Opaque16& entry : value.sct_list) {
        sink.begin_object({});
        if (auto sct = decode<SignedCertificateTimestamp>(entry.octets))
            describe(*sct, sink);
        else
            sink.hex("serialized_sct", entry.octets);
        sink.end_object();
    }
    sink.end_list();
}

namespace extensions {
extern const ExtensionKind signed_certificate_timestamp =
    make_kind<In<kSH | kCT, SignedCertificateTimestampList>, In<kCH | kCR, NoBody>>(
        18, "signed_certificate_timestamp", "RFC 6962 section 3.3.1");
}  // namespace extensions

}  // namespace tlsonar::dissect
