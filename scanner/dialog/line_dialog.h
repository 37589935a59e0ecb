// Dialogs of lines, and of replies that begin with three digits.
#pragma once

#include "scanner/dialog/message_dialog.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace tlsonar::scanner {

// Letters of ASCII are equal in both cases.
bool same_word(std::string_view a, std::string_view b);
// Takes the next word, up to a blank, from the front.
std::string_view take_word(std::string_view& line);
// One of the words of the line.
bool has_word(std::string_view line, std::string_view word);

// Lines end with LF; a CR before it is no part of them.
class LineDialog : public MessageDialog {
  protected:
    // With `literals`, a line that ends in {n} or {n+} goes on after n octets (RFC 3501 section
    // 4.3, RFC 5804 section 1.2).
    explicit LineDialog(const Words& words, bool literals = false)
        : MessageDialog(words), literals_(literals) {}

    virtual State on_line(std::string_view line, Octets& out) = 0;

  private:
    std::size_t length(Bytes held) final;
    State on_message(Bytes message, Octets& out) final;

    bool literals_;
    std::size_t literal_end_ = 0;
};

// "250-first", "250 last": RFC 5321 section 4.2.1, RFC 959 section 4.2.
class ReplyDialog : public LineDialog {
  protected:
    enum class Lines : std::uint8_t {
        all_coded,   // SMTP: every line has a code
        first_last,  // FTP: what is between may look like anything
    };
    ReplyDialog(const Words& words, Lines lines) : LineDialog(words), lines_(lines) {}

    struct Reply {
        unsigned code = 0;
        std::string lines;  // as they came, LF after each
        bool temporary() const { return code / 100 == 4; }
    };
    virtual State on_reply(const Reply& reply, Octets& out) = 0;
    State refuse_reply(std::string_view what, const Reply& reply);

  private:
    State on_line(std::string_view line, Octets& out) final;

    Lines lines_;
    Reply reply_;
};

}  // namespace tlsonar::scanner
