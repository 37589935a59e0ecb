#include "cli/shard.h"

#include "cli/when.h"

#include <utility>

namespace tlsonar::cli {
namespace {

// One flow: the tracker reads its streams, the shard gets what it finds.
class FlowReader final : public StreamSink, private dissect::HandshakeSink {
  public:
    FlowReader(Shard& shard, const capture::FlowView& flow)
        : shard_(shard), flow_(flow), tracker_(*this, &shard.secrets()) {}

    void on_bytes(Sender from, Bytes bytes, Moment when) override {
        tracker_.on_bytes(from, bytes, when);
    }
    void on_gap(Sender from, std::uint64_t n, Moment when) override {
        tracker_.on_gap(from, n, when);
    }
    void on_close(Sender from, CloseReason reason, Moment when) override {
        tracker_.on_close(from, reason, when);
    }
    std::uint64_t skippable(Sender from) const override { return tracker_.skippable(from); }
    void on_skip(Sender from, std::uint64_t n, Moment when) override {
        tracker_.on_skip(from, n, when);
    }
    bool finished() const override { return tracker_.finished(); }
    std::size_t footprint() const override { return sizeof(*this) + tracker_.footprint(); }

  private:
    void on_handshake(dissect::Handshake&& handshake) override {
        shard_.on_handshake(flow_, std::move(handshake));
    }
    void on_joined_late() override { shard_.on_joined_late(); }
    void on_no_tls() override { shard_.on_no_tls(); }

    Shard& shard_;
    const capture::FlowView& flow_;
    dissect::HandshakeTracker tracker_;
};

profile::Peer peer(const capture::Endpoint& endpoint) {
    return {to_string(endpoint.address), endpoint.port};
}

void fill(profile::Provenance& p, const capture::FlowInfo& flow, bool client_opened,
          const std::string& file) {
    p.file = file;
    p.client = peer(client_opened ? flow.initiator : flow.responder);
    p.server = peer(client_opened ? flow.responder : flow.initiator);
    p.client_opened = client_opened;
    p.start_seen = flow.start_seen();
    p.syn = flow.syn;
    p.syn_ack = flow.syn_ack;
    p.ack = flow.first_ack;
    p.first = flow.first;
    p.last = flow.last;
    for (const std::size_t side : {0U, 1U}) {
        const std::size_t from = client_opened ? side : 1 - side;
        p.packets[side] = flow.packets[from];
        p.octets[side] = flow.payload_octets[from];
        p.missing[side] = flow.missing[from];
    }
    p.out_of_order = flow.out_of_order;
    p.retransmitted = flow.retransmitted;
    p.conflicting_retransmissions = flow.conflicting_retransmissions;
    p.bad_checksums = flow.bad_checksums_dropped + flow.bad_checksums_accepted;
    p.snaplen_cut = flow.snaplen_cut;
    p.reset = flow.reset_seen();
}

}  // namespace

Shard::Shard(const Context& context, reports::Summary& summary)
    : context_(context),
      summary_(summary),
      json_(reports::JsonOptions{context.options.details, context.options.der}),
      judge_(context.stores, context.judging) {}

std::unique_ptr<StreamSink> Shard::open(const capture::FlowView& flow) {
    return std::make_unique<FlowReader>(*this, flow);
}

// Only chains that were seen whole: of a part nobody can say that it is refused.
trust::ChainVerdictPtr Shard::judge(const std::vector<profile::CertificateRef>& chain,
                                    std::string_view host, trust::Purpose purpose,
                                    const trust::ChainProofs* proofs) {
    if (chain.empty()) return nullptr;
    chain_.clear();
    for (const profile::CertificateRef& certificate : chain) {
        if (certificate->cut || certificate->raw_public_key) return nullptr;
        chain_.push_back(certificate);
    }
    return judge_.judge({chain_, host, record_.first.at / kSecond, purpose, proofs});
}

void Shard::validate() {
    record_.server_chain = nullptr;
    record_.client_chain = nullptr;
    if (context_.stores.empty()) return;
    const std::string_view host =
        record_.client.sni ? std::string_view(*record_.client.sni) : std::string_view();
    record_.server_chain =
        judge(record_.server_certificates, host, trust::Purpose::server, &record_.server_proofs);
    record_.client_chain = judge(record_.client_certificates, {}, trust::Purpose::client, nullptr);
}

void Shard::on_handshake(const capture::FlowView& flow, dissect::Handshake&& handshake) {
    observation_.handshake = std::move(handshake);
    const bool client_opened = observation_.handshake.initiator_is_client;
    fill(observation_.provenance, flow.info(), client_opened, context_.file);
    maker_.make(observation_, record_);
    validate();
    summary_.add(record_);
    Finding finding;
    const AnalyzeOptions& options = context_.options;
    if (options.writes_json() || options.judging.asked())
        json_.append(finding.json, record_, observation_.handshake);
    if (!options.writes_json() || !options.logs.empty())
        finding.record = std::make_unique<profile::Record>(std::exchange(record_, {}));
    context_.findings.emit(context_.number, capture::stamp_of(flow), std::move(finding));
}

}  // namespace tlsonar::cli
