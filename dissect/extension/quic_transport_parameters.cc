#include "dissect/extension/quic_transport_parameters.h"

#include "dissect/extension/kind.h"
#include "dissect/registry/names.gen.h"

namespace tlsonar::dissect {

std::uint64_t read_varint(Reader& reader) {
    const std::uint8_t first = reader.u8();
    std::uint64_t value = first & 0x3F;
    for (int more = (1 << (first >> 6)) - 1; more > 0; --more)
        value = value << 8 | reader.u8();
    return value;
}
void write_varint(Writer& writer, std::uint64_t value) {
    if (value < 0x40) return writer.u8(static_cast<std::uint8_t>(value));
    if (value < 0x4000) return writer.u16(static_cast<std::uint16_t>(value | 0x4000));
    if (value < 0x40000000) return writer.u32(static_cast<std::uint32_t>(value | 0x80000000));
    writer.u64(value | 0xC000000000000000);
}

void read(Reader& reader, QuicTransportParameter& parameter) {
    parameter.id = read_varint(reader);
    parameter.value = reader.take(read_varint(reader));
}

// Written as found: a sender may have used more octets for a number than it needs.
void read(Reader& reader, QuicTransportParameters& value) {
    value.parameters = entries<QuicTransportParameter>(reader, reader.rest());
}
void write(Writer& writer, const QuicTransportParameters& value) {
    writer.bytes(value.parameters.octets());
}

namespace {

// Parameters of RFC 9000 whose value is a number: max_idle_timeout, max_udp_payload_size up to
// max_ack_delay, active_connection_id_limit; and max_datagram_frame_size of RFC 9221.
bool holds_number(std::uint64_t id) {
    return id == 1 || (id >= 3 && id <= 11) || id == 14 || id == 32;
}

void describe_parameter(const QuicTransportParameter& parameter, FieldSink& sink) {
    if (parameter.id <= 0xFFFF) {
        const auto id = static_cast<std::uint16_t>(parameter.id);
        sink.code("id", id, 4, quic_transport_parameter_name(id));
    } else {
        sink.number("id", parameter.id);
    }
    Reader reader(parameter.value);
    const std::uint64_t number = read_varint(reader);
    if (holds_number(parameter.id) && reader.done())
        sink.number("value", number);
    else
        sink.hex("value", parameter.value);
}

}  // namespace

void describe(const QuicTransportParameters& value, FieldSink& sink) {
    sink.begin_list("parameters");
    for (const QuicTransportParameter& parameter : value.parameters) {
        sink.begin_object({});
        describe_parameter(parameter, sink);
        sink.end_object();
    }
    sink.end_list();
}

namespace extensions {
extern const ExtensionKind quic_transport_parameters =
    make_kind<In<kCH | kEE, QuicTransportParameters>>(57, "quic_transport_parameters",
                                                      "RFC 9001 section 8.2");
extern const ExtensionKind quic_transport_parameters_draft =
    make_kind<In<kCH | kEE, QuicTransportParameters>>(0xFFA5, "quic_transport_parameters_draft",
                                                      "draft-ietf-quic-tls-32");
}  // namespace extensions

}  // namespace tlsonar::dissect
