#include "capture/tcp/held_pieces.h"

#include "capture/tcp/sequence.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace tlsonar::capture {

Run Run::first(std::uint32_t n) const {
    Run run = *this;
    run.length = n;
    return run;
}

Run Run::after(std::uint32_t n) const {
    Run run = *this;
    run.sequence += n;
    run.length -= n;
    if (run.data != nullptr) run.data += n;
    return run;
}

namespace {

bool same_octets(const Piece& piece, const Run& run, std::uint32_t n) {
    if (piece.data == nullptr || run.data == nullptr) return true;
    return std::memcmp(piece.data + (run.sequence - piece.sequence), run.data, n) == 0;
}

Piece make_piece(const Run& run) {
    Piece piece;
    piece.sequence = run.sequence;
    piece.length = run.length;
    piece.when = run.when;
    piece.kind = run.kind;
    piece.acknowledging = run.acknowledging;
    piece.acknowledged = run.acknowledged;
    piece.data = run.data;
    if (run.data != nullptr && !run.stable) {
        piece.owned.reset(new std::uint8_t[run.length]);
        std::memcpy(piece.owned.get(), run.data, run.length);
        piece.data = piece.owned.get();
    }
    return piece;
}

}  // namespace

HeldPieces::Outcome HeldPieces::insert(Run run) {
    Outcome outcome;
    std::size_t at = index_beyond(run.sequence);
    while (run.length > 0) {
        if (at == pieces_.size() || distance(run.end(), pieces_[at].sequence) >= 0) {
            add(at, run);
            outcome.added += run.length;
            break;
        }
        const std::int32_t free = distance(run.sequence, pieces_[at].sequence);
        if (free > 0) {
            const auto n = static_cast<std::uint32_t>(free);
            at = add(at, run.first(n));
            outcome.added += n;
            run = run.after(n);
        }
        const std::uint32_t n = std::min(run.length, pieces_[at].end() - run.sequence);
        if (!same_octets(pieces_[at], run, n)) outcome.differs = true;
        outcome.repeated += n;
        run = run.after(n);
        ++at;
    }
    return outcome;
}

Piece* HeldPieces::reaching_beyond(std::uint32_t sequence) {
    const std::size_t at = index_beyond(sequence);
    return at == pieces_.size() ? nullptr : &pieces_[at];
}

std::size_t HeldPieces::index_beyond(std::uint32_t sequence) const {
    const auto it = std::partition_point(
        pieces_.begin(), pieces_.end(),
        [sequence](const Piece& piece) { return distance(piece.end(), sequence) >= 0; });
    return static_cast<std::size_t>(it - pieces_.begin());
}

std::size_t HeldPieces::add(std::size_t at, const Run& run) {
    // Bulk behind one lost segment must not cost a piece per segment.
    if (run.kind == PieceKind::passed && at > 0) {
        Piece& before = pieces_[at - 1];
        if (before.kind == PieceKind::passed && before.end() == run.sequence) {
            before.length += run.length;
            before.when = run.when;
            return at;
        }
    }
    Piece piece = make_piece(run);
    if (piece.owned != nullptr) octets_ += piece.length;
    pieces_.insert(pieces_.begin() + static_cast<std::ptrdiff_t>(at), std::move(piece));
    return at + 1;
}

void HeldPieces::drop_first(std::size_t n) {
    for (std::size_t i = 0; i < n; ++i)
        if (pieces_[i].owned != nullptr) octets_ -= pieces_[i].length;
    pieces_.erase(pieces_.begin(), pieces_.begin() + static_cast<std::ptrdiff_t>(n));
}

}  // namespace tlsonar::capture
