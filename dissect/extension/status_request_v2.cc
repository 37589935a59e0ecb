// status_request_v2: OCSP responses for the whole chain. RFC 9846 forbids it in TLS 1.3.
#include "dissect/extension/kind.h"
#include "dissect/registry/names.gen.h"

namespace tlsonar::dissect {
namespace {

struct StatusRequestItem {
    std::uint8_t status_type = 0;
    Bytes request;  // an OCSPStatusRequest for both types that exist
};
void read(Reader& reader, StatusRequestItem& value) {
    value.status_type = reader.u8();
    value.request = reader.vector16();
}

struct StatusRequestList {
    EntryList<StatusRequestItem> certificate_status_req_list;
};
void read(Reader& reader, StatusRequestList& value) {
    value.certificate_status_req_list = entries<StatusRequestItem>(reader, reader.vector16());
}
void write(Writer& writer, const StatusRequestList& value) {
    writer.vector16(value.certificate_status_req_list.octets());
}
void describe(const StatusRequestList& value, FieldSink& sink) {
    sink.begin_list("certificate_status_req_list");
    for (const StatusRequestItem& item : value.certificate_status_req_list) {
        sink.begin_object({});
        sink.code("status_type", item.status_type, 2,
                  certificate_status_type_name(item.status_type));
        sink.hex("request", item.request);
        sink.end_object();
    }
    sink.end_list();
}

}  // namespace

namespace extensions {
extern const ExtensionKind status_request_v2 =
    make_kind<In<kCH, StatusRequestList>, In<kSH, NoBody>>(17, "status_request_v2",
                                                           "RFC 6961 section 2");
}  // namespace extensions

}  // namespace tlsonar::dissect
