#include "capture/tcp/flow_table.h"

#include "capture/tcp/connection.h"
#include "capture/tcp/flow_index.h"
#include "capture/tcp/flow_key.h"
#include "capture/tcp/flow_slot.h"
#include "capture/tcp/sequence.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace tlsonar::capture {

FlowStats& FlowStats::operator+=(const FlowStats& more) {
    segments += more.segments;
    flows += more.flows;
    opened += more.opened;
    evicted_sinks += more.evicted_sinks;
    evicted_flows += more.evicted_flows;
    idle_flows += more.idle_flows;
    replaced_flows += more.replaced_flows;
    strays += more.strays;
    bad_checksums += more.bad_checksums;
    peak_memory += more.peak_memory;
    return *this;
}

class FlowTable::Implementation {
  public:
    Implementation(FlowObserver& observer, const FlowOptions& options)
        : table_{observer, {}, {}}, options_(options), hash_(options.seed) {}
    ~Implementation();

    void on_segment(const Segment& segment);
    void tick(std::uint32_t clock, Moment when);
    void finish(Moment when);
    const FlowStats& stats() const { return table_.stats; }
    std::size_t footprint() const { return table_footprint_ + connections_footprint_; }

  private:
    // The latest segment's flow: often the next one's, too.
    struct Latest {
        std::uint32_t id = kNoSlot;
        Sender from = Sender::initiator;
    };

    // The flows seen lately, by their hash: few enough to stay in a near cache, where the index of
    // many thousands of flows does not; enough that those at work rarely share a place.
    struct Recent {
        std::uint32_t hash = 0;
        std::uint32_t slot = kNoSlot;
    };
    static constexpr std::size_t kRecent = 1024;

    bool find(const Segment& segment);
    template <class Key>
    std::uint32_t hash_of(const Key& key) const {
        return static_cast<std::uint32_t>(hash_(key));
    }
    std::uint32_t create(const Segment& segment, const FlowKey& key, std::uint32_t hash);
    void make_room();
    void start(Slot& slot, const FlowKey& key, const Segment& segment);
    void restart(std::uint32_t id, const FlowKey& key, const Segment& segment);
    void touch(std::uint32_t id);
    void move(std::uint32_t id, SlotState state);

    void dispatch(std::uint32_t id, const Segment& segment, Sender from);
    void on_half_open(std::uint32_t id, const Segment& segment, Sender from);
    bool note_syn(Slot& slot, const Segment& segment, Sender from);
    void on_connection(std::uint32_t id, const Segment& segment, Sender from);
    void on_replaced(std::uint32_t id, const Segment& segment, Sender from);
    bool is_new_syn(const Slot& slot, const Segment& segment, Sender from);

    void connect(std::uint32_t id);
    void disconnect(std::uint32_t id, SlotState state);
    void account(Connection& connection);
    void expire(std::uint32_t id);
    void forget(std::uint32_t id);
    void shrink();
    std::uint32_t oldest_slot() const;

    TableContext table_;
    FlowOptions options_;
    FlowHash hash_;
    FlowIndex index_;
    SlotStore slots_;
    Latest latest_;
    std::array<Recent, kRecent> recent_;
    std::size_t table_footprint_ = 0;  // slots and index
    std::size_t connections_footprint_ = 0;
    std::uint8_t epoch_ = 0;
};

// ---- segments ----------------------------------------------------------------------------------

void FlowTable::Implementation::on_segment(const Segment& segment) {
    ++table_.stats.segments;
    table_.now = segment.moment;
    if (!find(segment)) {
        ++table_.stats.strays;
        return;
    }
    dispatch(latest_.id, segment, latest_.from);
    if (footprint() > options_.max_memory) shrink();
    if (footprint() > table_.stats.peak_memory) table_.stats.peak_memory = footprint();
}

// Makes the segment's flow the latest; false when there is none and it starts none.
bool FlowTable::Implementation::find(const Segment& segment) {
    const SoughtKey key(segment);
    std::uint32_t id = latest_.id;
    int direction = id == kNoSlot ? -1 : key.direction_in(slots_[id].key);
    if (direction < 0) {
        const std::uint32_t hash = hash_of(key);
        const auto same = [&](std::uint32_t candidate) {
            direction = key.direction_in(slots_[candidate].key);
            return direction >= 0;
        };
        Recent& recent = recent_[hash % kRecent];
        id = recent.slot;
        if (id == kNoSlot || recent.hash != hash || !same(id)) id = index_.find(hash, same);
        if (id == kNoSlot) {
            const bool starts = (segment.flags & kSyn) != 0 || segment.on_wire > 0;
            if (!starts || (segment.flags & kRst) != 0) return false;
            id = create(segment, key.whole(), hash);
            direction = key.direction_in(slots_[id].key);
        }
        recent = {hash, id};
    }
    latest_ = {id, direction == 0 ? Sender::initiator : Sender::responder};
    touch(latest_.id);
    return true;
}

void FlowTable::Implementation::dispatch(std::uint32_t id, const Segment& segment, Sender from) {
    Slot& slot = slots_[id];
    if (slot.has(Slot::kConnection)) {
        on_connection(id, segment, from);
        return;
    }
    const bool ended = slot.state == SlotState::tombstone || slot.has(Slot::kHadPayload);
    if (ended || slot.state == SlotState::closing) {
        if ((segment.flags & kSyn) != 0 && is_new_syn(slot, segment, from)) {
            restart(id, FlowKey::of(segment), segment);
            from = SoughtKey(segment).direction_in(slot.key) == 0 ? Sender::initiator
                                                                  : Sender::responder;
        } else if (ended) {
            return;
        }
    }
    on_half_open(id, segment, from);
}

// No payload so far, in either direction.
void FlowTable::Implementation::on_half_open(std::uint32_t id, const Segment& segment,
                                             Sender from) {
    Slot& slot = slots_[id];
    const bool syn = (segment.flags & kSyn) != 0;
    if ((segment.flags & (kSyn | kFin | kRst)) != 0) {
        const Checksum checksum = verify_checksum(segment);
        if (checksum == Checksum::good) slot.set(Slot::kChecksumsReal, from);
        if (checksum == Checksum::bad && slot.has(Slot::kChecksumsReal, from)) {
            if (segment.on_wire == 0 || (segment.flags & kFin) == 0) {
                ++table_.stats.bad_checksums;
                return;
            }
        }
    }
    const bool claims = syn && !note_syn(slot, segment, from);
    if (segment.on_wire > 0 || claims) {
        if ((segment.flags & kRst) != 0) return;
        if (syn && !claims) {  // TCP Fast Open (RFC 7413)
            slot.note_packet(segment, from);
            --slot.opening.packets[index_of(from)];
        }
        connect(id);
        on_connection(id, segment, from);
        return;
    }
    slot.note_packet(segment, from);
    if ((segment.flags & (kFin | kRst)) != 0) {
        if (slot.state == SlotState::half_open) move(id, SlotState::closing);
    } else if (syn && slot.state == SlotState::closing) {
        move(id, SlotState::half_open);
    }
}

// Takes over what a SYN or SYN/ACK says; false when it contradicts what is known.
bool FlowTable::Implementation::note_syn(Slot& slot, const Segment& segment, Sender from) {
    const std::size_t i = index_of(from);
    if (slot.has(Slot::kInitialKnown, from)) return slot.initial[i] == segment.sequence;
    const bool with_ack = (segment.flags & kAck) != 0;
    if (with_ack) {
        const std::uint32_t theirs = segment.acknowledgment - 1;
        if (!slot.has(Slot::kInitialKnown, other(from))) {
            slot.initial[1 - i] = theirs;
            slot.set(Slot::kInitialKnown, other(from));
        } else {
            // With TCP Fast Open it may acknowledge octets of the SYN, too.
            const std::int32_t more = distance(slot.initial[1 - i], theirs);
            if (more < 0 || more > static_cast<std::int32_t>(limits::kStartReach)) return false;
        }
    }
    slot.initial[i] = segment.sequence;
    slot.set(Slot::kInitialKnown, from);
    return true;
}

void FlowTable::Implementation::on_connection(std::uint32_t id, const Segment& segment,
                                              Sender from) {
    Slot& slot = slots_[id];
    Connection& connection = *slot.connection;
    const bool first_syn = (segment.flags & kSyn) != 0 && connection.may_turn_around() &&
                           !slot.has(Slot::kSynSeen) && !slot.has(Slot::kSynAckSeen);
    if (first_syn) {
        const Sender sends_syn =
            (segment.flags & kAck) == 0 ? Sender::initiator : Sender::responder;
        slot.set(sends_syn == Sender::initiator ? Slot::kSynSeen : Slot::kSynAckSeen);
        if (from != sends_syn) {
            connection.turn_around();
            slot.turn_around();
            latest_.id = kNoSlot;
            from = sends_syn;
        }
    }
    switch (connection.on_segment(segment, from)) {
        case Connection::Verdict::unchanged:
            return;
        case Connection::Verdict::open:
            if (slot.state != SlotState::open) move(id, SlotState::open);
            break;
        case Connection::Verdict::resetting:
            if (slot.state != SlotState::resetting) move(id, SlotState::resetting);
            break;
        case Connection::Verdict::finished:
            disconnect(id, SlotState::tombstone);
            return;
        case Connection::Verdict::closed:
            connection.close(CloseReason::fin);
            disconnect(id, SlotState::closing);
            return;
        case Connection::Verdict::replaced:
            on_replaced(id, segment, from);
            return;
    }
    account(connection);
}

void FlowTable::Implementation::on_replaced(std::uint32_t id, const Segment& segment, Sender from) {
    Slot& slot = slots_[id];
    const Connection::Claim claim = slot.connection->claim();
    slot.connection->close(CloseReason::replaced);
    disconnect(id, SlotState::half_open);
    ++table_.stats.replaced_flows;

    // The SYN as if it came now, with the addresses of its sender first.
    Segment syn;
    FlowKey key = slot.key;
    if (claim.from == Sender::responder) key.swap_sides();
    syn.source = key.endpoint(0);
    syn.destination = key.endpoint(1);
    syn.moment = claim.when;
    syn.sequence = claim.sequence;
    syn.flags = claim.with_ack ? kSyn | kAck : kSyn;
    const bool turned = (claim.from == Sender::initiator) == claim.with_ack;
    start(slot, key, syn);
    slot.set(Slot::kInitialKnown, claim.with_ack ? Sender::responder : Sender::initiator);
    slot.initial[claim.with_ack ? 1 : 0] = claim.sequence;
    if (claim.with_ack) {
        slot.set(Slot::kInitialKnown, Sender::initiator);
        slot.initial[0] = claim.acknowledgment - 1;
    }
    if (claim.checksum_good)
        slot.set(Slot::kChecksumsReal, claim.with_ack ? Sender::responder : Sender::initiator);
    slot.note_packet(syn, claim.with_ack ? Sender::responder : Sender::initiator);
    on_half_open(id, segment, turned ? other(from) : from);
}

// Whether a SYN for a flow that is over begins another connection.
bool FlowTable::Implementation::is_new_syn(const Slot& slot, const Segment& segment, Sender from) {
    if (slot.has(Slot::kInitialKnown, from) && slot.initial[index_of(from)] == segment.sequence)
        return false;
    if (!slot.has(Slot::kChecksumsReal, from)) return true;
    return verify_checksum(segment) != Checksum::bad;
}

// ---- slots -------------------------------------------------------------------------------------

std::uint32_t FlowTable::Implementation::create(const Segment& segment, const FlowKey& key,
                                                std::uint32_t hash) {
    make_room();
    const std::uint32_t id = slots_.take();
    start(slots_[id], key, segment);
    slots_[id].last = table_.clock;
    slots_[id].epoch = epoch_;
    slots_.append(id);
    index_.insert(hash, id);
    return id;
}

// Slots and index get at most five eighths of the memory; then the oldest slots make room.
void FlowTable::Implementation::make_room() {
    const std::size_t share = options_.max_memory / 8 * 5;
    const std::size_t held = slots_.footprint() + index_.footprint();
    const std::size_t index_growth = index_.needs_growth() ? index_.footprint() : 0;
    const std::size_t slot_growth = slots_.needs_growth() ? SlotStore::kGrowth : 0;
    const bool too_much =
        index_growth + slot_growth > 0 && held + index_growth + slot_growth > share;
    const std::uint32_t oldest = too_much ? oldest_slot() : kNoSlot;
    if (oldest != kNoSlot) {
        const Slot& slot = slots_[oldest];
        if (slot.has(Slot::kConnection)) {
            ++table_.stats.evicted_sinks;
            slot.connection->close(CloseReason::evicted);
        } else if (!slot.has(Slot::kEvicted)) {
            ++table_.stats.evicted_flows;
        }
        forget(oldest);
        return;
    }
    if (index_growth > 0) index_.grow();
    if (slot_growth > 0) slots_.grow();
    table_footprint_ = slots_.footprint() + index_.footprint();
}

// Makes the slot that of a new flow. It keeps its place in its list.
void FlowTable::Implementation::start(Slot& slot, const FlowKey& key, const Segment& segment) {
    ++table_.stats.flows;
    latest_.id = kNoSlot;
    slot.key = key;
    slot.flags = 0;
    slot.opening = Opening{};
    slot.first = segment.moment;
    bool from_responder = false;
    if ((segment.flags & kSyn) != 0)
        from_responder = (segment.flags & kAck) != 0;
    else
        from_responder = segment.source.port < segment.destination.port;
    if (from_responder) slot.key.swap_sides();
}

void FlowTable::Implementation::restart(std::uint32_t id, const FlowKey& key,
                                        const Segment& segment) {
    ++table_.stats.replaced_flows;
    move(id, SlotState::half_open);
    start(slots_[id], key, segment);
}

void FlowTable::Implementation::touch(std::uint32_t id) {
    Slot& slot = slots_[id];
    if (slot.epoch == epoch_ && slot.last == table_.clock) return;
    move(id, slot.state);
}

void FlowTable::Implementation::move(std::uint32_t id, SlotState state) {
    slots_.remove(id);
    Slot& slot = slots_[id];
    slot.state = state;
    slot.last = table_.clock;
    slot.epoch = epoch_;
    slots_.append(id);
}

void FlowTable::Implementation::connect(std::uint32_t id) {
    Slot& slot = slots_[id];
    auto connection = std::make_unique<Connection>(table_, slot);
    slot.connection = connection.release();
    slot.set(Slot::kConnection);
    slot.set(Slot::kHadPayload);
    connections_footprint_ += slot.connection->accounted = sizeof(Connection);
    move(id, SlotState::open);
}

void FlowTable::Implementation::disconnect(std::uint32_t id, SlotState state) {
    Slot& slot = slots_[id];
    connections_footprint_ -= slot.connection->accounted;
    const std::unique_ptr<Connection> gone(slot.connection);
    gone->leave(slot);
    slot.opening = Opening{};
    slot.clear(Slot::kConnection);
    move(id, state);
}

void FlowTable::Implementation::account(Connection& connection) {
    const std::size_t now = connection.footprint();
    connections_footprint_ += now - connection.accounted;
    connection.accounted = now;
}

// ---- forgetting --------------------------------------------------------------------------------

void FlowTable::Implementation::forget(std::uint32_t id) {
    if (slots_[id].has(Slot::kConnection)) disconnect(id, SlotState::closing);
    const std::uint32_t hash = hash_of(slots_[id].key);
    index_.erase(hash, id);
    if (recent_[hash % kRecent].slot == id) recent_[hash % kRecent] = {};
    slots_.remove(id);
    slots_.release(id);
    latest_.id = kNoSlot;
}

std::uint32_t FlowTable::Implementation::oldest_slot() const {
    std::uint32_t best = kNoSlot;
    std::uint32_t age = 0;
    for (const SlotState state : {SlotState::closing, SlotState::half_open, SlotState::tombstone,
                                  SlotState::resetting, SlotState::open}) {
        const std::uint32_t id = slots_.oldest(state);
        if (id == kNoSlot) continue;
        const std::uint32_t silent = table_.clock - slots_[id].last;
        if (best != kNoSlot && silent <= age) continue;
        best = id;
        age = silent;
    }
    return best;
}

// Closes the sinks silent longest until the budget is kept.
void FlowTable::Implementation::shrink() {
    while (footprint() > options_.max_memory) {
        std::uint32_t id = slots_.oldest(SlotState::resetting);
        if (id == kNoSlot) id = slots_.oldest(SlotState::open);
        if (id == kNoSlot) return;
        ++table_.stats.evicted_sinks;
        slots_[id].connection->close(CloseReason::evicted);
        disconnect(id, SlotState::tombstone);
        slots_[id].set(Slot::kEvicted);
    }
}

void FlowTable::Implementation::tick(std::uint32_t clock, Moment when) {
    constexpr std::array<std::uint32_t, kSlotStates> kPatience = {
        limits::kHalfOpenIdle, limits::kOpenIdle, limits::kTombstoneIdle, limits::kResetLinger,
        limits::kClosedLinger};
    table_.clock = clock;
    table_.now = when;
    ++epoch_;
    for (std::size_t i = 0; i < kSlotStates; ++i) {
        for (;;) {
            const std::uint32_t id = slots_.oldest(static_cast<SlotState>(i));
            if (id == kNoSlot || clock - slots_[id].last < kPatience[i]) break;
            expire(id);
        }
    }
}

void FlowTable::Implementation::expire(std::uint32_t id) {
    Slot& slot = slots_[id];
    if (slot.state != SlotState::closing && slot.state != SlotState::resetting)
        ++table_.stats.idle_flows;
    if (slot.has(Slot::kConnection)) slot.connection->close(CloseReason::idle);
    forget(id);
}

void FlowTable::Implementation::finish(Moment when) {
    table_.now = when;
    std::vector<std::pair<std::uint64_t, std::uint32_t>> open;
    for (const SlotState state : {SlotState::open, SlotState::resetting}) {
        for (std::uint32_t id = slots_.oldest(state); id != kNoSlot; id = slots_[id].newer)
            open.emplace_back(slots_[id].first.ordinal, id);
    }
    std::sort(open.begin(), open.end());
    for (const auto& [ordinal, id] : open) {
        slots_[id].connection->close(CloseReason::end_of_input);
        forget(id);
    }
    for (std::uint32_t id = oldest_slot(); id != kNoSlot; id = oldest_slot())
        forget(id);
}

FlowTable::Implementation::~Implementation() {
    for (std::uint32_t id = oldest_slot(); id != kNoSlot; id = oldest_slot())
        forget(id);
}

// ---- the door ----------------------------------------------------------------------------------

FlowTable::FlowTable(FlowObserver& observer, const FlowOptions& options)
    : implementation_(std::make_unique<Implementation>(observer, options)) {}
FlowTable::~FlowTable() = default;

void FlowTable::on_segment(const Segment& segment) { implementation_->on_segment(segment); }
void FlowTable::tick(std::uint32_t clock, Moment when) { implementation_->tick(clock, when); }
void FlowTable::finish(Moment when) { implementation_->finish(when); }
const FlowStats& FlowTable::stats() const { return implementation_->stats(); }
std::size_t FlowTable::footprint() const { return implementation_->footprint(); }

}  // namespace tlsonar::capture
