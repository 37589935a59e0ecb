#include "profile/endpoint/leaf_keys.h"

#include "trust/keys/examine_key.h"
#include "trust/keys/subject_key.h"

namespace tlsonar::profile {

void LeafKeys::examine(EndpointProfile& profile) {
    for (ServerChain& chain : profile.chains) {
        if (chain.chain.empty() || chain.chain.front()->cut) continue;
        const Certificate& leaf = *chain.chain.front();
        const Bytes info =
            leaf.raw_public_key ? Bytes(leaf.der) : leaf.bytes(leaf.summary.public_key.info);
        if (info.empty()) continue;
        const trust::SubjectKeyPtr key = trust::make_subject_key(info);
        if (known_.size() >= kMostKept) known_.clear();
        KeyFindingsPtr& findings = known_[key->sha256];
        if (findings == nullptr)
            findings =
                std::make_shared<const std::vector<trust::Finding>>(trust::examine_key(*key));
        chain.key_findings = findings;
    }
}

}  // namespace tlsonar::profile
