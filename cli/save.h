// Writing a file whole, or not at all.
#pragma once

#include <string>
#include <string_view>

namespace tlsonar::cli {

// "-" is standard output. Into a file beside it first, then renamed: who reads it never sees half
// (Prometheus' collector does not wait). A sentence when it fails.
std::string save(const std::string& path, std::string_view content);

}  // namespace tlsonar::cli
