// Name constraints (RFC 5280 section 4.2.1.10), one subtree and one name at a time.
#include "trust/name/constraints.h"

#include <gtest/gtest.h>

namespace tlsonar::trust {
namespace {

using Kind = GeneralName::Kind;
using Answer = ConstraintAnswer;

std::string item(unsigned char tag, const std::string& content) {
    return std::string(1, static_cast<char>(tag)) + static_cast<char>(content.size()) + content;
}

std::string base_of(Kind kind, const std::string& octets) {
    const bool constructed =
        kind == Kind::directory || kind == Kind::other_name || kind == Kind::x400;
    return item(static_cast<unsigned char>((constructed ? 0xA0 : 0x80) + static_cast<int>(kind)),
                octets);
}

std::string extension(unsigned field, Kind kind, const std::string& base) {
    return item(0x30,
                item(static_cast<unsigned char>(0xA0 + field), item(0x30, base_of(kind, base))));
}

struct ConstraintCase {
    Kind kind;
    std::string base;
    std::string name;
    Answer permitted;  // with the base as the only permitted subtree
    Answer excluded;   // as the only excluded one
};

void PrintTo(const ConstraintCase& one, std::ostream* out) {
    *out << one.name << " in " << one.base;
}

Answer answer(unsigned field, const ConstraintCase& one) {
    const std::string value = extension(field, one.kind, one.base);
    const ReadConstraints read = read_name_constraints(as_bytes(value));
    EXPECT_TRUE(read.constraints) << read.fault;
    if (!read.constraints) return Answer::unreadable;
    const DistinguishedName directory = read_distinguished_name(as_bytes(one.name));
    std::size_t budget = 10;
    return apply_constraints(
        *read.constraints, {one.kind, ConstrainedName::Form::plain, one.name, &directory}, budget);
}

class Constraints : public testing::TestWithParam<ConstraintCase> {};

TEST_P(Constraints, Apply) {
    EXPECT_EQ(answer(0, GetParam()), GetParam().permitted);
    EXPECT_EQ(answer(1, GetParam()), GetParam().excluded);
}

constexpr Answer kIn = Answer::allowed;
constexpr Answer kOut = Answer::not_permitted;
constexpr Answer kHit = Answer::excluded;
constexpr Answer kMiss = Answer::allowed;

INSTANTIATE_TEST_SUITE_P(
    Hosts, Constraints,
    testing::Values(ConstraintCase{Kind::dns, "example.com", "example.com", kIn, kHit},
                    ConstraintCase{Kind::dns, "example.com", "a.b.example.com", kIn, kHit},
                    ConstraintCase{Kind::dns, "Example.COM", "www.eXample.com", kIn, kHit},
                    ConstraintCase{Kind::dns, "example.com", "notexample.com", kOut, kMiss},
                    ConstraintCase{Kind::dns, "www.example.com", "example.com", kOut, kMiss},
                    ConstraintCase{Kind::dns, "", "example.com", kIn, kHit},
                    ConstraintCase{Kind::dns, "example.com", "*.example.com", kIn, kHit},
                    // It might be bar.example.com, and it might be another.
                    ConstraintCase{Kind::dns, "bar.example.com", "*.example.com", kOut, kHit},
                    ConstraintCase{Kind::dns, "foo.bar.example.com", "*.example.com", kOut, kMiss},
                    ConstraintCase{Kind::dns, "example.com", "*.com", kOut, kHit},
                    ConstraintCase{Kind::dns, "com", "*.example.com", kIn, kHit},
                    ConstraintCase{Kind::dns, "example.com", ".example.com", Answer::unreadable,
                                   Answer::unreadable},
                    ConstraintCase{Kind::dns, "example.com", "", Answer::unreadable,
                                   Answer::unreadable}));

INSTANTIATE_TEST_SUITE_P(
    Mailboxes, Constraints,
    testing::Values(ConstraintCase{Kind::rfc822, "example.com", "a@example.com", kIn, kHit},
                    ConstraintCase{Kind::rfc822, "example.com", "a@mail.example.com", kOut, kMiss},
                    ConstraintCase{Kind::rfc822, ".example.com", "a@mail.example.com", kIn, kHit},
                    ConstraintCase{Kind::rfc822, ".example.com", "a@example.com", kOut, kMiss},
                    ConstraintCase{Kind::rfc822, "a@example.com", "a@EXAMPLE.com", kIn, kHit},
                    ConstraintCase{Kind::rfc822, "a@example.com", "A@example.com", kOut, kMiss},
                    ConstraintCase{Kind::rfc822, "*@example.com", "a@example.com", kOut, kMiss},
                    ConstraintCase{Kind::rfc822, "example.com", "a@b@example.com",
                                   Answer::unreadable, Answer::unreadable}));

INSTANTIATE_TEST_SUITE_P(
    Uris, Constraints,
    testing::Values(
        ConstraintCase{Kind::uri, "example.com", "https://example.com/", kIn, kHit},
        ConstraintCase{Kind::uri, "example.com", "https://www.example.com/", kOut, kMiss},
        ConstraintCase{Kind::uri, ".example.com", "https://www.example.com:8443/a?b#c", kIn, kHit},
        ConstraintCase{Kind::uri, ".example.com", "https://example.com/", kOut, kMiss},
        // The host is what follows the user's information.
        ConstraintCase{Kind::uri, "example.com", "https://example.com@evil.example/", kOut, kMiss},
        ConstraintCase{Kind::uri, "example.com", "https://a:b@example.com/", kIn, kHit},
        ConstraintCase{Kind::uri, "example.com", "https://192.0.2.1/", Answer::unreadable,
                       Answer::unreadable},
        ConstraintCase{Kind::uri, "example.com", "https://[2001:db8::1]/", Answer::unreadable,
                       Answer::unreadable},
        ConstraintCase{Kind::uri, "example.com", "mailto:a@example.com", Answer::unreadable,
                       Answer::unreadable}));

INSTANTIATE_TEST_SUITE_P(
    Addresses, Constraints,
    testing::Values(ConstraintCase{Kind::ip, std::string("\xC0\x00\x02\x00\xFF\xFF\xFF\x00", 8),
                                   std::string("\xC0\x00\x02\x07", 4), kIn, kHit},
                    ConstraintCase{Kind::ip, std::string("\xC0\x00\x02\x00\xFF\xFF\xFF\x00", 8),
                                   std::string("\xC0\x00\x03\x07", 4), kOut, kMiss},
                    ConstraintCase{Kind::ip, std::string(8, '\0'),
                                   std::string("\xC0\x00\x03\x07", 4), kIn, kHit},
                    ConstraintCase{Kind::ip, std::string(8, '\0'), std::string(16, '\0'), kOut,
                                   kMiss},
                    ConstraintCase{Kind::ip, std::string(8, '\0'), std::string(8, '\0'),
                                   Answer::unreadable, Answer::unreadable}));

TEST(NameConstraints, WhatIsMalformed) {
    const std::pair<Kind, std::string> bases[] = {
        {Kind::dns, ".example.com"},
        {Kind::dns, "*.example.com"},
        {Kind::dns, "example..com"},
        {Kind::dns, "192.0.2.1"},
        {Kind::rfc822, "a@b@example.com"},
        {Kind::rfc822, "@example.com"},
        {Kind::uri, "https://example.com"},
        {Kind::ip, std::string("\xC0\x00\x02\x01", 4)},
        {Kind::ip, std::string("\xC0\x00\x02\x00\xFF\x00\xFF\x00", 8)},
        {Kind::ip, std::string("\xC0\x00\x02\x00\xFF\xFF\xFF\x05", 8)},
        {Kind::directory, "x"},
    };
    for (const auto& [kind, base] : bases)
        for (const unsigned field : {0U, 1U}) {
            const std::string value = extension(field, kind, base);
            EXPECT_FALSE(read_name_constraints(as_bytes(value)).constraints) << base;
        }
    for (const std::string& value :
         {std::string(), item(0x30, ""), item(0x30, item(0xA0, "")), item(0x30, item(0x80, "")),
          item(0x30, item(0xA0, item(0x30, ""))),
          extension(0, Kind::dns, "example.com") + std::string(1, '\0')})
        EXPECT_FALSE(read_name_constraints(as_bytes(value)).constraints);
}

TEST(NameConstraints, DirectoriesIgnoreCaseSpacesAndStringTypes) {
    const auto name = [](unsigned char tag, const std::string& organization) {
        return item(0x30,
                    item(0x31, item(0x30, item(0x06, "\x55\x04\x0A") + item(tag, organization))));
    };
    const ConstraintCase same{Kind::directory, name(0x13, "Example  Ltd"),
                              name(0x0C, " example LTD "), kIn, kHit};
    const ConstraintCase other{Kind::directory, name(0x13, "Example"), name(0x13, "Examples"), kOut,
                               kMiss};
    for (const ConstraintCase& one : {same, other}) {
        EXPECT_EQ(answer(0, one), one.permitted);
        EXPECT_EQ(answer(1, one), one.excluded);
    }
}

TEST(NameConstraints, KindsThatNobodyKnowsAreRefusedWhenTheyOccur) {
    const std::string other = item(0x06, "\x2A\x03") + item(0xA0, item(0x0C, "x"));
    EXPECT_EQ(answer(1, {Kind::other_name, other, other, kIn, kHit}), Answer::unsupported);
    const std::string value = extension(1, Kind::other_name, other);
    const ReadConstraints read = read_name_constraints(as_bytes(value));
    ASSERT_TRUE(read.constraints);
    std::size_t budget = 10;
    EXPECT_EQ(apply_constraints(*read.constraints,
                                {Kind::dns, ConstrainedName::Form::plain, "example.com", nullptr},
                                budget),
              Answer::allowed);
}

TEST(NameConstraints, TheBudgetEnds) {
    const std::string value = extension(1, Kind::dns, "example.org");
    const ReadConstraints read = read_name_constraints(as_bytes(value));
    ASSERT_TRUE(read.constraints);
    std::size_t budget = 0;
    EXPECT_EQ(apply_constraints(*read.constraints,
                                {Kind::dns, ConstrainedName::Form::plain, "example.com", nullptr},
                                budget),
              Answer::out_of_budget);
}

}  // namespace
}  // namespace tlsonar::trust
