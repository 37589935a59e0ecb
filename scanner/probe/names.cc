// What the server shows to who sends no name, and to who asks for a name it can't know.
#include "scanner/probe/probes.h"

namespace tlsonar::scanner {
namespace {

using profile::Fact;

constexpr std::string_view kNamesId = "names";
// Reserved for such uses (RFC 2606), so nobody has a certificate for it.
constexpr std::string_view kNobody = "tlsonar-unknown-name.invalid";

// What is refused may be so for another reason: with its own name, or none, the same must pass.
Task<bool> refused_for_its_name(Survey& survey, HelloRecipe recipe) {
    recipe.sni = survey.host().sni();
    const Asked asked = co_await survey.host().ask(recipe, kNamesId, Until::flight);
    if (asked.accepted()) survey.observe(asked.reply, kNamesId);
    co_return asked.accepted();
}

Task<void> probe_names(Survey& survey) {
    for (const std::uint16_t version : {kTls13, kTls12, kTls11, kTls10, kSsl3})
        co_await survey.suites_done(version).wait();
    const std::uint16_t version = survey.newest();
    if (version == 0) co_return;
    HelloRecipe recipe = survey.readable_hello(version);
    recipe.sni = kNobody;
    const Asked nobody = co_await survey.host().ask(recipe, kNamesId, Until::flight);
    Fact& rejects = survey.profile().rejects_unknown_name;
    if (nobody.accepted()) {
        survey.observe(nobody.reply, kNamesId, "unknown name");
        rejects = Fact::make_no(evidence(kNamesId, nobody.reply), "the handshake goes on");
    } else if (nobody.refused()) {
        const bool passes = co_await refused_for_its_name(survey, recipe);
        rejects = passes ? Fact::make_yes(evidence(kNamesId, nobody.reply), nobody.cause)
                         : Fact::make_unknown(evidence(kNamesId, nobody.reply),
                                              "such a hello is refused with its own name, too");
    } else {
        rejects = Fact::make_unknown({kNamesId, 0}, nobody.cause);
        survey.host().unknown("the answer to an unknown name", nobody.cause);
    }
    if (survey.host().sni().empty()) co_return;  // no name is what all the others sent
    recipe.sni.clear();
    const Asked nameless = co_await survey.host().ask(recipe, kNamesId, Until::flight);
    if (nameless.accepted())
        survey.observe(nameless.reply, kNamesId, "no name");
    else if (nameless.unknown())
        survey.host().unknown("the answer to a hello without a name", nameless.cause);
}

}  // namespace

const ProbeKind probe::kNames = {
    kNamesId,   "certificates for other names", Stage::enumerate, Depth::enumeration, false,
    probe_names};

}  // namespace tlsonar::scanner
