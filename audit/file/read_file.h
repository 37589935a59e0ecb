// A file that a person named, whole.
#pragma once

#include "audit/file/fault.h"
#include "core/result.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace tlsonar::audit {

struct FileText {
    std::string text;
};

// At most `most` octets; a longer file is a fault.
Result<FileText, FileFault> read_file(std::string_view path, std::size_t most);

// The same, `step` octets at a time.
std::optional<FileFault> read_file(std::string_view path, std::size_t most, std::size_t step,
                                   const std::function<void(std::string_view)>& on_piece);

}  // namespace tlsonar::audit
