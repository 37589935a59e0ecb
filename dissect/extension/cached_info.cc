// cached_info: messages that the client knows from earlier and the server need not repeat.
#include "dissect/extension/kind.h"
#include "dissect/registry/names.gen.h"

namespace tlsonar::dissect {
namespace {

struct CachedObject {
    std::uint8_t type = 0;
    Bytes hash_value;
};
void read(Reader& reader, CachedObject& value) {
    value.type = reader.u8();
    value.hash_value = reader.vector8();
}

struct CachedInformation {
    EntryList<CachedObject> cached_info;
};
void read(Reader& reader, CachedInformation& value) {
    value.cached_info = entries<CachedObject>(reader, reader.vector16());
}
void write(Writer& writer, const CachedInformation& value) {
    writer.vector16(value.cached_info.octets());
}
void describe(const CachedInformation& value, FieldSink& sink) {
    sink.begin_list("cached_info");
    for (const CachedObject& entry : value.cached_info) {
        sink.begin_object({});
        sink.code("type", entry.type, 2, cached_information_type_name(entry.type));
        sink.hex("hash_value", entry.hash_value);
        sink.end_object();
    }
    sink.end_list();
}

// The server names what it will leave out, without the hash.
struct CachedTypes {
    Bytes cached_info;  // one octet each
};
void read(Reader& reader, CachedTypes& value) {
    value.cached_info = octet_codes(reader, reader.vector16());
}
void write(Writer& writer, const CachedTypes& value) { writer.vector16(value.cached_info); }
void describe(const CachedTypes& value, FieldSink& sink) {
    describe_octet_codes(sink, "cached_info", value.cached_info, cached_information_type_name);
}

}  // namespace

namespace extensions {
extern const ExtensionKind cached_info =
    make_kind<In<kCH, CachedInformation>, In<kSH | kEE, CachedTypes>>(25, "cached_info",
                                                                      "RFC 7924 section 3");
}  // namespace extensions

}  // namespace tlsonar::dissect
