// Judges one deployment. Private to this folder.
#pragma once

#include "trust/deployment/examine.h"
#include "trust/deployment/grouping.h"

#include <span>

namespace tlsonar::trust {

// What all deployments of a run share.
struct JudgeContext {
    std::span<const ObjectReport> objects;
    const DeploymentOptions& options;
    const CertificatePool& pool;                   // all certificates of the run
    const TrustAnchorSet& programme_anchors;       // empty without a table
    const ProgrammeAnchors* anchors_by_programme;  // null without a table
    ValidationCache& cache;
};

// All anchors of the table, whoever has them.
TrustAnchorSet programme_anchors(const ProgrammeTable* table);

DeploymentReport judge_deployment(const SentGroup& group, const JudgeContext& context);

}  // namespace tlsonar::trust
