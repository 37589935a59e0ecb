// The catalogue of what is said in plaintext before TLS begins: STARTTLS of many protocols, and the
// CONNECT of proxies. Sans-I/O: a dialog is fed what the server said, and says what to send. One
// file per dialog, named in list.cc.
#pragma once

#include "core/bytes.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::scanner {

// What some dialogs say.
struct DialogOptions {
    std::string name;            // of the server: XMPP's "to", CONNECT's and SOCKS's host
    std::uint16_t port = 0;      // for proxies: the target's
    std::string own_name;        // for EHLO and the like; a sensible default where empty
    std::string user, password;  // of a proxy, where the user gave them
};

// One conversation. Everything it keeps is bounded; a server that talks on and on is refused.
class Dialog {
  public:
    enum class State : std::uint8_t {
        talking,  // waits for the server
        ready,    // the next octet that is sent belongs to TLS (or to the next dialog)
        refused,  // TLS will not come: trouble() says why
    };
    virtual ~Dialog() = default;

    // Appends to `out` what to send at the beginning: nothing when the server speaks first.
    virtual State start(std::vector<std::uint8_t>& out) = 0;
    // Takes octets from the front of `octets` (all, unless it becomes ready) and appends to `out`
    // what to send. In `ready` what is left of `octets` belongs to what follows.
    virtual State received(Bytes& octets, std::vector<std::uint8_t>& out) = 0;
    // Why it was refused, for people: "the server offered no STARTTLS: 502 command not
    // implemented". What the server said is quoted as it came (any octets), cut to 200 octets.
    virtual std::string trouble() const = 0;
    // The refusal is one that may pass ("421 too many connections"): of TLS it says nothing.
    virtual bool temporary() const { return false; }
    // While talking: what the server owes, for the sentence when it falls silent or goes: "its
    // greeting", "its answer to STARTTLS".
    virtual std::string_view awaited() const = 0;

    // A few protocols (TDS) wrap TLS records for the whole handshake. wrap() appends the octets to
    // be sent for `tls`; unwrap() appends to `out` the TLS octets that the server's octets held,
    // and finds by itself where the server stops wrapping. Whoever completes a handshake says so by
    // handshake_sent() after the client's Finished: what follows is not wrapped.
    virtual bool wraps() const { return false; }
    virtual void handshake_sent() {}
    virtual void wrap(Bytes tls, std::vector<std::uint8_t>& out) {
        out.insert(out.end(), tls.begin(), tls.end());
    }
    virtual void unwrap(Bytes octets, std::vector<std::uint8_t>& out) {
        out.insert(out.end(), octets.begin(), octets.end());
    }
};

struct DialogKind {
    std::string_view name;   // "smtp", as targets and --starttls take it
    std::string_view title;  // "SMTP (RFC 3207)"
    std::uint16_t port;      // where such servers listen
    std::unique_ptr<Dialog> (*make)(const DialogOptions& options);
};

// STARTTLS and its like, ascending by name. (Proxies are made by name in proxies.h.)
std::span<const DialogKind* const> dialog_kinds();
// Null when there is none of that name.
const DialogKind* find_dialog(std::string_view name);

}  // namespace tlsonar::scanner
