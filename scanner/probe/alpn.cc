// Which application protocols the server takes (RFC 7301), and NPN before them.
#include "scanner/probe/probes.h"

#include <algorithm>

namespace tlsonar::scanner {
namespace {

using profile::Fact;

constexpr std::string_view kAlpnId = "alpn";
constexpr std::uint8_t kNoApplicationProtocol = 120;
constexpr std::size_t kMostProtocols = 32;  // a server that takes everything

// Why the list is not known to be whole.
void stop(Survey& survey, const std::string& cause) {
    survey.profile().alpn.cause = cause;
    survey.host().unknown("ALPN protocols", cause);
}

// Takes one answer; true when more is to be asked.
bool take(Survey& survey, const Asked& asked, std::vector<std::string>& rest) {
    profile::NameList& list = survey.profile().alpn;
    const Reply& reply = asked.reply;
    if (!asked.accepted()) {
        list.complete = asked.certain && reply.alert == kNoApplicationProtocol;
        if (!list.complete)
            stop(survey, asked.unknown() ? asked.cause
                                         : "a hello with ALPN was refused, but not for that "
                                           "reason: " +
                                               asked.cause);
        return false;
    }
    survey.observe(reply, kAlpnId);
    if (reply.version >= kTls13 && !reply.flight_read) {
        stop(survey, "the server's messages after ServerHello could not be read");
        return false;
    }
    if (!reply.alpn) {
        list.complete = true;
        return false;
    }
    const auto place = std::find(rest.begin(), rest.end(), *reply.alpn);
    if (place == rest.end()) {
        stop(survey, "the server selects a protocol that was not offered");
        return false;
    }
    list.names.push_back(*reply.alpn);
    rest.erase(place);
    if (list.names.size() < kMostProtocols) return true;
    stop(survey, "the server takes whatever is offered: no more than " +
                     std::to_string(kMostProtocols) + " were tried");
    return false;
}

Task<void> hunt(Survey& survey, std::uint16_t version) {
    HelloRecipe recipe = survey.readable_hello(version);
    std::vector<std::string> rest = all_alpn();
    bool more = true;
    while (more && !rest.empty()) {
        recipe.alpn = rest;
        const Asked asked = co_await survey.host().ask(recipe, kAlpnId, Until::flight);
        more = take(survey, asked, rest);
    }
    if (rest.empty()) survey.profile().alpn.complete = true;
}

Task<void> probe_alpn(Survey& survey) {
    profile::NameList& list = survey.profile().alpn;
    if (survey.style.no_extensions) {
        list.cause = "the server takes only hellos without extensions";
        co_return;
    }
    std::string doubt;
    for (const std::uint16_t version : {kTls12, kTls13, kTls11, kTls10}) {
        co_await survey.suites_done(version).wait();
        const Fact known = survey.profile().supports(version);
        if (known.answer == profile::Answer::unknown) doubt = known.cause;
        if (!known.yes()) continue;
        co_await hunt(survey, version);
        co_return;
    }
    list.cause = doubt.empty() ? "no version from TLS 1.0 to TLS 1.3" : doubt;
    list.complete = doubt.empty();
}

}  // namespace

const ProbeKind probe::kAlpn = {
    kAlpnId,   "application protocols (ALPN)", Stage::enumerate, Depth::enumeration, false,
    probe_alpn};

}  // namespace tlsonar::scanner
