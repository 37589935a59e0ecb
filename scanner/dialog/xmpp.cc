// XMPP between client and server, and between servers (RFC 6120 section 5):
//
//     C: <stream:stream to='example.org' …>
//     S: <stream:stream …><stream:features><starttls xmlns='…'/></stream:features>
//     C: <starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>
//     S: <proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>
//
// A message here is one tag with the text before it. Names are compared without their prefixes.
#include "scanner/dialog/kinds.h"
#include "scanner/dialog/message_dialog.h"

#include <algorithm>

namespace tlsonar::scanner {
namespace {

struct Tag {
    std::string_view name;  // without its prefix
    bool closing = false;   // </x>
    bool empty = false;     // <x/>
    std::string_view attributes;
    bool ends() const { return closing || empty; }
};

// `text` ends with the '>' of the tag.
Tag read_tag(std::string_view text) {
    Tag tag;
    const std::size_t open = text.find('<');
    if (open == std::string_view::npos) return tag;
    text.remove_prefix(open + 1);
    text.remove_suffix(std::min<std::size_t>(1, text.size()));
    tag.closing = text.starts_with('/');
    if (tag.closing) text.remove_prefix(1);
    tag.empty = text.ends_with('/');
    if (tag.empty) text.remove_suffix(1);
    const std::size_t end = std::min(text.find_first_of(" \t\r\n"), text.size());
    tag.attributes = text.substr(end);
    tag.name = text.substr(0, end);
    if (const std::size_t colon = tag.name.find(':'); colon != std::string_view::npos)
        tag.name.remove_prefix(colon + 1);
    return tag;
}

class XmppDialog : public MessageDialog {
  protected:
    XmppDialog(std::string_view space, const DialogOptions& options)
        : MessageDialog({"XMPP", "its answer to the stream"}),
          space_(space),
          name_(plain_name(options.name)) {}

  private:
    State begin(Octets& out) final {
        say(out, "<?xml version='1.0'?><stream:stream xmlns='");
        say(out, space_);
        say(out, "' xmlns:stream='http://etherx.jabber.org/streams'");
        if (!name_.empty()) say(out, " to='" + name_ + "'");
        say(out, " version='1.0'>");
        return State::talking;
    }

    // To the '>' that ends a tag; '>' may stand in an attribute's value. What begins with no tag is
    // no XML, and a line of it is enough.
    std::size_t length(Bytes held) final {
        for (; scanned_ < held.size(); ++scanned_) {
            const char c = static_cast<char>(held[scanned_]);
            const bool blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
            if (!inside_) {
                strange_ = strange_ || (first_ && c != '<' && !blank);
                inside_ = c == '<';
                if (strange_ && c == '\n') return ++scanned_;
            } else if (quote_ != 0) {
                if (c == quote_) quote_ = 0;
            } else if (c == '\'' || c == '"') {
                quote_ = c;
            } else if (c == '>') {
                return ++scanned_;
            }
        }
        return 0;
    }

    State on_message(Bytes message, Octets& out) final {
        scanned_ = 0;
        inside_ = first_ = false;
        if (strange_) return refuse_stranger(message);
        const Tag tag = read_tag(as_text(message));
        said_ += as_text(message);
        if (in_error_ || tag.name == "error") return in_error(tag);
        if (tag.name == "stream") return in_stream(tag);
        return asked_ ? answered(tag) : listed(tag, out);
    }

    State in_error(const Tag& tag) {
        static constexpr std::string_view kPassing[] = {
            "connection-timeout",  "internal-server-error", "remote-connection-failed", "reset",
            "resource-constraint", "system-shutdown"};
        in_error_ = true;
        passing_ = passing_ || std::find(std::begin(kPassing), std::end(kPassing), tag.name) !=
                                   std::end(kPassing);
        if (tag.name != "error" || !tag.ends()) return State::talking;
        constexpr std::string_view kWhat = "closed the stream with an error";
        return passing_ ? refuse_for_now(kWhat, said()) : refuse(kWhat, said());
    }

    State in_stream(const Tag& tag) {
        if (tag.ends()) return refuse("closed the stream", said());
        // RFC 6120 section 4.7.5: without a version there will be no features.
        if (tag.attributes.find("version") == std::string_view::npos)
            return refuse("offered no STARTTLS, its stream is older than XMPP 1.0", said());
        said_.clear();
        return await("its stream features");
    }

    State listed(const Tag& tag, Octets& out) {
        offered_ = offered_ || tag.name == "starttls";
        if (tag.name != "features" || !tag.ends()) return State::talking;
        if (!offered_) return refuse("offered no STARTTLS", said());
        said_.clear();
        asked_ = true;
        say(out, "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
        return await("its answer to starttls");
    }

    State answered(const Tag& tag) {
        if (!tag.ends()) return State::talking;
        if (tag.name == "proceed") return State::ready;
        if (tag.name == "failure") return refuse("refused STARTTLS", said());
        return State::talking;
    }

    Bytes said() const { return as_bytes(said_); }

    std::string_view space_;
    std::string name_;
    std::size_t scanned_ = 0;  // octets of the message
    bool first_ = true;        // message
    bool inside_ = false;      // a tag
    char quote_ = 0;           // the quote that an attribute's value began with
    bool strange_ = false;
    bool in_error_ = false;
    bool passing_ = false;
    bool offered_ = false;
    bool asked_ = false;
    std::string said_;  // since what was asked last
};

class Xmpp final : public XmppDialog {
  public:
    explicit Xmpp(const DialogOptions& options) : XmppDialog("jabber:client", options) {}
};

class XmppServer final : public XmppDialog {
  public:
    explicit XmppServer(const DialogOptions& options) : XmppDialog("jabber:server", options) {}
};

}  // namespace

constexpr DialogKind kXmpp{"xmpp", "XMPP, client to server (RFC 6120)", 5222, make_dialog<Xmpp>};
constexpr DialogKind kXmppServer{"xmpp-server", "XMPP, server to server (RFC 6120)", 5269,
                                 make_dialog<XmppServer>};

}  // namespace tlsonar::scanner
