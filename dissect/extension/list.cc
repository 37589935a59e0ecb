#include "dissect/extension/extension.h"

#include <algorithm>
#include <array>

namespace tlsonar::dissect {

namespace extensions {
#define TLSONAR_EXTENSION(name) extern const ExtensionKind name;
#include "dissect/extension/list.inc"
#undef TLSONAR_EXTENSION
}  // namespace extensions

namespace {
constexpr const ExtensionKind* kKinds[] = {
#define TLSONAR_EXTENSION(name) &extensions::name,
#include "dissect/extension/list.inc"
#undef TLSONAR_EXTENSION
};
}  // namespace

std::span<const ExtensionKind* const> extension_kinds() { return kKinds; }

const ExtensionKind* find_extension(std::uint16_t type) {
    // Nearly all that are sent have low numbers.
    static const auto low = [] {
        std::array<const ExtensionKind*, 64> table{};
        for (const ExtensionKind* kind : kKinds)
            if (kind->type < table.size()) table[kind->type] = kind;
        return table;
    }();
    if (type < low.size()) return low[type];
    const auto* at = std::lower_bound(
        std::begin(kKinds), std::end(kKinds), type,
        [](const ExtensionKind* kind, std::uint16_t code) { return kind->type < code; });
    return at != std::end(kKinds) && (*at)->type == type ? *at : nullptr;
}

std::string_view extension_name(std::uint16_t type) {
    const ExtensionKind* kind = find_extension(type);
    return kind != nullptr ? kind->name : std::string_view{};
}

}  // namespace tlsonar::dissect
