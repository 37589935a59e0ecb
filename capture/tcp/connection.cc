#include "capture/tcp/connection.h"

#include "capture/tcp/sequence.h"

#include <utility>

namespace tlsonar::capture {
namespace {

constexpr std::array<Sender, 2> kBoth = {Sender::initiator, Sender::responder};

// A SYN this many packets after the start is not one that was merely captured late.
constexpr std::uint64_t kLateSyn = 64;

}  // namespace

Connection::Connection(TableContext& table, const Slot& slot)
    : table_(&table), info_(slot.info()), out_(table.observer, *this, table.stats.opened) {
    for (const Sender from : kBoth) {
        const std::size_t i = index_of(from);
        streams_[i].set_sender(from);
        if (slot.has(Slot::kChecksumsReal, from)) streams_[i].trust_checksums();
        if (!slot.has(Slot::kInitialKnown, from)) continue;
        initial_[i] = slot.initial[i];
        initial_known_[i] = true;
        streams_[i].begin_at(initial_[i] + 1);
    }
}

Connection::~Connection() { out_.drop_sink(); }

StreamContext Connection::context() {
    return {out_, info_, table_->now, table_->clock, table_->stats.bad_checksums, &streams_};
}

Connection::Verdict Connection::on_segment(const Segment& segment, Sender from) {
    constexpr std::uint8_t kControl = kSyn | kFin | kRst;
    // Almost every segment: nothing special in it, nothing pending. Verifying the checksum costs
    // time; that of what follows is verified only where a lie would do harm.
    const bool special = (segment.flags & kControl) != 0 || claim_.seen;
    if (!special && pass(segment, from)) return Verdict::unchanged;
    if (special || stream(other(from)).waiting()) {
        const bool believed = believable(segment, from);
        if (claim_.seen && believed && confirms_claim(segment, from)) return Verdict::replaced;
        count(segment, from);
        on_special(segment, from, believed);
    } else {
        const bool lingers = reset_seen_;
        count(segment, from);
        StreamContext context = this->context();
        if ((segment.flags & kAck) != 0) on_acknowledgment(segment, from, context);
        if (segment.on_wire > 0) on_payload(segment, from, context);
        if (!lingers && unchanged()) return Verdict::unchanged;
    }
    if (streams_[0].waiting() || streams_[1].waiting()) {
        StreamContext context = this->context();
        // What one direction delivers may be what the other waits for.
        for (int turn = 0; turn < 2; ++turn)
            for (Stream& stream : streams_)
                if (stream.waiting()) stream.resume(context);
        for (Stream& stream : streams_)
            stream.wait(context);
    }
    return verdict();
}

// After an ordinary segment: nothing waits, nothing has ended, and no memory was taken.
bool Connection::unchanged() const {
    return !streams_[0].waiting() && !streams_[1].waiting() && !out_.over() &&
           !(streams_[0].closed() && streams_[1].closed()) &&
           accounted == sizeof(Connection) + out_.sink_footprint();
}

// The shortest way for bulk traffic, which nobody looks at.
bool Connection::pass(const Segment& segment, Sender from) {
    Stream& peer = stream(other(from));
    if (reset_seen_ || !peer.begun() || peer.waiting()) return false;
    if (!stream(from).pass(segment, out_)) return false;
    if ((segment.flags & kAck) != 0) peer.acknowledge(segment.acknowledgment);
    count(segment, from);
    return true;
}

// A segment that may be a lie: when it is not believed, only its octets are taken (and set aside).
void Connection::on_special(const Segment& segment, Sender from, bool believed) {
    StreamContext context = this->context();
    const bool syn = (segment.flags & kSyn) != 0;
    if (believed && syn) on_syn(segment, from, context);
    if ((segment.flags & kRst) != 0) {
        if (believed) on_reset(segment, from);
        return;
    }
    if (believed && (segment.flags & kAck) != 0) on_acknowledgment(segment, from, context);
    if (segment.on_wire > 0) on_payload(segment, from, context);
    if (believed && (segment.flags & kFin) != 0)
        stream(from).finish_at(segment.sequence + (syn ? 1 : 0) + segment.on_wire, context);
}

Connection::Verdict Connection::verdict() const {
    if (out_.over()) return Verdict::finished;
    if (reset_certain_ || (streams_[0].closed() && streams_[1].closed())) return Verdict::closed;
    return reset_seen_ ? Verdict::resetting : Verdict::open;
}

void Connection::count(const Segment& segment, Sender from) {
    ++info_.packets[index_of(from)];
    info_.payload_octets[index_of(from)] += segment.on_wire;
    info_.last = segment.moment;
}

// False for a wrong checksum in a direction where checksums mean something: the receiver dropped
// this segment.
bool Connection::believable(const Segment& segment, Sender from) {
    const Checksum checksum = verify_checksum(segment);
    if (checksum == Checksum::good) stream(from).trust_checksums();
    if (checksum != Checksum::bad || !stream(from).checksums_real()) return true;
    if (segment.on_wire == 0) ++table_->stats.bad_checksums;  // else its Stream counts it
    return false;
}

// ---- SYN ---------------------------------------------------------------------------------------

void Connection::on_syn(const Segment& segment, Sender from, StreamContext& context) {
    const std::size_t i = index_of(from);
    const bool with_ack = (segment.flags & kAck) != 0;
    if (!starts_stream(segment, from)) {
        if (claim_.seen && claim_.sequence == segment.sequence && claim_.from == from) return;
        claim_ = {from,
                  true,
                  with_ack,
                  stream(from).checksums_real(),
                  segment.sequence,
                  segment.acknowledgment,
                  segment.moment};
        return;
    }
    Moment& seen = with_ack ? info_.syn_ack : info_.syn;
    if (seen.ordinal == 0) seen = segment.moment;
    initial_[i] = segment.sequence;
    initial_known_[i] = true;
    if (stream(from).begun()) return;
    stream(from).begin_at(segment.sequence + 1);
    stream(from).resume(context);
}

// Whether this SYN is the one that began the stream of `from`, sent again or captured late.
bool Connection::starts_stream(const Segment& segment, Sender from) const {
    const std::size_t i = index_of(from);
    const Stream& stream = this->stream(from);
    const std::uint32_t first = segment.sequence + 1;
    if (initial_known_[i]) return initial_[i] == segment.sequence;
    if ((segment.flags & kAck) != 0 && initial_known_[1 - i]) {
        // It must answer the SYN that is known; or octets that came with it (RFC 7413).
        const std::int32_t more = distance(initial_[1 - i] + 1, segment.acknowledgment);
        if (more < 0 || more > static_cast<std::int32_t>(limits::kStartReach)) return false;
    }
    if (!stream.begun()) return stream.may_begin_at(first);
    const std::int32_t late = distance(first, stream.start());
    return info_.packets[i] < kLateSyn && late >= 0 &&
           late <= static_cast<std::int32_t>(limits::kStartReach);
}

bool Connection::confirms_claim(const Segment& segment, Sender from) const {
    const std::uint32_t first = claim_.sequence + 1;
    if (from == claim_.from) return (segment.flags & kSyn) == 0 && segment.sequence == first;
    return (segment.flags & kAck) != 0 && segment.acknowledgment == first;
}

void Connection::leave(Slot& slot) const {
    for (const Sender from : kBoth) {
        const std::size_t i = index_of(from);
        if (stream(from).checksums_real()) slot.set(Slot::kChecksumsReal, from);
        if (!initial_known_[i]) continue;
        slot.initial[i] = initial_[i];
        slot.set(Slot::kInitialKnown, from);
    }
}

void Connection::turn_around() {
    std::swap(streams_[0], streams_[1]);
    for (const Sender from : kBoth)
        streams_[index_of(from)].set_sender(from);
    std::swap(info_.initiator, info_.responder);
    std::swap(info_.packets[0], info_.packets[1]);
    std::swap(info_.payload_octets[0], info_.payload_octets[1]);
    std::swap(info_.missing[0], info_.missing[1]);
    std::swap(initial_[0], initial_[1]);
    std::swap(initial_known_[0], initial_known_[1]);
    out_.turn_around();
    claim_.from = other(claim_.from);
    reset_from_ = other(reset_from_);
}

// ---- the rest ----------------------------------------------------------------------------------

void Connection::on_acknowledgment(const Segment& segment, Sender from, StreamContext& context) {
    Stream& peer = stream(other(from));
    if (peer.begun()) {
        peer.acknowledge(segment.acknowledgment);
    } else {
        // A handshake's own acknowledgment says where the peer's octets begin.
        const std::size_t i = index_of(from);
        const bool opening = (segment.flags & kSyn) != 0 ||
                             (initial_known_[i] && segment.sequence == initial_[i] + 1);
        if (opening && peer.may_begin_at(segment.acknowledgment)) {
            peer.begin_at(segment.acknowledgment);
            peer.resume(context);
        } else if (segment.on_wire > 0) {
            peer.begin_acknowledged(segment.acknowledgment, context);
        }
    }
    const bool completes = from == Sender::initiator && info_.first_ack.ordinal == 0 &&
                           (segment.flags & kSyn) == 0 && info_.start_seen();
    if (completes) info_.first_ack = segment.moment;
}

void Connection::on_payload(const Segment& segment, Sender from, StreamContext& context) {
    const std::uint32_t syn = (segment.flags & kSyn) != 0 ? 1 : 0;
    if (syn != 0 && initial_known_[index_of(from)] && initial_[index_of(from)] != segment.sequence)
        return;  // belongs to a claim
    const bool fresh = stream(from).arrive(segment, segment.sequence + syn, context);
    if (!fresh || !reset_seen_ || from != reset_from_) return;
    // Who sends on after a reset has not sent it.
    if (distance(reset_sequence_, segment.sequence + segment.on_wire) > 0) reset_seen_ = false;
}

void Connection::on_reset(const Segment& segment, Sender from) {
    if (!stream(from).plausible(segment.sequence)) {
        ++info_.outside_window;
        return;
    }
    ++info_.resets;
    reset_certain_ =
        (reset_seen_ && reset_from_ != from) || streams_[0].closed() || streams_[1].closed();
    reset_seen_ = true;
    reset_from_ = from;
    reset_sequence_ = segment.sequence;
    reset_at_ = segment.moment;
}

void Connection::close(CloseReason reason) {
    StreamContext context = this->context();
    // What is missing is given up piece by piece, so that what was said in answer still comes
    // after.
    bool more = true;
    while (more) {
        more = false;
        for (Stream& stream : streams_) {
            if (stream.waiting()) stream.resume(context);
            more = stream.give_up_one(context) || more;
        }
    }
    for (Stream& stream : streams_)
        stream.flush(context);
    if (reset_seen_) reason = CloseReason::reset;
    const Moment when = reset_seen_ ? reset_at_ : table_->now;
    for (Stream& stream : streams_)
        stream.close(reason, when, out_);
    out_.drop_sink();
}

std::size_t Connection::footprint() const {
    return sizeof(Connection) + out_.sink_footprint() + streams_[0].footprint() +
           streams_[1].footprint();
}

}  // namespace tlsonar::capture
