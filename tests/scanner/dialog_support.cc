#include "tests/scanner/dialog_support.h"

#include "core/text.h"

#include <algorithm>
#include <ostream>
#include <random>

#include <gtest/gtest.h>

namespace tlsonar::scanner::testing {
namespace {

std::string text(const std::vector<std::uint8_t>& octets) { return std::string(as_text(octets)); }

std::string all_of(const std::vector<Turn>& script, Turn::Who who) {
    std::string all;
    for (const Turn& turn : script)
        if (turn.who == who) all += turn.text;
    return all;
}

// Turn by turn: what is sent comes when it should.
void follow(Dialog& dialog, const std::vector<Turn>& script, State last) {
    std::vector<std::uint8_t> out;
    State state = dialog.start(out);
    for (std::size_t i = 0; i < script.size(); ++i) {
        if (script[i].who == Turn::Who::client) {
            EXPECT_EQ(text(out), script[i].text) << "turn " << i;
            out.clear();
            continue;
        }
        EXPECT_TRUE(out.empty()) << "before turn " << i << ": " << text(out);
        ASSERT_EQ(state, State::talking) << "before turn " << i << ": " << dialog.trouble();
        EXPECT_FALSE(dialog.awaited().empty());
        Bytes octets = as_bytes(script[i].text);
        state = dialog.received(octets, out);
        EXPECT_TRUE(octets.empty()) << "turn " << i;
    }
    EXPECT_TRUE(out.empty()) << text(out);
    EXPECT_EQ(state, last) << dialog.trouble();
}

// However what the server says is cut, and whatever comes after it.
void expect_same(const Maker& make, const std::string& server, const Course& expected) {
    std::mt19937 random(1);
    const std::function<std::size_t()> sizes[] = {[] { return std::size_t{1}; },
                                                  [] { return SIZE_MAX; },
                                                  [&] { return std::size_t{random() % 3 + 1}; },
                                                  [&] { return std::size_t{random() % 40 + 1}; }};
    for (const auto& size : sizes) {
        for (int round = 0; round < 5; ++round)
            ASSERT_EQ(tell(*make(), server, size), expected);
    }
}

void expect_end(const Maker& make, const std::vector<Turn>& script, Course expected) {
    auto dialog = make();
    follow(*dialog, script, expected.state);
    EXPECT_EQ(dialog->trouble(), expected.trouble);
    EXPECT_EQ(dialog->temporary(), expected.temporary);
    expected.sent = all_of(script, Turn::Who::client);
    const std::string said = all_of(script, Turn::Who::server);
    expect_same(make, said, expected);
    if (expected.state == State::talking) return;
    const std::string more("\x16\x03\x03\x00\x02\r\n250 x\r\n>", 15);
    if (expected.state == State::ready) expected.left = more;
    expect_same(make, said + more, expected);
}

}  // namespace

void PrintTo(const Course& course, std::ostream* out) {
    *out << (course.state == State::ready ? "ready" : course.trouble) << ", temporary "
         << course.temporary << ", sent " << printable(course.sent) << ", left "
         << printable(course.left);
}

Maker kind(std::string_view name) {
    const DialogKind* found = find_dialog(name);
    return [found] {
        DialogOptions options;
        options.name = "mail.example.org";
        return found->make(options);
    };
}

std::string octets(std::string_view hex) {
    std::string out;
    std::string pair;
    for (const char c : hex) {
        if (c == ' ') continue;
        pair += c;
        if (pair.size() < 2) continue;
        out += static_cast<char>(std::stoi(pair, nullptr, 16));
        pair.clear();
    }
    return out;
}

Course tell(Dialog& dialog, std::string_view server, const std::function<std::size_t()>& next) {
    Course course;
    std::vector<std::uint8_t> out;
    course.state = dialog.start(out);
    while (!server.empty()) {
        const std::string piece(server.substr(0, next()));  // on the heap: reading past it is found
        server.remove_prefix(piece.size());
        Bytes octets = as_bytes(piece);
        course.state = dialog.received(octets, out);
        course.left += as_text(octets);
    }
    course.sent = text(out);
    course.trouble = dialog.trouble();
    course.temporary = dialog.temporary();
    return course;
}

void expect_ready(const Maker& make, const std::vector<Turn>& script) {
    Course course;
    course.state = State::ready;
    expect_end(make, script, course);
}

void expect_refused(const Maker& make, const std::vector<Turn>& script,
                    const std::string& trouble) {
    Course course;
    course.state = State::refused;
    course.temporary = trouble.starts_with("(for now) ");
    course.trouble = course.temporary ? trouble.substr(10) : trouble;
    expect_end(make, script, course);
}

void expect_waiting(const Maker& make, const std::vector<Turn>& script,
                    const std::string& awaited) {
    expect_end(make, script, {});
    auto dialog = make();
    tell(*dialog, all_of(script, Turn::Who::server), [] { return SIZE_MAX; });
    EXPECT_EQ(dialog->awaited(), awaited);
}

}  // namespace tlsonar::scanner::testing
