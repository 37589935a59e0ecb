// Texts of peers and of users, made fit for documents that people look at.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tlsonar::reports {

inline constexpr std::size_t kMostOfText = 300;     // octets, of what stands among other things
inline constexpr std::size_t kMostOfCell = 32'000;  // spreadsheets end at 32,767 characters

// Well-formed UTF-8 without characters that are not seen: controls, bidirectional and other format
// characters, noncharacters (which XML forbids) and stray octets appear as \x1b, \u{202e}. At most
// `limit` octets and an ellipsis.
std::string visible(std::string_view text, std::size_t limit = kMostOfText);

// "0.25", "12.062": at most three decimals, whatever the locale. Never an exponent.
std::string decimals(double value);

// A path as forges know the files of a repository: "ci/targets.txt", also of "./ci/targets.txt".
std::string_view repository_path(std::string_view path);

// `text` inside a URI's path: octets other than unreserved ones and '/' as %XX.
std::string uri_path(std::string_view text);

// Only "https://…" and "http://…" of characters that a URI may hold; empty otherwise.
std::string_view safe_url(std::string_view url);

}  // namespace tlsonar::reports
