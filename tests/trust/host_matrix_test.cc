// Host names: each presented name against each name asked for, by an oracle written apart; and what
// is no host name at all. The vectors are those that implementations have got wrong before.
#include "trust/name/peer_name.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace tlsonar::trust {
namespace {

using namespace std::string_literals;

// ---- the oracle ----

std::string lower(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return text;
}

std::vector<std::string> split(const std::string& text) {
    std::vector<std::string> out(1);
    for (const char c : text)
        if (c == '.')
            out.emplace_back();
        else
            out.back() += c;
    return out;
}

bool is_label(const std::string& label) {
    static const std::string kMiddle = "abcdefghijklmnopqrstuvwxyz0123456789-";
    return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
           lower(label).find_first_not_of(kMiddle) == std::string::npos;
}

bool is_number(const std::string& label) {
    return label.find_first_not_of("0123456789") == std::string::npos;
}

// Suffixes below which anybody may register, of those that the vectors use; a single label is one.
bool is_shared(const std::string& domain) {
    if (domain.find('.') == std::string::npos) return true;
    static const std::vector<std::string> kShared = {"co.uk", "github.io"};
    return std::find(kShared.begin(), kShared.end(), domain) != kShared.end();
}

bool covers(const std::string& presented, std::string wanted) {
    if (!wanted.empty() && wanted.back() == '.') wanted.pop_back();
    auto p = split(lower(presented));
    auto w = split(lower(wanted));
    const bool star = p.size() > 1 && p[0] == "*";
    if (!std::all_of(p.begin() + (star ? 1 : 0), p.end(), is_label) || is_number(p.back()))
        return false;
    if (presented.size() > 253) return false;
    if (!star) return p == w;
    p.erase(p.begin());
    w.erase(w.begin());
    std::string rest;
    for (const std::string& label : p)
        rest += (rest.empty() ? "" : ".") + label;
    return p == w && !is_shared(rest);
}

const std::vector<std::string>& presented_names() {
    static const std::string kLong(63, 'a');
    static const std::string kTooLong(64, 'a');
    static const std::vector<std::string> names = {
        "www.example.com",
        "WWW.EXAMPLE.COM",
        "wWw.ExAmPlE.cOm",
        "example.com",
        "example.com.",
        "www.example.com.",
        ".example.com",
        ".www.example.com",
        "www..example.com",
        "www.example.com..",
        "*.example.com",
        "*.EXAMPLE.com",
        "*.example.com.",
        "*..example.com",
        "*example.com",
        "**.example.com",
        "*.*.example.com",
        "*.*.com",
        "*.*",
        "*",
        "*.",
        "*.com",
        "*.co.uk",
        "*.uk",
        "*.github.io",
        "*.example.co.uk",
        "*.a.github.io",
        "w*.example.com",
        "*w.example.com",
        "w*w.example.com",
        "ww*.example.com",
        "www*.example.com",
        "f*.example.com",
        "f*o.example.com",
        "*o.example.com",
        "www.*.com",
        "www.*",
        "www.ex*.com",
        "www.example.*",
        "*.www.example.com",
        "*.a.b.example.com",
        "xn--*.example.com",
        "xn--n3h*.example.com",
        "*xn--n3h.example.com",
        "xn--n3h.example.com",
        "XN--N3H.example.com",
        "*.xn--bcher-kva.com",
        "xn--bcher-kva.com",
        "b\xC3\xBC"
        "cher.com",
        "*.b\xC3\xBC"
        "cher.com",
        "www.example.com\0.evil.test"s,
        "www.example.com\0"s,
        "\0www.example.com"s,
        "www.exam\0ple.com"s,
        " www.example.com",
        "www.example.com ",
        "www .example.com",
        "www.example.com\n",
        "www.example.com:443",
        "https://www.example.com",
        "www.example.com/",
        "user@www.example.com",
        "",
        ".",
        "..",
        "-",
        "-www.example.com",
        "www-.example.com",
        "www.-example.com",
        "w--w.example.com",
        "ww--w.example.com",
        "_www.example.com",
        "w_w.example.com",
        "*._tcp.example.com",
        "192.0.2.1",
        "*.0.2.1",
        "192.0.2.1.",
        "1.2.3.4.example.com",
        "2001:db8::1",
        "[2001:db8::1]",
        "::ffff:192.0.2.1",
        "0xc0.0.2.1",
        "localhost",
        "LOCALHOST",
        "*.localhost",
        "com",
        "123.example.com",
        "1",
        "a.1",
        "1a.example.com",
        "www.example.c\xC3\xB6m",
        "www.example.\xE3\x83\x86\xE3\x82\xB9\xE3\x83\x88",
        kLong + ".example.com",
        kTooLong + ".example.com",
        "*." + kLong + ".com",
        "www.example.com,example.com",
        "www.example.com;",
        "(www.example.com)",
        "www.example.com%",
        "www%2eexample.com",
        "\xEF\xBC\x8A.example.com",
        "www\xE3\x80\x82"
        "example.com",
    };
    return names;
}

const std::vector<std::string>& wanted_names() {
    static const std::vector<std::string> names = {
        "www.example.com",
        "www.example.com.",
        "WwW.example.COM",
        "example.com",
        "a.b.example.com",
        "a.www.example.com",
        "foo.example.com",
        "wwwexample.com",
        "example.co.uk",
        "www.example.co.uk",
        "a.github.io",
        "b.a.github.io",
        "xn--n3h.example.com",
        "xn--n3hello.example.com",
        "www.xn--bcher-kva.com",
        "xn--bcher-kva.com",
        "localhost",
        "www.localhost",
        "com",
        "www.evil.test",
        "w--w.example.com",
        "ww--w.example.com",
        "123.example.com",
        "1a.example.com",
        "1.2.3.4.example.com",
        "www.example.com.evil.test",
        std::string(63, 'a') + ".example.com",
        "x." + std::string(63, 'a') + ".com",
    };
    return names;
}

TEST(HostMatrix, PresentedAgainstWanted) {
    int matches = 0;
    for (const std::string& wanted : wanted_names()) {
        const auto peer = PeerName::from_text(wanted);
        ASSERT_TRUE(peer) << wanted;
        ASSERT_EQ(peer->kind, PeerName::Kind::dns);
        for (const std::string& presented : presented_names()) {
            const bool expected = covers(presented, wanted);
            matches += expected ? 1 : 0;
            EXPECT_EQ(match_name({GeneralName::Kind::dns, presented}, *peer) == NameMatch::yes,
                      expected)
                << presented << " for " << wanted;
            // The same octets in a name of another kind say nothing.
            for (const auto kind : {GeneralName::Kind::rfc822, GeneralName::Kind::uri,
                                    GeneralName::Kind::ip, GeneralName::Kind::other_name})
                EXPECT_NE(match_name({kind, presented}, *peer), NameMatch::yes) << presented;
        }
    }
    EXPECT_GT(matches, 40);
}

TEST(HostMatrix, AddressesAreMatchedByAddressesOnly) {
    const std::vector<std::string> asked = {"192.0.2.1",        "2001:db8::1", "[2001:db8::1]",
                                            "::ffff:192.0.2.1", "0.0.0.0",     "::"};
    for (const std::string& text : asked) {
        const auto peer = PeerName::from_text(text);
        ASSERT_TRUE(peer) << text;
        EXPECT_EQ(peer->kind, PeerName::Kind::ip);
        for (const std::string& presented : presented_names())
            EXPECT_NE(match_name({GeneralName::Kind::dns, presented}, *peer), NameMatch::yes)
                << presented << " for " << text;
        for (const std::string& presented :
             {text, "*.0.2.1"s, "*"s, "192.0.2.1"s, "2001:db8::1"s}) {
            EXPECT_NE(match_name({GeneralName::Kind::dns, presented}, *peer), NameMatch::yes);
            EXPECT_NE(match_name({GeneralName::Kind::uri, presented}, *peer), NameMatch::yes);
        }
        EXPECT_EQ(match_name({GeneralName::Kind::ip, peer->value}, *peer), NameMatch::yes);
        // Shorter, longer, or with a mask.
        for (const std::string& octets :
             {peer->value.substr(1), peer->value + "x", peer->value + peer->value, ""s})
            EXPECT_NE(match_name({GeneralName::Kind::ip, octets}, *peer), NameMatch::yes);
    }
    // One address in two clothes is two names.
    const auto mapped = PeerName::from_text("::ffff:192.0.2.1");
    EXPECT_NE(match_name({GeneralName::Kind::ip, "\xC0\x00\x02\x01"s}, *mapped), NameMatch::yes);
}

TEST(HostMatrix, WhatIsNobody) {
    const std::vector<std::string> nobody = {
        "",
        ".",
        "..",
        ".example.com",
        "www..example.com",
        "www.example.com..",
        "-www.example.com",
        "www-.example.com",
        "www.example.com\0"s,
        "www.example.com\0.evil.test"s,
        "www example.com",
        " www.example.com",
        "www.example.com ",
        "www.example.com\n",
        "www.example.com:443",
        "https://www.example.com",
        "www.example.com/x",
        "192.0.2",
        "192.0.2.1.",
        "192.0.2.256",
        "192.0.2.01",
        "1.2.3.4.5",
        "[192.0.2.1",
        "2001:db8::1%eth0",
        "2001:db8::g",
        "2001:db8:::1",
        "a.1",
        "1",
        "*",
        "*.",
        "w*.example.com",
        "*.*.example.com",
        "www.*.com",
        std::string(64, 'a') + ".example.com",
        std::string(63, 'a') + "." + std::string(63, 'a') + "." + std::string(63, 'a') + "." +
            std::string(63, 'a'),
        "\xFF\xFE.example.com",
        "@",
        "@example.com",
        "a@",
        "a@b c",
        "a@-example.com",
    };
    for (const std::string& text : nobody)
        EXPECT_FALSE(PeerName::from_text(text)) << text;
}

// U-labels asked for are looked up as A-labels (IDNA 2008), and only as those.
TEST(HostMatrix, InternationalNames) {
    struct Row {
        const char* asked;
        const char* presented;
        bool match;
    };
    const std::vector<Row> rows = {
        {"b\xC3\xBC"
         "cher.com",
         "xn--bcher-kva.com", true},
        {"B\xC3\x9C"
         "CHER.com",
         "xn--bcher-kva.com", true},
        {"bu\xCC\x88"
         "cher.com",
         "xn--bcher-kva.com", true},
        {"b\xC3\xBC"
         "cher.com",
         "XN--BCHER-KVA.com", true},
        {"b\xC3\xBC"
         "cher.com",
         "b\xC3\xBC"
         "cher.com",
         false},
        {"b\xC3\xBC"
         "cher.com",
         "bucher.com", false},
        {"www.b\xC3\xBC"
         "cher.com",
         "*.xn--bcher-kva.com", true},
        {"b\xC3\xBC"
         "cher.example.com",
         "*.example.com", true},
        {"b\xC3\xBC"
         "cher.example.com",
         "xn--*.example.com", false},
        {"b\xC3\xBC"
         "cher.example.com",
         "xn--bcher-*.example.com", false},
        {"fa\xC3\x9F.com", "xn--fa-hia.com", true},
        {"fa\xC3\x9F.com", "fass.com", false},
        {"xn--bcher-kva.com", "xn--bcher-kva.com", true},
        {"xn--bcher-kva.com",
         "b\xC3\xBC"
         "cher.com",
         false},
        {"\xE4\xBE\x8B\xE3\x81\x88.jp", "xn--r8jz45g.jp", true},
        {"\xE4\xBE\x8B\xE3\x81\x88.jp", "*.jp", false},
    };
    for (const Row& row : rows) {
        const auto peer = PeerName::from_text(row.asked);
        ASSERT_TRUE(peer) << row.asked;
        EXPECT_EQ(match_name({GeneralName::Kind::dns, row.presented}, *peer) == NameMatch::yes,
                  row.match)
            << row.presented << " for " << row.asked;
    }
}

}  // namespace
}  // namespace tlsonar::trust
