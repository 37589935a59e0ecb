// Slot: what is remembered of every flow, in 104 octets. A million half-open flows must fit.
#pragma once

#include "capture/flow.h"
#include "capture/segment.h"
#include "capture/tcp/flow_key.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace tlsonar::capture {

class Connection;

enum class SlotState : std::uint8_t {
    half_open,  // no payload yet
    open,       // has a Connection
    tombstone,  // its sink has finished or was evicted; octets may still come
    resetting,  // has a Connection, and an RST was seen
    closing,    // ended; late retransmissions may still come
};
constexpr std::size_t kSlotStates = 5;

constexpr std::uint32_t kNoSlot = UINT32_MAX;

// The opening handshake of a flow without payload: Moments as differences to the first packet's,
// which is always a SYN or a SYN/ACK. Index 0: the other one of these two, 1: the first ACK.
struct Opening {
    std::array<std::uint32_t, 2> packets;
    std::array<std::uint32_t, 2> ordinal;   // frames later (saturating), 0: not seen
    std::array<std::uint32_t, 2> time_low;  // 48 bits, signed, nanoseconds (saturating)
};

struct Slot {
    Moment first;
    union {
        Opening opening;
        Connection* connection;  // owned by the table; when has(kConnection)
    };
    FlowKey key;                             // side [0] is the initiator
    std::array<std::uint32_t, 2> initial{};  // initial sequence numbers, see kInitialKnown
    std::uint32_t older = kNoSlot;           // list of the flows in the same state
    std::uint32_t newer = kNoSlot;
    std::uint32_t last = 0;  // clock of the latest packet
    std::array<std::int16_t, 2> time_high{};
    std::uint16_t flags = 0;
    std::uint8_t epoch = 0;  // tick of the latest packet
    SlotState state = SlotState::half_open;

    enum Flag : std::uint16_t {
        kConnection = 1,
        kInitialKnown = 2,   // and 4 for the responder
        kChecksumsReal = 8,  // and 16
        kSynSeen = 32,
        kSynAckSeen = 64,
        kFirstIsSynAck = 128,
        kHadPayload = 256,
        kEvicted = 512,  // its sink was closed to save memory, and counted then
    };

    Slot() : opening{} {}
    bool has(Flag flag) const { return (flags & flag) != 0; }
    bool has(Flag flag, Sender from) const { return (flags & (flag << index_of(from))) != 0; }
    void set(Flag flag) { flags = static_cast<std::uint16_t>(flags | flag); }
    void set(Flag flag, Sender from) {
        flags = static_cast<std::uint16_t>(flags | (flag << index_of(from)));
    }
    void clear(Flag flag) { flags = static_cast<std::uint16_t>(flags & ~flag); }

    // The handshake so far; only while there is neither Connection nor tombstone.
    void note_packet(const Segment& segment, Sender from);
    FlowInfo info() const;
    void turn_around();

  private:
    void note_later(std::size_t which, Moment when);
    Moment later(std::size_t which) const;
};
static_assert(sizeof(Slot) <= 104);

// Slots in chunks that never move, a list of the free ones, and a list per state in order of their
// latest use (of the same tick: of their first use in it).
class SlotStore {
  public:
    Slot& operator[](std::uint32_t id) { return chunks_[id / kChunk][id % kChunk]; }
    const Slot& operator[](std::uint32_t id) const { return chunks_[id / kChunk][id % kChunk]; }

    // A fresh slot, in no list yet. May need grow() first.
    bool needs_growth() const { return free_ == kNoSlot; }
    void grow();
    std::uint32_t take();
    void release(std::uint32_t id);

    void append(std::uint32_t id);  // to its state's list, as the newest
    void remove(std::uint32_t id);  // from it
    std::uint32_t oldest(SlotState state) const {
        return lists_[static_cast<std::size_t>(state)].oldest;
    }

    std::size_t footprint() const { return chunks_.size() * kChunk * sizeof(Slot); }
    static constexpr std::size_t kGrowth = 1024 * sizeof(Slot);

  private:
    static constexpr std::uint32_t kChunk = 1024;
    struct List {
        std::uint32_t oldest = kNoSlot;
        std::uint32_t newest = kNoSlot;
    };

    std::vector<std::unique_ptr<Slot[]>> chunks_;
    std::array<List, kSlotStates> lists_;
    std::uint32_t free_ = kNoSlot;
};

}  // namespace tlsonar::capture
