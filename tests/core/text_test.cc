#include "core/text.h"

#include <gtest/gtest.h>

namespace tlsonar {
namespace {

std::string json(std::string_view text) {
    std::string out;
    append_json(out, text);
    return out;
}

TEST(Printable, KeepsWhatIsHarmless) {
    EXPECT_EQ(printable("www.example.com"), "www.example.com");
    EXPECT_EQ(printable("bücher.example 例"), "bücher.example 例");
}

TEST(Printable, EscapesWhatSteersATerminal) {
    EXPECT_EQ(printable("a\x1b[2Jb"), "a\\x1b[2Jb");
    EXPECT_EQ(printable("a\rb\n"), "a\\x0db\\x0a");
    EXPECT_EQ(printable(std::string_view("a\0b", 3)), "a\\x00b");
    EXPECT_EQ(printable("\xc2\x9b"
                        "31m"),
              "\\u{9b}31m");  // C1 CSI
    EXPECT_EQ(printable("user\xe2\x80\xaegnp.exe"), "user\\u{202e}gnp.exe");
    // What cannot be seen: a Hangul filler, a combining grapheme joiner, an empty Braille pattern,
    // a variation selector, no character at all (U+FFFE, U+1FFFF).
    EXPECT_EQ(printable("a\xe3\x85\xa4"
                        "b\xcd\x8f"
                        "c\xe2\xa0\x80"),
              "a\\u{3164}b\\u{34f}c\\u{2800}");
    EXPECT_EQ(printable("\xf3\xa0\x84\x80"), "\\u{e0100}");
    EXPECT_EQ(printable("\xef\xbf\xbe"
                        "\xf0\x9f\xbf\xbf"),
              "\\u{fffe}\\u{1ffff}");
    EXPECT_EQ(printable("\xf0\x9f\x94\x92 \xe2\xa0\x81"), "\xf0\x9f\x94\x92 \xe2\xa0\x81");
    EXPECT_EQ(printable("a\\b"), "a\\\\b");
}

TEST(Printable, EscapesInvalidUtf8) {
    EXPECT_EQ(printable("\xff\xfe"), "\\xff\\xfe");
    EXPECT_EQ(printable("\xc0\x80"), "\\xc0\\x80");           // overlong NUL
    EXPECT_EQ(printable("\xed\xa0\x80"), "\\xed\\xa0\\x80");  // a surrogate
    EXPECT_EQ(printable("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80");
    EXPECT_EQ(printable("\xe2\x82"), "\\xe2\\x82");
}

TEST(Json, IsAlwaysWellFormed) {
    EXPECT_EQ(json("a\"b\\c\n\t\x01"), "a\\\"b\\\\c\\n\\t\\u0001");
    EXPECT_EQ(json("\xff"), "\\\\xff");
    EXPECT_EQ(json("\xe2\x80\xae"), "\\u202e");
    EXPECT_EQ(json("\xf3\xa0\x81\x81"), "\\udb40\\udc41");
    EXPECT_EQ(json("ü"), "ü");
    EXPECT_EQ(json("\x7f"), "\\u007f");
}

TEST(Width, CountsColumns) {
    EXPECT_EQ(display_width("abc"), 3U);
    EXPECT_EQ(display_width("例え"), 4U);
    EXPECT_EQ(display_width("e\xcc\x81"), 1U);
    EXPECT_EQ(fit("abcdef", 4), "abc…");
    EXPECT_EQ(fit("abcd", 4), "abcd");
    EXPECT_EQ(fit("例え例", 4), "例…");
    EXPECT_EQ(fit("abc", 0), "");
}

TEST(Hex, IsLowerCase) {
    const std::uint8_t octets[] = {0x00, 0xab, 0xff};
    EXPECT_EQ(hex(octets), "00abff");
}

}  // namespace
}  // namespace tlsonar
