// transparency_info: certificate transparency, version 2.
#include "dissect/extension/kind.h"

namespace tlsonar::dissect {
namespace {

struct TransItemList {
    EntryList<Opaque16> trans_item_list;
};
void read(Reader& reader, TransItemList& value) {
    value.trans_item_list = entries<Opaque16>(reader, reader.vector16());
}
void write(Writer& writer, const TransItemList& value) {
    writer.vector16(value.trans_item_list.octets());
}
void describe(const TransItemList& value, FieldSink& sink) {
    describe_opaques(sink, "trans_item_list", value.trans_item_list);
}

}  // namespace

namespace extensions {
extern const ExtensionKind transparency_info =
    make_kind<In<kCH | kCR, NoBody>, In<kSH | kCT, TransItemList>>(52, "transparency_info",
                                                                   "RFC 9162 section 6.5");
}  // namespace extensions

}  // namespace tlsonar::dissect
