// HandshakeTracker, third part: from messages to a handshake.
#include "dissect/codec.h"
#include "dissect/dialect/dialect.h"
#include "dissect/extension/known.h"
#include "dissect/message/handshake_type.h"
#include "dissect/session/inspect.h"
#include "dissect/session/limits.h"
#include "dissect/session/tracker.h"

#include <algorithm>

namespace tlsonar::dissect {
namespace {

constexpr std::uint16_t kSsl2 = 0x0002;

std::uint64_t end_of(const Lane& lane) { return std::max(lane.offset, lane.tls_from); }

bool offers_tls13(const Handshake& handshake) {
    const Message* message =
        handshake.find(static_cast<std::uint8_t>(HandshakeType::client_hello), Role::client);
    if (message == nullptr) return false;
    const ClientHello hello = decode_prefix<ClientHello>(message->body);
    const CodeList versions = supported_versions(hello.extensions);
    for (std::size_t i = 0; i < versions.size(); ++i)
        if (is_tls13(versions[i])) return true;
    return false;
}

}  // namespace

const Message* Handshake::find(std::uint8_t handshake_type, Role sender) const {
    for (const Message& message : messages)
        if (message.content == Content::handshake && message.type == handshake_type &&
            message.sender == sender && !message.opaque())
            return &message;
    return nullptr;
}

Handshake& HandshakeTracker::current() {
    if (!handshake_) {
        handshake_ = std::make_unique<Handshake>();
        handshake_->initiator_is_client = initiator_is_client_;
        handshake_->number = emitted_ + 1;
        kept_octets_ = 0;
        handshake_seen_ = true;
        if (emitted_ == 0 && (lanes_[0].offset > 0 && lanes_[0].had_gap)) state_ = State::any;
    }
    return *handshake_;
}

void HandshakeTracker::begin_again(bool renegotiation) {
    if (handshake_) emit(Ending::superseded);
    current().renegotiation = renegotiation;
    state_ = State::start;
    turns_ = 0;
    followed_ = 0;
    for (Lane& l : lanes_) {
        l.gap_noted = false;
        l.tls_from = l.records.offset();
        if (!renegotiation) l.switched = false;
    }
}

// Who sends a ClientHello is the client, whoever opened the connection.
void HandshakeTracker::orient(Sender client) {
    const bool initiator_is_client = client == Sender::initiator;
    if (!oriented_ && initiator_is_client != initiator_is_client_) {
        initiator_is_client_ = initiator_is_client;
        if (handshake_) {
            handshake_->initiator_is_client = initiator_is_client;
            for (Message& message : handshake_->messages)
                message.sender = other(message.sender);
            for (Anomaly& anomaly : handshake_->anomalies)
                anomaly.sender = other(anomaly.sender);
        }
    }
    oriented_ = true;
}

void HandshakeTracker::note(const AnomalyKind& kind, Sender from, std::uint64_t offset, Moment when,
                            std::uint64_t value) {
    // Between handshakes there is nothing that an anomaly could belong to.
    if (!handshake_) return;
    auto& anomalies = handshake_->anomalies;
    if (anomalies.size() >= kMaxAnomalies) return;
    // The same thing record after record is one finding.
    if (!anomalies.empty() && anomalies.back().kind == &kind &&
        anomalies.back().sender == role(from) && anomalies.back().value == value)
        return;
    anomalies.push_back({&kind, role(from), offset, when, value});
}

void HandshakeTracker::add_message(Message message, Bytes body) {
    Handshake& h = current();
    const Sender from = (message.sender == Role::client) == initiator_is_client_
                            ? Sender::initiator
                            : Sender::responder;
    if (h.messages.size() >= kMaxMessages)
        return note(anomaly::kTooManyMessages, from, message.offset, message.first);
    if (kept_octets_ + body.size() > kMaxHandshakeOctets) {
        note(anomaly::kHandshakeTooLong, from, message.offset, message.first);
        body = {};
        message.partial = true;
    }
    kept_octets_ += body.size();
    message.body = h.arena.copy(body);
    // One hello stands alone often enough (half-open connections); with an answer, more will come.
    constexpr std::size_t kUsual = 12;
    if (h.messages.size() == 1) h.messages.reserve(kUsual);
    h.messages.push_back(message);
}

// Protected records, and such as carry no handshake, are told as runs: how they were cut into
// records says nothing.
void HandshakeTracker::add_run(Sender from, Content content, const Record& record, bool opened) {
    Handshake& h = current();
    const bool encrypted = is_protected(lane(from), record);
    if (!h.messages.empty()) {
        Message& last = h.messages.back();
        if (last.content == content && last.sender == role(from) && last.body.empty() &&
            last.encrypted == encrypted && last.opened == (opened && encrypted)) {
            last.length += record.length;
            ++last.records;
            last.last = record.last;
            return;
        }
    }
    Message message;
    message.content = content;
    message.sender = role(from);
    message.encrypted = encrypted;
    message.opened = opened && encrypted;
    message.length = record.length;
    message.offset = record.offset;
    message.first = record.first;
    message.last = record.last;
    add_message(message, {});
}

void HandshakeTracker::on_message(Sender from, const RawMessage& raw, bool opened) {
    const auto type = static_cast<HandshakeType>(raw.type);
    const bool client_hello = type == HandshakeType::client_hello;
    const bool protected_now = opened && (emitted_ > 0 || handshake_seen_);
    if (!handshake_ && emitted_ > 0)
        begin_again(protected_now);
    else if (client_hello && handshake_ && handshake_->has_server_hello && state_ != State::retry)
        begin_again(opened);
    current();
    if (client_hello) orient(from);
    if (type == HandshakeType::server_hello) orient(other(from));

    Message message;
    message.content = Content::handshake;
    message.sender = role(from);
    message.type = raw.type;
    message.encrypted = message.opened = opened;
    message.partial = raw.partial;
    message.length = raw.length;
    message.offset = raw.offset;
    message.first = raw.first;
    message.last = raw.last;
    add_message(message, raw.body);
    if (raw.too_long) note(anomaly::kMessageTooLong, from, raw.offset, raw.first, raw.length);
    if (name_of(type).empty())
        return note(anomaly::kUnknownMessage, from, raw.offset, raw.first, raw.type);

    Event event = raw.type;
    if (client_hello) on_client_hello(from, raw.body, raw.partial);
    if (type == HandshakeType::server_hello && !raw.partial) {
        on_server_hello(from, raw.body);
        if (handshake_->hello_retry && !handshake_->has_server_hello) event = kHelloRetryEvent;
    }
    advance_state(from, event, raw.offset, raw.first);
    inspect_message(raw, version_, handshake_->cipher_suite,
                    [&](const AnomalyKind& kind, std::uint64_t value) {
                        note(kind, from, raw.offset, raw.first, value);
                    });
    if (type == HandshakeType::finished) on_finished_message(from);
    if (protection_ && type == HandshakeType::end_of_early_data)
        protection_->on_end_of_early_data();
    if (protection_ && type == HandshakeType::client_key_exchange)
        protection_->on_client_key_exchange(*handshake_);
    if (protection_ && type == HandshakeType::key_update) protection_->on_key_update(role(from));
}

void HandshakeTracker::on_client_hello(Sender from, Bytes body, bool partial) {
    Handshake& h = *handshake_;
    h.has_client_hello = true;
    if (!protection_ && secrets_ != nullptr && (expect_secrets_ || !secrets_->empty()))
        protection_ = std::make_unique<Protection>(*secrets_);
    if (partial || !protection_) return;
    const auto hello = decode<ClientHello>(body);
    if (!hello.ok() || lane(from).mode == Lane::Mode::ssl2) return;
    // After HelloRetryRequest early data is over.
    if (!h.hello_retry) {
        protection_->on_client_hello(*hello);
        h.secrets_known = protection_->knows_secrets();
    }
    update_pass_by();
}

void HandshakeTracker::on_server_hello(Sender from, Bytes body) {
    Handshake& h = *handshake_;
    const auto hello = decode<ServerHello>(body);
    if (!hello.ok()) return;
    version_ = selected_version(*hello);
    if (is_tls13(version_))
        for (Lane& l : lanes_)
            l.switched = false;
    if (is_hello_retry_request(*hello)) {
        h.hello_retry = true;
        h.version = version_;
        return;
    }
    // What a client of TLS 1.3 showed to middleboxes before it sent keys or Finished was no switch,
    // even when the server selects TLS 1.2 (RFC 8446 appendix D.4).
    Lane& client = lane(other(from));
    const bool sent_more =
        h.client_finished || h.find(static_cast<std::uint8_t>(HandshakeType::client_key_exchange),
                                    Role::client) != nullptr;
    if (!h.renegotiation && !sent_more && client.switched && offers_tls13(h))
        client.switched = client.switching = false;
    h.has_server_hello = true;
    h.version = version_;
    h.cipher_suite = hello->cipher_suite;
    turns_ = 0;
    if (protection_) protection_->on_server_hello(*hello, version_);
    update_pass_by();
}

void HandshakeTracker::advance_state(Sender from, Event event, std::uint64_t offset, Moment when) {
    // A client of TLS 1.3 that sends early data shows a middlebox this before anyone answered
    // (RFC 8446 appendix D.4).
    if (event == kChangeCipherSpecEvent && version_ == 0 && role(from) == Role::client &&
        offers_tls13(*handshake_))
        return;
    const bool first = handshake_->messages.size() <= 1 && state_ == State::start;
    // A capture that begins later begins in any state.
    const State state = first && event != static_cast<Event>(HandshakeType::client_hello) &&
                                event != static_cast<Event>(HandshakeType::hello_request)
                            ? State::any
                            : state_;
    Step step = advance(state, role(from), event, is_tls13(version_));
    // Until the server has chosen, both tables may apply.
    if (!step.expected && version_ == 0) step = advance(state, role(from), event, true);
    // In a renegotiation that stays closed nothing is known of the messages before.
    const Message* last = handshake_->messages.empty() ? nullptr : &handshake_->messages.back();
    if (!step.expected && last != nullptr && last->opaque())
        step = advance(State::any, role(from), event, is_tls13(version_));
    if (!step.expected) return note(anomaly::kUnexpectedMessage, from, offset, when, event);
    state_ = step.next;
}

void HandshakeTracker::on_finished_message(Sender from) {
    Handshake& h = *handshake_;
    const bool post_handshake = h.client_finished && h.server_finished;
    (role(from) == Role::client ? h.client_finished : h.server_finished) = true;
    if (protection_ && !post_handshake) protection_->on_finished(role(from));
    update_pass_by();
    if (h.client_finished && h.server_finished && !is_tls13(version_)) emit(Ending::settled);
}

// TLS 1.3 without secrets: server's flight, client's answer, and when the server speaks again both
// have finished.
void HandshakeTracker::settle_by_turns(Sender from) {
    if (!handshake_ || !handshake_->has_server_hello) return;
    if (turns_ > 0 && last_turn_ == from) return;
    if (turns_ == 0 && role(from) == Role::client) return;
    last_turn_ = from;
    if (++turns_ < 3) return;
    handshake_->client_finished = handshake_->server_finished = true;
    // The octets that told us so are no part of the handshake.
    if (handshake_->messages.back().sender == Role::server) handshake_->messages.pop_back();
    emit(Ending::settled);
}

// Bodies of protected application data are passed by where nobody can open them.
void HandshakeTracker::update_pass_by() {
    constexpr std::uint8_t kApplicationData = 1U << 3;
    for (const Sender s : {Sender::initiator, Sender::responder}) {
        const bool can_open = protection_ && protection_->can_open(role(s));
        const bool wait = protection_ && !can_open && version_ == 0;
        const bool follow = can_open && (handshake_ || followed_ < kMaxFollowedOctets);
        lane(s).records.set_pass_by(follow || wait ? std::uint8_t{0} : kApplicationData);
    }
}

void HandshakeTracker::on_ssl2_record(Sender from, const Ssl2Record& record, std::uint64_t offset,
                                      Moment when) {
    constexpr std::uint8_t kClientHello = 1;
    constexpr std::uint8_t kServerHello = 4;
    Handshake& h = current();
    Message message;
    message.content = Content::ssl2;
    message.encrypted = record.padded || lane(from).switched;
    message.offset = offset;
    message.first = message.last = when;
    message.length = static_cast<std::uint32_t>(record.body.size());
    message.type = !message.encrypted && !record.body.empty() ? record.body[0] : std::uint8_t{0};
    if (!message.encrypted && message.type == kClientHello) {
        orient(from);
        h.has_client_hello = true;
        state_ = State::hello;
    } else if (!message.encrypted && message.type == kServerHello) {
        orient(other(from));
        h.has_server_hello = true;
        h.version = version_ = kSsl2;
        // All that follows is encrypted, but for the client's master key.
        lane(from).switched = true;
    } else if (!message.encrypted && version_ == kSsl2 && role(from) == Role::client) {
        lane(from).switched = true;
    }
    message.sender = role(from);
    add_message(message,
                message.encrypted || record.body.empty() ? Bytes{} : record.body.subspan(1));
}

void HandshakeTracker::emit(Ending ending) {
    Handshake& h = *handshake_;
    h.ending = ending;
    h.version = version_ != 0 ? version_ : h.version;
    for (const Sender s : {Sender::initiator, Sender::responder}) {
        const Lane& l = lane(s);
        const bool read = l.mode != Lane::Mode::searching && l.seen;
        h.octets[static_cast<std::size_t>(role(s))] = read ? end_of(l) - l.tls_from : 0;
    }
    if (emitted_ == 0) {
        const Lane& client = lane(initiator_is_client_ ? Sender::initiator : Sender::responder);
        const Lane& server = lane(initiator_is_client_ ? Sender::responder : Sender::initiator);
        const bool ssl2 = client.mode == Lane::Mode::ssl2;
        const bool spoke_before = !ssl2 && (!client.preamble.empty() || !server.preamble.empty());
        const Lane& wrapped = client.wrapper ? client : server;
        if (wrapped.wrapper)
            h.dialect = wrapped.wrapper->name();
        else if (spoke_before)
            h.dialect = name_dialect({as_text(client.preamble), as_text(server.preamble)});
    }
    ++emitted_;
    sink_.on_handshake(std::move(*handshake_));
    handshake_.reset();
    version_ = version_ == 0 ? 0x0303 : version_;
    for (Lane& l : lanes_) {
        l.switching = false;
        l.preamble = {};
    }
    if (is_tls13(version_)) done_ = true;
    update_pass_by();
}

}  // namespace tlsonar::dissect
