#include "capture/tcp/flow_index.h"

#include <utility>

namespace tlsonar::capture {

void FlowIndex::grow() {
    std::vector<Cell> old(cells_.size() * 2);
    std::swap(old, cells_);
    used_ = 0;
    for (const Cell& cell : old)
        if (cell.slot != kFree) insert(cell.hash, cell.slot);
}

void FlowIndex::insert(std::uint32_t hash, std::uint32_t slot) {
    std::size_t at = hash & mask();
    while (cells_[at].slot != kFree)
        at = (at + 1) & mask();
    cells_[at] = {hash, slot};
    ++used_;
}

void FlowIndex::erase(std::uint32_t hash, std::uint32_t slot) {
    std::size_t hole = hash & mask();
    while (cells_[hole].slot != slot)
        hole = (hole + 1) & mask();
    --used_;
    // Close the hole with a later cell of the run that may stand there: one whose own place is not
    // between the hole and itself. No deletion marks, so lookups stay short for ever.
    for (std::size_t at = (hole + 1) & mask(); cells_[at].slot != kFree; at = (at + 1) & mask()) {
        const std::size_t from_home = (at - (cells_[at].hash & mask())) & mask();
        const std::size_t from_hole = (at - hole) & mask();
        if (from_home < from_hole) continue;
        cells_[hole] = cells_[at];
        hole = at;
    }
    cells_[hole] = Cell{};
}

}  // namespace tlsonar::capture
