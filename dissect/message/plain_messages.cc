// Messages that are nothing but their type, or whose inside is shown as it is.
#include "dissect/message/kind.h"

namespace tlsonar::dissect::messages {

extern const MessageKind hello_request = make_message<EmptyMessage>(
    HandshakeType::hello_request, "HelloRequest", "RFC 5246 section 7.4.1.1");
extern const MessageKind end_of_early_data = make_message<EmptyMessage>(
    HandshakeType::end_of_early_data, "EndOfEarlyData", "RFC 9846 section 4.5");
extern const MessageKind server_hello_done = make_message<EmptyMessage>(
    HandshakeType::server_hello_done, "ServerHelloDone", "RFC 5246 section 7.4.5");
extern const MessageKind ekt_key =
    make_message<OpaqueMessage>(HandshakeType::ekt_key, "EKTKey", "RFC 8870 section 5.2.2");
// 203: the ChannelID message, which drafts called EncryptedExtensions.
extern const MessageKind channel_id =
    make_message<OpaqueMessage>(203, "ChannelID", "draft-balfanz-tls-channelid-01");
// The synthetic message that stands for the first ClientHello in the transcript after a
// HelloRetryRequest. Nobody sends it.
extern const MessageKind message_hash = make_message<OpaqueMessage>(
    HandshakeType::message_hash, "message_hash", "RFC 9846 section 4.4.1");

}  // namespace tlsonar::dissect::messages
