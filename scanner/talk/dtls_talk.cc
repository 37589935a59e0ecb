#include "scanner/talk/dtls_talk.h"

#include "dissect/message/handshake_type.h"
#include "dissect/message/hello.h"
#include "dissect/message/hello_verify_request.h"
#include "dissect/session/limits.h"
#include "scanner/talk/wire_private.h"

#include <algorithm>

namespace tlsonar::scanner {
namespace {

using dissect::Content;
using dissect::DtlsMessage;
using dissect::HandshakeType;

constexpr std::uint8_t kUserCanceled = 90;

// OpenSSL and others begin with this whatever they offer (RFC 6347 section 4.2.1).
std::uint16_t record_version(const HelloRecipe& recipe) {
    return recipe.wire.record_version != 0 ? recipe.wire.record_version : kDtls10;
}

void append(std::vector<std::uint8_t>& out, Bytes octets) {
    out.insert(out.end(), octets.begin(), octets.end());
}

}  // namespace

DtlsTalk::DtlsTalk(HelloRecipe recipe, Until until, const TalkTools& tools, Time first_wait)
    : recipe_(std::move(recipe)),
      until_(until),
      tools_(tools),
      first_wait_(first_wait),
      writer_(record_version(recipe_), kMostDatagram) {}

void DtlsTalk::start(std::vector<std::uint8_t>& out, Moment now) {
    static_cast<void>(now);
    const Octets message = hello_message(recipe_, tools_.keys, *tools_.draw);
    hello_.assign(message.begin() + kMessageHeader, message.end());
    send_hello(out);
}

// All records in one datagram, so that it comes whole or not at all: servers that keep no state
// before the cookie came can't put fragments together (RFC 6347 section 4.2.1).
void DtlsTalk::send_hello(std::vector<std::uint8_t>& out) {
    const auto type = static_cast<std::uint8_t>(HandshakeType::client_hello);
    for (const Octets& record : writer_.message(type, sequence_, hello_))
        append(out, record);
}

bool DtlsTalk::received(Bytes datagram, std::vector<std::uint8_t>& out, Moment now) {
    static_cast<void>(now);
    octets_ += datagram.size();
    std::vector<DtlsMessage> messages;
    dtls_ = reader_.on_datagram(datagram, messages) > 0 || dtls_;
    if (!dtls_) {
        const std::size_t n = std::min(datagram.size(), kMostHead);
        head_.assign(datagram.begin(), datagram.begin() + static_cast<std::ptrdiff_t>(n));
        return true;
    }
    for (const DtlsMessage& message : messages)
        if (on_message(message, out)) return true;
    if (octets_ > kMaxOctets) reply_.end = End::too_much;
    return octets_ > kMaxOctets;
}

bool DtlsTalk::on_message(const DtlsMessage& message, std::vector<std::uint8_t>& out) {
    if (handshake_.messages.size() >= dissect::kMaxMessages) return true;
    keep(message);
    if (message.content == Content::handshake) return on_handshake(message, out);
    return !(message.body.size() == 2 && message.body[0] == kWarningAlert);
}

bool DtlsTalk::on_handshake(const DtlsMessage& message, std::vector<std::uint8_t>& out) {
    switch (static_cast<HandshakeType>(message.type)) {
        case HandshakeType::hello_verify_request:
            return on_verify_request(message.body, out);
        case HandshakeType::server_hello:
            writer_.set_version(message.version);
            flight_begun_ = true;
            if (until_ != Until::server_hello) return false;
            leave(out);
            return true;
        case HandshakeType::server_hello_done:
            leave(out);
            return true;
        default:
            return false;
    }
}

// The same hello again, with the cookie in it (RFC 6347 section 4.2.1).
bool DtlsTalk::on_verify_request(Bytes body, std::vector<std::uint8_t>& out) {
    const auto request = dissect::decode<dissect::HelloVerifyRequest>(body);
    const Octets before = hello_;
    auto hello = dissect::decode<dissect::ClientHello>(before);
    if (!request.ok() || !hello.ok() || ++cookies_ > kMostCookies) return true;
    hello->cookie = request->cookie;
    hello_ = dissect::encode(*hello);
    ++sequence_;
    repeats_ = 0;
    send_hello(out);
    return false;
}

void DtlsTalk::leave(std::vector<std::uint8_t>& out) {
    append(out, writer_.alert(kFatalAlert, kUserCanceled));
}

// Once the server's flight has begun, it is the server who sends again what is lost of it; ours
// helps it along (RFC 6347 section 4.2.4).
Time DtlsTalk::wake_after() const {
    if (flight_begun_ && repeats_ >= kMostRepeats) return 0;
    return first_wait_ << repeats_;
}

bool DtlsTalk::woken(std::vector<std::uint8_t>& out, Moment now) {
    static_cast<void>(now);
    // The end of a flight without its beginning: the server serves one client at a time, our
    // farewell to it in the conversation before was lost, and it sends to us what was for that one.
    const bool not_ours = reader_.awaited() == 0 && reader_.held() > 0;
    if (not_ours) leave(out);
    if (repeats_ >= kMostRepeats) return true;
    ++repeats_;
    if (not_ours) {
        reader_ = dissect::FlightReader();
        return false;
    }
    ++sent_again_;
    send_hello(out);
    return false;
}

// What read_reply() reads.
void DtlsTalk::keep(const DtlsMessage& message) {
    dissect::Message kept;
    kept.content = message.content;
    kept.sender = dissect::Role::server;
    kept.type = message.type;
    kept.length = static_cast<std::uint32_t>(message.body.size());
    kept.body = handshake_.arena.copy(message.body);
    handshake_.messages.push_back(kept);
}

void DtlsTalk::ended(End end, Moment now) {
    static_cast<void>(now);
    const bool too_much = reply_.end == End::too_much;
    reply_ = read_reply(handshake_, *tools_.certificates);
    reply_.end = too_much ? End::too_much : end;
    reply_.cookie_asked = cookies_ > 0;
    reply_.sent_again = sent_again_;
    if (reply_.kind != ReplyKind::none || head_.empty()) return;
    reply_.kind = ReplyKind::not_tls;
    reply_.heard.assign(as_text(head_));
}

}  // namespace tlsonar::scanner
