// DTLS 1.0 and 1.2 over UDP: versions, cipher suites, groups, signature schemes, the chain, and
// whether the server asks for a cookie. One question after another: many servers of DTLS serve one
// client at a time.
#include "scanner/probe/contact.h"
#include "scanner/probe/key_exchange.h"
#include "scanner/probe/probes.h"
#include "scanner/probe/removal.h"

#include <array>

namespace tlsonar::scanner {
namespace {

using profile::AcceptedList;
using profile::Fact;

constexpr std::string_view kDtlsId = "dtls";
constexpr std::string_view kDtlsContactId = "dtls-contact";
constexpr std::uint8_t kDtlsProtocolVersion = 70;  // the alert

// Made of (RFC 4347, RFC 6347).
std::uint16_t tls_version(std::uint16_t dtls) { return dtls == kDtls10 ? kTls11 : kTls12; }

HelloRecipe dtls_hello(const Survey& survey, std::uint16_t version) {
    HelloRecipe recipe = survey.hello(tls_version(version));
    recipe.legacy_version = version;
    recipe.suites = without(usual_suites(), suite_chunks(kTls13).front());
    return recipe;
}

// A server that answers who has not shown its address sends more than it got, to anybody whose
// address was forged. One ServerHello without a cookie counts, however many came with one.
void note_cookie(Survey& survey, const Reply& reply, std::string_view probe) {
    constexpr std::string_view kName = "dtls_cookie";
    if (reply.kind != ReplyKind::server_hello) return;
    survey.extension(kName, {});  // so that it is there
    for (profile::NamedFact& known : survey.profile().extensions) {
        if (known.name != kName || known.fact.no()) continue;
        if (!reply.cookie_asked)
            known.fact = Fact::make_no(evidence(probe, reply),
                                       "a ServerHello came without a HelloVerifyRequest before");
        else if (!known.fact.yes())
            known.fact = Fact::make_yes(evidence(probe, reply));
    }
}

// First contact.

struct DtlsVariant {
    std::uint16_t version;
    std::size_t chunk;   // of suite_chunks(); kUsualDtls: those of any client
    bool small;          // only the necessary extensions
    bool after_silence;  // worth a try when the ones before met silence, not an alert
};
constexpr std::size_t kUsualDtls = 99;
constexpr std::array<DtlsVariant, 5> kDtlsVariants = {{{kDtls12, kUsualDtls, false, true},
                                                       {kDtls10, kUsualDtls, true, true},
                                                       {kDtls12, kUsualDtls, true, false},
                                                       {kDtls12, 1, false, false},
                                                       {kDtls12, 2, false, false}}};

HelloRecipe dtls_recipe_of(Survey& survey, const DtlsVariant& variant) {
    survey.style = {};
    survey.style.small = variant.small;
    HelloRecipe recipe = dtls_hello(survey, variant.version);
    if (variant.chunk == kUsualDtls) return recipe;
    const std::vector<Codes> chunks = suite_chunks(tls_version(variant.version));
    recipe.suites = variant.chunk < chunks.size() ? chunks[variant.chunk] : Codes();
    return recipe;
}

Task<void> contact(Survey& survey) {
    Host& host = survey.host();
    Asked first;
    bool spoke = false;
    for (const DtlsVariant& variant : kDtlsVariants) {
        const HelloRecipe recipe = dtls_recipe_of(survey, variant);
        if (recipe.suites.empty() || (!spoke && !variant.after_silence)) continue;
        Asked asked = co_await host.ask(recipe, kDtlsContactId, Until::flight);
        if (asked.accepted()) {
            survey.contacted = true;
            host.set_control(recipe);
            survey.observe(asked.reply, kDtlsContactId);
            note_cookie(survey, asked.reply, kDtlsContactId);
            co_return;
        }
        spoke = spoke || asked.reply.spoke();
        const bool stop = hopeless(asked) || !host.given_up().empty();
        if (&variant == &kDtlsVariants.front()) first = std::move(asked);
        if (stop) break;
    }
    survey.style = {};
    // Alerts and nothing else: DTLS, but nothing in common. The enumeration will say more.
    survey.contacted = spoke;
    if (!spoke) host.profile().trouble = trouble_of(first, true);
}

// The suites of one version: all are offered, what the server takes is left out, until it refuses.
class DtlsHunt {
  public:
    DtlsHunt(Survey& survey, std::uint16_t version)
        : survey_(survey), version_(version), list_(survey.suites(version)) {
        removal_.probe = kDtlsId;
        removal_.recipe = dtls_hello(survey, version);
        removal_.fits = [version](const Reply& reply) { return reply.version == version; };
        suites_.chosen = [](const Reply& reply) { return reply.suite; };
        suites_.put = [](HelloRecipe& hello, const Codes& codes) { hello.suites = codes; };
    }

    Task<void> run() {
        const std::vector<Codes> chunks = suite_chunks(tls_version(version_));
        for (const Codes& chunk : chunks) {
            suites_.all.insert(suites_.all.end(), chunk.begin(), chunk.end());
            Codes rest = chunk;
            while (!rest.empty() && !over_) {
                const std::uint16_t chosen = co_await ask(rest);
                if (chosen == 0) break;
                rest = without(rest, chosen);
            }
        }
        suites_.complete = suites_.cause.empty();
        fill(suites_, list_);
        if (!suites_.accepted.empty()) co_await find_order();
        conclude();
    }

  private:
    // What the server chose of these; 0 when it refused, or when that is not to be known.
    Task<std::uint16_t> ask(const Codes& offer) {
        HelloRecipe recipe = removal_.recipe;
        recipe.suites = offer;
        const Asked asked = co_await survey_.host().ask(recipe, kDtlsId, Until::flight);
        if (asked.unknown()) {
            suites_.cause = asked.cause;
            over_ = !survey_.host().given_up().empty();
            co_return 0;
        }
        if (!asked.accepted()) {
            refusal_ = asked.cause;
            refused_by_ = asked.reply;
            // There is nothing in that version to look for.
            over_ = asked.reply.alert == kDtlsProtocolVersion && suites_.accepted.empty();
            co_return 0;
        }
        survey_.observe(asked.reply, kDtlsId);
        note_cookie(survey_, asked.reply, kDtlsId);
        if (asked.reply.version != version_) {
            refusal_ = "the server chose " + profile::version_title(asked.reply.version);
            refused_by_ = asked.reply;
            over_ = suites_.accepted.empty();
            co_return 0;
        }
        survey_.note_extensions(asked.reply, kDtlsId);
        co_return accept(offer, asked.reply);
    }

    std::uint16_t accept(const Codes& offer, const Reply& reply) {
        if (!contains(offer, reply.suite)) {
            if (suites_.oddities.empty())
                suites_.oddities.emplace_back("selects a cipher suite that was not offered");
            suites_.cause = "the server selects suites that were not offered";
            return 0;
        }
        suites_.choices.push_back({offer, reply.suite});
        suites_.accepted.push_back(reply.suite);
        suites_.entries.push_back({reply.suite, evidence(kDtlsId, reply)});
        return reply.suite;
    }

    Task<void> find_order() {
        std::vector<Dimension> dimensions = {suites_};
        co_await scanner::find_order(survey_, removal_, dimensions, 0, list_,
                                     "cipher suites of " + profile::version_title(version_));
    }

    void conclude() {
        Host& host = survey_.host();
        const std::string title = profile::version_title(version_);
        if (!suites_.accepted.empty()) {
            if (!list_.complete) host.unknown("cipher suites of " + title, list_.cause);
        } else if (!list_.complete) {
            survey_.version(version_, Fact::make_unknown({kDtlsId, 0}, list_.cause));
            host.unknown(title, list_.cause);
        } else {
            survey_.version(version_, Fact::make_no(evidence(kDtlsId, refused_by_), refusal_));
        }
    }

    Survey& survey_;
    std::uint16_t version_;
    AcceptedList& list_;
    Removal removal_;
    Dimension suites_;
    bool over_ = false;
    std::string refusal_;
    Reply refused_by_;
};

Task<void> enumerate(Survey& survey) {
    // The lists must not move while a hunt holds one.
    survey.profile().suites.reserve(16);
    for (const std::uint16_t version : {kDtls12, kDtls10}) {
        DtlsHunt hunt(survey, version);
        co_await hunt.run();
        if (!survey.supports(version)) continue;
        const HelloRecipe hello = dtls_hello(survey, version);
        co_await explore_key_exchange(survey, version, hello);
    }
}

}  // namespace

const ProbeKind probe::kDtlsContact = {kDtlsContactId,
                                       "first contact over UDP",
                                       Stage::contact,
                                       Depth::certificates,
                                       false,
                                       contact,
                                       true};
const ProbeKind probe::kDtls = {
    kDtlsId, "DTLS 1.0 and 1.2", Stage::enumerate, Depth::enumeration, false, enumerate, true};

}  // namespace tlsonar::scanner
