// Groups and signature schemes of TLS 1.2 (groups also of TLS 1.0 and 1.1, where nothing newer is
// there): the ServerKeyExchange of each answer names one of both.
#include "dissect/registry/cipher_suite.h"
#include "dissect/registry/named_group.h"
#include "scanner/probe/key_exchange.h"
#include "scanner/probe/probes.h"
#include "scanner/probe/removal.h"

#include <algorithm>

namespace tlsonar::scanner {
namespace {

constexpr std::string_view kTls12DetailsId = "key-exchange";

bool is_ecdhe(std::uint16_t code) {
    using dissect::KeyExchange;
    const dissect::CipherSuite* suite = dissect::find_cipher_suite(code);
    return suite != nullptr &&
           (suite->kx == KeyExchange::ecdhe || suite->kx == KeyExchange::ecdh_anon ||
            suite->kx == KeyExchange::ecdhe_psk);
}
bool signs(std::uint16_t code) {
    using dissect::KeyExchange;
    const dissect::CipherSuite* suite = dissect::find_cipher_suite(code);
    return suite != nullptr && suite->auth != dissect::Authentication::anonymous &&
           (suite->kx == KeyExchange::ecdhe || suite->kx == KeyExchange::dhe);
}

template <class Keep>
Codes filter(const Codes& codes, Keep keep) {
    Codes out;
    std::copy_if(codes.begin(), codes.end(), std::back_inserter(out), keep);
    if (out.size() > kMostSuites) out.resize(kMostSuites);
    return out;
}

// The curve of an elliptic-curve certificate must be on offer, or the server can't use it.
Codes certificate_curves(Survey& survey) {
    Codes out;
    for (const profile::ServerChain& chain : survey.profile().chains) {
        if (chain.chain.empty()) continue;
        const dissect::NamedGroup* curve =
            dissect::find_named_group(chain.chain[0]->summary.public_key.curve);
        if (curve != nullptr && !contains(out, curve->code)) out.push_back(curve->code);
    }
    return out;
}

Dimension group_dimension(Survey& survey, std::uint16_t tls_version) {
    Dimension d;
    d.all = groups_for(tls_version);
    d.sticky = certificate_curves(survey);
    d.chosen = [](const Reply& reply) { return reply.group; };
    d.put = [](HelloRecipe& hello, const Codes& codes) { hello.groups = codes; };
    return d;
}
Dimension scheme_dimension() {
    Dimension d;
    d.all = all_schemes();
    d.chosen = [](const Reply& reply) { return reply.scheme; };
    d.put = [](HelloRecipe& hello, const Codes& codes) { hello.schemes = codes; };
    return d;
}

void conclude(Survey& survey, const Dimension& d, profile::AcceptedList& list,
              const std::string& what) {
    fill(d, list);
    if (!d.complete) survey.host().unknown(what, d.cause);
}

}  // namespace

Task<void> explore_key_exchange(Survey& survey, std::uint16_t version, const HelloRecipe& hello) {
    const Codes accepted = survey.accepted_suites(version);
    const Codes curves = filter(accepted, is_ecdhe);
    const Codes signing = filter(accepted, signs);
    const std::string title = profile::version_title(version);
    Removal removal;
    removal.probe = kTls12DetailsId;
    removal.until = Until::flight;
    removal.recipe = hello;
    removal.fits = [version](const Reply& reply) { return reply.version == version; };

    std::vector<Dimension> dimensions;
    const bool groups = !curves.empty();
    const bool schemes = hello.version == kTls12 && !signing.empty();
    if (groups) dimensions.push_back(group_dimension(survey, hello.version));
    if (schemes) dimensions.push_back(scheme_dimension());
    if (dimensions.empty()) co_return;
    // Anonymous suites would take over when no scheme is left, and hide that.
    const Codes both = filter(curves, signs);
    removal.recipe.suites = !groups ? signing : both.empty() ? curves : both;
    co_await remove_jointly(survey, removal, dimensions);
    if (groups) {
        const std::string what = "groups of " + title;
        conclude(survey, dimensions[0], survey.groups(version), what);
        co_await find_order(survey, removal, dimensions, 0, survey.groups(version), what);
    }
    if (schemes)
        conclude(survey, dimensions.back(), survey.schemes(version),
                 "signature schemes of " + title);
}

namespace {

Task<void> probe_tls12_details(Survey& survey) {
    for (const std::uint16_t version : {kTls12, kTls11, kTls10}) {
        co_await survey.suites_done(version).wait();
        if (!survey.supports(version)) continue;
        const HelloRecipe hello = survey.hello(version);
        co_await explore_key_exchange(survey, version, hello);
        co_return;
    }
}

}  // namespace

const ProbeKind probe::kTls12Details = {kTls12DetailsId,
                                        "groups and signature schemes of TLS 1.2",
                                        Stage::enumerate,
                                        Depth::enumeration,
                                        false,
                                        probe_tls12_details};

}  // namespace tlsonar::scanner
