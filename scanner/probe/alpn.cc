// Which application protocols the server takes (RFC 7301), and NPN before them.
#include "scanner/probe/probes.h"

#include <algorithm>

namespace tlsonar::scanner {
namespace {

constexpr std::string_view kId = "alpn";
constexpr std::uint8_t kNoApplicationProtocol = 120;
constexpr std::size_t kMostProtocols = 32;  // a server that takes everything

HelloRecipe recipe_for(Survey& survey, std::uint16_t version) {
    HelloRecipe recipe = survey.hello(version);
    if (version == kTls12) {
        recipe.suites = survey.accepted_suites(version);
        return recipe;
    }
    for (const std::uint16_t group : survey.host().tools().keys->groups())
        if (const profile::AcceptedList* list = survey.profile().groups_of(kTls13);
            list != nullptr && list->has(group)) {
            recipe.shares = {group};
            break;
        }
    return recipe;
}

Task<void> hunt(Survey& survey, std::uint16_t version) {
    profile::NameList& list = survey.profile().alpn;
    HelloRecipe recipe = recipe_for(survey, version);
    std::vector<std::string> rest = all_alpn();
    while (!rest.empty()) {
        recipe.alpn = rest;
        const Asked asked = co_await survey.host().ask(recipe, kId, Until::flight);
        if (asked.unknown()) {
            list.cause = asked.cause;
            survey.host().unknown("ALPN protocols", asked.cause);
            co_return;
        }
        if (!asked.accepted()) {
            if (asked.reply.alert != kNoApplicationProtocol && list.names.empty())
                list.cause = "the server refuses hellos with ALPN: " + asked.cause;
            break;
        }
        survey.observe(asked.reply, kId);
        if (version >= kTls13 && !asked.reply.flight_read) {
            list.cause = "the server's messages after ServerHello could not be read";
            survey.host().unknown("ALPN protocols", list.cause);
            co_return;
        }
        if (!asked.reply.alpn) break;
        const auto place = std::find(rest.begin(), rest.end(), *asked.reply.alpn);
        if (place == rest.end() || list.names.size() >= kMostProtocols) break;
        list.names.push_back(*asked.reply.alpn);
        rest.erase(place);
    }
    list.complete = true;
}

Task<void> run(Survey& survey) {
    co_await survey.suites_done(kTls12).wait();
    if (survey.supports(kTls12)) {
        co_await hunt(survey, kTls12);
        co_return;
    }
    co_await survey.suites_done(kTls13).wait();
    if (survey.supports(kTls13)) {
        co_await hunt(survey, kTls13);
        co_return;
    }
    survey.profile().alpn.cause = "neither TLS 1.2 nor TLS 1.3";
    survey.profile().alpn.complete = true;
}

}  // namespace

const ProbeKind probe::kAlpn = {
    kId, "application protocols (ALPN)", Stage::enumerate, Depth::enumeration, false, run};

}  // namespace tlsonar::scanner
