#include "dissect/dtls/message_assembly.h"

#include <algorithm>
#include <cstring>

namespace tlsonar::dissect {

bool MessageAssembly::complete() const {
    if (length_ == 0) return true;
    return pieces_.size() == 1 && pieces_[0].begin == 0 && pieces_[0].end == length_;
}

std::size_t MessageAssembly::held_after(const DtlsFragment& fragment) const {
    return std::max<std::size_t>(body_.size(), fragment.offset + fragment.body.size());
}

// Whether what was there before says the same.
bool MessageAssembly::agrees(std::uint32_t begin, Bytes octets) const {
    const auto end = static_cast<std::uint32_t>(begin + octets.size());
    for (const Piece& piece : pieces_) {
        const std::uint32_t from = std::max(begin, piece.begin);
        const std::uint32_t to = std::min(end, piece.end);
        if (from < to &&
            std::memcmp(body_.data() + from, octets.data() + (from - begin), to - from) != 0)
            return false;
    }
    return true;
}

MessageAssembly::Taken MessageAssembly::take(const DtlsFragment& fragment) {
    const auto size = static_cast<std::uint32_t>(fragment.body.size());
    if (fragment.type != type_ || fragment.length != length_) return Taken::conflict;
    if (fragment.offset > length_ || size > length_ - fragment.offset) return Taken::refused;
    if (size == 0) return Taken::known;
    if (!agrees(fragment.offset, fragment.body)) return Taken::conflict;

    // Those it touches become one with it.
    Piece joined{fragment.offset, fragment.offset + size};
    const auto first = std::find_if(pieces_.begin(), pieces_.end(),
                                    [&](const Piece& p) { return p.end >= joined.begin; });
    auto last = first;
    for (; last != pieces_.end() && last->begin <= joined.end; ++last)
        joined = {std::min(joined.begin, last->begin), std::max(joined.end, last->end)};
    const bool inside =
        last - first == 1 && first->begin == joined.begin && first->end == joined.end;
    if (inside) return Taken::known;
    if (first == last && pieces_.size() >= kMaxPieces) return Taken::refused;

    body_.resize(held_after(fragment));
    std::memcpy(body_.data() + fragment.offset, fragment.body.data(), size);
    const auto place = pieces_.erase(first, last);
    pieces_.insert(place, joined);
    return Taken::fresh;
}

}  // namespace tlsonar::dissect
