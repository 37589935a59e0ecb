// Messages of a handshake in plain words, for people who don't read RFCs for breakfast.
#pragma once

#include "audit/subject/subject.h"

#include <string>
#include <string_view>

namespace tlsonar::reports::html {

// "client_hello" as the RFCs write it: "ClientHello". For the names that analyze gives.
std::string title_of_message(std::string_view name);
// What the message does, by the protocol's version; empty when there is nothing to say.
std::string_view words_of(const audit::MessageView& message, bool tls13);

}  // namespace tlsonar::reports::html
