// FlowIndex: from a flow's hash to its slot. Open addressing with linear probing; a cell is 8
// octets: 32 bits of the hash, to leave other flows' slots alone, and the slot's number.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace tlsonar::capture {

class FlowIndex {
  public:
    FlowIndex() : cells_(kFirstCells) {}

    // The slot for which `same(slot)` is true among those with this hash, or UINT32_MAX.
    template <class Same>
    std::uint32_t find(std::uint32_t hash, Same&& same) const {
        for (std::size_t at = hash & mask();; at = (at + 1) & mask()) {
            const Cell cell = cells_[at];
            if (cell.slot == kFree) return kFree;
            if (cell.hash == hash && same(cell.slot)) return cell.slot;
        }
    }

    bool needs_growth() const { return (used_ + 1) * 4 > cells_.size() * 3; }
    void grow();
    void insert(std::uint32_t hash, std::uint32_t slot);
    void erase(std::uint32_t hash, std::uint32_t slot);

    std::size_t footprint() const { return cells_.size() * sizeof(Cell); }

  private:
    static constexpr std::size_t kFirstCells = 1024;
    static constexpr std::uint32_t kFree = UINT32_MAX;
    struct Cell {
        std::uint32_t hash = 0;
        std::uint32_t slot = kFree;
    };

    std::size_t mask() const { return cells_.size() - 1; }

    std::vector<Cell> cells_;  // a power of two
    std::size_t used_ = 0;
};

}  // namespace tlsonar::capture
