// HandshakeTracker, second part: from octets to records and their contents.
#include "dissect/session/tracker.h"

#include "dissect/message/handshake_type.h"
#include "dissect/session/limits.h"
#include "dissect/session/ssl2_stream.h"

#include <algorithm>
#include <limits>

namespace tlsonar::dissect {
namespace {

// A whole ClientHello in the clear. Ciphertext looks like that once in 2^50.
bool is_plain_client_hello(const Record& record) {
    const Bytes b = record.body;
    return record.type == 22 && b.size() > 40 && b[0] == 1 && load_be24(&b[1]) == b.size() - 4 &&
           b[4] == 3 && b[5] <= 4;
}

constexpr std::uint8_t type_of(Content content) { return static_cast<std::uint8_t>(content); }

}  // namespace

HandshakeTracker::HandshakeTracker(HandshakeSink& sink, const SecretStore* secrets)
    : sink_(sink), secrets_(secrets) {}

HandshakeTracker::~HandshakeTracker() = default;

Role HandshakeTracker::role(Sender s) const {
    return (s == Sender::initiator) == initiator_is_client_ ? Role::client : Role::server;
}

std::size_t HandshakeTracker::footprint() const {
    std::size_t size = sizeof(*this) + lanes_[0].footprint() + lanes_[1].footprint();
    if (handshake_)
        size += sizeof(Handshake) + handshake_->arena.footprint() +
                handshake_->messages.capacity() * sizeof(Message);
    if (protection_) size += sizeof(Protection) + 1024;
    return size;
}

std::uint64_t HandshakeTracker::skippable(Sender from) const {
    const Lane& l = lane(from);
    if (done_ || l.mode == Lane::Mode::dead) return std::numeric_limits<std::uint64_t>::max();
    return l.mode == Lane::Mode::records && !l.wrapper ? l.records.skippable() : 0;
}

void HandshakeTracker::on_skip(Sender from, std::uint64_t n, Moment when) {
    Lane& l = lane(from);
    l.offset += n;
    l.last = when;
    if (l.mode == Lane::Mode::records && !done_) l.records.skip(n);
}

void HandshakeTracker::on_bytes(Sender from, Bytes bytes, Moment when) {
    if (bytes.empty()) return;
    Lane& l = lane(from);
    l.seen = true;
    l.last = when;
    l.offset += bytes.size();
    if (done_) return;
    if (l.mode == Lane::Mode::searching)
        search(from, bytes, when);
    else
        read_octets(from, bytes, when);
}

void HandshakeTracker::read_octets(Sender from, Bytes bytes, Moment when) {
    Lane& l = lane(from);
    while (!bytes.empty() && !done_) {
        Bytes run = bytes;
        if (l.wrapper) {
            run = l.wrapper->next(bytes);
            if (l.wrapper->failed()) return give_up(from);
        } else {
            bytes = {};
        }
        if (run.empty()) continue;
        if (l.mode == Lane::Mode::records)
            read_records(from, run, when);
        else if (l.mode == Lane::Mode::ssl2)
            read_ssl2(from, run, when);
        else if (l.mode == Lane::Mode::searching)
            search(from, run, when);
    }
}

void HandshakeTracker::read_records(Sender from, Bytes bytes, Moment when) {
    Lane& l = lane(from);
    l.records.push(bytes, when);
    Record record;
    while (!done_ && l.mode == Lane::Mode::records) {
        const RecordStream::Verdict verdict = l.records.next(record);
        if (verdict == RecordStream::Verdict::need_more) return;
        if (verdict == RecordStream::Verdict::not_a_record) {
            const Bytes rest = l.records.unread();
            if (handshake_) note(anomaly::kNotARecord, from, l.records.offset(), when);
            lose_step(from);
            if (l.mode == Lane::Mode::searching && !rest.empty()) search(from, rest, when);
            return;
        }
        on_record(from, record);
    }
}

void HandshakeTracker::read_ssl2(Sender from, Bytes bytes, Moment when) {
    Lane& l = lane(from);
    // SSLv2 messages are few and small: they are put together in the preamble's place.
    l.preamble.insert(l.preamble.end(), bytes.begin(), bytes.end());
    std::size_t used = 0;
    Ssl2Record record;
    while (l.mode == Lane::Mode::ssl2) {
        const Bytes rest = Bytes(l.preamble).subspan(used);
        // After an SSLv2 CLIENT-HELLO that offered more, both go on in TLS records.
        if (rest.size() >= 5 && rest[0] >= 20 && rest[0] <= 24 &&
            plausible_record_header(rest.data())) {
            const std::vector<std::uint8_t> tls(rest.begin(), rest.end());
            l.preamble.clear();
            l.mode = Lane::Mode::records;
            l.records.set_offset(l.offset - tls.size());
            return read_octets(from, tls, when);
        }
        if (!read_ssl2_record(rest, record)) break;
        on_ssl2_record(from, record, l.offset - rest.size(), when);
        used += record.whole;
    }
    l.preamble.erase(l.preamble.begin(), l.preamble.begin() + static_cast<std::ptrdiff_t>(used));
}

bool HandshakeTracker::is_protected(const Lane& l, const Record& record) const {
    if (record.type == type_of(Content::application_data)) return true;
    if (is_tls13(version_) || !l.switched) return false;
    // Two octets leave no room for a MAC: an alert in the clear after ChangeCipherSpec.
    const bool bare_alert = record.type == type_of(Content::alert) && record.length == 2;
    // With the server's side missing nothing says that it is TLS 1.3, where a client sends
    // ChangeCipherSpec before its second ClientHello, for middleboxes only (RFC 8446 appendix D.4).
    const bool second_hello = version_ == 0 && is_plain_client_hello(record);
    return !bare_alert && !second_hello;
}

void HandshakeTracker::on_record(Sender from, const Record& record) {
    Lane& l = lane(from);
    if (record.type == type_of(Content::application_data) && !handshake_ && emitted_ == 0 &&
        lane(other(from)).messages.footprint() == 0)
        l.switched = true;  // joined late: what follows is protected, too
    if (is_protected(l, record)) return on_protected(from, record);
    if (record.length == 0)
        note(anomaly::kEmptyRecord, from, record.offset, record.first, record.type);
    if (record.length > kMaxPlaintextLength)
        note(anomaly::kRecordOverflow, from, record.offset, record.first, record.length);
    on_content(from, record.type, record, record.body, false);
}

void HandshakeTracker::on_protected(Sender from, const Record& record) {
    const Role sender = role(from);
    if (handshake_ && handshake_->client_finished && handshake_->server_finished)
        followed_ += record.length;
    const bool whole = !record.cut && !record.has_hole();
    if (protection_ && (record.passed_by || !whole)) {
        protection_->on_skipped(sender);
    } else if (protection_ && protection_->can_open(sender)) {
        const Protection::Result result = protection_->open(sender, record);
        if (result.opened)
            return on_content(from, result.content_type, record, result.plaintext, true);
        if (!result.early)
            note(anomaly::kUnopenedRecord, from, record.offset, record.first, record.type);
    }
    on_opaque(from, record);
}

// A protected record that stays closed: what can be said is its type, size and place.
void HandshakeTracker::on_opaque(Sender from, const Record& record) {
    Lane& l = lane(from);
    if (!handshake_) {
        const bool begins = record.type == type_of(Content::handshake) ||
                            record.type == type_of(Content::change_cipher_spec);
        if (!begins || !handshake_seen_) return;
        begin_again(true);
    }
    add_run(from, static_cast<Content>(record.type), record, false);
    if (is_tls13(version_)) return settle_by_turns(from);
    if (record.type == type_of(Content::change_cipher_spec)) {
        l.switching = true;
        if (protection_) protection_->on_change_cipher_spec(role(from));
    } else if (record.type == type_of(Content::handshake) && l.switching) {
        advance_state(from, static_cast<Event>(HandshakeType::finished), record.offset,
                      record.last);
        on_finished_message(from);
    }
}

void HandshakeTracker::on_content(Sender from, std::uint8_t type, const Record& record,
                                  Bytes octets, bool opened) {
    Lane& l = lane(from);
    if (type != type_of(Content::handshake) && l.messages.in_message())
        note(anomaly::kInterleavedRecord, from, record.offset, record.first, type);
    switch (static_cast<Content>(type)) {
        case Content::handshake: {
            l.messages.push(record, octets);
            RawMessage message;
            while (!done_ && l.messages.next(message))
                on_message(from, message, opened);
            break;
        }
        case Content::change_cipher_spec:
            on_change_cipher_spec(from, record, octets, opened);
            break;
        case Content::alert:
            on_alert(from, record, octets, opened);
            break;
        case Content::heartbeat:
            on_heartbeat(from, record, octets, opened);
            break;
        default:
            on_application_data(from, record, octets);
            break;
    }
}

void HandshakeTracker::on_change_cipher_spec(Sender from, const Record& record, Bytes octets,
                                             bool opened) {
    if (emitted_ > 0 && !handshake_) begin_again(true);
    if (octets.size() != 1 || octets[0] != 1)
        note(anomaly::kBadChangeCipherSpec, from, record.offset, record.first, octets.size());
    Message message;
    message.content = Content::change_cipher_spec;
    message.sender = role(from);
    message.encrypted = message.opened = opened;
    message.length = record.length;
    message.offset = record.offset;
    message.first = record.first;
    message.last = record.last;
    add_message(message, octets.first(std::min<std::size_t>(octets.size(), 1)));
    // TLS 1.3 sends it for middleboxes only (RFC 8446 appendix D.4).
    if (is_tls13(version_)) return;
    Lane& l = lane(from);
    l.switched = l.switching = true;
    advance_state(from, kChangeCipherSpecEvent, record.offset, record.first);
    if (protection_) protection_->on_change_cipher_spec(role(from));
    update_pass_by();
}

void HandshakeTracker::on_alert(Sender from, const Record& record, Bytes octets, bool opened) {
    if (!handshake_ && emitted_ > 0) return;
    const bool known = octets.size() == 2 && (octets[0] == 1 || octets[0] == 2);
    if (!known) note(anomaly::kBadAlert, from, record.offset, record.first, octets.size());
    Message message;
    message.content = Content::alert;
    message.sender = role(from);
    message.type = octets.empty() ? std::uint8_t{0} : octets[0];
    message.encrypted = message.opened = opened;
    message.length = record.length;
    message.offset = record.offset;
    message.first = record.first;
    message.last = record.last;
    add_message(message, octets.first(std::min<std::size_t>(octets.size(), 2)));
}

// RFC 6520 section 4: type, payload_length, payload, padding of at least 16 octets.
void HandshakeTracker::on_heartbeat(Sender from, const Record& record, Bytes octets, bool opened) {
    if (!handshake_ && emitted_ > 0) return;
    if (octets.size() >= 3 && load_be16(octets.data() + 1) + 3U > octets.size())
        note(anomaly::kHeartbeatOverread, from, record.offset, record.first,
             load_be16(octets.data() + 1));
    add_run(from, Content::heartbeat, record, opened);
}

void HandshakeTracker::on_application_data(Sender from, const Record& record, Bytes octets) {
    if (!handshake_) return;
    add_run(from, Content::application_data, record, true);
    const Handshake& h = *handshake_;
    const bool both = h.client_finished && h.server_finished;
    const bool answered = role(from) == Role::server && !octets.empty();
    if (both && (answered || followed_ > kMaxFollowedOctets)) emit(Ending::settled);
}

void HandshakeTracker::on_gap(Sender from, std::uint64_t n, Moment when) {
    Lane& l = lane(from);
    l.last = when;
    l.offset += n;
    l.seen = l.had_gap = true;
    if (done_ || l.mode == Lane::Mode::dead) return;
    const bool in_passed_body = l.mode == Lane::Mode::records && l.records.skippable() >= n;
    if (tls_ && !in_passed_body && (handshake_ || emitted_ == 0) && !l.gap_noted) {
        note(anomaly::kMissingOctets, from, l.offset - n, when, n);
        l.gap_noted = true;
    }
    if (l.wrapper) return give_up(from);
    if (l.mode == Lane::Mode::searching) {
        l.preamble.clear();
        l.searched = 0;
        l.lost_step = true;
    } else if (l.mode == Lane::Mode::records && l.records.gap(n)) {
        read_records(from, {}, when);
    } else {
        flush_lane(from);
        if (!done_) lose_step(from);
    }
}

// What is there of an unfinished record and message becomes a partial message.
void HandshakeTracker::flush_lane(Sender from) {
    Lane& l = lane(from);
    if (l.mode != Lane::Mode::records) return;
    Record record;
    if (l.records.flush(record)) on_record(from, record);
    RawMessage message;
    if (!done_ && l.messages.flush(message)) on_message(from, message, is_protected(l, record));
}

void HandshakeTracker::on_close(Sender from, CloseReason reason, Moment when) {
    Lane& l = lane(from);
    const auto bit = static_cast<std::uint8_t>(1U << index_of(from));
    if ((closed_ & bit) != 0) return;
    closed_ |= bit;
    l.last = l.last.at == 0 ? when : l.last;
    if (!done_) flush_lane(from);
    if (closed_ == 3 && !done_) close_all(reason);
}

void HandshakeTracker::close_all(CloseReason reason) {
    for (const Sender s : {Sender::initiator, Sender::responder}) {
        const Lane& l = lane(s);
        const bool unanswered = l.mode == Lane::Mode::searching && !l.preamble.empty() &&
                                !l.lost_step && lane(other(s)).preamble.empty();
        if (unanswered && tls_ && handshake_) note(anomaly::kPlaintextAnswer, s, 0, l.last);
    }
    constexpr Ending kEndings[] = {Ending::fin,     Ending::reset, Ending::end_of_input,
                                   Ending::evicted, Ending::idle,  Ending::replaced};
    if (handshake_)
        emit(kEndings[static_cast<std::size_t>(reason)]);
    else if (!tls_)
        sink_.on_no_tls();
    else if (!handshake_seen_)
        sink_.on_joined_late();
    done_ = true;
}

}  // namespace tlsonar::dissect
