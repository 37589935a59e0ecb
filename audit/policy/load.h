// Policies from files (JSON, or YAML of the same shape) and those that are built in.
#pragma once

#include "audit/policy/policy.h"
#include "core/result.h"

#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::audit {

using PolicyPtr = std::shared_ptr<const Policy>;

// What is wrong with a file that a person wrote.
struct FileFault {
    std::string file;
    std::uint32_t line = 0;  // from 1; 0 when it concerns the whole file
    std::string path;        // "rules[3].condition.op"
    std::string problem;     // "expected one of subset_of, none_of …; found \"subsets\""

    // "my.json:12: rules[3].condition.op: expected …"
    std::string sentence() const;
};

class PolicyShelf {
  public:
    PolicyShelf();
    ~PolicyShelf();
    PolicyShelf(PolicyShelf&&) noexcept;
    PolicyShelf& operator=(PolicyShelf&&) noexcept;

    // Reads "mozilla-modern" (built in) or a file (a name with '/' or '.', or that exists), with
    // all it extends and includes; relative names are looked for beside the file.
    Result<PolicyPtr, FileFault> open(std::string_view name_or_file);
    // The same from text; `file` is for messages and relative names.
    Result<PolicyPtr, FileFault> parse(std::string_view text, std::string_view file);

    // Ids of the policies that are built in, sorted.
    static std::vector<std::string_view> names();
    // The text of one; empty when there is none.
    static std::string_view text(std::string_view id);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace tlsonar::audit
