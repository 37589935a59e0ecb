#include "capture/tcp/flow_slot.h"

#include <algorithm>
#include <utility>

namespace tlsonar::capture {

// ---- the opening handshake ---------------------------------------------------------------------

void Slot::note_packet(const Segment& segment, Sender from) {
    const bool syn = (segment.flags & kSyn) != 0;
    const bool ack = (segment.flags & kAck) != 0;
    const bool fresh = opening.packets[0] == 0 && opening.packets[1] == 0;
    std::uint32_t& packets = opening.packets[index_of(from)];
    if (packets != UINT32_MAX) ++packets;
    if (fresh) {
        first = segment.moment;
        if (syn && ack) set(kFirstIsSynAck);
    } else if (syn && ack == has(kFirstIsSynAck)) {
        // Sent again.
    } else if (syn) {
        note_later(0, segment.moment);
    } else if (ack && from == Sender::initiator && (segment.flags & kRst) == 0) {
        note_later(1, segment.moment);
    }
    if (syn) set(ack ? kSynAckSeen : kSynSeen);
}

void Slot::note_later(std::size_t which, Moment when) {
    if (opening.ordinal[which] != 0) return;
    constexpr std::int64_t kFar = (std::int64_t{1} << 47) - 1;
    // Nonsense clocks may be any distance apart: subtract without overflow, then saturate.
    const auto apart = static_cast<std::int64_t>(static_cast<std::uint64_t>(when.at) -
                                                 static_cast<std::uint64_t>(first.at));
    const std::int64_t time = std::clamp(apart, -kFar, kFar);
    const std::uint64_t frames = when.ordinal - first.ordinal;
    opening.ordinal[which] =
        static_cast<std::uint32_t>(std::clamp<std::uint64_t>(frames, 1, UINT32_MAX));
    opening.time_low[which] = static_cast<std::uint32_t>(time & 0xffffffff);
    time_high[which] = static_cast<std::int16_t>(time >> 32);
}

Moment Slot::later(std::size_t which) const {
    if (opening.ordinal[which] == 0) return {};
    const std::int64_t time =
        std::int64_t{time_high[which]} * (std::int64_t{1} << 32) + opening.time_low[which];
    const auto at =
        static_cast<Time>(static_cast<std::uint64_t>(first.at) + static_cast<std::uint64_t>(time));
    return {at, first.ordinal + opening.ordinal[which]};
}

FlowInfo Slot::info() const {
    FlowInfo info;
    info.initiator = key.endpoint(0);
    info.responder = key.endpoint(1);
    info.first = first;
    info.last = first;
    info.packets = {opening.packets[0], opening.packets[1]};
    if (has(kSynSeen)) info.syn = has(kFirstIsSynAck) ? later(0) : first;
    if (has(kSynAckSeen)) info.syn_ack = has(kFirstIsSynAck) ? first : later(0);
    info.first_ack = later(1);
    return info;
}

void Slot::turn_around() {
    key.swap_sides();
    std::swap(initial[0], initial[1]);
    if (!has(kConnection)) std::swap(opening.packets[0], opening.packets[1]);
    const auto swap_bits = [this](Flag flag) {
        const bool a = has(flag, Sender::initiator);
        const bool b = has(flag, Sender::responder);
        flags = static_cast<std::uint16_t>(flags & ~(flag | flag << 1));
        if (a) set(flag, Sender::responder);
        if (b) set(flag, Sender::initiator);
    };
    swap_bits(kInitialKnown);
    swap_bits(kChecksumsReal);
}

// ---- the store ---------------------------------------------------------------------------------

void SlotStore::grow() {
    const auto base = static_cast<std::uint32_t>(chunks_.size()) * kChunk;
    chunks_.push_back(std::make_unique<Slot[]>(kChunk));
    for (std::uint32_t i = kChunk; i-- > 0;) {
        chunks_.back()[i].newer = free_;
        free_ = base + i;
    }
}

std::uint32_t SlotStore::take() {
    const std::uint32_t id = free_;
    Slot& slot = (*this)[id];
    free_ = slot.newer;
    slot = Slot{};
    return id;
}

void SlotStore::release(std::uint32_t id) {
    (*this)[id].newer = free_;
    free_ = id;
}

void SlotStore::append(std::uint32_t id) {
    Slot& slot = (*this)[id];
    List& list = lists_[static_cast<std::size_t>(slot.state)];
    slot.older = list.newest;
    slot.newer = kNoSlot;
    (list.newest == kNoSlot ? list.oldest : (*this)[list.newest].newer) = id;
    list.newest = id;
}

void SlotStore::remove(std::uint32_t id) {
    Slot& slot = (*this)[id];
    List& list = lists_[static_cast<std::size_t>(slot.state)];
    (slot.older == kNoSlot ? list.oldest : (*this)[slot.older].newer) = slot.newer;
    (slot.newer == kNoSlot ? list.newest : (*this)[slot.newer].older) = slot.older;
}

}  // namespace tlsonar::capture
