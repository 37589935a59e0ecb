// Names of peers against names in certificates (RFC 9525).
#include "trust/name/peer_name.h"

#include <gtest/gtest.h>

namespace tlsonar::trust {
namespace {

struct HostCase {
    const char* presented;
    const char* wanted;
    NameMatch match;
};

void PrintTo(const HostCase& one, std::ostream* out) {
    *out << one.presented << " for " << one.wanted;
}

class PeerNameHosts : public testing::TestWithParam<HostCase> {};

TEST_P(PeerNameHosts, Match) {
    const auto wanted = PeerName::from_text(GetParam().wanted);
    ASSERT_TRUE(wanted);
    EXPECT_EQ(match_name({GeneralName::Kind::dns, GetParam().presented}, *wanted),
              GetParam().match);
}

INSTANTIATE_TEST_SUITE_P(
    Cases, PeerNameHosts,
    testing::Values(HostCase{"www.example.com", "www.example.com", NameMatch::yes},
                    HostCase{"WWW.Example.com", "www.eXample.COM", NameMatch::yes},
                    HostCase{"www.example.com", "www.example.com.", NameMatch::yes},
                    HostCase{"www.example.com.", "www.example.com", NameMatch::no},
                    HostCase{"www.example.com", "example.com", NameMatch::no},
                    HostCase{"example.com", "www.example.com", NameMatch::no},
                    HostCase{"localhost", "localhost", NameMatch::yes},
                    HostCase{"*.example.com", "www.example.com", NameMatch::yes},
                    HostCase{"*.example.com", "www.example.com.", NameMatch::yes},
                    HostCase{"*.EXAMPLE.com", "www.example.COM", NameMatch::yes},
                    HostCase{"*.example.com", "example.com", NameMatch::no},
                    HostCase{"*.example.com", "a.www.example.com", NameMatch::no},
                    HostCase{"*.example.com", "*.example.com", NameMatch::yes},
                    HostCase{"*.www.example.com", "*.example.com", NameMatch::no},
                    HostCase{"www.example.com", "*.example.com", NameMatch::no},
                    HostCase{"w*.example.com", "www.example.com", NameMatch::no},
                    HostCase{"*w.example.com", "www.example.com", NameMatch::no},
                    HostCase{"www.*.com", "www.example.com", NameMatch::no},
                    HostCase{"*.*.com", "www.example.com", NameMatch::no},
                    HostCase{"*", "localhost", NameMatch::no},
                    HostCase{"*.", "localhost", NameMatch::no},
                    HostCase{"", "localhost", NameMatch::no},
                    HostCase{"*.com", "example.com", NameMatch::public_suffix},
                    HostCase{"*.co.uk", "example.co.uk", NameMatch::public_suffix},
                    HostCase{"*.github.io", "someone.github.io", NameMatch::public_suffix},
                    HostCase{"foo_bar.example.com", "foo_bar.example.com", NameMatch::malformed},
                    HostCase{"xn--bcher-kva.example",
                             "b\xC3\xBC"
                             "cher.example",
                             NameMatch::yes},
                    HostCase{"xn--bcher-kva.example",
                             "B\xC3\x9C"
                             "CHER.example",
                             NameMatch::yes},
                    HostCase{"b\xC3\xBC"
                             "cher.example",
                             "b\xC3\xBC"
                             "cher.example",
                             NameMatch::no},
                    HostCase{"192.0.2.1", "192.0.2.1", NameMatch::no},
                    HostCase{"*.0.2.1", "192.0.2.1", NameMatch::no},
                    HostCase{"::1", "::1", NameMatch::no}));

TEST(PeerName, WhatIsNone) {
    for (const char* text :
         {"", ".", "..", "a..b", "-a.example", "a-.example", "a b.example", "https://example.com",
          "example.com:443", "1.2.3", "*", "a.*.example", "@example.com", "someone@"})
        EXPECT_FALSE(PeerName::from_text(text)) << text;
    EXPECT_FALSE(PeerName::dns(std::string(64, 'a') + ".example"));
    EXPECT_TRUE(PeerName::dns(std::string(63, 'a') + ".example"));
    EXPECT_FALSE(PeerName::from_text(std::string_view("example.com\0.evil.example", 25)));
}

TEST(PeerName, AddressesAreOctets) {
    const auto v4 = PeerName::from_text("192.0.2.1");
    const auto v6 = PeerName::from_text("[2001:DB8::1]");
    ASSERT_TRUE(v4 && v6);
    const std::string octets("\xC0\x00\x02\x01", 4);
    EXPECT_EQ(match_name({GeneralName::Kind::ip, octets}, *v4), NameMatch::yes);
    EXPECT_EQ(match_name({GeneralName::Kind::ip, octets + octets}, *v4), NameMatch::no);
    EXPECT_EQ(match_name({GeneralName::Kind::ip, octets}, *v6), NameMatch::no);
    EXPECT_EQ(v6->value.size(), 16U);
}

TEST(PeerName, MailboxesKeepTheCaseOfTheLocalPart) {
    const auto wanted = PeerName::from_text("Someone@Example.COM");
    ASSERT_TRUE(wanted);
    using NameKind = GeneralName::Kind;
    EXPECT_EQ(match_name({NameKind::rfc822, "Someone@example.com"}, *wanted), NameMatch::yes);
    EXPECT_EQ(match_name({NameKind::rfc822, "someone@example.com"}, *wanted), NameMatch::no);
    EXPECT_EQ(match_name({NameKind::rfc822, "x@Someone@example.com"}, *wanted), NameMatch::no);
    EXPECT_EQ(match_name({NameKind::dns, "example.com"}, *wanted), NameMatch::no);
}

}  // namespace
}  // namespace tlsonar::trust
