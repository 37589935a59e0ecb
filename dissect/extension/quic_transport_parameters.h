// Transport parameters of QUIC: RFC 9000 section 18.
#pragma once

#include "core/bytes.h"
#include "core/fields.h"
#include "dissect/codec.h"
#include "dissect/entry_list.h"

#include <cstdint>

namespace tlsonar::dissect {

// RFC 9000 section 16: an integer of 1, 2, 4 or 8 octets whose first two bits say which.
std::uint64_t read_varint(Reader& reader);
void write_varint(Writer& writer, std::uint64_t value);  // in the fewest octets

// Borrows.
struct QuicTransportParameter {
    std::uint64_t id = 0;
    Bytes value;
};
void read(Reader& reader, QuicTransportParameter& parameter);

struct QuicTransportParameters {
    EntryList<QuicTransportParameter> parameters;
};
void read(Reader& reader, QuicTransportParameters& value);
void write(Writer& writer, const QuicTransportParameters& value);
void describe(const QuicTransportParameters& value, FieldSink& sink);

}  // namespace tlsonar::dissect
