// A script of events for the two streams of a connection: whatever they are, the tracker stays
// within its memory, and each handshake becomes valid JSON and text that steers no terminal.
//
//   options | key log length (2) | key log | events: kind and sender | length (2) | octets
#include "core/reader.h"
#include "core/text.h"
#include "dissect/protect/secret_store.h"
#include "dissect/session/tracker.h"
#include "profile/record_maker.h"
#include "reports/record_json.h"
#include "reports/terminal/ladder.h"
#include "reports/terminal/table.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

namespace {

using namespace tlsonar;  // NOLINT

// What one connection may hold, whatever comes: the handshake, two messages and two records on
// their way, and what vectors and arenas round up.
constexpr std::size_t kMaxFootprint = std::size_t{4} << 20;
// ... and what it may hold for each octet that came, beside a fixed part.
constexpr std::size_t kFixedFootprint = std::size_t{128} << 10;
constexpr std::size_t kFootprintPerOctet = 64;

void require(bool holds) {
    if (!holds) std::abort();
}

void require_safe(std::string_view text) {
    while (!text.empty()) {
        const CodePoint point = decode_utf8(text);
        require(point.length > 0);
        require(point.value == '\n' || point.value >= 0x20);
        require(point.value < 0x7F || point.value > 0x9F);
        require(point.value < 0x202A || point.value > 0x202E);
        require(point.value < 0x2066 || point.value > 0x2069);
        text.remove_prefix(point.length);
    }
}

void require_narrow(std::string_view text, std::size_t columns) {
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        require(display_width(text.substr(0, end)) <= columns);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

class Reporter : public dissect::HandshakeSink {
  public:
    explicit Reporter(std::size_t columns) : style_{false, columns} {}

    void on_handshake(dissect::Handshake&& handshake) override {
        observation_.handshake = std::move(handshake);
        observation_.provenance.client = {"192.0.2.1", 40000};
        observation_.provenance.server = {"2001:db8::1", 443};
        maker_.make(observation_, record_);
        json_text_.clear();
        json_.append(json_text_, record_, observation_.handshake);
        require(nlohmann::json::accept(json_text_));
        const std::string table = reports::HandshakeTable(style_).line(record_);
        require_safe(table);
        require_narrow(table, style_.columns);
        const std::string ladder = reports::ladder(record_, style_);
        require_safe(ladder);
    }

  private:
    reports::Style style_;
    profile::RecordMaker maker_;
    profile::Observation observation_;
    profile::Record record_;
    reports::RecordJson json_{reports::JsonOptions{true, true}};
    std::string json_text_;
};

class Script {
  public:
    Script(dissect::HandshakeTracker& tracker, Reader reader)
        : tracker_(tracker), reader_(reader) {}

    void play() {
        while (reader_.more() && !tracker_.finished())
            step();
        for (const Sender from : {Sender::initiator, Sender::responder})
            if (!tracker_.finished() && !closed_[index_of(from)])
                tracker_.on_close(from, CloseReason::end_of_input, now());
    }

  private:
    Moment now() {
        ++ordinal_;
        return {static_cast<Time>(ordinal_ * 1000), ordinal_};
    }

    void step() {
        const std::uint8_t event = reader_.u8();
        const Sender from = (event & 1) != 0 ? Sender::responder : Sender::initiator;
        const std::uint16_t length = reader_.u16();
        if (closed_[index_of(from)]) return;
        switch ((event >> 1) % 4) {
            case 0:
                bytes(from, reader_.take(std::min<std::size_t>(length, reader_.left())));
                break;
            case 1:
                if (length > 0) tracker_.on_gap(from, length, now());
                break;
            case 2:
                skip(from, length);
                break;
            default:
                closed_[index_of(from)] = true;
                tracker_.on_close(from, static_cast<CloseReason>(length % 6), now());
                break;
        }
        require(tracker_.footprint() < kMaxFootprint);
        require(tracker_.footprint() < kFixedFootprint + kFootprintPerOctet * octets_);
    }

    // As the capture side drives it: what is skippable is passed by.
    void bytes(Sender from, Bytes octets) {
        octets_ += octets.size();
        const std::size_t pass = std::min<std::uint64_t>(tracker_.skippable(from), octets.size());
        if (pass > 0) tracker_.on_skip(from, pass, now());
        if (pass < octets.size()) tracker_.on_bytes(from, octets.subspan(pass), now());
    }

    void skip(Sender from, std::uint64_t n) {
        n = std::min(n, tracker_.skippable(from));
        if (n > 0) tracker_.on_skip(from, n, now());
    }

    dissect::HandshakeTracker& tracker_;
    Reader reader_;
    bool closed_[2] = {};
    std::uint64_t ordinal_ = 0;
    std::size_t octets_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Reader reader(Bytes(data, size));
    const std::uint8_t options = reader.u8();
    dissect::SecretStore secrets;
    const Bytes key_log = reader.vector16();
    if (reader.failed()) return 0;
    secrets.add_key_log(key_log);
    Reporter reporter(20 + options);
    dissect::HandshakeTracker tracker(reporter, &secrets);
    Script(tracker, reader).play();
    return 0;
}
