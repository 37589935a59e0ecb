// First contact: finds a hello that this server answers, from the most modern client to the oldest,
// and how it wants to be spoken to. What worked is the control of all that follows.
#include "scanner/probe/contact.h"

#include "scanner/probe/probes.h"

#include <array>

namespace tlsonar::scanner {
namespace {

constexpr std::string_view kContactId = "contact";

struct Variant {
    std::string_view what;
    std::uint16_t version;
    std::size_t chunk;  // of suite_chunks(); kUsual: usual_suites()
    Survey::Style style;
};
constexpr std::size_t kUsual = 99;

// Each tried when all before it were refused, or met silence.
constexpr std::array<Variant, 11> kVariants = {{
    {"TLS 1.3 and below", kTls13, kUsual, {}},
    {"TLS 1.2 and below", kTls12, kUsual, {}},
    {"TLS 1.3, all suites", kTls13, 0, {}},
    {"TLS 1.2 and below, a small hello", kTls12, kUsual, {true, false, false}},
    {"TLS 1.2 and below, without a name", kTls12, kUsual, {true, false, true}},
    {"TLS 1.2, more suites", kTls12, 1, {}},
    {"TLS 1.2, old suites", kTls12, 2, {}},
    {"TLS 1.0, the usual suites", kTls10, kUsual, {true, false, false}},
    {"TLS 1.0, without extensions", kTls10, kUsual, {true, true, true}},
    {"SSLv3", kSsl3, 0, {true, true, true}},
    {"TLS 1.2, historic suites", kTls12, 3, {}},
}};

Codes suites_of(const Variant& variant) {
    if (variant.chunk == kUsual && variant.version >= kTls13) return usual_suites();
    if (variant.chunk == kUsual) return without(usual_suites(), suite_chunks(kTls13).front());
    const std::vector<Codes> chunks = suite_chunks(variant.version);
    return variant.chunk < chunks.size() ? chunks[variant.chunk] : Codes();
}

HelloRecipe recipe_of(Survey& survey, const Variant& variant) {
    survey.style = variant.style;
    HelloRecipe recipe = survey.hello(variant.version);
    recipe.suites = suites_of(variant);
    if (variant.version >= kTls13) recipe.further_versions = {kTls12, kTls11, kTls10};
    return recipe;
}

// SSLv2 alone: nothing else was answered.
Task<bool> contact_ssl2(Survey& survey) {
    const std::vector<std::uint32_t> kinds = all_ssl2_kinds();
    const Asked asked = co_await survey.host().ask_ssl2(kinds, kContactId);
    if (!asked.accepted()) co_return false;
    survey.observe(asked.reply, kContactId);
    survey.host().set_control(kinds);
    co_return true;
}

Task<void> probe_contact(Survey& survey) {
    Host& host = survey.host();
    Asked first;
    bool spoke = false;
    // Where this is the only connection it must show the chain, too.
    const bool alone = survey.options().depth == Depth::certificates;
    const Until until = alone ? Until::flight : Until::server_hello;
    for (const Variant& variant : kVariants) {
        HelloRecipe recipe = recipe_of(survey, variant);
        if (alone && variant.version >= kTls13) recipe.shares = {0x001D};  // x25519; or a retry
        if (recipe.suites.empty()) continue;
        Asked asked = co_await host.ask(recipe, kContactId, until);
        if (asked.accepted()) {
            survey.contacted = true;
            host.set_control(recipe);
            survey.observe(asked.reply, kContactId);
            co_return;
        }
        spoke = spoke || asked.reply.spoke();
        const bool stop = hopeless(asked) || !host.given_up().empty();
        if (&variant == &kVariants.front() || (spoke && first.reply.spoke() == false))
            first = std::move(asked);
        if (stop) break;
    }
    survey.style = {};
    if (!hopeless(first) && host.given_up().empty()) {
        survey.contacted = co_await contact_ssl2(survey);
        if (survey.contacted) co_return;
    }
    // Alerts and nothing else: TLS, but nothing in common. The enumeration will say more.
    survey.contacted = spoke;
    if (!spoke) host.profile().trouble = trouble_of(first, false);
}

}  // namespace

bool hopeless(const Asked& asked) {
    const Reply& reply = asked.reply;
    if (reply.kind != ReplyKind::none) return false;
    return !reply.asked || reply.end == End::refused || reply.end == End::unreachable ||
           reply.end == End::local;
}

std::string trouble_of(const Asked& asked, bool udp) {
    const Reply& reply = asked.reply;
    const std::string protocol = udp ? "DTLS" : "TLS";
    if (reply.kind == ReplyKind::not_tls) {
        if (!udp && reply.heard.starts_with("HTTP/"))
            return "no TLS there: the server speaks plain HTTP";
        return "no " + protocol + " there: the server answered \"" + reply.heard + "\"";
    }
    if (udp && reply.end == End::timeout && reply.trouble.empty())
        return "no answer to DTLS hellos, however often they were sent: nothing listens there, or "
               "it does not speak DTLS";
    return asked.cause;
}

const ProbeKind probe::kContact = {kContactId,          "first contact", Stage::contact,
                                   Depth::certificates, false,           probe_contact};

}  // namespace tlsonar::scanner
