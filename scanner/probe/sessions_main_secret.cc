// Whether a server insists on extended_main_secret (RFC 7627 section 5.3 allows it).
#include "scanner/probe/probes.h"

namespace tlsonar::scanner {
namespace {

using profile::Fact;

constexpr std::string_view kSessionsMainSecretId = "main-secret";
constexpr std::string_view kMainSecretFact = "extended_main_secret_required";

Task<void> probe_sessions_main_secret(Survey& survey) {
    if (survey.profile().udp) co_return;
    const profile::NamedFact* knows = survey.profile().extension("extended_main_secret");
    const std::uint16_t version = survey.newest(kTls12);
    if (version < kTls10 || knows == nullptr) co_return;
    if (!knows->fact.yes()) {
        survey.extension(kMainSecretFact,
                         knows->fact.no()
                             ? Fact::make_no(knows->fact.evidence, "the server does not know it")
                             : knows->fact);
        co_return;
    }
    HelloRecipe recipe = survey.accepted_hello(version);
    recipe.extras.extended_main_secret = false;
    const Asked asked = co_await survey.host().ask(recipe, kSessionsMainSecretId);
    const profile::Evidence from = evidence(kSessionsMainSecretId, asked.reply);
    if (asked.unknown()) {
        survey.extension(kMainSecretFact, Fact::make_unknown(from, asked.cause));
        survey.host().unknown("whether extended_main_secret is required", asked.cause);
    } else if (asked.accepted()) {
        survey.observe(asked.reply, kSessionsMainSecretId);
        survey.extension(kMainSecretFact, Fact::make_no(from, "the handshake goes on without it"));
    } else {
        survey.extension(kMainSecretFact, Fact::make_yes(from, asked.cause));
    }
}

}  // namespace

const ProbeKind probe::kMainSecret = {
    kSessionsMainSecretId,     "extended main secret", Stage::detail, Depth::standard, false,
    probe_sessions_main_secret};

}  // namespace tlsonar::scanner
