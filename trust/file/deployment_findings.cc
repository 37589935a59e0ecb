#include "trust/file/file_kinds_private.h"
#include "trust/file/request_kinds_private.h"
#include "trust/finding/catalogue.h"

#include <algorithm>
#include <array>

namespace tlsonar::trust {
namespace {

constexpr auto kAll = [] {
    std::array<FindingKind, std::size(kRequestKinds) + std::size(kFileKinds)> all;
    std::copy(std::begin(kFileKinds), std::end(kFileKinds),
              std::copy(std::begin(kRequestKinds), std::end(kRequestKinds), all.begin()));
    return all;
}();

}  // namespace

std::span<const FindingKind> deployment_finding_kinds() { return kAll; }

}  // namespace tlsonar::trust
