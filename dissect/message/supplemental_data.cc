// SupplementalData: what applications hang onto the handshake.
#include "dissect/entry_list.h"
#include "dissect/message/kind.h"
#include "dissect/registry/names.gen.h"

namespace tlsonar::dissect {
namespace {

struct SupplementalDataEntry {
    std::uint16_t supp_data_type = 0;
    Bytes data;
};
void read(Reader& reader, SupplementalDataEntry& value) {
    value.supp_data_type = reader.u16();
    value.data = reader.vector16();
}

struct SupplementalData {
    EntryList<SupplementalDataEntry> supp_data;
};
void read(Reader& reader, SupplementalData& value) {
    value.supp_data = entries<SupplementalDataEntry>(reader, reader.vector24());
}
void write(Writer& writer, const SupplementalData& value) {
    writer.vector24(value.supp_data.octets());
}
void describe(const SupplementalData& value, FieldSink& sink) {
    sink.begin_list("supp_data");
    for (const SupplementalDataEntry& entry : value.supp_data) {
        sink.begin_object({});
        sink.code("supp_data_type", entry.supp_data_type, 4,
                  supplemental_data_type_name(entry.supp_data_type));
        sink.hex("data", entry.data);
        sink.end_object();
    }
    sink.end_list();
}

}  // namespace

namespace messages {
extern const MessageKind supplemental_data = make_message<SupplementalData>(
    HandshakeType::supplemental_data, "SupplementalData", "RFC 4680 section 2");
}  // namespace messages

}  // namespace tlsonar::dissect
