// What validation made of a chain, as JSON. Each verdict is written once and then copied.
#pragma once

#include "reports/json_writer.h"
#include "trust/deployment/chain_judge.h"

#include <string>
#include <string_view>
#include <unordered_map>

namespace tlsonar::reports {

class VerdictJson {
  public:
    // A member called `name`; nothing without a verdict.
    void append(JsonWriter& json, std::string_view name, const trust::ChainVerdictPtr& verdict);

  private:
    static constexpr std::size_t kMaxKept = 4096;
    struct Kept {
        trust::ChainVerdictPtr verdict;  // keeps the address from being used again
        std::string text;
    };
    std::unordered_map<const trust::ChainVerdict*, Kept> kept_;
};

}  // namespace tlsonar::reports
