// Extensions that usual hellos do not carry, offered together: the server answers those it knows.
#include "dissect/extension/extension_type.h"
#include "profile/codes.h"
#include "scanner/probe/credential.h"
#include "scanner/probe/probes.h"

#include <optional>

namespace tlsonar::scanner {
namespace {

namespace type = dissect::extension_type;
using profile::Fact;

constexpr std::string_view kExtensionsId = "extensions";

void unknown_all(Survey& survey, std::initializer_list<std::string_view> facts,
                 const std::string& cause) {
    for (const std::string_view fact : facts)
        survey.extension(fact, Fact::make_unknown({kExtensionsId, 0}, cause));
}

// The last flight that was read to its end, asked for OCSP and SCTs and has a certificate.
using Shown = std::optional<profile::Evidence>;

void note_shown(Survey& survey, const Reply& reply, const HelloRecipe& recipe, Shown& shown) {
    if (survey.style.no_extensions || !recipe.extras.status_request || !recipe.extras.scts) return;
    if (reply.flight_read && !reply.chain.empty()) shown = evidence(kExtensionsId, reply);
}

// TLS 1.2 and below: heartbeat, NPN, compression, and the length of records.
Task<void> old_ones(Survey& survey, std::uint16_t version, Shown& shown) {
    HelloRecipe recipe = survey.readable_hello(version);
    recipe.extras.heartbeat = true;
    recipe.extras.npn = true;
    recipe.extras.compression = true;
    recipe.extras.max_fragment_length = 3;  // 2^11
    const Asked asked = co_await survey.host().ask(recipe, kExtensionsId, Until::flight);
    if (!asked.accepted()) {
        const std::string cause = asked.unknown()
                                      ? asked.cause
                                      : "a hello with rare extensions was refused: " + asked.cause;
        unknown_all(survey, {"heartbeat", "compression", "max_fragment_length"}, cause);
        survey.host().unknown("rare extensions", cause);
        co_return;
    }
    const Reply& reply = asked.reply;
    survey.observe(reply, kExtensionsId);
    note_shown(survey, reply, recipe, shown);
    survey.offered(reply, kExtensionsId, type::heartbeat, "heartbeat");
    survey.offered(reply, kExtensionsId, type::max_fragment_length, "max_fragment_length");
    survey.profile().npn.complete = true;
    if (reply.compression == 0)
        survey.extension("compression",
                         Fact::make_no(evidence(kExtensionsId, reply), "offered, and not chosen"));
}

// Why the answer to the hello with the rest of them tells nothing; empty when it does.
std::string trouble_of(const Asked& asked) {
    if (asked.unknown()) return asked.cause;
    if (!asked.accepted()) return "a hello with rare extensions was refused: " + asked.cause;
    if (!asked.reply.flight_read)
        return "the server's messages after ServerHello could not be read";
    return {};
}

// RFC 8449: not to be offered beside max_fragment_length.
Task<void> record_size(Survey& survey, std::uint16_t version, Shown& shown) {
    HelloRecipe recipe = survey.readable_hello(version);
    recipe.extras.record_size_limit = 16385;
    recipe.extras.compress_certificate = version >= kTls13;
    if (version == kTls13) recipe.after.push_back(credential_offer());
    const Asked asked = co_await survey.host().ask(recipe, kExtensionsId, Until::flight);
    if (const std::string trouble = trouble_of(asked); !trouble.empty()) {
        unknown_all(survey, {"record_size_limit"}, trouble);
        if (version >= kTls13)
            unknown_all(survey, {"certificate_compression", "delegated_credentials"}, trouble);
        survey.host().unknown("rare extensions of " + profile::version_title(version), trouble);
        co_return;
    }
    survey.observe(asked.reply, kExtensionsId);
    note_shown(survey, asked.reply, recipe, shown);
    survey.offered(asked.reply, kExtensionsId, type::record_size_limit, "record_size_limit");
    if (version < kTls13) co_return;
    note_credential(survey, asked.reply, kExtensionsId);
    if (asked.reply.certificate_compression != 0)
        survey.extension("certificate_compression",
                         Fact::make_yes(evidence(kExtensionsId, asked.reply),
                                        std::string(profile::certificate_compression_code(
                                                        asked.reply.certificate_compression)
                                                        .name)));
    else
        survey.extension(
            "certificate_compression",
            Fact::make_no(evidence(kExtensionsId, asked.reply), "offered, and not used"));
}

// What the chains that were seen say of the extensions that bring OCSP and SCTs.
void staples(Survey& survey, const Shown& shown) {
    const profile::ServerChain* staple = nullptr;
    const profile::ServerChain* scts = nullptr;
    bool any = false;
    for (const profile::ServerChain& chain : survey.profile().chains) {
        any = any || chain.version != kSsl2;
        if (!chain.staple.empty()) staple = &chain;
        if (!chain.scts.empty()) scts = &chain;
    }
    if (!any) return;
    const auto say = [&](std::string_view name, const profile::ServerChain* chain) {
        Fact fact =
            Fact::make_unknown({kExtensionsId, 0}, "no flight that was to bring it could be read");
        if (survey.style.small || survey.style.no_extensions)
            fact.cause = "not asked for: this server takes small hellos alone";
        if (chain != nullptr)
            fact = Fact::make_yes(chain->evidence);
        else if (shown)
            fact = Fact::make_no(*shown, "asked for, and not sent");
        survey.extension(name, fact);
    };
    say("ocsp_staple", staple);
    say("scts", scts);
}

Task<void> probe_extensions(Survey& survey) {
    Shown shown;
    const bool modern = survey.supports(kTls13);
    if (const std::uint16_t old = survey.newest(kTls12); old >= kTls10) {
        co_await old_ones(survey, old, shown);
        if (!modern) co_await record_size(survey, old, shown);
    }
    if (modern) co_await record_size(survey, kTls13, shown);
    if (survey.style.no_extensions)
        unknown_all(survey, {"heartbeat", "max_fragment_length", "record_size_limit"},
                    "not offered: this server takes only hellos without extensions");
    staples(survey, shown);
}

}  // namespace

const ProbeKind probe::kExtensions = {kExtensionsId,   "extensions", Stage::detail,
                                      Depth::standard, false,        probe_extensions};

}  // namespace tlsonar::scanner
