// The search for paths: depth first from the leaf, with backtracking. Private to this room.
//
// It runs at most twice. The strict run turns back at the first thing that is wrong, and so finds
// every valid path, cheapest checks first. When there is none (or all are asked for), the lenient
// run goes on in spite of faults and collects them, to say what the best of the failing paths
// lacks.
#pragma once

#include "trust/path/facts.h"
#include "trust/path/remark.h"
#include "trust/path/rules.h"
#include "trust/path/validate.h"

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace tlsonar::trust {

// A path that was judged, before it becomes a Path.
struct JudgedPath {
    std::vector<CertificatePtr> certificates;
    TrustAnchorPtr anchor;
    Remarks remarks;
    std::vector<ObjectId> policies;
    Verdict verdict = Verdict::invalid;
};

class Search {
  public:
    // No path of honest certificates is longer.
    static constexpr std::size_t kMaxLength = 48;
    // The lenient run explains; it need not be complete.
    static constexpr std::size_t kLenientPaths = 32;
    static constexpr std::size_t kLenientSteps = 2'000;
    static constexpr std::size_t kLenientSignatures = 64;

    Search(const CertificatePtr& leaf, const CertificatePool& pool, const TrustAnchorSet& anchors,
           const ValidationOptions& options, ValidationCache& cache);

    void run();

    std::vector<JudgedPath> paths;
    bool exhausted = false;  // the strict run was cut short
    std::size_t tried = 0;
    std::size_t valid = 0;

  private:
    // What is known of a certificate in each place that it may have.
    struct Known {
        std::shared_ptr<const PathFacts> facts;
        std::array<std::optional<Remarks>, 3> alone;
    };
    // One certificate of the path under construction.
    struct Frame {
        CertificatePtr certificate;
        const PathFacts* facts = nullptr;
        Remarks remarks;  // what was found when it was put on top: certificates counted from 0
    };
    // A candidate issuer.
    struct Candidate {
        CertificatePtr certificate;
        Known* known = nullptr;
        int rank = 0;
    };
    struct Budget {
        std::size_t signatures;
        std::size_t comparisons;
        std::size_t steps;
        std::size_t paths;
    };

    Known& know(const Certificate& certificate);
    const Remarks& alone(const Certificate& certificate, Role role, bool examined);
    bool spend(std::size_t& counter);

    void find_reachable();
    bool is_reachable(const std::string& issuer_key) const;

    void start(bool strict);
    void extend();
    bool try_anchors();
    bool try_anchor(const TrustAnchorPtr& anchor);
    std::vector<Candidate> candidates();
    int rank_of(const Certificate& candidate, Known& known) const;
    bool is_anchor(const Certificate& certificate) const;
    bool is_in_path(const PathFacts& facts) const;
    bool try_candidate(const Candidate& candidate, bool despite_signature);
    void give_up_here();

    // Edges: from the topmost frame to an issuer. They add to `out`; false: turn back.
    bool check_edge(const Certificate* issuer, const PathFacts* facts, Bytes public_key,
                    const PathFacts::Hash& key_hash, Remarks& out);
    void check_path_length(const Certificate& issuer, Remarks& out) const;
    void check_depth(const PathFacts& issuer, Remarks& out) const;
    SignatureCheck check_edge_signature(Bytes public_key, const PathFacts::Hash& key_hash);
    void check_signature_of(SignatureCheck result, Remarks& out) const;
    void check_names(const NameConstraints& constraints, Remarks& out);
    void check_anchor_constraints(const TrustAnchor& anchor, Remarks& out);

    // Whole paths.
    void complete(const TrustAnchorPtr& anchor, const Remarks& anchor_remarks);
    void judge_policies(JudgedPath& path) const;
    void judge_inherited_keys(JudgedPath& path);
    void judge_revocation(JudgedPath& path);
    void finish(JudgedPath path);
    bool enough() const;

    const CertificatePtr& leaf_;
    const CertificatePool& pool_;
    const TrustAnchorSet& anchors_;
    const ValidationOptions& options_;
    ValidationCache& cache_;

    std::unordered_map<const Certificate*, Known> known_;
    std::unordered_map<std::string, bool> reachable_;  // by name: an anchor is above it
    std::vector<Frame> frames_;
    Budget budget_{};
    bool strict_ = true;
    bool spent_ = false;
};

}  // namespace tlsonar::trust
