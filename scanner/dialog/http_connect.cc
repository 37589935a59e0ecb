// CONNECT of an HTTP proxy (RFC 9110 section 9.3.6):
//
//     C: CONNECT example.org:443 HTTP/1.1
//     C: Host: example.org:443
//     C:
//     P: HTTP/1.1 200 Connection established
//     P:
#include "scanner/dialog/line_dialog.h"
#include "scanner/dialog/proxies.h"

#include <algorithm>

namespace tlsonar::scanner {
namespace {

std::string base64(std::string_view text) {
    static constexpr std::string_view kDigits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t i = 0; i < text.size(); i += 3) {
        std::uint32_t group = 0;
        for (std::size_t j = i; j < i + 3; ++j)
            group = group << 8 | (j < text.size() ? static_cast<std::uint8_t>(text[j]) : 0U);
        const std::size_t there = std::min<std::size_t>(3, text.size() - i);
        for (std::size_t j = 0; j < 4; ++j)
            out += j <= there ? kDigits[group >> (18 - 6 * j) & 63] : '=';
    }
    return out;
}

class HttpConnect final : public LineDialog {
  public:
    explicit HttpConnect(const DialogOptions& options)
        : LineDialog({"HTTP", "its answer to CONNECT", "proxy", "HTTP"}),
          target_(plain_name(options.name)) {
        if (target_.find(':') != std::string::npos && !target_.starts_with('['))
            target_ = "[" + target_ + "]";
        target_ += ":" + std::to_string(options.port);
        if (!options.user.empty()) credentials_ = base64(options.user + ":" + options.password);
    }

  private:
    State begin(Octets& out) override {
        say(out, "CONNECT " + target_ + " HTTP/1.1\r\nHost: " + target_ + "\r\n");
        if (!credentials_.empty()) say(out, "Proxy-Authorization: Basic " + credentials_ + "\r\n");
        say(out, "\r\n");
        return State::talking;
    }

    // A status line, fields, an empty line; an interim answer (1xx) comes before the real one. A
    // 2xx has no content here, whatever its fields say; the content of others is not waited for.
    State on_line(std::string_view line, Octets& /*out*/) override {
        if (status_.empty()) return status_line(line);
        if (!line.empty()) return field(line);
        if (code_ / 100 == 2) return State::ready;
        if (code_ / 100 != 1) return refused();
        status_.clear();
        return State::talking;
    }

    //  HTTP/1.1 200 Connection established
    State status_line(std::string_view line) {
        std::string_view rest = line;
        const std::string_view version = take_word(rest);
        const std::string_view code = take_word(rest);
        if (!version.starts_with("HTTP/") || code.size() != 3 ||
            code.find_first_not_of("0123456789") != std::string_view::npos)
            return refuse_stranger(as_bytes(line));
        code_ = static_cast<unsigned>((code[0] - '0') * 100 + (code[1] - '0') * 10 + code[2] - '0');
        status_ = line;
        return State::talking;
    }

    State field(std::string_view line) {
        constexpr std::string_view kAsks = "Proxy-Authenticate:";
        if (same_word(line.substr(0, kAsks.size()), kAsks))
            asks_ += ", wants" + std::string(line.substr(kAsks.size()));
        return State::talking;
    }

    State refused() {
        if (code_ == 407) {
            const std::string said = status_ + asks_;
            return refuse(credentials_.empty() ? "asks for a user and a password"
                                               : "did not accept the user and the password",
                          as_bytes(said));
        }
        const std::string what = "did not connect to " + target_;
        // Too many requests; the target or the way to it failed.
        if (code_ == 429 || code_ >= 500) return refuse_for_now(what, as_bytes(status_));
        return refuse(what, as_bytes(status_));
    }

    std::string target_;
    std::string credentials_;
    std::string status_;
    std::string asks_;
    unsigned code_ = 0;
};

}  // namespace

std::unique_ptr<Dialog> make_http_connect(const DialogOptions& options) {
    return std::make_unique<HttpConnect>(options);
}

}  // namespace tlsonar::scanner
