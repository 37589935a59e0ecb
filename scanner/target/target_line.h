// A line of a target file: a target, then labels. "#" begins a comment where a word could begin.
//
//   mail.example.org:25  owner=payments env="prod, eu"   # the old one
#pragma once

#include "core/result.h"
#include "scanner/target/target.h"

#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::scanner {

struct TargetLine {
    static constexpr std::size_t kMaxLength = 8192;
    static constexpr std::size_t kMaxLabels = 64;

    std::string_view target;  // lent from the line; empty: the line has none
    std::vector<Label> labels;
};

// Without the line's end. Inside quotes \" and \\ stand for themselves. The error is a sentence.
Result<TargetLine, std::string> split_target_line(std::string_view line);

}  // namespace tlsonar::scanner
