// CONNECT and SOCKS5.
#include "scanner/dialog/proxies.h"
#include "tests/scanner/dialog_support.h"

#include <gtest/gtest.h>

namespace tlsonar::scanner::testing {
namespace {

DialogOptions target(const std::string& name, const std::string& user = "",
                     const std::string& password = "") {
    DialogOptions options;
    options.name = name;
    options.port = 443;
    options.user = user;
    options.password = password;
    return options;
}

Maker http(const DialogOptions& options) {
    return [=] { return make_http_connect(options); };
}
Maker socks(const DialogOptions& options) {
    return [=] { return make_socks5(options); };
}

const std::string kConnect = "CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\r\n";

TEST(DialogHttpConnect, Connects) {
    // Squid, tinyproxy, and one that says more than it should.
    for (const char* answer :
         {"HTTP/1.1 200 Connection established\r\n\r\n",
          "HTTP/1.0 200 Connection established\r\nProxy-agent: tinyproxy/1.11.1\r\n\r\n",
          "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 x\nContent-Length: 5\nTransfer-Encoding: "
          "chunked\n\n"})
        expect_ready(http(target("example.org")), {C(kConnect), S(answer)});
}

TEST(DialogHttpConnect, AddressesAndCredentials) {
    expect_ready(http(target("2001:db8::1")),
                 {C("CONNECT [2001:db8::1]:443 HTTP/1.1\r\nHost: [2001:db8::1]:443\r\n\r\n"),
                  S("HTTP/1.1 200 OK\r\n\r\n")});
    // RFC 7617 section 2.
    expect_ready(http(target("example.org", "Aladdin", "open sesame")),
                 {C("CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n"
                    "Proxy-Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n\r\n"),
                  S("HTTP/1.1 200 OK\r\n\r\n")});
    // RFC 4648 section 10: every remainder.
    const std::pair<const char*, const char*> users[] = {
        {"fo", "Zm86"}, {"foo", "Zm9vOg=="}, {"foob", "Zm9vYjo="}};
    for (const auto& [user, encoded] : users) {
        const auto dialog = make_http_connect(target("x", user));
        std::vector<std::uint8_t> out;
        dialog->start(out);
        EXPECT_NE(as_text(out).find(std::string("Basic ") + encoded + "\r\n"), std::string::npos);
    }
}

TEST(DialogHttpConnect, Refused) {
    expect_refused(http(target("example.org")),
                   {C(kConnect), S("HTTP/1.1 403 Forbidden\r\nServer: squid/5.7\r\n\r\n")},
                   "the proxy did not connect to example.org:443: HTTP/1.1 403 Forbidden");
    expect_refused(http(target("example.org")),
                   {C(kConnect), S("HTTP/1.1 503 Service Unavailable\r\n\r\n")},
                   "(for now) the proxy did not connect to example.org:443: "
                   "HTTP/1.1 503 Service Unavailable");
    expect_refused(http(target("example.org")),
                   {C(kConnect), S("HTTP/1.1 407 Proxy Authentication Required\r\n"
                                   "Proxy-Authenticate: Basic realm=\"squid\"\r\n\r\n<html>")},
                   "the proxy asks for a user and a password: HTTP/1.1 407 Proxy Authentication "
                   "Required, wants Basic realm=\"squid\"");
    expect_refused(http(target("example.org")), {C(kConnect), S("SSH-2.0-x\r\n")},
                   "the proxy speaks SSH, not HTTP: SSH-2.0-x");
    expect_refused(http(target("example.org")), {C(kConnect), S("HTTP/1.1 2xx\r\n")},
                   "the proxy does not speak HTTP: HTTP/1.1 2xx");
    expect_refused(http(target("example.org")), {C(kConnect), S("\r\n")},
                   "the proxy does not speak HTTP");
    const auto dialog = make_http_connect(target("example.org", "u", "p"));
    EXPECT_EQ(tell(*dialog, "HTTP/1.1 407 No\r\n\r\n", [] { return SIZE_MAX; }).trouble,
              "the proxy did not accept the user and the password: HTTP/1.1 407 No");
}

TEST(DialogHttpConnect, ATargetCannotWriteFields) {
    const auto dialog = make_http_connect(target("a\r\nX: y"));
    std::vector<std::uint8_t> out;
    dialog->start(out);
    EXPECT_EQ(as_text(out), "CONNECT [aX:y]:443 HTTP/1.1\r\nHost: [aX:y]:443\r\n\r\n");
}

const std::string kNoAuth = octets("050100");
const std::string kName = octets("05010003 0b") + "example.org" + octets("01bb");

TEST(DialogSocks5, Connects) {
    for (const char* bound : {"05000001 00000000 0000", "05000003 03 616263 1234",
                              "05000004 20010db8000000000000000000000001 0050"}) {
        expect_ready(socks(target("example.org")),
                     {C(kNoAuth), S(octets("0500")), C(kName), S(octets(bound))});
    }
    expect_ready(socks(target("192.0.2.7")),
                 {C(kNoAuth), S(octets("0500")), C(octets("05010001 c0000207 01bb")),
                  S(octets("05000001 c0000201 d431"))});
    expect_ready(
        socks(target("2001:db8::1")),
        {C(kNoAuth), S(octets("0500")), C(octets("05010004 20010db8000000000000000000000001 01bb")),
         S(octets("05000001 c0000201 d431"))});
}

TEST(DialogSocks5, UserAndPassword) {
    const Maker make = socks(target("example.org", "me", "secret"));
    expect_ready(make, {C(octets("05020002")), S(octets("0502")),
                        C(octets("01 02") + "me" + octets("06") + "secret"), S(octets("0100")),
                        C(kName), S(octets("05000001 00000000 0000"))});
    expect_ready(make, {C(octets("05020002")), S(octets("0500")), C(kName),
                        S(octets("05000001 00000000 0000"))});
    expect_refused(make,
                   {C(octets("05020002")), S(octets("0502")),
                    C(octets("01 02") + "me" + octets("06") + "secret"), S(octets("0101"))},
                   "the proxy did not accept the user and the password");
    expect_refused(make, {C(octets("05020002")), S(octets("05ff"))},
                   "the proxy takes no user and password");
}

TEST(DialogSocks5, Refused) {
    const Maker make = socks(target("example.org"));
    const std::pair<const char*, const char*> replies[] = {
        {"0501", "(for now) ?general SOCKS server failure (1)"},
        {"0502", "?connection not allowed by ruleset (2)"},
        {"0503", "(for now) ?network unreachable (3)"},
        {"0504", "(for now) ?host unreachable (4)"},
        {"0505", "(for now) ?connection refused (5)"},
        {"0506", "(for now) ?TTL expired (6)"},
        {"0507", "?command not supported (7)"},
        {"0508", "?address type not supported (8)"},
        {"0509", "(for now) ?unknown reply (9)"}};
    for (const auto& [reply, told] : replies) {
        std::string trouble = told;
        trouble.replace(trouble.find('?'), 1,
                        "the proxy did not connect to example.org port 443: ");
        expect_refused(make, {C(kNoAuth), S(octets("0500")), C(kName), S(octets(reply))}, trouble);
    }
    expect_refused(make, {C(kNoAuth), S(octets("05ff"))},
                   "the proxy asks for a user and a password");
    // A method that was not offered.
    expect_refused(make, {C(kNoAuth), S(octets("0502"))},
                   "the proxy asks for authentication method 2");
    expect_refused(make, {C(kNoAuth), S(octets("0500")), C(kName), S(octets("05000009 00"))},
                   "the proxy does not speak SOCKS5: " + octets("05000009 00"));
    expect_refused(make, {C(kNoAuth), S("HTTP/1.1 400 Bad Request\r\n")},
                   "the proxy speaks HTTP, not SOCKS5: HTTP/1.1 400 Bad Request");
    expect_refused(make, {C(kNoAuth), S(octets("15030300020228"))},
                   "the proxy speaks TLS from the first octet: it answered with an alert");
}

TEST(DialogSocks5, WhatItCannotSay) {
    const auto refused = [](const DialogOptions& options) {
        std::vector<std::uint8_t> out;
        return make_socks5(options)->start(out) == State::refused && out.empty();
    };
    EXPECT_TRUE(refused(target("")));
    EXPECT_TRUE(refused(target(std::string(256, 'a'))));
    EXPECT_TRUE(refused(target("a", std::string(256, 'a'))));
    EXPECT_TRUE(refused(target("a", "b", std::string(256, 'a'))));
    EXPECT_FALSE(refused(target(std::string(255, 'a'))));
}

}  // namespace
}  // namespace tlsonar::scanner::testing
