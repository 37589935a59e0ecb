#include "core/ip_address.h"

#include <gtest/gtest.h>

namespace tlsonar {
namespace {

std::string round(std::string_view text) {
    const auto address = parse_ip_address(text);
    return address ? to_text(*address) : "none";
}

TEST(IpAddress, ReadsIpv4Strictly) {
    EXPECT_EQ(round("192.0.2.1"), "192.0.2.1");
    EXPECT_EQ(round("255.255.255.255"), "255.255.255.255");
    EXPECT_EQ(round("0.0.0.0"), "0.0.0.0");
    for (const char* bad : {"", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.04",
                            "1.2.3.4 ", " 1.2.3.4", "0x1.2.3.4", "1.2.3.", "a", "1.2.3.4%1"})
        EXPECT_EQ(round(bad), "none") << bad;
    EXPECT_EQ(round(std::string_view("1.2.3.4\0", 8)), "none");
}

// RFC 5952 sections 4 and 5.
TEST(IpAddress, WritesIpv6AsRecommended) {
    EXPECT_EQ(round("2001:0DB8:0:0:0:0:0:1"), "2001:db8::1");
    EXPECT_EQ(round("2001:db8:0:1:1:1:1:1"), "2001:db8:0:1:1:1:1:1");
    EXPECT_EQ(round("2001:0:0:1:0:0:0:1"), "2001:0:0:1::1");
    EXPECT_EQ(round("2001:db8:0:0:1:0:0:1"), "2001:db8::1:0:0:1");
    EXPECT_EQ(round("0:0:0:0:0:0:0:0"), "::");
    EXPECT_EQ(round("::1"), "::1");
    EXPECT_EQ(round("1::"), "1::");
    EXPECT_EQ(round("::ffff:192.0.2.1"), "::ffff:192.0.2.1");
    EXPECT_EQ(round("::ffff:c000:201"), "::ffff:192.0.2.1");
    for (const char* bad : {":", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9",
                            "::1::", "12345::", "[::1]", "::1%", "2001:db8::1%1"})
        EXPECT_EQ(round(bad), "none") << bad;
}

TEST(IpAddress, KnowsZones) {
    const auto by_number = parse_ip_address("fe80::1%1");
    ASSERT_TRUE(by_number);
    EXPECT_EQ(by_number->scope, 1U);
    EXPECT_EQ(parse_ip_address(to_text(*by_number)), by_number);
    EXPECT_EQ(round("fe80::1%4000000000"), "fe80::1%4000000000");
    EXPECT_EQ(round("fe80::1%no-such-zone"), "none");
    EXPECT_EQ(round("fe80::1%0"), "none");
}

TEST(IpAddress, UnmapsIpv4) {
    EXPECT_EQ(to_text(unmapped(*parse_ip_address("::ffff:192.0.2.1"))), "192.0.2.1");
    EXPECT_EQ(to_text(unmapped(*parse_ip_address("::fffe:192.0.2.1"))), "::fffe:c000:201");
    EXPECT_EQ(to_text(unmapped(*parse_ip_address("192.0.2.1"))), "192.0.2.1");
}

TEST(IpAddress, ReadsEndpoints) {
    const auto endpoint = [](std::string_view text) {
        const auto found = parse_endpoint(text, 53);
        return found ? to_text(*found) : "none";
    };
    EXPECT_EQ(endpoint("192.0.2.1"), "192.0.2.1:53");
    EXPECT_EQ(endpoint("192.0.2.1:5353"), "192.0.2.1:5353");
    EXPECT_EQ(endpoint("2001:db8::1"), "[2001:db8::1]:53");
    EXPECT_EQ(endpoint("[2001:db8::1]"), "[2001:db8::1]:53");
    EXPECT_EQ(endpoint("[2001:db8::1]:853"), "[2001:db8::1]:853");
    for (const char* bad : {"", "x", "192.0.2.1:", "192.0.2.1:0", "192.0.2.1:65536",
                            "[192.0.2.1]:53", "[::1", "[::1]x", "[::1]:", "192.0.2.1:-1"})
        EXPECT_EQ(endpoint(bad), "none") << bad;
}

}  // namespace
}  // namespace tlsonar
