// What is wrong with a file that a person wrote: policy, waivers, configuration.
#pragma once

#include <cstdint>
#include <string>

namespace tlsonar::audit {

struct FileFault {
    std::string file;
    std::uint32_t line = 0;  // from 1; 0 when it concerns the whole file
    std::string path;        // "rules[3].condition.op"; empty at the top
    std::string problem;     // "expected one of subset_of, none_of …; found \"subsets\""

    // "my.json:12: rules[3].condition.op: expected …"
    std::string sentence() const;
};

}  // namespace tlsonar::audit
