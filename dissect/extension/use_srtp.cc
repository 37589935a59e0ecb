// use_srtp: the profiles of SRTP whose keys the DTLS handshake makes.
#include "dissect/extension/kind.h"
#include "dissect/registry/names.gen.h"

namespace tlsonar::dissect {
namespace {

struct UseSrtp {
    CodeList srtp_protection_profiles;
    Bytes srtp_mki;
};
void read(Reader& reader, UseSrtp& value) {
    value.srtp_protection_profiles = codes(reader, reader.vector16());
    value.srtp_mki = reader.vector8();
}
void write(Writer& writer, const UseSrtp& value) {
    writer.vector16(value.srtp_protection_profiles.octets());
    writer.vector8(value.srtp_mki);
}
void describe(const UseSrtp& value, FieldSink& sink) {
    describe_codes(sink, "srtp_protection_profiles", value.srtp_protection_profiles,
                   srtp_protection_profile_name);
    sink.hex("srtp_mki", value.srtp_mki);
}

}  // namespace

namespace extensions {
extern const ExtensionKind use_srtp =
    make_kind<In<kCH | kSH | kEE, UseSrtp>>(14, "use_srtp", "RFC 5764 section 4.1.1");
}  // namespace extensions

}  // namespace tlsonar::dissect
