#include "reports/html/html_writer.h"

#include "core/text.h"

#include <charconv>
#include <cstdint>
#include <iterator>

namespace tlsonar::reports::html {
namespace {

void append_escaped(std::string& out, std::string_view shown_text) {
    for (const char c : shown_text) {
        switch (c) {
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '&':
                out += "&amp;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\'':
                out += "&#39;";
                break;
            default:
                out += c;
        }
    }
}

bool is_void(std::string_view tag) { return tag == "meta" || tag == "input"; }

// The end of the last whole character among the first `most` octets.
std::size_t whole_characters(std::string_view content, std::size_t most) {
    std::size_t end = most;
    // At most three octets continue a character; others are no UTF-8 and are shown as escapes.
    for (int i = 0; i < 3 && end > 0 && (static_cast<std::uint8_t>(content[end]) & 0xc0) == 0x80;
         ++i)
        --end;
    return end;
}

}  // namespace

std::string shown(std::string_view content, std::size_t most) {
    if (content.size() <= most) return printable(content);
    std::string out = printable(content.substr(0, whole_characters(content, most)));
    return out + "… (" + std::to_string(content.size()) + " octets)";
}

std::string script_safe(std::string_view json) {
    std::string out;
    out.reserve(json.size());
    for (const char c : json) {
        if (c == '<')
            out += "\\u003c";
        else if (c == '>')
            out += "\\u003e";
        else if (c == '&')
            out += "\\u0026";
        else
            out += c;
    }
    return out;
}

std::uint32_t shown_number(WordList& words, std::string_view content, std::size_t most) {
    // Most are plain, and need no copy.
    if (content.size() > most) return words.number(shown(content, most));
    if (const auto known = words.at_place(content)) return *known;
    if (!is_plain_json(content)) return words.number(shown(content, most));
    const std::uint32_t number = words.number(content);
    words.keep_place(content, number);
    return number;
}

void HtmlWriter::put_number(std::uint32_t number) {
    char digits[10];
    out_.append(digits, std::to_chars(std::begin(digits), std::end(digits), number).ptr);
}

void HtmlWriter::put_word(std::string_view content) {
    put_number(shown_number(shared_->words, content));
}

void HtmlWriter::open_html(std::string_view tag, Attributes attributes) {
    out_ += '<';
    out_ += tag;
    for (const Attribute& attribute : attributes) {
        if (attribute.name.empty()) continue;
        out_ += ' ';
        out_ += attribute.name;
        out_ += "=\"";
        append_escaped(out_, shown(attribute.value));
        out_ += '"';
    }
    out_ += '>';
}

void HtmlWriter::open_tree(std::string_view tag, Attributes attributes) {
    out_ += '[';
    put_word(tag);
    char separator = '[';
    out_ += ',';
    for (const Attribute& attribute : attributes) {
        if (attribute.name.empty()) continue;
        out_ += separator;
        put_word(attribute.name);
        out_ += ',';
        put_word(attribute.value);
        separator = ',';
    }
    out_ += separator == '[' ? '0' : ']';
}

void HtmlWriter::open(std::string_view tag, Attributes attributes, bool again) {
    std::size_t begin = 0;
    if (shared_ == nullptr) {
        open_html(tag, attributes);
    } else {
        if (!open_.empty()) out_ += ',';
        if (again) begin = out_.size();
        open_tree(tag, attributes);
    }
    open_.push_back({tag, begin});
}

void HtmlWriter::close() {
    const Open closed = open_.back();
    open_.pop_back();
    if (shared_ != nullptr) {
        out_ += ']';
        if (closed.begin > 0) share(closed.begin);
    } else if (!is_void(closed.tag)) {
        out_ += "</";
        out_ += closed.tag;
        out_ += '>';
    }
}

void HtmlWriter::share(std::size_t begin) {
    const std::uint32_t number = shared_->trees.number(std::string_view(out_).substr(begin));
    out_.resize(begin);
    out_ += '-';
    out_ += std::to_string(std::uint64_t{number} + 1);
}

void HtmlWriter::element(std::string_view tag, Attributes attributes, std::string_view content) {
    open(tag, attributes);
    if (!content.empty()) text(content);
    close();
}

void HtmlWriter::text(std::string_view content) {
    if (shared_ == nullptr) return append_escaped(out_, shown(content));
    if (content.empty()) return;
    out_ += ',';
    put_word(content);
}

void HtmlWriter::lines(std::string_view content) {
    if (shared_ == nullptr) return append_escaped(out_, content);
    out_ += ',';
    put_number(shared_->words.number(content));
}

}  // namespace tlsonar::reports::html
