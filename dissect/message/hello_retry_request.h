// HelloRetryRequest as a message of its own, up to draft 21 of TLS 1.3.
#pragma once

#include "core/fields.h"
#include "dissect/codec.h"
#include "dissect/extension/extension.h"

#include <cstdint>

namespace tlsonar::dissect {

// Borrows. (Since draft 22 it is a ServerHello: see is_hello_retry_request().)
struct HelloRetryRequest {
    std::uint16_t server_version = 0;
    std::uint16_t cipher_suite = 0;    // since draft 19; before, up to draft 12
    std::uint16_t selected_group = 0;  // drafts 13 up to 15
    ExtensionList extensions;
};
void read(Reader& reader, HelloRetryRequest& request);
void write(Writer& writer, const HelloRetryRequest& request);
void describe(const HelloRetryRequest& request, FieldSink& sink);

}  // namespace tlsonar::dissect
