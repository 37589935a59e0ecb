// The built-in tables as text, in pieces. Private to this folder.
#pragma once

#include <span>
#include <string_view>

namespace tlsonar::trust::tables {

std::span<const std::string_view> programmes();
std::span<const std::string_view> one_crl();

}  // namespace tlsonar::trust::tables
