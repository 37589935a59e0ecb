// HeldPieces: parts of one direction's stream that cannot be delivered yet, sorted, not
// overlapping.
//
//      next expected        hole
//           ▼               ▼
//   ────────┤      ├───────┤   ├──┼─────┤
//             hole   piece       piece piece
#pragma once

#include "core/moment.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace tlsonar::capture {

enum class PieceKind : std::uint8_t {
    octets,  // payload
    passed,  // payload that nobody needs to see: not kept
    cut,     // payload that the capture's snaplen cut off
};

// A run of the stream as it arrives. `data` is null unless the kind is octets.
struct Run {
    std::uint32_t sequence = 0;
    std::uint32_t length = 0;
    const std::uint8_t* data = nullptr;
    Moment when;
    PieceKind kind = PieceKind::octets;
    bool stable = false;  // `data` outlives the flow and needs no copy
    // The segment's acknowledgment: what its sender had of the peer when it sent this.
    bool acknowledging = false;
    std::uint32_t acknowledged = 0;

    std::uint32_t end() const { return sequence + length; }
    Run first(std::uint32_t n) const;
    Run after(std::uint32_t n) const;
};

struct Piece {
    std::uint32_t sequence = 0;
    std::uint32_t length = 0;
    const std::uint8_t* data = nullptr;
    std::unique_ptr<std::uint8_t[]> owned;  // what `data` points to, unless stable
    Moment when;
    PieceKind kind = PieceKind::octets;
    bool used = false;           // for the owner: delivered at least in part
    bool acknowledging = false;  // as in Run
    std::uint32_t acknowledged = 0;

    std::uint32_t end() const { return sequence + length; }
};

class HeldPieces {
  public:
    struct Outcome {
        std::uint32_t added = 0;     // octets that were not held before
        std::uint32_t repeated = 0;  // octets that were
        bool differs = false;        // and a repeated octet has another value
    };
    // The first copy wins: adds what is not held already. All pieces and the run must lie within
    // 2^31 octets of the stream.
    Outcome insert(Run run);

    bool empty() const { return pieces_.empty(); }
    std::size_t size() const { return pieces_.size(); }
    const Piece& front() const { return pieces_.front(); }
    const Piece& back() const { return pieces_.back(); }
    void drop_front() { drop_first(1); }

    // The first piece that ends after `sequence`, or null.
    Piece* reaching_beyond(std::uint32_t sequence);

    // Octets held by copy.
    std::size_t octets() const { return octets_; }
    std::size_t footprint() const { return octets_ + pieces_.capacity() * sizeof(Piece); }

  private:
    std::size_t index_beyond(std::uint32_t sequence) const;
    // Puts the run before pieces_[at]; returns the index after it.
    std::size_t add(std::size_t at, const Run& run);
    void drop_first(std::size_t n);

    std::vector<Piece> pieces_;
    std::size_t octets_ = 0;
};

}  // namespace tlsonar::capture
