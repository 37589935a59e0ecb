#include "reports/html/html_writer.h"

#include "core/text.h"

#include <cstdint>

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

void append_json_string(std::string& out, std::string_view value) {
    out += '"';
    append_json(out, value);
    out += '"';
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

std::string shown(std::string_view content) {
    if (content.size() <= kLongestText) return printable(content);
    std::string out = printable(content.substr(0, whole_characters(content, kLongestText)));
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

std::string base64(std::string_view octets) {
    constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    out.reserve((octets.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < octets.size(); i += 3) {
        std::uint32_t word = 0;
        for (std::size_t j = 0; j < 3; ++j)
            word =
                word << 8 | (i + j < octets.size() ? static_cast<std::uint8_t>(octets[i + j]) : 0);
        for (std::size_t j = 0; j < 4; ++j)
            out += i + j > octets.size() ? '=' : kDigits[word >> (18 - 6 * j) & 63];
    }
    return out;
}

void HtmlWriter::separate() {
    if (form_ == Form::tree && !open_.empty()) out_ += ',';
}

void HtmlWriter::open(std::string_view tag, Attributes attributes) {
    if (form_ == Form::html) {
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
    } else {
        separate();
        out_ += "[\"";
        out_ += tag;
        out_ += "\",{";
        const char* comma = "";
        for (const Attribute& attribute : attributes) {
            if (attribute.name.empty()) continue;
            out_ += comma;
            append_json_string(out_, attribute.name);
            out_ += ':';
            append_json_string(out_, shown(attribute.value));
            comma = ",";
        }
        out_ += '}';
    }
    open_.push_back(tag);
}

void HtmlWriter::close() {
    const std::string_view tag = open_.back();
    open_.pop_back();
    if (form_ == Form::tree) {
        out_ += ']';
    } else if (!is_void(tag)) {
        out_ += "</";
        out_ += tag;
        out_ += '>';
    }
}

void HtmlWriter::element(std::string_view tag, Attributes attributes, std::string_view content) {
    open(tag, attributes);
    if (!content.empty()) text(content);
    close();
}

void HtmlWriter::text(std::string_view content) { put_text(shown(content)); }

void HtmlWriter::lines(std::string_view content) { put_text(content); }

void HtmlWriter::put_text(std::string_view shown_text) {
    if (form_ == Form::html) return append_escaped(out_, shown_text);
    separate();
    append_json_string(out_, shown_text);
}

}  // namespace tlsonar::reports::html
