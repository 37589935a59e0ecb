#include "records_make.h"

#include "capture/file/source.h"
#include "capture/packets.h"
#include "capture/tcp/flow_table.h"
#include "dissect/protect/secret_store.h"
#include "dissect/session/tracker.h"
#include "profile/codes.h"
#include "profile/record_maker.h"

#include <fstream>
#include <iterator>
#include <memory>

namespace tlsonar::reports {
namespace {

const std::string kSamples = TLSONAR_SOURCE_DIR "/samples/";

profile::Peer peer(const capture::Endpoint& endpoint) {
    return {to_string(endpoint.address), endpoint.port};
}

// The handshakes of a capture.
class Reading final : public capture::FlowObserver, public capture::SegmentSink {
  public:
    explicit Reading(const std::string& name) : file_(name) {
        const std::string stem = name.substr(0, name.rfind('.'));
        std::ifstream keys(kSamples + "keys/" + stem + ".keys", std::ios::binary);
        const std::string text{std::istreambuf_iterator<char>(keys), {}};
        secrets_.add_key_log(as_bytes(text));
        auto source = capture::PacketSource::open(kSamples + name);
        if (!source) return;
        capture::PacketReader reader(*this);
        capture::Packet packet;
        while ((*source)->next(packet))
            reader.read(packet);
        table_.finish({});
    }
    std::vector<profile::Record> records;

  private:
    class Flow final : public StreamSink, private dissect::HandshakeSink {
      public:
        Flow(Reading& reading, const capture::FlowView& flow)
            : reading_(reading), flow_(flow), tracker_(*this, &reading.secrets_) {}
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
        std::size_t footprint() const override { return tracker_.footprint(); }

      private:
        void on_handshake(dissect::Handshake&& handshake) override {
            reading_.take(flow_, std::move(handshake));
        }
        Reading& reading_;
        const capture::FlowView& flow_;
        dissect::HandshakeTracker tracker_;
    };

    std::unique_ptr<StreamSink> open(const capture::FlowView& flow) override {
        return std::make_unique<Flow>(*this, flow);
    }
    void on_segment(const capture::Segment& segment) override { table_.on_segment(segment); }

    void take(const capture::FlowView& view, dissect::Handshake&& handshake) {
        const capture::FlowInfo& flow = view.info();
        profile::Observation observation;
        observation.handshake = std::move(handshake);
        const bool client_opened = observation.handshake.initiator_is_client;
        profile::Provenance& p = observation.provenance;
        p.file = file_;
        p.client = peer(client_opened ? flow.initiator : flow.responder);
        p.server = peer(client_opened ? flow.responder : flow.initiator);
        p.client_opened = client_opened;
        p.start_seen = flow.start_seen();
        p.first = flow.first;
        p.last = flow.last;
        for (const std::size_t side : {0U, 1U}) {
            const std::size_t from = client_opened ? side : 1 - side;
            p.packets[side] = flow.packets[from];
            p.missing[side] = flow.missing[from];
        }
        profile::Record record;
        maker_.make(observation, record);
        record.number = records.size() + 1;
        records.push_back(std::move(record));
    }

    std::string file_;
    dissect::SecretStore secrets_;
    profile::RecordMaker maker_;
    capture::FlowTable table_{*this, capture::FlowOptions{std::size_t{16} << 20, 1}};
};

// Steers terminals, ends lines, fields and lists, is no UTF-8, hides what follows.
const std::string kHarm =
    "\x1b[31m\t\n,\"\\\xff\xc3\xa4\xe2\x80\xae</script>'\x7f\xc2\x9b" + std::string(1, '\0');

trust::NameAttribute attribute(std::uint8_t last_arc, const std::string& text) {
    const std::uint8_t oid[] = {0x55, 0x04, last_arc};
    constexpr std::uint8_t kUtf8 = 0x0C;
    return {trust::ObjectId(Bytes(oid)), kUtf8, false, text};
}

profile::CertificateRef hostile_certificate() {
    using Kind = trust::GeneralName::Kind;
    auto made = std::make_shared<profile::Certificate>();
    made->der = {0x30, 0x02, 0x80, 0x01};
    made->sha256.fill(0xAB);
    trust::CertificateSummary& summary = made->summary;
    summary.complete = true;
    summary.version = 3;
    summary.serial = "-7f";
    summary.serial_octets = {2, 2};
    summary.subject.attributes = {attribute(6, kHarm), attribute(3, "a, CN=good.example")};
    summary.issuer.attributes = {attribute(3, std::string(70'000, 'i'))};
    summary.not_before = -62'135'596'800;  // the year 1
    summary.not_after = 253'402'300'799;   // the end of 9999
    summary.has_subject_alt_name = true;
    summary.subject_alt_names = {
        {Kind::dns, kHarm},   {Kind::dns, "-"},       {Kind::dns, ""},          {Kind::uri, kHarm},
        {Kind::ip, "\1\2\3"}, {Kind::ip, "\1\2\3\4"}, {Kind::rfc822, "(empty)"}};
    summary.basic_constraints = trust::BasicConstraints{true, 0};
    summary.public_key.kind = trust::KeyKind::rsa;
    summary.public_key.bits = 2048;
    summary.public_key.rsa_exponent = ~std::uint64_t{0};
    return made;
}

profile::Record worst_record() {
    profile::Record record;
    record.outcome = profile::Outcome::failed;
    record.version = {0x7F1C, "", false};
    record.client.seen = true;
    record.client.sni = kHarm;
    record.client.alpn = {kHarm, ""};
    record.client.ja3 = "0123456789abcdef0123456789abcdef";
    record.server.seen = true;
    record.server.suite = {0xFFFE, "", false};
    record.server.group = profile::Code{0x1A1A, "", true};
    record.server.alpn = "-";
    record.server_certificates = {hostile_certificate(), hostile_certificate()};
    record.server_certificate_seen = record.client_certificate_seen = true;
    record.alerts = {{dissect::Role::server, 2, {200, "", false}, false, {}}};
    record.steps.assign(300, {"certificate_verify",
                              dissect::Role::client,
                              dissect::Content::handshake,
                              15,
                              false,
                              false,
                              false,
                              1,
                              1,
                              {},
                              {}});
    record.first = {-1'250'000'000, 7};
    record.last = {-1'000'000'001, 9};
    record.provenance.file = kHarm;
    record.provenance.client = {kHarm, 65535};
    record.provenance.server = {"fe80::1", 0};
    record.provenance.client_opened = false;
    record.provenance.start_seen = true;
    return record;
}

profile::Record cut_record() {
    profile::Record record;
    record.provenance.client = {"192.0.2.1", 1};
    record.provenance.server = {"192.0.2.2", 2};
    auto cut = std::make_shared<profile::Certificate>(*hostile_certificate());
    cut->cut = true;
    auto raw = std::make_shared<profile::Certificate>(*hostile_certificate());
    raw->raw_public_key = true;
    record.server_certificates = {hostile_certificate(), cut};
    record.client_certificates = {raw};
    record.server_certificate_seen = record.client_certificate_seen = true;
    record.first = record.last = {1'795'251'600'000'000'000, 1};
    return record;
}

}  // namespace

std::vector<profile::Record> sample_records(const std::string& name) {
    return std::move(Reading(name).records);
}

std::vector<profile::Record> hostile_records() {
    std::vector<profile::Record> out;
    out.push_back(worst_record());
    out.emplace_back();
    out.push_back(cut_record());
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i].number = i + 1;
    return out;
}

}  // namespace tlsonar::reports
