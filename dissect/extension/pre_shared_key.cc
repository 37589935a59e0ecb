// pre_shared_key: identities with a proof of possession for each, and the one that was taken.
#include "dissect/extension/kind.h"

namespace tlsonar::dissect {
namespace {

struct OfferedPsks {
    EntryList<PskIdentity> identities;
    EntryList<PskBinder> binders;
};
void read(Reader& reader, OfferedPsks& value) {
    value.identities = entries<PskIdentity>(reader, reader.vector16());
    value.binders = entries<PskBinder>(reader, reader.vector16());
}
void write(Writer& writer, const OfferedPsks& value) {
    writer.vector16(value.identities.octets());
    writer.vector16(value.binders.octets());
}
void describe(const OfferedPsks& value, FieldSink& sink) {
    sink.begin_list("identities");
    for (const PskIdentity& entry : value.identities) {
        sink.begin_object({});
        sink.hex("identity", entry.identity);
        sink.number("obfuscated_ticket_age", entry.obfuscated_ticket_age);
        sink.end_object();
    }
    sink.end_list();
    sink.begin_list("binders");
    for (const PskBinder& entry : value.binders)
        sink.hex({}, entry.binder);
    sink.end_list();
}

struct SelectedIdentity {
    std::uint16_t selected_identity = 0;
};
void read(Reader& reader, SelectedIdentity& value) { value.selected_identity = reader.u16(); }
void write(Writer& writer, const SelectedIdentity& value) { writer.u16(value.selected_identity); }
void describe(const SelectedIdentity& value, FieldSink& sink) {
    sink.number("selected_identity", value.selected_identity);
}

}  // namespace

namespace extensions {
extern const ExtensionKind pre_shared_key =
    make_kind<In<kCH, OfferedPsks>, In<kSH, SelectedIdentity>>(41, "pre_shared_key",
                                                               "RFC 9846 section 4.2.11");
}  // namespace extensions

}  // namespace tlsonar::dissect
