// Recorded conversations of samples/: what those servers said before TLS leads each dialog to the
// very octet at which TLS begins.
#include "capture/file/source.h"
#include "capture/packets.h"
#include "capture/tcp/flow_table.h"
#include "scanner/dialog/proxies.h"
#include "tests/scanner/dialog_support.h"

#include <list>

#include <gtest/gtest.h>

namespace tlsonar::scanner::testing {
namespace {

// The responders' octets, a string for each connection.
class Responders final : public capture::FlowObserver, public capture::SegmentSink {
  public:
    explicit Responders(const std::string& sample) {
        auto source = capture::PacketSource::open(TLSONAR_SOURCE_DIR "/samples/" + sample);
        if (!source) return;
        capture::PacketReader reader(*this);
        capture::Packet packet;
        while ((*source)->next(packet))
            reader.read(packet);
        table_.finish({});
    }
    std::list<std::string> said;

  private:
    struct Sink final : StreamSink {
        explicit Sink(std::string& out) : text(out) {}
        void on_bytes(Sender from, Bytes bytes, Moment) override {
            if (from == Sender::responder) text += as_text(bytes);
        }
        void on_gap(Sender, std::uint64_t, Moment) override {}
        void on_close(Sender, CloseReason, Moment) override {}
        std::size_t footprint() const override { return 1; }
        std::string& text;
    };
    std::unique_ptr<StreamSink> open(const capture::FlowView&) override {
        return std::make_unique<Sink>(said.emplace_back());
    }
    void on_segment(const capture::Segment& segment) override { table_.on_segment(segment); }

    capture::FlowTable table_{*this, capture::FlowOptions{std::size_t{16} << 20, 1}};
};

void expect_tls_after(const std::string& sample, const Maker& make) {
    const Responders responders(sample);
    EXPECT_FALSE(responders.said.empty()) << sample;
    for (const std::string& said : responders.said) {
        const auto dialog = make();
        const Course course = tell(*dialog, said, [] { return std::size_t{100}; });
        EXPECT_EQ(course.state, State::ready) << sample << ": " << course.trouble;
        std::vector<std::uint8_t> tls;
        dialog->unwrap(as_bytes(course.left), tls);
        EXPECT_TRUE(as_text(tls).starts_with("\x16\x03")) << sample << ": " << course.trouble;
    }
}

TEST(DialogSamples, LeadToTls) {
    // Not those of IMAP, POP3 and IRC: there the recorded clients asked in another way, so that the
    // answers are others.
    for (const char* name : {"amqp", "ftp", "ldap", "lmtp", "mysql", "nntp", "postgres", "rdp",
                             "sieve", "smtp", "telnet", "xmpp", "xmpp-server"})
        expect_tls_after("starttls-" + std::string(name) + ".pcap", kind(name));
    expect_tls_after("starttls-tds.pcap", kind("mssql"));
    DialogOptions target;
    target.name = "example.org";
    expect_tls_after("starttls-http-connect.pcap", [&] { return make_http_connect(target); });
    expect_tls_after("starttls-socks5.pcap", [&] { return make_socks5(target); });
}

}  // namespace
}  // namespace tlsonar::scanner::testing
