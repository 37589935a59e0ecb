// HelloVerifyRequest: a DTLS server asks the client to prove its address (RFC 6347 section 4.2.1).
#pragma once

#include "core/fields.h"
#include "dissect/codec.h"

#include <cstdint>

namespace tlsonar::dissect {

// Borrows.
struct HelloVerifyRequest {
    std::uint16_t server_version = 0;
    Bytes cookie;
};
void read(Reader& reader, HelloVerifyRequest& request);
void write(Writer& writer, const HelloVerifyRequest& request);
void describe(const HelloVerifyRequest& request, FieldSink& sink);

}  // namespace tlsonar::dissect
