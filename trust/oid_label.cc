#include "trust/oid_label.h"

#include "trust/oid_table.h"

namespace tlsonar::trust {

const OidEntry* find_oid_by_label(std::string_view label) {
    for (const OidEntry& entry : oid_table::kEntries)
        if (label == (entry.short_name.empty() ? entry.name : entry.short_name)) return &entry;
    return nullptr;
}

}  // namespace tlsonar::trust
