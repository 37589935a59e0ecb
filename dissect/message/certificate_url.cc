// CertificateURL: where the client's certificates can be fetched.
#include "dissect/entry_list.h"
#include "dissect/message/kind.h"

namespace tlsonar::dissect {
namespace {

constexpr std::size_t kSha1 = 20;

// RFC 4366 let the hash be left out (0); RFC 6066 calls the octet padding and wants 1.
struct UrlAndHash {
    Bytes url;
    std::uint8_t padding = 0;
    Bytes sha1_hash;
};
void read(Reader& reader, UrlAndHash& value) {
    value.url = reader.vector16();
    value.padding = reader.u8();
    if (value.padding != 0) value.sha1_hash = reader.take(kSha1);
}

struct CertificateUrl {
    std::uint8_t type = 0;
    EntryList<UrlAndHash> url_and_hash_list;
};
void read(Reader& reader, CertificateUrl& value) {
    value.type = reader.u8();
    value.url_and_hash_list = entries<UrlAndHash>(reader, reader.vector16());
}
void write(Writer& writer, const CertificateUrl& value) {
    writer.u8(value.type);
    writer.vector16(value.url_and_hash_list.octets());
}
void describe(const CertificateUrl& value, FieldSink& sink) {
    sink.code("type", value.type, 2,
              value.type == 0   ? "individual_certs"
              : value.type == 1 ? "pkipath"
                                : "");
    sink.begin_list("url_and_hash_list");
    for (const UrlAndHash& entry : value.url_and_hash_list) {
        sink.begin_object({});
        sink.text("url", as_text(entry.url));
        sink.hex("sha1_hash", entry.sha1_hash);
        sink.end_object();
    }
    sink.end_list();
}

}  // namespace

namespace messages {
extern const MessageKind certificate_url = make_message<CertificateUrl>(
    HandshakeType::certificate_url, "CertificateURL", "RFC 6066 section 5");
}  // namespace messages

}  // namespace tlsonar::dissect
