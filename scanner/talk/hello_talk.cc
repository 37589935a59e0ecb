#include "scanner/talk/hello_talk.h"

#include "core/text.h"
#include "dissect/extension/known.h"
#include "dissect/message/handshake_type.h"
#include "dissect/message/hello.h"
#include "dissect/session/limits.h"
#include "scanner/talk/wire_private.h"

#include <algorithm>

namespace tlsonar::scanner {
namespace {

using dissect::Content;
using dissect::HandshakeType;
using dissect::Role;

constexpr std::size_t kRandomAt = kMessageHeader + 2;

// The message as it stood on the wire.
Octets whole(const dissect::Message& message) {
    Writer out;
    out.u8(message.type);
    out.u24(static_cast<std::uint32_t>(message.body.size()));
    out.bytes(message.body);
    return out.release();
}

}  // namespace

HelloTalk::HelloTalk(HelloRecipe recipe, Until until, const TalkTools& tools)
    : recipe_(std::move(recipe)), until_(until), tools_(tools), tracker_(*this, &secrets_) {}

HelloTalk::HelloTalk(std::vector<std::uint32_t> ssl2_kinds, const TalkTools& tools)
    : ssl2_kinds_(std::move(ssl2_kinds)),
      until_(Until::server_hello),
      tools_(tools),
      tracker_(*this, &secrets_) {}

HelloTalk::HelloTalk(Octets octets, Until until, const TalkTools& tools)
    : raw_(std::move(octets)), until_(until), tools_(tools), tracker_(*this, &secrets_) {}

void HelloTalk::start(std::vector<std::uint8_t>& out, Moment now) {
    Octets octets;
    tracker_.expect_secrets();
    if (!ssl2_kinds_.empty()) {
        octets = ssl2_hello(ssl2_kinds_, *tools_.draw);
    } else if (!raw_.empty()) {
        octets = raw_;
    } else {
        Octets message = hello_message(recipe_, tools_.keys, *tools_.draw);
        random_.assign(message.begin() + kRandomAt, message.begin() + kRandomAt + 32);
        octets = hello_records(recipe_, message);
        transcript_.push_back(std::move(message));
    }
    out.insert(out.end(), octets.begin(), octets.end());
    feed_client(octets, now);
}

void HelloTalk::feed_client(Bytes octets, Moment now) {
    tracker_.on_bytes(Sender::initiator, octets, now);
}

// The tracker is fed whole records one at a time, so that secrets that follow from one are there
// when the next is opened.
bool HelloTalk::received(Bytes octets, std::vector<std::uint8_t>& out, Moment now) {
    octets_ += octets.size();
    if (head_.size() < kMostHead)
        head_.insert(head_.end(), octets.begin(),
                     octets.begin() + static_cast<std::ptrdiff_t>(
                                          std::min(octets.size(), kMostHead - head_.size())));
    pending_.insert(pending_.end(), octets.begin(), octets.end());
    std::size_t used = 0;
    bool enough = false;
    while (!enough) {
        const Bytes rest = Bytes(pending_).subspan(used);
        if (rest.size() < kRecordHeader && !bare_) break;
        if (!bare_ && !is_record_header(rest)) bare_ = true;
        const std::size_t n =
            bare_ ? rest.size() : kRecordHeader + std::size_t{load_be16(rest.data() + 3)};
        if (rest.size() < n || n == 0) break;
        enough = feed_record(rest.first(n), out, now);
        used += n;
    }
    pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(used));
    if (octets_ > kMaxOctets) reply_.end = End::too_much;
    return enough || octets_ > kMaxOctets;
}

// What a ServerHello is needed for must be known before the tracker reads it: the secrets.
void HelloTalk::look_ahead(Bytes record) {
    if (bare_ || hello_done_ || until_ != Until::flight || record[0] != kHandshakeRecord) return;
    hello_.insert(hello_.end(), record.begin() + kRecordHeader, record.end());
    if (hello_.size() < kMessageHeader) return;
    const std::size_t n = load_be24(&hello_[1]);
    if (hello_.size() - kMessageHeader < n) return;
    const Bytes body = Bytes(hello_).subspan(kMessageHeader, n);
    const auto hello = dissect::decode<dissect::ServerHello>(body);
    const bool retry = hello.ok() && dissect::is_hello_retry_request(*hello);
    if (hello_[0] == 2 && hello.ok() && !retry &&
        dissect::is_tls13(dissect::selected_version(*hello))) {
        transcript_.emplace_back(hello_.begin(),
                                 hello_.begin() + static_cast<std::ptrdiff_t>(kMessageHeader + n));
        open_flight(*hello);
    }
    hello_done_ = !retry;
    hello_.clear();
}

bool HelloTalk::feed_record(Bytes record, std::vector<std::uint8_t>& out, Moment now) {
    look_ahead(record);
    tracker_.on_bytes(Sender::responder, record, now);
    if (look(out, now)) return true;
    // What is neither TLS nor SSLv2 shows in its first octets.
    return bare_ && ssl2_kinds_.empty() && octets_ >= kRecordHeader;
}

bool HelloTalk::look(std::vector<std::uint8_t>& out, Moment now) {
    const dissect::Handshake* handshake = tracker_.in_progress();
    if (handshake == nullptr) return handshake_.has_value();
    bool enough = false;
    for (; looked_ < handshake->messages.size() && !enough; ++looked_) {
        const dissect::Message message = handshake->messages[looked_];
        if (message.sender == Role::server) enough = on_message(message, out, now);
    }
    return enough;
}

bool HelloTalk::on_message(const dissect::Message& message, std::vector<std::uint8_t>& out,
                           Moment now) {
    if (message.content == Content::ssl2) return true;
    // What we can't open, we can't read: the rest of the flight tells nothing.
    if (message.opaque()) return true;
    if (message.content == Content::alert)
        return !(message.body.size() == 2 && message.body[0] == 1);
    if (message.content != Content::handshake || message.partial) return false;
    switch (static_cast<HandshakeType>(message.type)) {
        case HandshakeType::server_hello:
        case HandshakeType::hello_retry_request:
            return on_server_hello(message, out, now);
        case HandshakeType::server_hello_done:
        case HandshakeType::finished:
            return true;
        default:
            return false;
    }
}

bool HelloTalk::on_server_hello(const dissect::Message& message, std::vector<std::uint8_t>& out,
                                Moment now) {
    const auto hello = dissect::decode<dissect::ServerHello>(message.body);
    if (!hello.ok()) return true;
    if (until_ == Until::server_hello) return true;
    if (dissect::is_hello_retry_request(*hello)) {
        transcript_.push_back(whole(message));
        const auto group = dissect::retry_group(hello->extensions).value_or(0);
        const auto cookie = dissect::cookie(hello->extensions).value_or(Bytes());
        return !answer_retry(group, cookie, out, now);
    }
    return dissect::is_tls13(dissect::selected_version(*hello)) && !opening_;
}

bool HelloTalk::answer_retry(std::uint16_t group, Bytes cookie, std::vector<std::uint8_t>& out,
                             Moment now) {
    if (retried_ || !raw_.empty()) return false;
    if (group != 0 && !tools_.keys->can(group)) return false;
    retried_ = true;
    RetryAnswer retry{group, Octets(cookie.begin(), cookie.end())};
    HelloRecipe second = recipe_;
    second.random = random_;  // RFC 9846 section 4.1.2: the same but for what was asked
    Octets hello = hello_message(second, tools_.keys, *tools_.draw, &retry);
    const Octets octets = hello_records(second, hello);
    transcript_.push_back(std::move(hello));
    out.insert(out.end(), octets.begin(), octets.end());
    feed_client(octets, now);
    return true;
}

void HelloTalk::open_flight(const dissect::ServerHello& hello) {
    const dissect::CipherSuite* suite = dissect::find_cipher_suite(hello.cipher_suite);
    const auto share = dissect::server_key_share(hello.extensions);
    if (suite == nullptr || !share || !tools_.keys->can(share->group)) return;
    const Octets secret = tools_.keys->shared_secret(share->group, share->key_exchange);
    opening_ = !secret.empty() &&
               add_handshake_secrets(*suite, secret, transcript_, retried_, random_, secrets_);
}

void HelloTalk::on_handshake(dissect::Handshake&& handshake) {
    if (!handshake_) handshake_ = std::move(handshake);
}

void HelloTalk::note_not_tls() {
    if (head_.empty() || !bare_ || reply_.kind != ReplyKind::none) return;
    reply_.kind = ReplyKind::not_tls;
    reply_.heard.assign(as_text(head_));
}

void HelloTalk::ended(End end, Moment now) {
    const bool too_much = reply_.end == End::too_much;
    tracker_.on_close(Sender::initiator, CloseReason::end_of_input, now);
    tracker_.on_close(Sender::responder, CloseReason::end_of_input, now);
    if (handshake_) reply_ = read_reply(*handshake_, *tools_.certificates);
    reply_.end = too_much ? End::too_much : end;
    note_not_tls();
}

std::string HelloTalk::key_log() const {
    if (!opening_) return {};
    using dissect::SecretLabel;
    std::string out;
    const auto line = [&](std::string_view label, SecretLabel which) {
        const Bytes secret = secrets_.find(which, random_);
        if (secret.empty()) return;
        out.append(label).append(" ");
        append_hex(out, random_);
        out.append(" ");
        append_hex(out, secret);
        out.append("\n");
    };
    line("CLIENT_HANDSHAKE_TRAFFIC_SECRET", SecretLabel::client_handshake_traffic_secret);
    line("SERVER_HANDSHAKE_TRAFFIC_SECRET", SecretLabel::server_handshake_traffic_secret);
    return out;
}

}  // namespace tlsonar::scanner
