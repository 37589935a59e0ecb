// Plain hellos, which odd ones are made from.
#include "dissect/registry/named_group.h"
#include "scanner/probe/tolerance.h"

#include <algorithm>

namespace tlsonar::scanner {
namespace {

constexpr std::size_t kMostBaseSuites = 12;
constexpr std::size_t kMostBaseGroups = 8;
constexpr std::size_t kMostBaseSchemes = 12;

void append_some(Codes& out, const Codes& codes, std::size_t most) {
    for (const std::uint16_t code : codes)
        if (out.size() < most && !contains(out, code)) out.push_back(code);
}
void append_some(Codes& out, const profile::AcceptedList* list, std::size_t most) {
    if (list == nullptr) return;
    for (const profile::Accepted& entry : list->accepted)
        append_some(out, Codes{static_cast<std::uint16_t>(entry.code)}, most);
}

class PlainHellos {
  public:
    explicit PlainHellos(Survey& survey) : survey_(survey) {}

    std::vector<PlainHello> all(OddGroup group) const {
        std::vector<PlainHello> out;
        const std::uint16_t old = survey_.newest(kTls12);
        const bool extensions = !survey_.style.no_extensions;
        const bool modern = extensions && !survey_.style.small;
        if (group == OddGroup::older && old != 0) {
            out.push_back(base(old, extensions));
        } else {
            if (modern) out.push_back(base(kTls13, true));
            if (old != 0) out.push_back(base(old, extensions));
        }
        if (extensions && old != 0) out.push_back(base(old, false));
        out.push_back(usual(group == OddGroup::older && old != 0 ? old : survey_.newest()));
        return out;
    }

  private:
    // Without the curve of its certificate on offer, a server can't use it (RFC 8422 section 5.1).
    Codes certificate_curves() const {
        Codes out;
        for (const profile::ServerChain& chain : survey_.profile().chains) {
            if (chain.chain.empty()) continue;
            const std::string_view curve = chain.chain[0]->summary.public_key.curve;
            const dissect::NamedGroup* group = dissect::find_named_group(curve);
            if (!curve.empty() && group != nullptr) append_some(out, Codes{group->code}, 2);
        }
        return out;
    }

    // The least that the server is known to need: odd hellos should be odd in one way.
    HelloRecipe plain(std::uint16_t version, bool extensions) const {
        const profile::EndpointProfile& known = survey_.profile();
        HelloRecipe recipe = survey_.hello(version);
        recipe.session_id.clear();
        HelloExtras& extras = recipe.extras;
        extras.extended_main_secret = extras.session_ticket = extras.encrypt_then_mac = false;
        extras.status_request = extras.scts = false;
        recipe.no_extensions = !extensions;
        recipe.suites.clear();
        for (std::uint16_t v = version; v >= kSsl3; --v)
            append_some(recipe.suites, known.suites_of(v), kMostBaseSuites);
        if (recipe.suites.empty()) append_some(recipe.suites, usual_suites(), kMostBaseSuites);
        recipe.groups = certificate_curves();
        for (std::uint16_t v = version; v >= kTls10; --v)
            append_some(recipe.groups, known.groups_of(v), kMostBaseGroups);
        append_some(recipe.groups, Codes{0x001D, 0x0017, 0x0018}, kMostBaseGroups);
        recipe.schemes.clear();
        for (const profile::AcceptedList& list : known.schemes)
            append_some(recipe.schemes, &list, kMostBaseSchemes - 4);
        append_some(recipe.schemes, usual_schemes(), kMostBaseSchemes);
        if (version >= kTls13) recipe.further_versions = {kTls12, kTls11, kTls10};
        return recipe;
    }

    PlainHello base(std::uint16_t version, bool extensions) const {
        return {plain(version, extensions), survey_.newest(version)};
    }

    // As the other probes ask: large, but known to work.
    PlainHello usual(std::uint16_t version) const {
        PlainHello made{survey_.accepted_hello(version), version};
        made.recipe.session_id.clear();
        return made;
    }

    Survey& survey_;
};

}  // namespace

std::vector<PlainHello> plain_hellos(Survey& survey, OddGroup group) {
    return PlainHellos(survey).all(group);
}

}  // namespace tlsonar::scanner
