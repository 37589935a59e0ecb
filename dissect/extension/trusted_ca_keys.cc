// trusted_ca_keys: certification authorities that the client holds, by name or by hash.
#include "dissect/extension/kind.h"

namespace tlsonar::dissect {
namespace {

constexpr std::size_t kSha1 = 20;
constexpr std::string_view kTypeNames[] = {"pre_agreed", "key_sha1_hash", "x509_name",
                                           "cert_sha1_hash"};

struct TrustedAuthority {
    std::uint8_t identifier_type = 0;
    Bytes identifier;
};
void read(Reader& reader, TrustedAuthority& value) {
    value.identifier_type = reader.u8();
    switch (value.identifier_type) {
        case 0:
            break;
        case 1:
        case 3:
            value.identifier = reader.take(kSha1);
            break;
        case 2:
            value.identifier = reader.vector16();
            break;
        default:
            reader.fail();
    }
}

struct TrustedAuthorities {
    EntryList<TrustedAuthority> trusted_authorities_list;
};
void read(Reader& reader, TrustedAuthorities& value) {
    value.trusted_authorities_list = entries<TrustedAuthority>(reader, reader.vector16());
}
void write(Writer& writer, const TrustedAuthorities& value) {
    writer.vector16(value.trusted_authorities_list.octets());
}
void describe(const TrustedAuthorities& value, FieldSink& sink) {
    sink.begin_list("trusted_authorities_list");
    for (const TrustedAuthority& entry : value.trusted_authorities_list) {
        sink.begin_object({});
        sink.code("identifier_type", entry.identifier_type, 2, kTypeNames[entry.identifier_type]);
        if (entry.identifier_type != 0) sink.hex("identifier", entry.identifier);
        sink.end_object();
    }
    sink.end_list();
}

}  // namespace

namespace extensions {
extern const ExtensionKind trusted_ca_keys =
    make_kind<In<kCH, TrustedAuthorities>, In<kSH, NoBody>>(3, "trusted_ca_keys",
                                                            "RFC 6066 section 6");
}  // namespace extensions

}  // namespace tlsonar::dissect
