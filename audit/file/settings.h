// Settings of a file that a person wrote: names and values, some in sections. What the names mean
// is not known here.
//
//   policy: [baseline, mozilla-intermediate]
//   fail-on: high
//   scan:
//     timeout: 10
#pragma once

#include "audit/file/fault.h"
#include "core/result.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::audit {

struct Setting {
    std::string section;  // empty at the top
    std::string name;
    std::vector<std::string> values;  // one, or those of a list
    std::uint32_t line = 0;
};

// In the order of the file. `sections` are the names at the top that hold settings of their own.
Result<std::vector<Setting>, FileFault> read_settings(std::string_view text, std::string_view file,
                                                      std::span<const std::string> sections);

}  // namespace tlsonar::audit
