// Text safety: octets of a peer, made fit for a terminal or a JSON document.
#pragma once

#include "core/bytes.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace tlsonar {

// Appends `text` so that no terminal can be steered by it: control characters (C0, C1, DEL),
// invalid UTF-8, bidirectional controls and other invisible format characters appear as \x1b,
// \u{202e}; a backslash as \\. What is printable stays as it is.
void append_printable(std::string& out, std::string_view text);
std::string printable(std::string_view text);

// Appends `text` as the inside of a JSON string (RFC 8259 section 7), without the quotes. The
// result is valid UTF-8 whatever comes in: an octet that is no part of well-formed UTF-8 is
// written as the characters \\xNN (an escaped backslash, x, two digits), so that nothing is lost.
// (Text that holds \xNN itself looks the same.) Bidirectional and C1 controls are written as \u
// escapes.
void append_json(std::string& out, std::string_view text);
// Nothing in it that append_json() would write otherwise: printable ASCII.
bool is_plain_json(std::string_view text);

// Lower-case hexadecimal.
void append_hex(std::string& out, Bytes bytes);
std::string hex(Bytes bytes);

// Columns that printable text takes on a terminal: wide (East Asian) characters count two,
// combining marks none.
std::size_t display_width(std::string_view printable_text);

// Cuts printable text to at most `columns`, ending in "…" when something was cut.
std::string fit(std::string_view printable_text, std::size_t columns);

// One code point of UTF-8 (RFC 3629): its value and its length in octets; length 0 when the octets
// at `text[0]` are not well-formed.
struct CodePoint {
    std::uint32_t value = 0;
    unsigned length = 0;
};
CodePoint decode_utf8(std::string_view text);

}  // namespace tlsonar
