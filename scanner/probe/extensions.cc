// Extensions that usual hellos do not carry, offered together: the server answers those it knows.
#include "dissect/extension/extension_type.h"
#include "profile/codes.h"
#include "scanner/probe/credential.h"
#include "scanner/probe/probes.h"

namespace tlsonar::scanner {
namespace {

namespace type = dissect::extension_type;
using profile::Fact;

constexpr std::string_view kId = "extensions";

void unknown_all(Survey& survey, std::initializer_list<std::string_view> facts,
                 const std::string& cause) {
    for (const std::string_view fact : facts)
        survey.extension(fact, Fact::make_unknown({kId, 0}, cause));
}

// TLS 1.2 and below: heartbeat, NPN, compression, and the length of records.
Task<void> old_ones(Survey& survey, std::uint16_t version) {
    HelloRecipe recipe = survey.hello(version);
    recipe.suites = survey.accepted_suites(version);
    recipe.extras.heartbeat = true;
    recipe.extras.npn = true;
    recipe.extras.compression = true;
    recipe.extras.max_fragment_length = 3;  // 2^11
    const Asked asked = co_await survey.host().ask(recipe, kId, Until::flight);
    if (!asked.accepted()) {
        const std::string cause = asked.unknown()
                                      ? asked.cause
                                      : "a hello with rare extensions was refused: " + asked.cause;
        unknown_all(survey, {"heartbeat", "compression", "max_fragment_length"}, cause);
        survey.host().unknown("rare extensions", cause);
        co_return;
    }
    const Reply& reply = asked.reply;
    survey.observe(reply, kId);
    survey.offered(reply, kId, type::heartbeat, "heartbeat");
    survey.offered(reply, kId, type::max_fragment_length, "max_fragment_length");
    survey.profile().npn.complete = true;
    if (reply.compression == 0)
        survey.extension("compression",
                         Fact::make_no(evidence(kId, reply), "offered, and not chosen"));
}

// RFC 8449: not to be offered beside max_fragment_length.
Task<void> record_size(Survey& survey, std::uint16_t version) {
    HelloRecipe recipe = survey.hello(version);
    recipe.extras.record_size_limit = 16385;
    recipe.extras.compress_certificate = version >= kTls13;
    if (version == kTls13) {
        recipe.after.push_back(credential_offer());
        for (const std::uint16_t group : survey.host().tools().keys->groups())
            if (const profile::AcceptedList* list = survey.profile().groups_of(kTls13);
                list != nullptr && list->has(group)) {
                recipe.shares = {group};
                break;
            }
    } else {
        recipe.suites = survey.accepted_suites(version);
    }
    const Asked asked = co_await survey.host().ask(recipe, kId, Until::flight);
    if (!asked.accepted() || !asked.reply.flight_read) {
        unknown_all(survey, {"record_size_limit"}, asked.cause);
        if (version >= kTls13)
            unknown_all(survey, {"certificate_compression", "delegated_credentials"}, asked.cause);
        co_return;
    }
    survey.observe(asked.reply, kId);
    survey.offered(asked.reply, kId, type::record_size_limit, "record_size_limit");
    if (version < kTls13) co_return;
    note_credential(survey, asked.reply, kId);
    if (asked.reply.certificate_compression != 0)
        survey.extension("certificate_compression",
                         Fact::make_yes(evidence(kId, asked.reply),
                                        std::string(profile::certificate_compression_code(
                                                        asked.reply.certificate_compression)
                                                        .name)));
    else
        survey.extension("certificate_compression",
                         Fact::make_no(evidence(kId, asked.reply), "offered, and not used"));
}

// What the chains that were seen say of the extensions that bring OCSP and SCTs.
void staples(Survey& survey) {
    bool staple = false, scts = false;
    const profile::ServerChain* any = nullptr;
    for (const profile::ServerChain& chain : survey.profile().chains) {
        if (chain.version == kSsl2) continue;
        any = &chain;
        staple = staple || !chain.staple.empty();
        scts = scts || !chain.scts.empty();
    }
    if (any == nullptr) return;
    const auto say = [&](std::string_view name, bool there) {
        survey.extension(name, there ? Fact::make_yes(any->evidence)
                                     : Fact::make_no(any->evidence, "asked for, and not sent"));
    };
    say("ocsp_staple", staple);
    say("scts", scts);
}

Task<void> run(Survey& survey) {
    for (const std::uint16_t version : {kTls12, kTls11, kTls10})
        if (survey.supports(version)) {
            co_await old_ones(survey, version);
            if (!survey.supports(kTls13)) co_await record_size(survey, version);
            break;
        }
    if (survey.supports(kTls13)) co_await record_size(survey, kTls13);
    staples(survey);
}

}  // namespace

const ProbeKind probe::kExtensions = {kId,   "extensions", Stage::detail, Depth::standard,
                                      false, run};

}  // namespace tlsonar::scanner
