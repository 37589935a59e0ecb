// Cipher suites and groups of TLS 1.3, by HelloRetryRequest: a hello without a key share makes the
// server name its suite and its group, at the cost of no key agreement and no signature.
#include "scanner/probe/probes.h"
#include "scanner/probe/removal.h"

namespace tlsonar::scanner {
namespace {

using profile::Fact;

constexpr std::string_view kTls13Id = "tls13";

std::vector<Dimension> dimensions_of(const HelloRecipe& recipe) {
    std::vector<Dimension> out(2);
    out[0].all = recipe.suites;
    out[0].chosen = [](const Reply& reply) { return reply.suite; };
    out[0].put = [](HelloRecipe& hello, const Codes& codes) { hello.suites = codes; };
    out[1].all = recipe.groups;
    // A ServerHello without a retry needs no group: only a pre-shared key could do without one.
    out[1].chosen = [](const Reply& reply) { return reply.group; };
    out[1].put = [](HelloRecipe& hello, const Codes& codes) { hello.groups = codes; };
    return out;
}

void conclude(Survey& survey, const std::vector<Dimension>& found, const Asked& first) {
    if (!found[0].accepted.empty()) {
        if (!found[0].complete) survey.host().unknown("cipher suites of TLS 1.3", found[0].cause);
        if (!found[1].complete) survey.host().unknown("groups of TLS 1.3", found[1].cause);
        return;
    }
    const bool unoffered = first.accepted() && first.reply.version > kTls13;
    if (first.unknown() || unoffered) {
        const std::string cause =
            unoffered ? "the server answers with a version that was not offered" : first.cause;
        for (profile::AcceptedList* list : {&survey.suites(kTls13), &survey.groups(kTls13)}) {
            list->complete = false;
            list->cause = cause;
        }
        survey.version(kTls13, Fact::make_unknown({kTls13Id, 0}, cause));
        survey.host().unknown("TLS 1.3", cause);
    } else {
        const std::string cause =
            first.accepted() ? "the server chose " + profile::version_title(first.reply.version)
                             : first.cause;
        survey.version(kTls13, Fact::make_no(evidence(kTls13Id, first.reply), cause));
    }
}

Task<void> probe_tls13(Survey& survey) {
    Removal removal;
    removal.probe = kTls13Id;
    removal.recipe = survey.hello(kTls13);
    removal.recipe.suites.clear();
    for (const Codes& chunk : suite_chunks(kTls13))
        removal.recipe.suites.insert(removal.recipe.suites.end(), chunk.begin(), chunk.end());
    removal.fits = [](const Reply& reply) { return reply.version == kTls13; };

    std::vector<Dimension> dimensions = dimensions_of(removal.recipe);
    // The first answer tells whether there is TLS 1.3 at all.
    const Asked first = co_await survey.host().ask(removal.recipe, kTls13Id);
    if (first.accepted()) survey.observe(first.reply, kTls13Id);
    if (first.accepted() && first.reply.version == kTls13) {
        for (Dimension& d : dimensions) {
            const std::uint16_t code = d.chosen(first.reply);
            if (code == 0) continue;
            d.accepted.push_back(code);
            d.entries.push_back({code, evidence(kTls13Id, first.reply)});
            d.choices.push_back({d.all, code});
        }
        co_await remove_jointly(survey, removal, dimensions);
    } else if (first.certain) {
        dimensions[0].complete = dimensions[1].complete = true;
    }
    fill(dimensions[0], survey.suites(kTls13));
    fill(dimensions[1], survey.groups(kTls13));
    conclude(survey, dimensions, first);
    if (!dimensions[0].accepted.empty()) {
        co_await find_order(survey, removal, dimensions, 0, survey.suites(kTls13),
                            "cipher suites of TLS 1.3");
        co_await find_order(survey, removal, dimensions, 1, survey.groups(kTls13),
                            "groups of TLS 1.3");
    }
    survey.suites_done(kTls13).set();
}

}  // namespace

const ProbeKind probe::kTls13 = {
    kTls13Id,   "cipher suites and groups of TLS 1.3", Stage::enumerate, Depth::enumeration, false,
    probe_tls13};

}  // namespace tlsonar::scanner
