#include "profile/describe.h"

#include "dissect/message/message.h"
#include "dissect/registry/names.gen.h"
#include "profile/certificate_type.h"

namespace tlsonar::profile {
namespace {

using dissect::Content;
using dissect::Message;

void describe_alert(const Message& message, FieldSink& sink) {
    if (message.body.size() < 2) return;
    sink.code("level", message.body[0], 2, message.body[0] == 2 ? "fatal" : "warning");
    sink.code("description", message.body[1], 2, dissect::alert_description_name(message.body[1]));
}

}  // namespace

bool describe_message(const dissect::Handshake& handshake, std::size_t index, FieldSink& sink) {
    const Message& message = handshake.messages[index];
    if (message.opaque()) return false;
    if (message.content == Content::alert) {
        describe_alert(message, sink);
        return true;
    }
    const dissect::MessageKind* kind = nullptr;
    if (message.content == Content::handshake)
        kind = dissect::find_message(static_cast<dissect::HandshakeType>(message.type));
    else if (message.content == Content::ssl2)
        kind = dissect::find_ssl2_message(message.type);
    if (kind == nullptr) return false;
    dissect::MessageContext context;
    context.version = handshake.version;
    context.suite = dissect::find_cipher_suite(handshake.cipher_suite);
    context.certificate_type = certificate_type(handshake, message.sender);
    context.partial = message.partial;
    kind->describe(message.body, context, sink);
    return true;
}

}  // namespace tlsonar::profile
