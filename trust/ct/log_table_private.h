// The built-in table of logs as it is generated. Private to this folder.
#pragma once

#include <span>
#include <string_view>

namespace tlsonar::trust::ct_table {

struct Row {
    std::string_view key;  // Base64 of SubjectPublicKeyInfo
    std::string_view operator_name;
    std::string_view description;
    std::string_view url;
    std::string_view format;  // "rfc6962", "static-ct"
    std::string_view state;   // as in log lists; empty: not known
    std::string_view since;   // RFC 3339
    std::string_view start;
    std::string_view end;
    std::string_view type;  // "prod", "test" …
};

std::span<const Row> rows();
std::string_view date();

}  // namespace tlsonar::trust::ct_table
