// certificate_authorities: names that a certificate's issuer should have.
#include "dissect/extension/kind.h"

namespace tlsonar::dissect {
namespace {

struct CertificateAuthorities {
    EntryList<Opaque16> authorities;  // DER of a Name
};
void read(Reader& reader, CertificateAuthorities& value) {
    value.authorities = entries<Opaque16>(reader, reader.vector16());
}
void write(Writer& writer, const CertificateAuthorities& value) {
    writer.vector16(value.authorities.octets());
}
void describe(const CertificateAuthorities& value, FieldSink& sink) {
    describe_opaques(sink, "authorities", value.authorities);
}

}  // namespace

namespace extensions {
extern const ExtensionKind certificate_authorities =
    make_kind<In<kCH | kCR, CertificateAuthorities>>(47, "certificate_authorities",
                                                     "RFC 9846 section 4.2.4");
}  // namespace extensions

}  // namespace tlsonar::dissect
