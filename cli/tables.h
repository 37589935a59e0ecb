// The tables that judgements go by: those of this program, or files in their place.
#pragma once

#include "core/result.h"
#include "trust/ct/log_list.h"
#include "trust/keys/blocklist.h"
#include "trust/store/one_crl.h"
#include "trust/store/programmes.h"

#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

namespace tlsonar::cli {

// The whole of a file, at most `most` octets and one more.
std::optional<std::vector<std::uint8_t>> read_stream(std::FILE* file, std::size_t most);
std::optional<std::vector<std::uint8_t>> read_file(const std::string& path, std::size_t most);

// An empty path: the built-in table. Errors are sentences.
Result<trust::ProgrammeTable, std::string> load_programmes(const std::string& path);
Result<trust::OneCrl, std::string> load_one_crl(const std::string& path);
Result<trust::CtLogList, std::string> load_ct_logs(const std::string& path);
Result<trust::KeyBlocklist, std::string> load_blocklist(const std::string& path);

}  // namespace tlsonar::cli
