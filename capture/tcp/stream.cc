#include "capture/tcp/stream.h"

#include "capture/tcp/sequence.h"

#include <algorithm>

namespace tlsonar::capture {
namespace {

bool within(std::int32_t d, std::uint32_t behind, std::uint32_t ahead) {
    return d >= -static_cast<std::int32_t>(behind) && d <= static_cast<std::int32_t>(ahead);
}

std::uint32_t captured(const Segment& segment) {
    return static_cast<std::uint32_t>(
        std::min<std::size_t>(segment.payload.size(), segment.on_wire));
}

}  // namespace

// ---- what arrives ------------------------------------------------------------------------------

void Stream::begin_at(std::uint32_t sequence) {
    next_ = start_ = sequence;
    begun_ = true;
    if (fin_seen_ && distance(next_, fin_) < 0) fin_seen_ = false;
}

bool Stream::may_begin_at(std::uint32_t sequence) const {
    if (begun_) return false;
    if (held_ == nullptr || held_->pieces.empty()) return true;
    return within(distance(sequence, held_->pieces.front().sequence), 0, limits::kStartReach);
}

bool Stream::arrive(const Segment& segment, std::uint32_t sequence, StreamContext& context) {
    if (closed_ || context.out.over()) return false;
    if (segment.on_wire > kLongest) {
        ++context.info.outside_window;
        return false;
    }
    if (begun_ && sequence == next_ && held_ == nullptr) return arrive_in_order(segment, context);
    return arrive_anyhow(segment, sequence, context);
}

bool Stream::arrive_in_order(const Segment& segment, StreamContext& context) {
    if (pass_by(segment, context)) return true;
    const std::uint32_t length = segment.on_wire;
    if (awaits_peer((segment.flags & kAck) != 0, segment.acknowledgment, context))
        return hold(segment, next_, 0, context);
    if (refuse(segment, context)) {
        Run run{next_, length, segment.payload.data(), segment.moment};
        run.stable = segment.stable;
        held(context).aside.insert(run);
        return true;
    }
    const std::uint32_t seen = captured(segment);
    next_ += seen;
    far_count_ = 0;
    context.out.bytes(sender_, segment.payload.first(seen), segment.moment);
    if (seen < length) {
        context.info.snaplen_cut += length - seen;
        miss(length - seen, context);
    }
    return true;
}

bool Stream::pass_by(const Segment& segment, StreamContext& context) {
    const std::uint32_t length = segment.on_wire;
    if (!passing_) {
        const std::uint64_t skippable = context.out.skippable(sender_);
        if (skippable < length) return false;
        passing_ = skippable == UINT64_MAX;
    }
    next_ += length;
    far_count_ = 0;
    if (passing_)
        context.out.pass(sender_, length);
    else
        context.out.skip(sender_, length, segment.moment);
    return true;
}

// True for a segment whose checksum is wrong in a direction where checksums mean something.
bool Stream::refuse(const Segment& segment, StreamContext& context) {
    const Checksum verdict = verify_checksum(segment);
    if (verdict == Checksum::good) checksums_real_ = true;
    if (verdict != Checksum::bad || !checksums_real_) return false;
    ++context.bad_checksums;
    return true;
}

bool Stream::arrive_anyhow(const Segment& segment, std::uint32_t sequence, StreamContext& context) {
    if (!begun_ && !touched_) {
        next_ = sequence - limits::kStartReach;
        touched_ = true;
    }
    if (far_away(segment, sequence, context)) return false;
    const std::int32_t old = std::max(distance(sequence, next_), 0);
    if (static_cast<std::uint32_t>(old) >= segment.on_wire) {
        ++context.info.retransmitted;
        return false;
    }
    if (begun_ && distance(next_, sequence) > 0) ++context.info.out_of_order;
    // Octets after a FIN contradict it. A FIN is easily forged, octets that are acknowledged and
    // go on are not.
    if (fin_seen_ && distance(fin_, sequence + segment.on_wire) > 0) fin_seen_ = false;
    return hold(segment, sequence, static_cast<std::uint32_t>(old), context);
}

// True for a segment too far from what is expected. When several follow each other out there, the
// capture has lost the stretch between, and the stream continues there.
bool Stream::far_away(const Segment& segment, std::uint32_t sequence, StreamContext& context) {
    const std::uint32_t behind = begun_ ? limits::kBehind : 0;
    if (within(distance(next_, sequence), behind, limits::kAhead)) return false;
    ++context.info.outside_window;
    const std::uint32_t end = sequence + segment.on_wire;
    if (far_count_ != 0 && end == far_end_) return true;  // the same one twice
    if (far_count_ != 0 && within(distance(far_end_, sequence), 0, limits::kResyncReach)) {
        if (far_count_ < UINT8_MAX) ++far_count_;
    } else {
        far_count_ = 1;
        far_acked_ = false;
    }
    far_end_ = end;
    // Where the peer's acknowledgments are seen, they must agree: the receiver dropped a forgery.
    const std::uint8_t needed =
        !acked_seen_ || far_acked_ ? limits::kResyncSegments : limits::kResyncUnconfirmed;
    return far_count_ < needed || !resynchronise(sequence, context);
}

bool Stream::resynchronise(std::uint32_t sequence, StreamContext& context) {
    flush(context);
    if (closed_ || context.out.over()) return false;
    if (begun_)
        miss(sequence - next_, context);
    else
        begin_at(sequence);
    far_count_ = 0;
    acked_seen_ = false;
    fin_seen_ = false;
    return !context.out.over();
}

// Holds the segment's octets, without the first `old` ones; then delivers what has become
// deliverable.
bool Stream::hold(const Segment& segment, std::uint32_t sequence, std::uint32_t old,
                  StreamContext& context) {
    Held& state = held(context);
    Run run{sequence, segment.on_wire, segment.payload.data(), segment.moment};
    run.stable = segment.stable;
    run.acknowledging = (segment.flags & kAck) != 0;
    run.acknowledged = segment.acknowledgment;
    const auto reach = static_cast<std::uint32_t>(distance(next_, run.end()));
    HeldPieces::Outcome outcome;
    outcome.repeated = old;
    if (begun_ && context.out.skippable(sender_) >= reach) {
        run.kind = PieceKind::passed;
        run.data = nullptr;
    } else if (refuse(segment, context)) {
        const bool fresh = state.aside.insert(run.after(old)).added > 0;
        limit_held(context);
        return fresh;
    }
    const std::uint32_t seen = run.data == nullptr ? run.length : captured(segment);
    const auto insert = [&](const Run& part) {
        const HeldPieces::Outcome some = state.pieces.insert(part);
        outcome.added += some.added;
        outcome.repeated += some.repeated;
        outcome.differs |= some.differs;
    };
    if (seen > old) insert(run.first(seen).after(old));
    if (seen < run.length) {
        Run cut = run.after(std::max(seen, old));
        cut.kind = PieceKind::cut;
        cut.data = nullptr;
        insert(cut);
    }
    count(outcome, context);
    advance(context);
    limit_held(context);
    return outcome.added > 0;
}

void Stream::count(const HeldPieces::Outcome& outcome, StreamContext& context) {
    FlowInfo& info = context.info;
    if (outcome.differs) ++info.conflicting_retransmissions;
    if (outcome.added == 0)
        ++info.retransmitted;
    else if (outcome.repeated > 0)
        ++info.overlapped;
}

void Stream::finish_at(std::uint32_t sequence, StreamContext& context) {
    if (closed_ || fin_seen_) return;
    if (!begun_ && held_ == nullptr) begin_at(sequence);
    if (!within(distance(next_, sequence), 0, limits::kAhead)) return;
    const bool contradicted = held_ != nullptr && !held_->pieces.empty() &&
                              distance(sequence, held_->pieces.back().end()) > 0;
    if (contradicted) return;
    fin_seen_ = true;
    fin_ = sequence;
    held(context);
    advance(context);
}

void Stream::acknowledge(std::uint32_t sequence) {
    if (!begun_) return;
    if (within(distance(next_, sequence), limits::kBehind, limits::kAhead)) {
        if (!acked_seen_ || distance(acked_, sequence) > 0) acked_ = sequence;
        acked_seen_ = true;
    } else if (far_count_ != 0) {
        far_acked_ |=
            within(distance(far_end_, sequence), limits::kResyncReach, limits::kResyncReach);
    }
}

bool Stream::plausible(std::uint32_t sequence) const {
    return !begun_ || within(distance(next_, sequence), limits::kStartReach, limits::kAhead);
}

// ---- what is held ------------------------------------------------------------------------------

Stream::Held& Stream::held(const StreamContext& context) {
    if (held_ == nullptr) {
        held_ = std::make_unique<Held>();
        held_->since = context.clock;
    }
    return *held_;
}

void Stream::limit_held(StreamContext& context) {
    const auto too_much = [this] {
        const HeldPieces& pieces = held_->pieces;
        const HeldPieces& aside = held_->aside;
        return pieces.octets() + aside.octets() > limits::kHeldOctets ||
               pieces.size() + aside.size() > limits::kHeldPieces;
    };
    while (held_ != nullptr && !context.out.over() && too_much()) {
        if (!begun_)
            begin_with_held(context);
        else if (next_is_held())
            stop_waiting(context);
        else
            give_up(hole_end(), context);
    }
}

void Stream::lose_patience(StreamContext& context) {
    ++held_->waited;
    const std::uint32_t elapsed = context.clock - held_->since;
    if (!begun_) {
        if (held_->waited > limits::kStartHold || elapsed >= limits::kAckedSeconds)
            begin_with_held(context);
        return;
    }
    if (next_is_held()) {
        if (++held_->awaited > limits::kCausalPatience || elapsed >= limits::kAckedSeconds)
            stop_waiting(context);
        return;
    }
    const bool acked = acked_seen_ && within(distance(next_ + 1, acked_), 0, limits::kAhead);
    if (acked && (++held_->ignored > limits::kAckedPatience || elapsed >= limits::kAckedSeconds))
        give_up(nearest_of(next_, hole_end(), acked_), context);
    else if (held_->waited > limits::kSilentPatience || elapsed >= limits::kSilentSeconds)
        give_up(hole_end(), context);
}

// True for octets that their sender sent after it had received more of the peer than has been
// delivered here: the capture shows them too early. Only while the peer's may still come: in a
// capture of one direction they never will.
bool Stream::awaits_peer(bool acknowledging, std::uint32_t acknowledged,
                         const StreamContext& context) const {
    if (!acknowledging) return false;
    const Stream& peer = (*context.streams)[index_of(other(sender_))];
    if (!peer.begun_ || peer.closed_ || peer.passing_) return false;
    if (context.info.packets[index_of(other(sender_))] == 0) return false;
    if (peer.fin_seen_ && peer.next_ == peer.fin_) return false;
    const std::int32_t ahead = distance(peer.next_, acknowledged);
    return ahead > 0 && ahead <= static_cast<std::int32_t>(limits::kStartReach);
}

bool Stream::next_is_held() const {
    return held_ != nullptr && !held_->pieces.empty() &&
           distance(next_, held_->pieces.front().sequence) <= 0;
}

void Stream::stop_waiting(StreamContext& context) {
    held_->impatient = true;
    advance(context);
}

void Stream::begin_acknowledged(std::uint32_t acknowledged, StreamContext& context) {
    if (begun_ || held_ == nullptr || held_->pieces.empty()) return;
    if (distance(held_->pieces.front().end(), acknowledged) >= 0) begin_with_held(context);
}

void Stream::begin_with_held(StreamContext& context) {
    if (begun_ || held_ == nullptr) return;
    const HeldPieces& pieces = held_->pieces;
    const HeldPieces& aside = held_->aside;
    if (pieces.empty() && aside.empty()) return;
    if (pieces.empty())
        begin_at(aside.front().sequence);
    else if (aside.empty())
        begin_at(pieces.front().sequence);
    else
        begin_at(nearest_of(next_, aside.front().sequence, pieces.front().sequence));
    progressed(context);
    advance(context);
}

// Where the hole at next_ ends, or next_ if there is none.
std::uint32_t Stream::hole_end() const {
    if (held_ == nullptr) return next_;
    if (!held_->pieces.empty()) return held_->pieces.front().sequence;
    if (fin_seen_) return fin_;
    return held_->aside.empty() ? next_ : held_->aside.back().end();
}

// ---- what leaves -------------------------------------------------------------------------------

void Stream::advance(StreamContext& context) {
    if (!begun_ || held_ == nullptr) return;
    const std::uint32_t before = next_;
    while (!held_->pieces.empty() && !context.out.over()) {
        const Piece& piece = held_->pieces.front();
        if (distance(next_, piece.sequence) > 0) break;
        if (!held_->impatient && awaits_peer(piece.acknowledging, piece.acknowledged, context))
            break;
        deliver(piece, context);
        held_->pieces.drop_front();
    }
    if (next_ != before) progressed(context);
    settle(context);
}

void Stream::deliver(const Piece& piece, StreamContext& context) {
    const std::int32_t old = distance(piece.sequence, next_);
    if (static_cast<std::uint32_t>(old) >= piece.length) return;
    const std::uint32_t n = piece.length - static_cast<std::uint32_t>(old);
    switch (piece.kind) {
        case PieceKind::octets:
            next_ += n;
            context.out.bytes(sender_, {piece.data + old, n}, piece.when);
            break;
        case PieceKind::passed: {
            const auto skip = static_cast<std::uint32_t>(
                std::min<std::uint64_t>(n, context.out.skippable(sender_)));
            next_ += skip;
            if (skip > 0) context.out.skip(sender_, skip, piece.when);
            if (skip < n) miss(n - skip, context);  // the sink has changed its mind
            break;
        }
        case PieceKind::cut:
            context.info.snaplen_cut += n;
            miss(n, context);
            break;
    }
}

// Goes on to `end` with what there is: set-aside octets, or a gap.
void Stream::give_up(std::uint32_t end, StreamContext& context) {
    while (distance(next_, end) > 0 && !context.out.over()) {
        Piece* piece = held_ == nullptr ? nullptr : held_->aside.reaching_beyond(next_);
        if (piece == nullptr) {
            miss(end - next_, context);
        } else if (distance(next_, piece->sequence) > 0) {
            miss(nearest_of(next_, piece->sequence, end) - next_, context);
        } else {
            piece->used = true;
            const std::uint8_t* data = piece->data + (next_ - piece->sequence);
            const std::uint32_t n = nearest_of(next_, piece->end(), end) - next_;
            next_ += n;
            context.out.bytes(sender_, {data, n}, piece->when);
        }
    }
    progressed(context);
    advance(context);
}

void Stream::miss(std::uint32_t n, StreamContext& context) {
    next_ += n;
    context.info.missing[index_of(sender_)] += n;
    context.out.gap(sender_, n, context.now);
}

void Stream::progressed(StreamContext& context) {
    far_count_ = 0;
    if (held_ == nullptr) return;
    held_->since = context.clock;
    held_->waited = 0;
    held_->ignored = 0;
}

// Set-aside octets that the stream has passed: used, or beaten by a better copy.
void Stream::forget_aside(StreamContext& context) {
    HeldPieces& aside = held_->aside;
    while (!aside.empty() && distance(aside.front().end(), next_) >= 0) {
        if (aside.front().used)
            ++context.info.bad_checksums_accepted;
        else
            ++context.info.bad_checksums_dropped;
        aside.drop_front();
    }
}

void Stream::settle(StreamContext& context) {
    forget_aside(context);
    const bool at_end = fin_seen_ && next_ == fin_;
    if (at_end && held_->pieces.empty()) {
        close(CloseReason::fin, context.now, context.out);
    } else if (held_->pieces.empty() && held_->aside.empty() && !fin_seen_) {
        held_.reset();
    }
}

bool Stream::give_up_one(StreamContext& context) {
    if (held_ == nullptr || closed_ || context.out.over()) return false;
    if (!begun_) {
        begin_with_held(context);
        return begun_;
    }
    const std::uint32_t end = hole_end();
    if (next_is_held() || distance(next_, end) <= 0) return false;
    give_up(end, context);
    return true;
}

void Stream::flush(StreamContext& context) {
    begin_with_held(context);
    if (held_ != nullptr && !closed_) stop_waiting(context);
    while (held_ != nullptr && !closed_ && !context.out.over()) {
        const std::uint32_t end = hole_end();
        if (distance(next_, end) <= 0) break;
        give_up(end, context);
    }
    held_.reset();
}

void Stream::close(CloseReason reason, Moment when, Delivery& out) {
    if (closed_) return;
    closed_ = true;
    held_.reset();
    out.close(sender_, reason, when);
}

std::size_t Stream::footprint() const {
    if (held_ == nullptr) return 0;
    return sizeof(Held) + held_->pieces.footprint() + held_->aside.footprint();
}

}  // namespace tlsonar::capture
