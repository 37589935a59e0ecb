// oid_filters: extensions that a client's certificate must have.
#include "dissect/extension/kind.h"

namespace tlsonar::dissect {
namespace {

struct OidFilter {
    Bytes certificate_extension_oid;     // DER
    Bytes certificate_extension_values;  // DER
};
void read(Reader& reader, OidFilter& value) {
    value.certificate_extension_oid = reader.vector8();
    value.certificate_extension_values = reader.vector16();
}

struct OidFilters {
    EntryList<OidFilter> filters;
};
void read(Reader& reader, OidFilters& value) {
    value.filters = entries<OidFilter>(reader, reader.vector16());
}
void write(Writer& writer, const OidFilters& value) { writer.vector16(value.filters.octets()); }
void describe(const OidFilters& value, FieldSink& sink) {
    sink.begin_list("filters");
    for (const OidFilter& filter : value.filters) {
        sink.begin_object({});
        sink.hex("certificate_extension_oid", filter.certificate_extension_oid);
        sink.hex("certificate_extension_values", filter.certificate_extension_values);
        sink.end_object();
    }
    sink.end_list();
}

}  // namespace

namespace extensions {
extern const ExtensionKind oid_filters =
    make_kind<In<kCR, OidFilters>>(48, "oid_filters", "RFC 9846 section 4.2.5");
}  // namespace extensions

}  // namespace tlsonar::dissect
