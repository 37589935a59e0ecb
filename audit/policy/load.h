// Policies from files (JSON, or YAML of the same shape) and those that are built in.
#pragma once

#include "audit/file/fault.h"
#include "audit/policy/policy.h"
#include "core/result.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::audit {

using PolicyPtr = std::shared_ptr<const Policy>;

class PolicyShelf {
  public:
    PolicyShelf();
    ~PolicyShelf();
    PolicyShelf(PolicyShelf&&) noexcept;
    PolicyShelf& operator=(PolicyShelf&&) noexcept;

    // Reads "mozilla-modern" (built in; "bsi-tr-02102-2" is the newest of its versions) or a file
    // (a name with '/' or '.', or that exists), with all it extends and includes; relative names
    // are looked for beside the file.
    Result<PolicyPtr, FileFault> open(std::string_view name_or_file);
    // The same from text; `file` is for messages and relative names.
    Result<PolicyPtr, FileFault> parse(std::string_view text, std::string_view file);

    // Ids of the policies that are built in, sorted.
    static std::vector<std::string_view> names();
    // The text of one, named as for open; empty when there is none.
    static std::string_view text(std::string_view name);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace tlsonar::audit
