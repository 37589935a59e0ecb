// The small change of JSON: characters, numbers and octets written to a place that has room for
// them. Each returns the end of what it wrote.
#pragma once

#include "core/bytes.h"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace tlsonar::reports::pieces {

// "00", "01", … "99", and "00" … "ff": two characters at once.
inline constexpr std::array<char, 200> kDecimalPairs = [] {
    std::array<char, 200> pairs{};
    for (std::size_t i = 0; i < 100; ++i) {
        pairs[2 * i] = static_cast<char>('0' + i / 10);
        pairs[2 * i + 1] = static_cast<char>('0' + i % 10);
    }
    return pairs;
}();
inline constexpr std::array<char, 512> kHexPairs = [] {
    constexpr char kDigits[] = "0123456789abcdef";
    std::array<char, 512> pairs{};
    for (std::size_t i = 0; i < 256; ++i) {
        pairs[2 * i] = kDigits[i >> 4];
        pairs[2 * i + 1] = kDigits[i & 15];
    }
    return pairs;
}();

// A literal: its length is known, so that it becomes a few stores.
template <std::size_t N>
[[gnu::always_inline]] inline char* put(char* at, const char (&literal)[N]) {
    std::memcpy(at, literal, N - 1);
    return at + (N - 1);
}

// Writes five octets, whichever it is; what is too much is written over.
[[gnu::always_inline]] inline char* put_boolean(char* at, bool value) {
    // NOLINTNEXTLINE(bugprone-not-null-terminated-result): five characters, never a string
    std::memcpy(at, value ? "true " : "false", 5);
    return at + (value ? 4 : 5);
}

// Names are short: a call of memcpy costs more than the copy. Two blocks that overlap fit any
// length between one block and two.
[[gnu::always_inline]] inline char* put_text(char* at, std::string_view text) {
    const char* from = text.data();
    const std::size_t n = text.size();
    const auto blocks = [&](std::size_t block) {
        char head[16];
        char tail[16];
        std::memcpy(head, from, block);
        std::memcpy(tail, from + n - block, block);
        std::memcpy(at, head, block);
        std::memcpy(at + n - block, tail, block);
    };
    if (n > 32)
        std::memcpy(at, from, n);
    else if (n >= 16)
        blocks(16);
    else if (n >= 8)
        blocks(8);
    else if (n >= 4)
        blocks(4);
    else
        for (std::size_t i = 0; i < n; ++i)
            at[i] = from[i];
    return at + n;
}

inline std::size_t decimal_digits(std::uint64_t value) {
    std::size_t digits = 1;
    for (; value >= 10000; value /= 10000)
        digits += 4;
    return digits + (value >= 10 ? 1 : 0) + (value >= 100 ? 1 : 0) + (value >= 1000 ? 1 : 0);
}

// A number below 100 in two digits.
inline void put_pair(char* at, std::size_t value) { std::memcpy(at, &kDecimalPairs[2 * value], 2); }

// At most 20 characters.
inline char* put_number(char* at, std::uint64_t value) {
    char* const end = at + decimal_digits(value);
    char* to = end;
    for (; value >= 100; value /= 100)
        put_pair(to -= 2, value % 100);
    if (value >= 10)
        put_pair(to - 2, value);
    else
        to[-1] = static_cast<char>('0' + value);
    return end;
}

// Nine digits: a fraction of a second in nanoseconds.
inline char* put_nine_digits(char* at, std::uint32_t value) {
    at[0] = static_cast<char>('0' + value / 100000000);
    const std::uint32_t high = value / 10000 % 10000;
    const std::uint32_t low = value % 10000;
    put_pair(at + 1, high / 100);
    put_pair(at + 3, high % 100);
    put_pair(at + 5, low / 100);
    put_pair(at + 7, low % 100);
    return at + 9;
}

inline char* put_hex(char* at, Bytes octets) {
    for (const std::uint8_t octet : octets) {
        std::memcpy(at, &kHexPairs[2 * std::size_t{octet}], 2);
        at += 2;
    }
    return at;
}

// "0x0a", "0x1234": at least so many digits.
inline char* put_hex_number(char* at, std::uint32_t value, int digits) {
    at = put(at, "0x");
    while (digits < 8 && (value >> (4 * digits)) != 0)
        ++digits;
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4)
        *at++ = kHexPairs[2 * ((value >> shift) & 15) + 1];
    return at;
}

// "0.000028000": seconds, from nanoseconds. At most 31 characters.
inline char* put_seconds(char* at, std::int64_t nanoseconds) {
    constexpr std::uint64_t kSecond = 1'000'000'000;
    auto ns = static_cast<std::uint64_t>(nanoseconds);
    if (nanoseconds < 0) {
        *at++ = '-';
        ns = -ns;
    }
    if (ns < kSecond) {
        at = put(at, "0.");
    } else {
        at = put_number(at, ns / kSecond);
        *at++ = '.';
        ns %= kSecond;
    }
    return put_nine_digits(at, static_cast<std::uint32_t>(ns));
}

}  // namespace tlsonar::reports::pieces
