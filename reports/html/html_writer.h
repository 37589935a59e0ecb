// HtmlWriter: elements, attributes and text, escaped, in one of two forms: HTML, or the same tree
// as JSON (["p",{"class":"note"},"text",["b",{},"…"]]), from which the script builds the same
// elements. Tags and names of attributes are ours; values and text may be a peer's: controls,
// bidirectional and invisible characters are shown as escapes, and what is longer than anybody
// reads is cut, with a word of how much there is.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::reports::html {

struct Attribute {
    std::string_view name;  // empty: none
    std::string_view value;
};
using Attributes = std::initializer_list<Attribute>;

// Octets of one text that are shown.
inline constexpr std::size_t kLongestText = 1000;

class HtmlWriter {
  public:
    enum class Form { html, tree };

    explicit HtmlWriter(std::string& out, Form form = Form::html) : out_(out), form_(form) {}
    HtmlWriter(const HtmlWriter&) = delete;
    HtmlWriter& operator=(const HtmlWriter&) = delete;

    // Closes its element at the end of a block.
    class [[nodiscard]] Element {
      public:
        explicit Element(HtmlWriter& writer) : writer_(writer) {}
        ~Element() { writer_.close(); }
        Element(const Element&) = delete;
        Element& operator=(const Element&) = delete;

      private:
        HtmlWriter& writer_;
    };
    // `tag` has to outlive the element: a literal.
    Element in(std::string_view tag, Attributes attributes = {}) {
        open(tag, attributes);
        return Element(*this);
    }
    void element(std::string_view tag, Attributes attributes, std::string_view content);
    void element(std::string_view tag, std::string_view content) { element(tag, {}, content); }
    void text(std::string_view content);
    // Our own text of several lines.
    void lines(std::string_view content);
    // HTML that was written before (form html), or a style or a script. Never a peer's octets.
    void raw(std::string_view markup) { out_ += markup; }

  private:
    void open(std::string_view tag, Attributes attributes);
    void close();
    void put_text(std::string_view shown);
    void separate();

    std::string& out_;
    Form form_;
    std::vector<std::string_view> open_;
};

// What text() shows of a string.
std::string shown(std::string_view content);
// Makes JSON text safe inside <script>: no '<', '>', '&'.
std::string script_safe(std::string_view json);
std::string base64(std::string_view octets);

}  // namespace tlsonar::reports::html
