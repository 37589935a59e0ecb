// Signature schemes of TLS 1.3, by handshakes of which we read the encrypted flight: with our own
// key share the dissector opens CertificateVerify, and on the way the chain, ALPN and the
// extensions.
#include "scanner/probe/probes.h"
#include "scanner/probe/removal.h"

namespace tlsonar::scanner {
namespace {

constexpr std::string_view kTls13FlightId = "tls13-flight";

// Where no flight can be opened: one scheme at a time; a ServerHello says that it can be used.
Task<void> one_by_one(Survey& survey, std::uint16_t group) {
    profile::AcceptedList& list = survey.schemes(kTls13);
    list.complete = true;
    list.cause.clear();
    HelloRecipe recipe = survey.accepted_hello(kTls13);
    recipe.groups = {group};
    recipe.shares = {group};
    for (const std::uint16_t scheme : all_schemes()) {
        recipe.schemes = {scheme};
        const Asked asked = co_await survey.host().ask(recipe, kTls13FlightId);
        if (asked.unknown()) {
            list.complete = false;
            list.cause = asked.cause;
            break;
        }
        if (asked.accepted() && asked.reply.version == kTls13)
            list.accepted.push_back({scheme, evidence(kTls13FlightId, asked.reply)});
    }
    if (!list.complete) survey.host().unknown("signature schemes of TLS 1.3", list.cause);
}

Task<void> by_flights(Survey& survey, std::uint16_t group) {
    Removal removal;
    removal.probe = kTls13FlightId;
    removal.until = Until::flight;
    removal.recipe = survey.accepted_hello(kTls13);
    removal.recipe.groups = {group};
    removal.recipe.shares = {group};
    removal.fits = [](const Reply& reply) { return reply.version == kTls13; };
    std::vector<Dimension> dimensions(1);
    dimensions[0].all = removal.recipe.schemes;
    dimensions[0].chosen = [](const Reply& reply) { return reply.scheme; };
    dimensions[0].put = [](HelloRecipe& hello, const Codes& codes) { hello.schemes = codes; };
    co_await remove_jointly(survey, removal, dimensions);
    fill(dimensions[0], survey.schemes(kTls13));
    if (!dimensions[0].complete)
        survey.host().unknown("signature schemes of TLS 1.3", dimensions[0].cause);
}

Task<void> probe_tls13_flight(Survey& survey) {
    co_await survey.suites_done(kTls13).wait();
    if (!survey.supports(kTls13)) co_return;
    if (const std::uint16_t group = survey.readable_group(); group != 0) {
        co_await by_flights(survey, group);
        co_return;
    }
    const profile::AcceptedList* groups = survey.profile().groups_of(kTls13);
    const std::string cause =
        "the server's groups are none that this program can agree a key in, so its encrypted "
        "messages can't be read";
    survey.host().unknown("certificates of TLS 1.3", cause);
    for (const profile::Accepted& entry : groups->accepted) {
        const auto group = static_cast<std::uint16_t>(entry.code);
        if (survey.host().tools().keys->public_share(group).empty()) continue;
        co_await one_by_one(survey, group);
        co_return;
    }
    survey.schemes(kTls13).cause = cause;
    survey.host().unknown("signature schemes of TLS 1.3", cause);
}

}  // namespace

const ProbeKind probe::kTls13Flight = {kTls13FlightId,
                                       "signature schemes and certificates of TLS 1.3",
                                       Stage::enumerate,
                                       Depth::enumeration,
                                       false,
                                       probe_tls13_flight};

}  // namespace tlsonar::scanner
