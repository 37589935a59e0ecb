// The checks between a certificate and the one above it.
#include "core/text.h"
#include "trust/path/dsa_parameters.h"
#include "trust/path/search.h"

#include <algorithm>

namespace tlsonar::trust {
namespace {

std::string subtree_text(const Subtree* subtree) {
    return subtree == nullptr ? std::string() : "excluded: " + subtree->base.text();
}

std::string permitted_text(const NameConstraints& constraints, GeneralName::Kind kind) {
    static constexpr std::size_t kShown = 5;
    std::string out = "permitted: ";
    std::size_t shown = 0;
    for (const Subtree& subtree : constraints.permitted) {
        if (!subtree.is(kind)) continue;
        if (shown == kShown) return out + ", …";
        if (shown++ != 0) out += ", ";
        out += subtree.base.text();
    }
    return out;
}

std::string name_text(const ConstrainedName& name) {
    GeneralName general;
    general.kind = name.kind;
    general.octets = std::string(name.octets);
    return general.text();
}

// False when the budget is used up.
bool tell(ConstraintAnswer answer, const NameConstraints& constraints, const Subtree* which,
          const ConstrainedName& name, std::size_t certificate, Remarks& out) {
    switch (answer) {
        case ConstraintAnswer::allowed:
            break;
        case ConstraintAnswer::excluded:
            out.fail(PathKind::name_excluded, certificate, name_text(name), subtree_text(which));
            break;
        case ConstraintAnswer::not_permitted:
            out.fail(PathKind::name_not_permitted, certificate, name_text(name),
                     permitted_text(constraints, name.kind));
            break;
        case ConstraintAnswer::unsupported:
            out.fail(PathKind::name_constraint_unsupported, certificate, name_text(name));
            break;
        case ConstraintAnswer::unreadable:
            out.fail(PathKind::name_unreadable, certificate, name_text(name));
            break;
        case ConstraintAnswer::out_of_budget:
            return false;
    }
    return true;
}

}  // namespace

// RFC 5280 section 6.1.4 (l), (m), seen from below: the intermediates under this issuer that are
// not self-issued. (The leaf is none.)
void Search::check_path_length(const Certificate& issuer, Remarks& out) const {
    const auto& constraints = issuer.summary.basic_constraints;
    if (!constraints || !constraints->path_length) return;
    const auto below = std::count_if(frames_.begin() + 1, frames_.end(),
                                     [](const Frame& frame) { return !frame.facts->self_issued; });
    if (static_cast<std::uint64_t>(below) > *constraints->path_length)
        out.fail(PathKind::path_length_exceeded, frames_.size(), std::to_string(below),
                 "at most " + std::to_string(*constraints->path_length));
}

void Search::check_depth(const PathFacts& issuer, Remarks& out) const {
    if (!options_.max_depth) return;
    std::size_t depth = issuer.self_issued ? 0 : 1;
    for (std::size_t i = 1; i < frames_.size(); ++i)
        depth += frames_[i].facts->self_issued ? 0U : 1U;
    if (depth > *options_.max_depth)
        out.fail(PathKind::too_deep, frames_.size(), std::to_string(depth),
                 "at most " + std::to_string(*options_.max_depth));
}

// What the cache knows costs nothing. Keys that inherit their parameters wait for the whole path.
SignatureCheck Search::check_edge_signature(Bytes public_key, const PathFacts::Hash& key_hash) {
    const Certificate& top = *frames_.back().certificate;
    if (cache_.known(top, key_hash) == nullptr) {
        if (lacks_dsa_parameters(public_key)) return SignatureCheck::valid;
        if (!spend(budget_.signatures)) return SignatureCheck::unsupported;
    }
    return cache_.check(top, public_key, key_hash);
}

void Search::check_signature_of(SignatureCheck result, Remarks& out) const {
    const SignatureAlgorithm& signature = frames_.back().certificate->summary.signature;
    if (result == SignatureCheck::wrong)
        out.fail(PathKind::signature_wrong, frames_.size() - 1, signature.text());
    if (result == SignatureCheck::unsupported)
        out.add(PathKind::signature_unsupported, Effect::doubt, frames_.size() - 1,
                signature.text());
}

// RFC 5280 section 6.1.3 (b), (c): all certificates below, but not self-issued intermediates.
void Search::check_names(const NameConstraints& constraints, Remarks& out) {
    for (std::size_t i = 0; i < frames_.size(); ++i) {
        const Frame& frame = frames_[i];
        if (i != 0 && frame.facts->self_issued) continue;
        ConstrainedNames names;
        collect_constrained_names(*frame.certificate, *frame.facts, names);
        for (const ConstrainedName& name : names.names) {
            const Subtree* which = nullptr;
            const ConstraintAnswer answer =
                apply_constraints(constraints, name, budget_.comparisons, &which);
            if (!tell(answer, constraints, which, name, i, out)) {
                spend(budget_.comparisons);
                out.add(PathKind::budget_exhausted, Effect::doubt, i, "name constraints");
                return;
            }
            // One is enough to turn back, and a name may be wrong ten thousand times.
            if (out.failed()) return;
        }
    }
}

void Search::check_anchor_constraints(const TrustAnchor& anchor, Remarks& out) {
    if (anchor.name_constraints.empty()) return;
    const ReadConstraints read = read_name_constraints(anchor.name_constraints);
    if (read.constraints) {
        Remarks names;
        check_names(*read.constraints, names);
        out.append(names);
    } else {
        out.fail(PathKind::name_constraints_malformed, frames_.size(), std::string(read.fault));
    }
}

bool Search::check_edge(const Certificate* issuer, const PathFacts* facts, Bytes public_key,
                        const PathFacts::Hash& key_hash, Remarks& out) {
    if (issuer != nullptr) check_path_length(*issuer, out);
    if (strict_ && out.failed()) return false;
    check_signature_of(check_edge_signature(public_key, key_hash), out);
    if (strict_ && out.failed()) return false;
    if (facts != nullptr && facts->constraints) {
        Remarks names;
        check_names(*facts->constraints, names);
        out.append(names);
    }
    return !(strict_ && out.failed());
}

}  // namespace tlsonar::trust
