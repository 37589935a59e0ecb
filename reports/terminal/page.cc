#include "reports/terminal/page.h"

#include "core/text.h"

#include <algorithm>

namespace tlsonar::reports {
namespace {

// As many whole characters as take at most `columns`, at least one.
std::size_t cut_at(std::string_view text, std::size_t columns) {
    std::size_t at = 0;
    std::size_t width = 0;
    while (at < text.size()) {
        const CodePoint point = decode_utf8(text.substr(at));
        const std::size_t length = point.length == 0 ? 1 : point.length;
        const std::size_t wide = display_width(text.substr(at, length));
        if (at > 0 && width + wide > columns) break;
        width += wide;
        at += length;
    }
    return at;
}

std::size_t width_of(const PageItem& item) {
    return display_width(item.text) + (item.note.empty() ? 0 : 1 + display_width(item.note));
}

// Without spaces at its end.
void end_line(std::string& out) {
    out.erase(out.find_last_not_of(' ') + 1);
    out += '\n';
}

}  // namespace

std::vector<std::string> lines_of(std::string_view text, std::size_t columns) {
    std::vector<std::string> lines;
    std::string line;
    std::size_t width = 0;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        std::string_view word = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        std::size_t wide = display_width(word);
        if (!line.empty() && width + 1 + wide > columns) {
            lines.push_back(std::move(line));
            line.clear();
            width = 0;
        }
        // A word longer than a line is nobody's language.
        while (wide > columns) {
            const std::size_t cut = cut_at(word, columns);
            lines.emplace_back(word.substr(0, cut));
            word.remove_prefix(cut);
            wide = display_width(word);
        }
        if (word.empty()) continue;
        if (!line.empty()) line += ' ', ++width;
        line += word;
        width += wide;
    }
    if (!line.empty()) lines.push_back(std::move(line));
    return lines;
}

Page::Page(const Style& style)
    : style_(style), columns_(std::clamp(style.columns, kNarrowest, kWidest)) {}

void Page::items(std::string_view label, std::span<const PageItem> items, std::string_view between,
                 std::string_view before) {
    if (items.empty()) return;
    constexpr std::size_t kStart = kIndent + kLabel;
    const std::size_t room = columns_ - kStart;
    const std::size_t gap = display_width(between);
    // What stands between two items stays on the line of the first, without spaces at its end.
    std::string_view at_end = between;
    while (!at_end.empty() && at_end.back() == ' ')
        at_end.remove_suffix(1);
    out_ += std::string(kIndent, ' ') + style_.paint(Tone::faint, cell(label, kLabel));
    out_ += before;
    std::size_t at = display_width(before);
    const auto next_line = [&] {
        end_line(out_);
        out_ += std::string(kStart, ' ');
        at = 0;
    };
    // A part of an item, cut between words where it is longer than a line.
    const auto put = [&](const std::string& text, Tone tone, std::size_t most) {
        bool first = true;
        for (const std::string& line : lines_of(text, most)) {
            if (!std::exchange(first, false) || at + display_width(line) > most) next_line();
            out_ += style_.paint(tone, line);
            at += display_width(line);
        }
    };
    for (std::size_t i = 0; i < items.size(); ++i) {
        const PageItem& item = items[i];
        const std::size_t after = i + 1 < items.size() ? display_width(at_end) : 0;
        const std::size_t most = room - std::min(room, after);
        if (i > 0 && at + gap + width_of(item) > most) {
            out_ += at_end;
            next_line();
        } else if (i > 0) {
            out_ += between;
            at += gap;
        }
        put(item.text, item.tone, most);
        if (item.note.empty()) continue;
        if (at + 1 + display_width(item.note) <= most) out_ += ' ', ++at;
        put(item.note, item.note_tone, most);
    }
    end_line(out_);
}

void Page::text(std::string_view label, std::string_view text, Tone tone) {
    constexpr std::size_t kStart = kIndent + kLabel;
    bool first = true;
    for (const std::string& line : lines_of(text, std::min(columns_ - kStart, kWidestText))) {
        out_ += first ? std::string(kIndent, ' ') + style_.paint(Tone::faint, cell(label, kLabel))
                      : std::string(kStart, ' ');
        out_ += style_.paint(tone, line) + '\n';
        first = false;
    }
}

void Page::sentence(std::string_view first, Tone first_tone, std::string_view text,
                    std::size_t indent, Tone tone) {
    const std::size_t start = indent + display_width(first);
    const std::size_t room = columns_ > start + 16 ? columns_ - start : 16;
    bool begun = false;
    for (const std::string& line : lines_of(text, std::min(room, kWidestText))) {
        out_ += begun ? std::string(start, ' ')
                      : std::string(indent, ' ') + style_.paint(first_tone, first);
        out_ += style_.paint(tone, line) + '\n';
        begun = true;
    }
}

std::string painted_line(const Style& style, std::span<const PageItem> parts, std::size_t columns) {
    std::vector<std::string> texts;
    for (const PageItem& part : parts) {
        texts.push_back(fit(part.text, columns));
        columns -= display_width(texts.back());
    }
    // No spaces at the end, painted or not: lines pipe and copy well.
    for (auto text = texts.rbegin(); text != texts.rend(); ++text) {
        text->erase(text->find_last_not_of(' ') + 1);
        if (!text->empty()) break;
    }
    std::string out;
    for (std::size_t i = 0; i < texts.size(); ++i)
        out += style.paint(parts[i].tone, texts[i]);
    return out;
}

void Page::line(std::size_t indent, std::span<const PageItem> parts) {
    const std::size_t room = columns_ - std::min(columns_, indent);
    out_ += std::string(indent, ' ') + painted_line(style_, parts, room) + '\n';
}

void Page::gap() {
    if (out_.empty() || (out_.size() > 1 && out_.compare(out_.size() - 2, 2, "\n\n") == 0)) return;
    out_ += '\n';
}

}  // namespace tlsonar::reports
