// What holds for every dialog: the catalogue, bounds, servers of another kind.
#include "scanner/dialog/message_dialog.h"
#include "scanner/dialog/proxies.h"
#include "tests/scanner/dialog_support.h"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

namespace tlsonar::scanner::testing {
namespace {

std::vector<Maker> all_makers() {
    std::vector<Maker> all;
    for (const DialogKind* k : dialog_kinds())
        all.push_back(kind(k->name));
    DialogOptions target;
    target.name = "example.org";
    target.port = 443;
    target.user = "me";
    all.push_back([=] { return make_http_connect(target); });
    all.push_back([=] { return make_socks5(target); });
    return all;
}

std::size_t at_once() { return SIZE_MAX; }

TEST(Dialogs, CatalogueIsInOrder) {
    const auto kinds = dialog_kinds();
    EXPECT_EQ(kinds.size(), 17U);
    EXPECT_TRUE(std::is_sorted(kinds.begin(), kinds.end(),
                               [](const auto* a, const auto* b) { return a->name < b->name; }));
    for (const DialogKind* k : kinds) {
        EXPECT_EQ(find_dialog(k->name), k);
        EXPECT_FALSE(k->title.empty());
        EXPECT_NE(k->port, 0);
    }
    EXPECT_EQ(find_dialog("gopher"), nullptr);
    EXPECT_EQ(find_dialog(""), nullptr);
}

TEST(Dialogs, ListenToSixteenKibibytesAtMost) {
    for (const Maker& make : all_makers()) {
        // A line that never ends, lines without end, options without end.
        for (const std::string& said :
             {std::string("220-x"), std::string("220-x\r\n"), std::string("* OK\r\n"),
              std::string("<a>"), std::string("\0", 1), octets("fffa0f"),
              octets("0400000900000000 ff"), std::string("PING\n"), std::string("\"X\"\n"),
              std::string("HTTP/1.1 100\n\n")}) {
            std::string server;
            while (server.size() <= kMaxPreamble)
                server += said;
            const auto dialog = make();
            const Course course = tell(*dialog, server, at_once);
            EXPECT_NE(course.state, State::talking) << said;
            EXPECT_LT(course.trouble.size(), kMaxQuote + 300);
        }
    }
}

TEST(Dialogs, SayWhenTheServerSpeaksSomethingElse) {
    for (const DialogKind* k : dialog_kinds()) {
        const auto trouble = [&](const std::string& server) {
            const auto dialog = kind(k->name)();
            const Course course = tell(*dialog, server, at_once);
            EXPECT_EQ(course.state, State::refused) << k->name;
            return course.trouble;
        };
        EXPECT_EQ(trouble(octets("15030100020246")),
                  "the server speaks TLS from the first octet: it answered with an alert");
        EXPECT_EQ(trouble(octets("1603030050020000")),
                  "the server speaks TLS from the first octet");
        const std::string http = trouble("HTTP/1.1 400 Bad Request\r\nServer: nginx\r\n\r\n");
        EXPECT_TRUE(http.starts_with("the server speaks HTTP, not ")) << http;
        EXPECT_TRUE(http.ends_with(": HTTP/1.1 400 Bad Request")) << http;
    }
}

TEST(Dialogs, GarbageNeverMakesThemReady) {
    std::mt19937 random(7);
    for (int round = 0; round < 200; ++round) {
        std::string server;
        for (int i = 0; i < 300; ++i)
            server += static_cast<char>(random());
        for (const DialogKind* k : dialog_kinds()) {
            // One octet in 256 is PostgreSQL's yes.
            if (k->name == "postgres" && server[0] == 'S') continue;
            const auto dialog = kind(k->name)();
            EXPECT_NE(tell(*dialog, server, at_once).state, State::ready) << k->name;
        }
    }
}

TEST(Dialogs, RefusedIsRefused) {
    for (const Maker& make : all_makers()) {
        const auto dialog = make();
        std::vector<std::uint8_t> out;
        dialog->start(out);
        const std::string alert = octets("15030100020246");
        Bytes first = as_bytes(alert);
        ASSERT_EQ(dialog->received(first, out), State::refused);
        EXPECT_TRUE(first.empty());
        out.clear();
        Bytes more = as_bytes("220 x\r\n250 STARTTLS\r\n");
        EXPECT_EQ(dialog->received(more, out), State::refused);
        EXPECT_TRUE(more.empty());
        EXPECT_TRUE(out.empty());
    }
}

TEST(Dialogs, QuotesAreShort) {
    EXPECT_EQ(quote(as_bytes("a\r\nb\n\n")), "a / b");
    EXPECT_EQ(quote(as_bytes("\r\n a \x1b[2J")), " a \x1b[2J");
    const std::string longest = quote(as_bytes(std::string(500, 'x')));
    EXPECT_EQ(longest, std::string(kMaxQuote, 'x') + "…");
    EXPECT_EQ(quote(as_bytes(std::string(kMaxQuote, 'x'))), std::string(kMaxQuote, 'x'));
}

}  // namespace
}  // namespace tlsonar::scanner::testing
