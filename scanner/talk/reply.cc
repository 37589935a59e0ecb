#include "scanner/talk/reply.h"

#include "core/text.h"
#include "profile/codes.h"

#include <algorithm>

namespace tlsonar::scanner {

bool Reply::has(std::uint16_t extension) const {
    const auto in = [&](const std::vector<std::uint16_t>& list) {
        return std::find(list.begin(), list.end(), extension) != list.end();
    };
    return in(extensions) || in(encrypted_extensions);
}

std::string_view end_text(End end) {
    switch (end) {
        case End::done:
            return "done";
        case End::eof:
            return "the server closed the connection without an answer";
        case End::reset:
            return "the connection was reset";
        case End::timeout:
            return "the server did not answer in time";
        case End::refused:
            return "connection refused";
        case End::unreachable:
            return "the network is unreachable";
        case End::dialog:
            return "the dialog before TLS failed";
        case End::local:
            return "this machine ran out of sockets";
        case End::too_much:
            return "the server sent more octets than any handshake needs";
    }
    return "";
}

std::string alert_text(std::uint8_t alert) {
    const std::string name(profile::alert_code(alert).name);
    return "alert " + (name.empty() ? std::to_string(alert) : name);
}

std::string outcome_text(const Reply& reply) {
    const auto version = [&] {
        const std::string name(profile::version_code(reply.version).name);
        return name.empty() ? std::string("an unknown version") : name;
    };
    switch (reply.kind) {
        case ReplyKind::server_hello:
            return "ServerHello " + version();
        case ReplyKind::retry:
            return "HelloRetryRequest " + version();
        case ReplyKind::ssl2:
            return "SERVER-HELLO SSLv2";
        case ReplyKind::alert:
            return alert_text(reply.alert.value_or(0));
        case ReplyKind::not_tls:
            return "octets that are no TLS";
        case ReplyKind::none:
            break;
    }
    return reply.trouble.empty() ? std::string(end_text(reply.end)) : reply.trouble;
}

}  // namespace tlsonar::scanner
