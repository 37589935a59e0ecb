#include "scanner/probe/http_response.h"

#include "scanner/probe/http.h"

#include <gtest/gtest.h>

namespace tlsonar::scanner {
namespace {

TEST(HttpResponse, StatusAndHeaders) {
    const auto r = read_http_response(
        "HTTP/1.1 301 Moved Permanently\r\nserver: nginx\r\nLocation:  https://a.example/ \r\n"
        "Strict-Transport-Security: max-age=1\r\nstrict-transport-security: max-age=2\r\n"
        "X-Folded: one\r\n  two\r\n\r\nbody");
    ASSERT_TRUE(r.has_value());
    EXPECT_EQ(r->status, 301);
    EXPECT_EQ(r->version, "HTTP/1.1");
    EXPECT_EQ(r->server, "nginx");
    EXPECT_EQ(r->location, "https://a.example/");
    EXPECT_EQ(r->hsts, "max-age=1");  // the first alone (RFC 6797 section 8.1)
    EXPECT_EQ(r->body, "body");
}

TEST(HttpResponse, WhatIsNone) {
    for (const char* text : {"", "HTTP/1.1", "HTTP/1.1 20 OK\r\n\r\n", "HTTP/1.1 2000\r\n\r\n",
                             "http/1.1 200 OK\r\n\r\n", "220 mail ready\r\n", "HTTP/11 200 OK\r\n",
                             "HTTP/1.1 099 No\r\n\r\n", "HTTP/1.1 200 OK", "\r\n\r\n"})
        EXPECT_FALSE(read_http_response(text).has_value()) << text;
}

TEST(HttpResponse, LenientWhereTheStandardIs) {
    const auto bare =
        read_http_response("HTTP/1.0 200\nServer: a\nbad line\n: empty\nb ad: x\n\nz");
    ASSERT_TRUE(bare.has_value());
    EXPECT_EQ(bare->status, 200);
    EXPECT_EQ(bare->server, "a");
    EXPECT_EQ(bare->body, "z");
    const auto folded = read_http_response(
        "HTTP/1.1 200 OK\r\nStrict-Transport-Security: max-age=9;\r\n"
        "\tincludeSubDomains\r\n\r\n");
    ASSERT_TRUE(folded.has_value());
    EXPECT_EQ(folded->hsts, "max-age=9; includeSubDomains");
    // Cut in the middle of the head: what was there counts.
    const auto cut = read_http_response("HTTP/1.1 200 OK\r\nServer: half\r\nLoca");
    ASSERT_TRUE(cut.has_value());
    EXPECT_EQ(cut->server, "half");
}

TEST(HttpResponse, InterimOnesArePassedOver) {
    const auto r = read_http_response(
        "HTTP/1.1 103 Early Hints\r\nServer: hint\r\n\r\nHTTP/1.1 200 OK\r\nServer: real\r\n\r\n");
    ASSERT_TRUE(r.has_value());
    EXPECT_EQ(r->status, 200);
    EXPECT_EQ(r->server, "real");
    std::string endless;
    for (int i = 0; i < 100; ++i)
        endless += "HTTP/1.1 100 Continue\r\n\r\n";
    EXPECT_FALSE(read_http_response(endless).has_value());
}

TEST(HttpResponse, HeadIsBounded) {
    const std::string many = "HTTP/1.1 200 OK\r\n" + std::string(100000, 'a');
    EXPECT_TRUE(has_http_head(many));
    EXPECT_FALSE(has_http_head("HTTP/1.1 200 OK\r\nA: b\r\n"));
    EXPECT_FALSE(has_http_head("HTT"));
    EXPECT_TRUE(has_http_head("220 no HTTP"));
    EXPECT_TRUE(has_http_head("HTTP/1.1 200 OK\r\nA: b\r\n\r\n"));
    const auto r =
        read_http_response("HTTP/1.1 200 OK\r\nServer: " + std::string(9000, 'b') + "\r\n\r\n");
    ASSERT_TRUE(r.has_value());
    EXPECT_EQ(r->server.size(), kMostHttpValue);
}

TEST(StrictTransport, Conforming) {
    const auto plain = read_strict_transport("max-age=31536000");
    ASSERT_TRUE(plain.has_value());
    EXPECT_EQ(plain->max_age, 31536000U);
    EXPECT_FALSE(plain->subdomains);
    EXPECT_FALSE(plain->preload);
    const auto all = read_strict_transport(
        " ;; INCLUDESUBDOMAINS ; max-Age = \"63072000\" ;preload; x=\"a;b\" ;");
    ASSERT_TRUE(all.has_value());
    EXPECT_EQ(all->max_age, 63072000U);
    EXPECT_TRUE(all->subdomains);
    EXPECT_TRUE(all->preload);
    EXPECT_EQ(read_strict_transport("max-age=0")->max_age, 0U);
    EXPECT_EQ(read_strict_transport("max-age=99999999999999999999999")->max_age, UINT64_MAX);
    EXPECT_EQ(read_strict_transport("max-age=18446744073709551615")->max_age, UINT64_MAX);
    EXPECT_EQ(read_strict_transport("max-age=\"\\3\"")->max_age, 3U);
}

TEST(StrictTransport, WhatAClientMustIgnore) {
    for (const char* text :
         {"", "includeSubDomains", "max-age", "max-age=", "max-age=-1", "max-age=1.5",
          "max-age=1 includeSubDomains", "max-age=1, includeSubDomains", "max-age=1; max-age=1",
          "max-age=1; MAX-AGE=2", "max-age=\"1", "max-age=1;includeSubDomains=yes",
          "max-age=1;a=", "max-age=1;includeSubDomains;includeSubDomains", "=1; max-age=1",
          "max-age=\"\"", "max-age=1;\"x\"", "max-age==1"})
        EXPECT_FALSE(read_strict_transport(text).has_value()) << text;
}

TEST(HttpLocation, AbsoluteOnes) {
    const auto plain = read_http_location("HTTPS://User:pw@A.Example.:8443/path?x#y");
    ASSERT_TRUE(plain.has_value());
    EXPECT_TRUE(plain->secure);
    EXPECT_EQ(plain->host, "a.example");
    EXPECT_EQ(plain->port, 8443);
    EXPECT_EQ(read_http_location("https://[::1]:444/")->host, "[::1]");
    EXPECT_EQ(read_http_location("https://[::1]:444/")->port, 444);
    EXPECT_EQ(read_http_location("http://b")->port, 80);
    EXPECT_FALSE(read_http_location("http://b")->secure);
    // The authority ends there for browsers.
    EXPECT_EQ(read_http_location("https://good.example\\@evil.example/")->host, "good.example");
    for (const char* text : {"", "/path", "ftp://x/", "https:///x", "https://:443/",
                             "https://a:70000/", "https://a:0/"})
        EXPECT_FALSE(read_http_location(text).has_value()) << text;
}

profile::EndpointProfile ready() {
    profile::EndpointProfile profile;
    profile.name = "A.example";
    profile.http.asked = true;
    profile.http.status = 200;
    profile.http.hsts = "max-age=31536000; includeSubDomains; preload";
    profile.http.hsts_max_age = 31536000;
    profile.http.hsts_subdomains = profile.http.hsts_preload = true;
    profile.http.plain_redirect = profile::Fact::make_yes({"http", 2});
    profile.http.plain_location = "https://a.example/";
    return profile;
}

TEST(PreloadReady, AllThatIsAskedAndEachThatIsMissing) {
    profile::EndpointProfile profile = ready();
    judge_preload(profile, {});
    EXPECT_TRUE(profile.http.preload_ready.yes());
    const auto is_no = [](auto&& change) {
        profile::EndpointProfile changed = ready();
        change(changed);
        judge_preload(changed, {});
        EXPECT_FALSE(changed.http.preload_ready.cause.empty());
        return changed.http.preload_ready.no();
    };
    EXPECT_TRUE(is_no([](auto& p) { p.http.hsts.reset(); }));
    EXPECT_TRUE(is_no([](auto& p) { p.http.hsts_max_age.reset(); }));
    EXPECT_TRUE(is_no([](auto& p) { p.http.hsts_max_age = 31535999; }));
    EXPECT_TRUE(is_no([](auto& p) { p.http.hsts_subdomains = false; }));
    EXPECT_TRUE(is_no([](auto& p) { p.http.hsts_preload = false; }));
    EXPECT_TRUE(is_no([](auto& p) { p.name.clear(); }));
    EXPECT_TRUE(is_no([](auto& p) { p.http.plain_location = "https://www.a.example/"; }));
    EXPECT_TRUE(
        is_no([](auto& p) { p.http.plain_redirect = profile::Fact::make_no({}, "status 200"); }));
    EXPECT_FALSE(is_no([](auto& p) {
        p.http.asked = false;
        p.http.cause = "not asked for";
    }));
}

TEST(IsHttp, ByProtocolsThenByPort) {
    profile::EndpointProfile profile;
    profile.port = 8443;
    EXPECT_TRUE(is_http(profile));
    profile.alpn.names = {"imap"};
    EXPECT_FALSE(is_http(profile));
    profile.alpn.names = {"imap", "h2"};
    EXPECT_TRUE(is_http(profile));
    profile.port = 993;
    EXPECT_TRUE(is_http(profile));
    profile.alpn.names.clear();
    EXPECT_FALSE(is_http(profile));
    profile.port = 443;
    profile.dialog = "smtp";
    EXPECT_FALSE(is_http(profile));
}

}  // namespace
}  // namespace tlsonar::scanner
