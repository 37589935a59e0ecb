// SOCKS5 (RFC 1928; user and password: RFC 1929):
//
//     C: 05 n methods…
//     P: 05 method
//     C: 01 n user… n password…           (method 02)
//     P: 01 00
//     C: 05 01 00 type address port(2)
//     P: 05 reply 00 type address port(2)
#include "core/ip_address.h"
#include "scanner/dialog/message_dialog.h"
#include "scanner/dialog/proxies.h"

namespace tlsonar::scanner {
namespace {

constexpr std::uint8_t kVersion = 5;
constexpr std::uint8_t kNoAuthentication = 0;
constexpr std::uint8_t kUserPassword = 2;
constexpr std::uint8_t kNoneAcceptable = 0xff;
constexpr std::uint8_t kIpv4 = 1;
constexpr std::uint8_t kName = 3;
constexpr std::uint8_t kIpv6 = 4;
constexpr std::size_t kMostOctets = 255;  // of a name, a user, a password

// RFC 1928 section 6.
std::string_view reply_name(std::uint8_t reply) {
    static constexpr std::string_view kNames[] = {
        "general SOCKS server failure", "connection not allowed by ruleset",
        "network unreachable",          "host unreachable",
        "connection refused",           "TTL expired",
        "command not supported",        "address type not supported"};
    return reply >= 1 && reply <= std::size(kNames) ? kNames[reply - 1] : "unknown reply";
}

class Socks5 final : public MessageDialog {
  public:
    explicit Socks5(const DialogOptions& options)
        : MessageDialog({"SOCKS5", "its choice of a method", "proxy"}), options_(options) {}

  private:
    State begin(Octets& out) override {
        if (options_.name.empty() || options_.name.size() > kMostOctets)
            return refuse("cannot be told a name of " + std::to_string(options_.name.size()) +
                          " octets");
        if (options_.user.size() > kMostOctets || options_.password.size() > kMostOctets)
            return refuse("cannot be told a user or a password of more than 255 octets");
        if (options_.user.empty())
            out.insert(out.end(), {kVersion, 1, kNoAuthentication});
        else
            out.insert(out.end(), {kVersion, 2, kNoAuthentication, kUserPassword});
        return State::talking;
    }

    std::size_t length(Bytes held) override {
        // Of a failure some proxies send only the beginning.
        if (step_ != Step::request || held.size() < 2 || held[0] != kVersion || held[1] != 0)
            return 2;
        if (held.size() < 5) return 0;
        switch (held[3]) {
            case kIpv4:
                return 10;
            case kIpv6:
                return 22;
            case kName:
                return std::size_t{7} + held[4];
            default:
                return 5;
        }
    }

    State on_message(Bytes message, Octets& out) override {
        switch (step_) {
            case Step::method:
                return chosen(message, out);
            case Step::password:
                if (message[1] == 0) return request(out);
                return refuse("did not accept the user and the password");
            case Step::request:
                break;
        }
        return connected(message);
    }

    State chosen(Bytes message, Octets& out) {
        if (message[0] != kVersion) return refuse_stranger(message);
        if (message[1] == kNoAuthentication) return request(out);
        if (message[1] == kUserPassword && !options_.user.empty()) return authenticate(out);
        if (message[1] == kNoneAcceptable)
            return refuse(options_.user.empty() ? "asks for a user and a password"
                                                : "takes no user and password");
        return refuse("asks for authentication method " + std::to_string(message[1]));
    }

    State authenticate(Octets& out) {
        step_ = Step::password;
        out.push_back(1);
        for (const std::string& word : {options_.user, options_.password}) {
            out.push_back(static_cast<std::uint8_t>(word.size()));
            say(out, word);
        }
        return await("its answer to the password");
    }

    State request(Octets& out) {
        step_ = Step::request;
        out.insert(out.end(), {kVersion, 1, 0});
        if (const auto address = parse_ip_address(options_.name)) {
            out.push_back(address->v6 ? kIpv6 : kIpv4);
            out.insert(out.end(), address->octets.begin(),
                       address->octets.begin() + (address->v6 ? 16 : 4));
        } else {
            out.insert(out.end(), {kName, static_cast<std::uint8_t>(options_.name.size())});
            say(out, options_.name);
        }
        out.insert(out.end(), {static_cast<std::uint8_t>(options_.port >> 8),
                               static_cast<std::uint8_t>(options_.port & 0xff)});
        return await("its answer to the request");
    }

    State connected(Bytes message) {
        if (message[0] != kVersion) return refuse_stranger(message);
        const std::uint8_t reply = message[1];
        if (reply == 0) {
            return message.size() > 5 ? State::ready : refuse_stranger(message);
        }
        const std::string what = "did not connect to " + plain_name(options_.name) + " port " +
                                 std::to_string(options_.port) + ": " +
                                 std::string(reply_name(reply)) + " (" + std::to_string(reply) +
                                 ")";
        // 2, 7 and 8 are the proxy's own will; the others say what became of the way.
        const bool own_will = reply == 2 || reply == 7 || reply == 8;
        return own_will ? refuse(what) : refuse_for_now(what);
    }

    enum class Step : std::uint8_t { method, password, request };
    Step step_ = Step::method;
    DialogOptions options_;
};

}  // namespace

std::unique_ptr<Dialog> make_socks5(const DialogOptions& options) {
    return std::make_unique<Socks5>(options);
}

}  // namespace tlsonar::scanner
