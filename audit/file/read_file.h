// A file that a person named, whole.
#pragma once

#include "audit/file/fault.h"
#include "core/result.h"

#include <string>
#include <string_view>

namespace tlsonar::audit {

struct FileText {
    std::string text;
};

// At most `most` octets; a longer file is a fault.
Result<FileText, FileFault> read_file(std::string_view path, std::size_t most);

}  // namespace tlsonar::audit
