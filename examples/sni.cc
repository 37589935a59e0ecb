// Prints the version and the SNI of every TLS handshake in a capture: sni CAPTURE
#include <cstdio>

#include <capture/file/source.h>
#include <capture/packets.h>
#include <capture/tcp/pipeline.h>
#include <core/text.h>
#include <dissect/session/tracker.h>
#include <profile/record_maker.h>

using namespace tlsonar;

// Every connection gets a tracker, and all trackers report here.
class Printer : public capture::ShardObserver, public dissect::HandshakeSink {
    std::unique_ptr<StreamSink> open(const capture::FlowView&) override {
        return std::make_unique<dissect::HandshakeTracker>(*this, nullptr);
    }
    void on_handshake(dissect::Handshake&& handshake) override {
        profile::Observation observation{std::move(handshake), {}};
        profile::Record record;
        maker_.make(observation, record);
        const std::string version(record.version.value == 0 ? "?" : record.version.name);
        // A peer's text may hold control characters: printable() takes their power.
        const std::string sni = printable(record.client.sni.value_or("-"));
        std::printf("%s %s\n", version.c_str(), sni.c_str());
    }
    profile::RecordMaker maker_;
};

int main(int argc, char** argv) {
    auto source = capture::PacketSource::open(argc > 1 ? argv[1] : "-");
    if (!source) return std::fprintf(stderr, "%s\n", source.error().sentence.c_str()), 2;
    capture::Pipeline pipeline({}, [](std::size_t) { return std::make_unique<Printer>(); });
    capture::PacketReader packets(pipeline);
    for (capture::Packet packet; (*source)->next(packet);)
        packets.read(packet);
    pipeline.finish();
}
