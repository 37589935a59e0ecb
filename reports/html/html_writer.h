// HtmlWriter: elements, attributes and text, escaped, in one of two forms: HTML, or the same tree
// as JSON, from which the script builds the same elements: [tag,[name,value,…],child,…], 0 for no
// attributes, a number for a text, one below 0 for an element that comes again; tags, names, values
// and texts stand by their numbers in a list of words, since the pages of endpoints are much alike.
// Tags and names of attributes are ours; values and text may be a peer's: controls, bidirectional
// and invisible characters are shown as escapes, and what is longer than anybody reads is cut, with
// a word of how much there is.
#pragma once

#include "reports/html/word_list.h"

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
    explicit HtmlWriter(std::string& out) : out_(out) {}
    // The tree.
    HtmlWriter(std::string& out, SharedText& shared) : out_(out), shared_(&shared) {}
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
    // The same, of an element that comes again on other pages, octet for octet: a tree has it once.
    Element shared(std::string_view tag, Attributes attributes = {}) {
        open(tag, attributes, true);
        return Element(*this);
    }
    // What `write` puts into the open element. A tree has it from before where everything that it
    // is made of is in `key`.
    template <class Write>
    void remembered(const PieceCache::Key& key, Write write) {
        if (shared_ == nullptr) return write();
        if (const std::string* known = shared_->pieces.find(key)) {
            out_ += *known;
            return;
        }
        const std::size_t begin = out_.size();
        write();
        shared_->pieces.keep(key, std::string_view(out_).substr(begin));
    }
    void element(std::string_view tag, Attributes attributes, std::string_view content);
    void element(std::string_view tag, std::string_view content) { element(tag, {}, content); }
    void text(std::string_view content);
    // Our own text of several lines.
    void lines(std::string_view content);
    // HTML that was written before (as HTML), or a style or a script. Never a peer's octets.
    void raw(std::string_view markup) { out_ += markup; }
    // The same, by and by.
    std::string& raw() { return out_; }

  private:
    void open(std::string_view tag, Attributes attributes, bool again = false);
    void close();
    void open_html(std::string_view tag, Attributes attributes);
    void open_tree(std::string_view tag, Attributes attributes);
    void share(std::size_t begin);
    void put_word(std::string_view content);
    void put_number(std::uint32_t number);

    std::string& out_;
    SharedText* shared_ = nullptr;  // of the tree
    struct Open {
        std::string_view tag;
        std::size_t begin = 0;  // of a shared element in out_
    };
    std::vector<Open> open_;
};

// What text() shows of a string. (Who gives text() what this made has its escapes escaped again.)
std::string shown(std::string_view content, std::size_t most = kLongestText);
// The number of what shown() makes of a string.
std::uint32_t shown_number(WordList& words, std::string_view content,
                           std::size_t most = kLongestText);
// Makes JSON text safe inside <script>: no '<', '>', '&'.
std::string script_safe(std::string_view json);

}  // namespace tlsonar::reports::html
