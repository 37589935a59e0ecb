#include "profile/endpoint/weaknesses.h"

#include "profile/endpoint/weakness_rules.h"

#include <algorithm>

namespace tlsonar::profile {
namespace {

using dissect::Cipher;

constexpr std::uint16_t kStreamVersions[] = {version::ssl3, version::tls10, version::tls11,
                                             version::tls12, version::tls13};
constexpr std::uint16_t kDatagramVersions[] = {version::dtls10, version::dtls12};

SuiteView view_of(std::uint16_t version, const Accepted& accepted) {
    SuiteView view;
    view.version = version;
    view.evidence = accepted.evidence;
    if (version == version::ssl2) {
        view.ssl2 = dissect::find_ssl2_cipher(accepted.code);
        if (view.ssl2 != nullptr) view.name = view.ssl2->name;
    } else {
        view.tls = dissect::find_cipher_suite(static_cast<std::uint16_t>(accepted.code));
        if (view.tls != nullptr) view.name = view.tls->name;
    }
    return view;
}

bool worse(const Weakness& a, const Weakness& b) {
    const trust::FindingKind& x = *a.finding.kind;
    const trust::FindingKind& y = *b.finding.kind;
    return x.severity != y.severity ? x.severity > y.severity : x.id < y.id;
}

// Of the keys of all certificates that the server showed, each kind once.
void add_key_weaknesses(std::vector<Weakness>& found, const EndpointProfile& profile) {
    for (const ServerChain& chain : profile.chains) {
        if (chain.key_findings == nullptr) continue;
        for (const trust::Finding& finding : *chain.key_findings) {
            const bool told = std::any_of(found.begin(), found.end(), [&](const Weakness& w) {
                return w.finding.kind == finding.kind;
            });
            if (!told && finding.kind->severity > trust::Severity::info)
                found.push_back({finding, chain.evidence});
        }
    }
}

}  // namespace

Cipher SuiteView::cipher() const {
    if (ssl2 != nullptr) return ssl2->cipher;
    return tls != nullptr ? tls->cipher : Cipher::aes;
}

bool SuiteView::export_grade() const {
    constexpr std::uint16_t kExportBits = 40;
    if (ssl2 != nullptr) return ssl2->export_grade;
    if (tls == nullptr) return false;
    return tls->export_bits != 0 || (tls->key_bits != 0 && tls->key_bits <= kExportBits);
}

bool SuiteView::block_of_64_bits() const {
    if (ssl2 != nullptr)
        return ssl2->cipher == Cipher::des || ssl2->cipher == Cipher::triple_des ||
               ssl2->cipher == Cipher::idea || ssl2->cipher == Cipher::rc2;
    return cbc() && tls->block_length == 8;
}

std::vector<SuiteView> suite_views(const EndpointProfile& profile) {
    std::vector<SuiteView> views;
    for (const AcceptedList& list : profile.suites)
        for (const Accepted& accepted : list.accepted)
            if (const SuiteView view = view_of(list.version, accepted); !view.name.empty())
                views.push_back(view);
    return views;
}

std::span<const std::uint16_t> versions_of(const EndpointProfile& profile) {
    if (profile.udp) return kDatagramVersions;
    return kStreamVersions;
}

const Fact* named_fact(const EndpointProfile& profile, std::string_view name) {
    if (const NamedFact* found = profile.extension(name)) return &found->fact;
    if (const NamedFact* found = profile.session(name)) return &found->fact;
    return nullptr;
}

std::string some_of(const std::vector<std::string>& names) {
    constexpr std::size_t kMost = 3;
    std::string text;
    const std::size_t shown = names.size() <= kMost + 1 ? names.size() : kMost;
    for (std::size_t i = 0; i < shown; ++i) {
        if (i > 0) text += i + 1 == names.size() ? " and " : ", ";
        text += names[i];
    }
    if (shown < names.size()) text += " and " + std::to_string(names.size() - shown) + " more";
    return text;
}

std::vector<Weakness> weaknesses(const EndpointProfile& profile) {
    std::vector<Weakness> found;
    for (const auto rules :
         {version_rules(), suite_rules(), key_exchange_rules(), behaviour_rules(), modern_rules()})
        for (const WeaknessRule& rule : rules) {
            Verdict hit = rule.look(profile);
            if (!hit) continue;
            trust::Finding finding;
            finding.kind = rule.kind;
            finding.found = std::move(hit->found);
            finding.expected = std::move(hit->expected);
            found.push_back({std::move(finding), hit->evidence});
        }
    add_key_weaknesses(found, profile);
    std::stable_sort(found.begin(), found.end(), worse);
    return found;
}

}  // namespace tlsonar::profile
