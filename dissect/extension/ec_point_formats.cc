// ec_point_formats: encodings of points that the sender can parse.
#include "dissect/extension/kind.h"
#include "dissect/registry/names.gen.h"

namespace tlsonar::dissect {
namespace {

struct EcPointFormats {
    Bytes ec_point_format_list;  // one octet each
};
void read(Reader& reader, EcPointFormats& value) {
    value.ec_point_format_list = octet_codes(reader, reader.vector8());
}
void write(Writer& writer, const EcPointFormats& value) {
    writer.vector8(value.ec_point_format_list);
}
void describe(const EcPointFormats& value, FieldSink& sink) {
    describe_octet_codes(sink, "ec_point_format_list", value.ec_point_format_list,
                         ec_point_format_name);
}

}  // namespace

namespace extensions {
extern const ExtensionKind ec_point_formats =
    make_kind<In<kCH | kSH, EcPointFormats>>(11, "ec_point_formats", "RFC 8422 section 5.1.2");
}  // namespace extensions

}  // namespace tlsonar::dissect
