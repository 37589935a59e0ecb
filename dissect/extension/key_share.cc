// key_share: public keys for the groups that the client expects to be taken, the server's share, or
// the group of which a HelloRetryRequest asks for a share.
#include "dissect/extension/kind.h"
#include "dissect/registry/named_group.h"

namespace tlsonar::dissect {
namespace {

void describe_share(const KeyShareEntry& entry, FieldSink& sink) {
    describe_code(sink, "group", entry.group, named_group_name);
    sink.number("length", entry.key_exchange.size());
    sink.hex("key_exchange", entry.key_exchange);
}

struct KeyShareClientHello {
    EntryList<KeyShareEntry> client_shares;
};
void read(Reader& reader, KeyShareClientHello& value) {
    value.client_shares = entries<KeyShareEntry>(reader, reader.vector16());
}
void write(Writer& writer, const KeyShareClientHello& value) {
    writer.vector16(value.client_shares.octets());
}
void describe(const KeyShareClientHello& value, FieldSink& sink) {
    sink.begin_list("client_shares");
    for (const KeyShareEntry& entry : value.client_shares) {
        sink.begin_object({});
        describe_share(entry, sink);
        sink.end_object();
    }
    sink.end_list();
}

struct KeyShareServerHello {
    KeyShareEntry server_share;
};
void read(Reader& reader, KeyShareServerHello& value) { read(reader, value.server_share); }
void write(Writer& writer, const KeyShareServerHello& value) { write(writer, value.server_share); }
void describe(const KeyShareServerHello& value, FieldSink& sink) {
    sink.begin_object("server_share");
    describe_share(value.server_share, sink);
    sink.end_object();
}

struct KeyShareHelloRetryRequest {
    std::uint16_t selected_group = 0;
};
void read(Reader& reader, KeyShareHelloRetryRequest& value) { value.selected_group = reader.u16(); }
void write(Writer& writer, const KeyShareHelloRetryRequest& value) {
    writer.u16(value.selected_group);
}
void describe(const KeyShareHelloRetryRequest& value, FieldSink& sink) {
    describe_code(sink, "selected_group", value.selected_group, named_group_name);
}

}  // namespace

namespace extensions {
extern const ExtensionKind key_share =
    make_kind<In<kCH, KeyShareClientHello>, In<kSH, KeyShareServerHello>,
              In<kHRR, KeyShareHelloRetryRequest>>(51, "key_share", "RFC 9846 section 4.2.8");
// Its code point up to draft 22, given up for its collision with extended_random.
extern const ExtensionKind key_share_draft =
    make_kind<In<kCH, KeyShareClientHello>, In<kSH, KeyShareServerHello>,
              In<kHRR, KeyShareHelloRetryRequest>>(40, "key_share_draft",
                                                   "draft-ietf-tls-tls13-22");
}  // namespace extensions

}  // namespace tlsonar::dissect
