// dnssec_chain: the DNS records that DANE needs, with the proof of each.
#include "dissect/extension/kind.h"

namespace tlsonar::dissect {
namespace {

struct DnssecChainRequest {
    std::uint16_t port_number = 0;
};
void read(Reader& reader, DnssecChainRequest& value) { value.port_number = reader.u16(); }
void write(Writer& writer, const DnssecChainRequest& value) { writer.u16(value.port_number); }
void describe(const DnssecChainRequest& value, FieldSink& sink) {
    sink.number("port_number", value.port_number);
}

struct DnssecChain {
    std::uint16_t ext_support_lifetime = 0;  // hours
    Bytes authentication_chain;              // DNS records in wire format, one after the other
};
void read(Reader& reader, DnssecChain& value) {
    value.ext_support_lifetime = reader.u16();
    value.authentication_chain = reader.rest();
}
void write(Writer& writer, const DnssecChain& value) {
    writer.u16(value.ext_support_lifetime);
    writer.bytes(value.authentication_chain);
}
void describe(const DnssecChain& value, FieldSink& sink) {
    sink.number("ext_support_lifetime", value.ext_support_lifetime);
    sink.hex("authentication_chain", value.authentication_chain);
}

}  // namespace

namespace extensions {
extern const ExtensionKind dnssec_chain =
    make_kind<In<kCH, DnssecChainRequest>, In<kSH | kCT, DnssecChain>>(59, "dnssec_chain",
                                                                       "RFC 9102 section 2");
}  // namespace extensions

}  // namespace tlsonar::dissect
