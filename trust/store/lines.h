// Walks the text of a table: lines of fields between tabs, "#" begins a remark. Private to this
// folder.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::trust {

class TableLines {
  public:
    explicit TableLines(std::string_view text) : rest_(text) {}

    // The next line with something on it; false at the end.
    bool next(std::vector<std::string_view>& fields);
    std::size_t number() const { return number_; }  // of that line, from 1

  private:
    std::string_view rest_;
    std::size_t number_ = 0;
};

// Each gives nothing (false) when the text is not exactly such a thing.
bool from_base64(std::string_view text, std::string& octets);
bool from_hex(std::string_view text, std::string& octets);
// "2026-04-15T23:59:59Z" as seconds since 1970.
std::optional<std::int64_t> from_time(std::string_view text);

}  // namespace tlsonar::trust
