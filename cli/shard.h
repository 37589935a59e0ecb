// Shard: what one thread does with its flows: a tracker each, and what they find made into text.
#pragma once

#include "capture/tcp/ordered_output.h"
#include "capture/tcp/pipeline.h"
#include "cli/analyze.h"
#include "dissect/protect/secret_store.h"
#include "dissect/session/tracker.h"
#include "profile/record_maker.h"
#include "reports/record_json.h"
#include "reports/summary.h"
#include "trust/deployment/chain_judge.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::cli {

// A finished handshake: its JSON where it is written or judged, the record where people are to read
// it.
struct Finding {
    std::string json;
    std::unique_ptr<profile::Record> record;
};
using Findings = capture::OrderedOutput<Finding>;

class Shard final : public capture::ShardObserver {
  public:
    // All outlive the shard. `summary` is this shard's own.
    struct Context {
        const AnalyzeOptions& options;
        const dissect::SecretStore& secrets;
        Findings& findings;
        const std::string& file;                        // as the user named it
        std::span<const trust::TrustAnchorSet> stores;  // none: chains are not validated
        trust::ChainJudgeOptions judging;
        std::size_t number = 0;
    };
    Shard(const Context& context, reports::Summary& summary);

    std::unique_ptr<StreamSink> open(const capture::FlowView& flow) override;
    void on_batch_done() override { context_.findings.batch_done(context_.number); }

    void on_handshake(const capture::FlowView& flow, dissect::Handshake&& handshake);
    void on_joined_late() { ++summary_.flows_joined_late; }
    void on_no_tls() { ++summary_.flows_without_tls; }
    const dissect::SecretStore& secrets() const { return context_.secrets; }

  private:
    void validate();
    trust::ChainVerdictPtr judge(const std::vector<profile::CertificateRef>& chain,
                                 std::string_view host, trust::Purpose purpose,
                                 const trust::ChainProofs* proofs);

    Context context_;
    reports::Summary& summary_;
    profile::RecordMaker maker_;
    profile::Observation observation_;
    profile::Record record_;
    reports::RecordJson json_;
    trust::ChainJudge judge_;
    std::vector<trust::CertificatePtr> chain_;  // reused
};

}  // namespace tlsonar::cli
