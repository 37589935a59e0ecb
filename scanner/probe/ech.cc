// Encrypted Client Hello: a hello with one that nobody can open (GREASE, RFC 9849 section 6.2). A
// server that has ECH answers it with its configurations (section 7.1).
#include "core/writer.h"
#include "dissect/extension/extension_type.h"
#include "scanner/probe/probes.h"

namespace tlsonar::scanner {
namespace {

namespace type = dissect::extension_type;
using profile::Fact;

constexpr std::string_view kEchId = "ech";
constexpr std::string_view kEchFact = "ech";

// In the shape of what a browser sends: HKDF-SHA256, AES-128-GCM, a share of X25519.
RawExtension grease_ech(Draw& draw) {
    constexpr std::size_t kShare = 32, kPayload = 128 + 16;  // a padded hello, and its tag
    Writer out;
    out.u8(0);  // outer
    out.u16(1);
    out.u16(1);
    out.bytes(draw.octets(1));
    out.vector16(draw.octets(kShare));
    out.vector16(draw.octets(kPayload));
    return {type::encrypted_client_hello, out.release()};
}

std::uint16_t readable_group(Survey& survey) {
    const profile::AcceptedList* list = survey.profile().groups_of(kTls13);
    if (list == nullptr) return 0;
    for (const std::uint16_t group : survey.host().tools().keys->groups())
        if (list->has(group)) return group;
    return 0;
}

void say_ech(Survey& survey, const Fact& fact) {
    survey.profile().ech.retry = fact;
    survey.extension(kEchFact, fact);
}

void fold_ech(Survey& survey, const Reply& reply) {
    const profile::Evidence from = evidence(kEchId, reply);
    if (!reply.flight_read)
        return say_ech(survey, Fact::make_unknown(from, "its encrypted messages can't be read"));
    survey.observe(reply, kEchId);
    if (!reply.has(type::encrypted_client_hello))
        return say_ech(survey, Fact::make_no(from, "offered, and not answered"));
    profile::EchFacts& ech = survey.profile().ech;
    ech.configs = profile::read_ech_configs(reply.ech_configs);
    if (ech.configs.malformed)
        return say_ech(survey, Fact::make_yes(from, "with configurations that can't be read"));
    say_ech(survey, Fact::make_yes(from, profile::ech_configs_text(ech.configs)));
}

Task<void> run_ech(Survey& survey) {
    const Fact known = survey.profile().supports(kTls13);
    if (!known.yes()) {
        say_ech(survey, known.no() ? Fact::make_no(known.evidence, "the server has no TLS 1.3")
                                   : Fact::make_unknown({kEchId, 0}, known.cause));
        co_return;
    }
    const std::uint16_t group = readable_group(survey);
    if (group == 0) {
        say_ech(survey, Fact::make_unknown({kEchId, 0}, "its encrypted messages can't be read"));
        co_return;
    }
    HelloRecipe recipe = survey.hello(kTls13);
    recipe.suites = survey.accepted_suites(kTls13);
    recipe.shares = {group};
    recipe.after.push_back(grease_ech(*survey.host().tools().draw));
    const Asked asked = co_await survey.host().ask(recipe, kEchId, Until::flight);
    if (asked.unknown())
        say_ech(survey, Fact::make_unknown({kEchId, 0}, asked.cause));
    else if (!asked.accepted() || asked.reply.version != kTls13)
        say_ech(survey,
                Fact::make_no(evidence(kEchId, asked.reply),
                              "a hello with it is refused: " +
                                  (asked.accepted() ? outcome_text(asked.reply) : asked.cause)));
    else
        fold_ech(survey, asked.reply);
}

}  // namespace

const ProbeKind probe::kEch = {
    kEchId, "Encrypted Client Hello", Stage::detail, Depth::standard, false, run_ech};

}  // namespace tlsonar::scanner
