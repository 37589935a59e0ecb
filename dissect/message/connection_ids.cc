// RequestConnectionId and NewConnectionId of DTLS 1.3.
#include "dissect/extension/entries.h"
#include "dissect/message/kind.h"

namespace tlsonar::dissect {
namespace {

struct RequestConnectionId {
    std::uint8_t num_cids = 0;
};
void read(Reader& reader, RequestConnectionId& value) { value.num_cids = reader.u8(); }
void write(Writer& writer, const RequestConnectionId& value) { writer.u8(value.num_cids); }
void describe(const RequestConnectionId& value, FieldSink& sink) {
    sink.number("num_cids", value.num_cids);
}

struct NewConnectionId {
    EntryList<ProtocolName> cids;  // opaque <0..2^8-1> each
    std::uint8_t usage = 0;
};
void read(Reader& reader, NewConnectionId& value) {
    value.cids = entries<ProtocolName>(reader, reader.vector16());
    value.usage = reader.u8();
}
void write(Writer& writer, const NewConnectionId& value) {
    writer.vector16(value.cids.octets());
    writer.u8(value.usage);
}
void describe(const NewConnectionId& value, FieldSink& sink) {
    sink.begin_list("cids");
    for (const ProtocolName& cid : value.cids)
        sink.hex({}, cid.name);
    sink.end_list();
    sink.code("usage", value.usage, 2,
              value.usage == 0   ? "cid_immediate"
              : value.usage == 1 ? "cid_spare"
                                 : "");
}

}  // namespace

namespace messages {
extern const MessageKind request_connection_id = make_message<RequestConnectionId>(
    HandshakeType::request_connection_id, "RequestConnectionId", "RFC 9147 section 9");
extern const MessageKind new_connection_id = make_message<NewConnectionId>(
    HandshakeType::new_connection_id, "NewConnectionId", "RFC 9147 section 9");
}  // namespace messages

}  // namespace tlsonar::dissect
