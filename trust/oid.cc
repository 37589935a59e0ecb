#include "trust/oid.h"

#include "core/text.h"
#include "trust/oid_table.h"

#include <charconv>

namespace tlsonar::trust {

const OidEntry* find_oid(Bytes der) {
    const std::string_view wanted = as_text(der);
    for (std::size_t at = oid_table::slot_of(wanted);; at = (at + 1) % oid_table::kSlots) {
        const std::uint16_t index = oid_table::kSlotTable[at];
        if (index == oid_table::kFree) return nullptr;
        if (oid_table::kEntries[index].der == wanted) return &oid_table::kEntries[index];
    }
}

namespace {

void append_number(std::string& out, std::uint64_t n) {
    char digits[20];
    const auto end = std::to_chars(digits, digits + sizeof digits, n).ptr;
    out.append(digits, end);
}

std::string as_hex(Bytes der) {
    std::string out = "hex:";
    append_hex(out, der);
    return out;
}

}  // namespace

// X.690 section 8.19: base 128, high bit set on all but the last octet of an arc; the first two
// arcs share one number.
std::string dotted_oid(Bytes der) {
    std::string out;
    std::uint64_t arc = 0;
    for (std::size_t i = 0; i < der.size(); ++i) {
        if ((arc >> 57) != 0) return as_hex(der);
        arc = (arc << 7) | (der[i] & 0x7FU);
        if ((der[i] & 0x80U) != 0) continue;
        if (out.empty()) {
            const std::uint64_t top = arc < 80 ? arc / 40 : 2;
            append_number(out, top);
            arc -= top * 40;
        }
        out += '.';
        append_number(out, arc);
        arc = 0;
    }
    if (der.empty() || (der.back() & 0x80U) != 0) return as_hex(der);
    return out;
}

ObjectId::ObjectId(Bytes der) : entry_(find_oid(der)) {
    if (entry_ == nullptr) other_ = dotted_oid(der);
}

std::string_view ObjectId::label() const {
    if (entry_ == nullptr) return other_;
    return entry_->short_name.empty() ? entry_->name : entry_->short_name;
}

}  // namespace tlsonar::trust
