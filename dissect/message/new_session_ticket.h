// NewSessionTicket (RFC 9846 section 4.6.1, RFC 5077 section 3.3).
#pragma once

#include "core/bytes.h"
#include "core/fields.h"
#include "dissect/codec.h"
#include "dissect/extension/extension.h"
#include "dissect/message/message.h"

#include <cstdint>

namespace tlsonar::dissect {

// Borrows. Up to TLS 1.2 there are the lifetime (a hint) and the ticket only.
struct NewSessionTicket {
    std::uint32_t ticket_lifetime = 0;  // seconds
    std::uint32_t ticket_age_add = 0;
    Bytes ticket_nonce;
    Bytes ticket;
    ExtensionList extensions;
};
void read(Reader& reader, NewSessionTicket& value, const MessageContext& context);
void write(Writer& writer, const NewSessionTicket& value, const MessageContext& context);
std::string_view refuse(const NewSessionTicket& value);
void describe(const NewSessionTicket& value, FieldSink& sink);

Result<NewSessionTicket, DecodeError> decode_new_session_ticket(Bytes body,
                                                                const MessageContext& context);

}  // namespace tlsonar::dissect
