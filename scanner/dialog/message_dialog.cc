#include "scanner/dialog/message_dialog.h"

#include <algorithm>
#include <cassert>

namespace tlsonar::scanner {
namespace {

// What servers say that were not meant. (nginx answers what is no HTTP without a status line.)
struct Foreign {
    std::string_view begins;
    std::string_view protocol;
};
constexpr Foreign kForeign[] = {
    {"HTTP/", "HTTP"}, {"<html", "HTTP"}, {"<!DOCTYPE", "HTTP"}, {"SSH-", "SSH"}};

bool ends_line(std::uint8_t octet) { return octet == '\r' || octet == '\n'; }

}  // namespace

std::string quote(Bytes said) {
    while (!said.empty() && (ends_line(said.back()) || said.back() == ' '))
        said = said.first(said.size() - 1);
    std::string text;
    bool line_ended = false;
    for (const std::uint8_t octet : said) {
        if (text.size() >= kMaxQuote) return text + "…";
        if (ends_line(octet)) {
            line_ended = true;
            continue;
        }
        if (line_ended && !text.empty()) text += " / ";
        line_ended = false;
        text += static_cast<char>(octet);
    }
    return text;
}

std::string plain_name(std::string_view name) {
    std::string plain;
    std::copy_if(name.begin(), name.end(), std::back_inserter(plain), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
               std::string_view(".-_:[]%").find(c) != std::string_view::npos;
    });
    return plain;
}

Dialog::State MessageDialog::received(Bytes& octets, Octets& out) {
    while (state_ == State::talking && !octets.empty()) {
        if (heard_ == kMaxPreamble) {
            state_ = refuse("said more than 16 KiB before TLS", held_);
            break;
        }
        ++heard_;
        held_.push_back(octets.front());
        octets = octets.subspan(1);
        state_ = hear(out);
    }
    if (state_ == State::refused) octets = {};
    return state_;
}

Dialog::State MessageDialog::hear(Octets& out) {
    if (!known_) {
        if (foreign()) return state_;
        known_ = true;
    }
    for (;;) {
        const std::size_t n = length(held_);
        // An announced length that will never be listened to: no reason to wait for it.
        if (n > kMaxPreamble) return refuse_stranger(held_);
        if (n == 0 || n > held_.size()) return State::talking;
        const Octets message(held_.begin(), held_.begin() + static_cast<std::ptrdiff_t>(n));
        held_.erase(held_.begin(), held_.begin() + static_cast<std::ptrdiff_t>(n));
        const State state = on_message(message, out);
        // More than one message is held only where the beginning was looked at for another
        // protocol, and no dialog is ready that soon.
        assert(state != State::ready || held_.empty());
        if (state != State::talking || held_.empty()) return state;
    }
}

bool MessageDialog::foreign() { return foreign_tls() || foreign_text(); }

//  15 03 0x: an alert, 16 03 0x: a handshake message
bool MessageDialog::foreign_tls() {
    if (held_[0] != 0x15 && held_[0] != 0x16) return false;
    if (held_.size() >= 2 && held_[1] != 3) return false;
    if (held_.size() < 3) return true;
    if (held_[2] > 4) return false;
    state_ = refuse(held_[0] == 0x15 ? "speaks TLS from the first octet: it answered with an alert"
                                     : "speaks TLS from the first octet");
    return true;
}

bool MessageDialog::foreign_text() {
    const std::string_view text = as_text(held_);
    for (const Foreign& f : kForeign) {
        if (f.protocol == words_.familiar) continue;
        if (text.size() < f.begins.size() && f.begins.starts_with(text)) return true;
        if (!text.starts_with(f.begins)) continue;
        // Its first line is worth waiting for.
        if (text.back() == '\n' || text.size() > kMaxQuote) {
            state_ = refuse(
                "speaks " + std::string(f.protocol) + ", not " + std::string(words_.protocol),
                held_);
        }
        return true;
    }
    return false;
}

Dialog::State MessageDialog::refuse(std::string_view what, Bytes said) {
    trouble_ = "the " + std::string(words_.who) + " " + std::string(what);
    const std::string words = quote(said);
    if (!words.empty()) trouble_ += ": " + words;
    return State::refused;
}

Dialog::State MessageDialog::refuse_for_now(std::string_view what, Bytes said) {
    temporary_ = true;
    return refuse(what, said);
}

Dialog::State MessageDialog::refuse_stranger(Bytes said) {
    return refuse("does not speak " + std::string(words_.protocol), said);
}

}  // namespace tlsonar::scanner
