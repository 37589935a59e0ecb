// A page of labelled lines: "  label      value, value, …", wrapped under the first value. Nothing
// in it is wider than the terminal.
#pragma once

#include "reports/terminal/style.h"

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tlsonar::reports {

// A piece that stays on one line, if it can. All text is printable already.
struct PageItem {
    PageItem(std::string what, Tone painted = Tone::plain, std::string after = {},
             Tone after_painted = Tone::faint)
        : text(std::move(what)), tone(painted), note(std::move(after)), note_tone(after_painted) {}

    std::string text;
    Tone tone;
    std::string note;  // after it: "(broken)"
    Tone note_tone;
};

class Page {
  public:
    static constexpr std::size_t kNarrowest = 40;
    static constexpr std::size_t kWidest = 140;      // of lines; longer ones are hard to read
    static constexpr std::size_t kWidestText = 100;  // of sentences
    static constexpr std::size_t kLabel = 12;  // columns of a label, the gap after it included
    static constexpr std::size_t kIndent = 2;

    explicit Page(const Style& style);

    // Items with that between them, after the words `before`. Nothing without items.
    void items(std::string_view label, std::span<const PageItem> items,
               std::string_view between = ", ", std::string_view before = {});
    // A sentence, cut between words.
    void text(std::string_view label, std::string_view printable_text, Tone tone = Tone::plain);
    // The same without a label, deeper by `indent`; `first` stands before its first line.
    void sentence(std::string_view first, Tone first_tone, std::string_view printable_text,
                  std::size_t indent, Tone tone = Tone::plain);
    // One line of parts that are painted apart, cut where the terminal ends.
    void line(std::size_t indent, std::span<const PageItem> parts);
    // An empty line, but never two.
    void gap();
    // Lines made elsewhere.
    void append(std::string_view lines) { out_ += lines; }

    const Style& style() const { return style_; }
    std::size_t columns() const { return columns_; }
    std::string take() && { return std::move(out_); }

  private:
    Style style_;
    std::size_t columns_;
    std::string out_;
};

// Parts that are painted apart, on one line of at most `columns`, without spaces at its end.
std::string painted_line(const Style& style, std::span<const PageItem> parts, std::size_t columns);

// Text cut into lines of at most `columns`; words are kept whole where they fit.
std::vector<std::string> lines_of(std::string_view printable_text, std::size_t columns);

}  // namespace tlsonar::reports
