#include "reports/terminal/finding_text.h"

#include "core/text.h"

#include <algorithm>

namespace tlsonar::reports {
namespace {

using trust::Severity;

constexpr std::size_t kNarrowest = 24;         // columns of a paragraph, however deep it stands
constexpr std::size_t kWidestParagraph = 100;  // longer lines are hard to read
constexpr std::size_t kSeverityColumns = 8;

std::string_view mark(Severity severity) {
    switch (severity) {
        case Severity::info:
            return "·";
        case Severity::low:
        case Severity::medium:
            return "!";
        case Severity::high:
        case Severity::critical:
            return "✗";
    }
    return "·";
}

std::string values(const trust::Finding& finding) {
    std::string out;
    if (!finding.found.empty()) out += "found " + printable(finding.found);
    if (!finding.expected.empty())
        out += (out.empty() ? "expected " : ", expected ") + printable(finding.expected);
    return out;
}

}  // namespace

Tone tone_of(Severity severity) {
    switch (severity) {
        case Severity::info:
            return Tone::faint;
        case Severity::low:
        case Severity::medium:
            return Tone::warn;
        case Severity::high:
        case Severity::critical:
            return Tone::bad;
    }
    return Tone::plain;
}

std::string wrapped(std::string_view text, std::size_t indent, std::size_t columns) {
    const std::size_t room = std::max(
        kNarrowest, std::min(columns, kWidestParagraph + indent) - std::min(columns, indent));
    std::string out;
    std::string line;
    const auto end_line = [&] {
        out.append(indent, ' ');
        out += line;
        out += '\n';
        line.clear();
    };
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        std::string word(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (!line.empty() && display_width(line) + 1 + display_width(word) > room) end_line();
        if (!line.empty()) line += ' ';
        line += word;
    }
    if (!line.empty()) end_line();
    return out;
}

std::string finding_text(const trust::Finding& finding, std::size_t indent, const Style& style) {
    const trust::FindingKind& kind = *finding.kind;
    const Tone tone = tone_of(kind.severity);
    std::string out(indent, ' ');
    out += style.paint(tone, mark(kind.severity));
    out += ' ';
    out += style.paint(tone, cell(trust::severity_name(kind.severity), kSeverityColumns));
    out += ' ';
    const std::size_t deep = indent + kSeverityColumns + 3;
    const std::string title = std::string(kind.title);
    const std::string id = "[" + std::string(kind.id) + "]";
    out += title;
    const bool fits =
        deep + display_width(title) + 2 + display_width(id) <= std::max(style.columns, kNarrowest);
    out += fits ? "  " : "\n" + std::string(deep, ' ');
    out += style.paint(Tone::faint, id);
    out += '\n';
    if (const std::string seen = values(finding); !seen.empty())
        out += wrapped(seen, deep, style.columns);
    return out;
}

std::string finding_explained(const trust::FindingKind& kind, const Style& style) {
    std::string out = style.paint(Tone::strong, kind.id) + "  " +
                      style.paint(tone_of(kind.severity), trust::severity_name(kind.severity)) +
                      "\n" + wrapped(kind.title, 2, style.columns) + "\n";
    const auto part = [&](std::string_view name, std::string_view text) {
        if (text.empty()) return;
        out += "  " + style.paint(Tone::accent, name) + "\n" + wrapped(text, 4, style.columns);
    };
    part("Meaning", kind.meaning);
    part("What to do", kind.fix);
    part("Source", kind.source);
    return out;
}

std::string finding_list(std::span<const trust::FindingKind* const> kinds, const Style& style) {
    std::size_t widest = 0;
    for (const trust::FindingKind* kind : kinds)
        widest = std::max(widest, kind->id.size());
    std::string out;
    for (const trust::FindingKind* kind : kinds) {
        out += cell(kind->id, widest) + "  ";
        out += style.paint(tone_of(kind->severity),
                           cell(trust::severity_name(kind->severity), kSeverityColumns));
        const std::size_t used = widest + kSeverityColumns + 3;
        out += ' ' + fit(kind->title,
                         style.columns > used + kNarrowest ? style.columns - used : kNarrowest);
        out += '\n';
    }
    return out;
}

}  // namespace tlsonar::reports
