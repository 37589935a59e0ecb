#include "scanner/dialog/line_dialog.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace tlsonar::scanner {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

std::string_view without_line_end(std::string_view line) {
    if (line.ends_with('\n')) line.remove_suffix(1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

// The n of "… {n}" or "… {n+}", as far as anybody would listen; 0 where there is none.
std::size_t literal_length(std::string_view line) {
    if (!line.ends_with('}')) return 0;
    const std::size_t open = line.rfind('{');
    if (open == std::string_view::npos) return 0;
    std::string_view digits = line.substr(open + 1, line.size() - open - 2);
    if (digits.ends_with('+')) digits.remove_suffix(1);
    std::size_t n = 0;
    const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), n);
    if (fault == std::errc::result_out_of_range) return kMaxPreamble;
    if (fault != std::errc() || end != digits.data() + digits.size()) return 0;
    return std::min(n, kMaxPreamble);
}

// Three digits, then a blank, a hyphen or nothing; 0 for everything else.
unsigned reply_code(std::string_view line) {
    unsigned code = 0;
    if (line.size() < 3 || (line.size() > 3 && line[3] != ' ' && line[3] != '-')) return 0;
    for (const char c : line.substr(0, 3)) {
        if (c < '0' || c > '9') return 0;
        code = 10 * code + static_cast<unsigned>(c - '0');
    }
    return code;
}

}  // namespace

bool same_word(std::string_view a, std::string_view b) {
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                              [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view take_word(std::string_view& line) {
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    const std::size_t end = std::min(line.find(' '), line.size());
    const std::string_view word = line.substr(0, end);
    line.remove_prefix(end);
    return word;
}

bool has_word(std::string_view line, std::string_view word) {
    while (!line.empty()) {
        if (same_word(take_word(line), word)) return true;
    }
    return false;
}

std::size_t LineDialog::length(Bytes held) {
    if (held.size() <= literal_end_ || held.back() != '\n') return 0;
    if (literals_) {
        const std::string_view line = without_line_end(as_text(held.subspan(literal_end_)));
        if (const std::size_t n = literal_length(line); n > 0) {
            literal_end_ = held.size() + n;
            return 0;
        }
    }
    literal_end_ = 0;
    return held.size();
}

Dialog::State LineDialog::on_message(Bytes message, Octets& out) {
    return on_line(without_line_end(as_text(message)), out);
}

Dialog::State ReplyDialog::on_line(std::string_view line, Octets& out) {
    const unsigned code = reply_code(line);
    const bool first = reply_.lines.empty();
    if (first && code == 0) return refuse_stranger(as_bytes(line));
    reply_.lines.append(line) += '\n';
    const bool counts = first || lines_ == Lines::all_coded ? code != 0 : code == reply_.code;
    if (counts) reply_.code = code;
    if (!counts || (line.size() > 3 && line[3] == '-')) return State::talking;
    return on_reply(std::exchange(reply_, {}), out);
}

Dialog::State ReplyDialog::refuse_reply(std::string_view what, const Reply& reply) {
    const Bytes said = as_bytes(reply.lines);
    return reply.temporary() ? refuse_for_now(what, said) : refuse(what, said);
}

}  // namespace tlsonar::scanner
