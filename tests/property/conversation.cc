#include "tests/property/conversation.h"

#include "capture/file/source.h"
#include "capture/packets.h"
#include "capture/tcp/flow_table.h"
#include "dissect/session/tracker.h"
#include "profile/record_maker.h"
#include "reports/record_json.h"
#include "tests/property/segments.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <memory>

#include <nlohmann/json.hpp>

namespace tlsonar::property {
namespace {

const std::string kSampleFolder = TLSONAR_SOURCE_DIR "/samples/";

// Writes down what a flow says.
class StreamWriter : public StreamSink {
  public:
    explicit StreamWriter(Conversation& conversation) : conversation_(conversation) {}
    void on_bytes(Sender from, Bytes bytes, Moment) override {
        if (conversation_.empty() || conversation_.back().from != from)
            conversation_.push_back({from, {}});
        Octets& octets = conversation_.back().octets;
        octets.insert(octets.end(), bytes.begin(), bytes.end());
    }
    void on_gap(Sender, std::uint64_t, Moment) override {}
    void on_close(Sender, CloseReason, Moment) override {}
    std::size_t footprint() const override { return 1; }

  private:
    Conversation& conversation_;
};

class Writers : public capture::FlowObserver {
  public:
    std::unique_ptr<StreamSink> open(const capture::FlowView&) override {
        written_.push_back(std::make_unique<Conversation>());
        return std::make_unique<StreamWriter>(*written_.back());
    }
    std::vector<Conversation> take() {
        std::vector<Conversation> all;
        for (auto& one : written_)
            all.push_back(std::move(*one));
        return all;
    }

  private:
    std::vector<std::unique_ptr<Conversation>> written_;
};

class ToTable : public capture::SegmentSink {
  public:
    explicit ToTable(capture::FlowTable& table) : table_(table) {}
    void on_segment(const capture::Segment& segment) override { table_.on_segment(segment); }

  private:
    capture::FlowTable& table_;
};

void forget_packets(nlohmann::ordered_json& record) {
    record.erase("seen");
    for (const char* list : {"messages", "alerts", "anomalies"}) {
        if (!record.contains(list)) continue;
        for (auto& one : record[list]) {
            one.erase("frame");
            one.erase("at");
        }
    }
}

class Recorder : public dissect::HandshakeSink {
  public:
    // `compared`: without what depends on packets. That takes most of the time.
    explicit Recorder(Records& records, bool compared = true)
        : records_(records), compared_(compared) {}
    void on_handshake(dissect::Handshake&& handshake) override {
        profile::Observation observation;
        observation.handshake = std::move(handshake);
        observation.provenance.packets[0] = observation.provenance.packets[1] = 1;
        profile::Record record;
        profile::RecordMaker().make(observation, record);
        std::string text;
        reports::RecordJson({true, true}).append(text, record, observation.handshake);
        if (compared_) {
            auto json = nlohmann::ordered_json::parse(text);
            forget_packets(json);
            text = json.dump();
        }
        records_.push_back(std::move(text));
    }

  private:
    Records& records_;
    bool compared_;
};

// A tracker as the sink of a flow.
class Telling {
  public:
    explicit Telling(const dissect::SecretStore* secrets, bool compared = true)
        : recorder_(records_, compared), tracker_(recorder_, secrets) {}

    void say(Sender from, Bytes octets) {
        if (tracker_.finished()) return;
        const Moment now{static_cast<Time>(++ordinal_), ordinal_};
        const auto skip = static_cast<std::size_t>(
            std::min<std::uint64_t>(tracker_.skippable(from), octets.size()));
        if (skip > 0) tracker_.on_skip(from, skip, now);
        if (skip < octets.size()) tracker_.on_bytes(from, octets.subspan(skip), now);
    }
    Records end() {
        for (const Sender from : {Sender::initiator, Sender::responder})
            if (!tracker_.finished())
                tracker_.on_close(from, CloseReason::end_of_input, {0, ++ordinal_});
        return records_;
    }

  private:
    Records records_;
    Recorder recorder_;
    dissect::HandshakeTracker tracker_;
    std::uint64_t ordinal_ = 0;
};

class TellingSink : public StreamSink {
  public:
    TellingSink(Records& records, const dissect::SecretStore* secrets)
        : recorder_(records), tracker_(recorder_, secrets) {}
    void on_bytes(Sender from, Bytes bytes, Moment when) override {
        tracker_.on_bytes(from, bytes, when);
    }
    void on_gap(Sender from, std::uint64_t n, Moment when) override {
        tracker_.on_gap(from, n, when);
    }
    void on_close(Sender from, CloseReason, Moment when) override {
        tracker_.on_close(from, CloseReason::end_of_input, when);
    }
    std::uint64_t skippable(Sender from) const override { return tracker_.skippable(from); }
    void on_skip(Sender from, std::uint64_t n, Moment when) override {
        tracker_.on_skip(from, n, when);
    }
    bool finished() const override { return tracker_.finished(); }
    std::size_t footprint() const override { return tracker_.footprint(); }

  private:
    Recorder recorder_;
    dissect::HandshakeTracker tracker_;
};

class Tellings : public capture::FlowObserver {
  public:
    Tellings(Records& records, const dissect::SecretStore* secrets)
        : records_(records), secrets_(secrets) {}
    std::unique_ptr<StreamSink> open(const capture::FlowView&) override {
        return std::make_unique<TellingSink>(records_, secrets_);
    }

  private:
    Records& records_;
    const dissect::SecretStore* secrets_;
};

}  // namespace

std::vector<Conversation> conversations(const std::string& name) {
    auto source = capture::PacketSource::open(kSampleFolder + name);
    if (!source.ok()) return {};
    Writers writers;
    capture::FlowTable table(writers, {});
    ToTable sink(table);
    capture::PacketReader reader(sink);
    capture::Packet packet;
    while ((*source)->next(packet))
        reader.read(packet);
    table.finish({});
    return writers.take();
}

dissect::SecretStore secrets_of(const std::string& name) {
    dissect::SecretStore secrets;
    std::ifstream file(kSampleFolder + "keys/" + name + ".keys", std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    secrets.add_key_log(as_bytes(text));
    return secrets;
}

Records tell(const Conversation& conversation, const dissect::SecretStore* secrets) {
    Telling telling(secrets);
    for (const Turn& turn : conversation)
        telling.say(turn.from, turn.octets);
    return telling.end();
}

Records tell_cut(const Conversation& conversation, const dissect::SecretStore* secrets,
                 std::size_t most, Random& random) {
    Telling telling(secrets);
    std::uniform_int_distribution<std::size_t> length(1, most);
    for (const Turn& turn : conversation) {
        Bytes rest = turn.octets;
        while (!rest.empty()) {
            // A copy of its own: reading beyond the piece is then seen by the sanitizer.
            const std::size_t n = std::min(length(random), rest.size());
            const Octets piece(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(n));
            telling.say(turn.from, piece);
            rest = rest.subspan(n);
        }
    }
    return telling.end();
}

Records tell_beginning(const Conversation& conversation, const dissect::SecretStore* secrets,
                       std::size_t octets, const Sender* only) {
    Telling telling(secrets, false);
    for (const Turn& turn : conversation) {
        const std::size_t n = std::min(octets, turn.octets.size());
        octets -= n;
        if (n > 0 && (only == nullptr || *only == turn.from))
            telling.say(turn.from, Bytes(turn.octets).first(n));
    }
    return telling.end();
}

Records tell_in_segments(const Conversation& conversation, const dissect::SecretStore* secrets,
                         const Disorder& disorder, Random& random) {
    Records records;
    Tellings tellings(records, secrets);
    capture::FlowTable table(tellings, {});
    Segmenter segmenter([&](const capture::Segment& segment) { table.on_segment(segment); });
    segmenter.open();
    for (const Turn& turn : conversation)
        segmenter.say(turn.from, turn.octets, disorder, random);
    segmenter.close();
    table.finish({});
    return records;
}

std::size_t size_of(const Conversation& conversation) {
    std::size_t size = 0;
    for (const Turn& turn : conversation)
        size += turn.octets.size();
    return size;
}

Conversation recut_records(const Conversation& conversation, Random& random) {
    constexpr std::uint8_t kChangeCipherSpec = 20;
    constexpr std::uint8_t kHandshake = 22;
    bool switched[2] = {};
    Conversation out;
    for (const Turn& turn : conversation) {
        Octets octets;
        Octets bodies;
        Octets version;
        const auto flush = [&] {
            for (std::size_t at = 0; at < bodies.size();) {
                std::uniform_int_distribution<std::size_t> length(1, random() % 3 == 0 ? 9 : 4000);
                const std::size_t n = std::min(length(random), bodies.size() - at);
                octets.insert(octets.end(),
                              {kHandshake, version[0], version[1],
                               static_cast<std::uint8_t>(n >> 8), static_cast<std::uint8_t>(n)});
                const auto first = bodies.begin() + static_cast<std::ptrdiff_t>(at);
                octets.insert(octets.end(), first, first + static_cast<std::ptrdiff_t>(n));
                at += n;
            }
            bodies.clear();
        };
        for (Bytes rest = turn.octets; !rest.empty();) {
            const std::size_t body = rest.size() >= 5 ? load_be16(rest.data() + 3) : rest.size();
            const Bytes record = rest.first(std::min(5 + body, rest.size()));
            rest = rest.subspan(record.size());
            bool& done = switched[index_of(turn.from)];
            done = done || record[0] == kChangeCipherSpec;
            if (!done && record[0] == kHandshake && record.size() > 5) {
                version = {record[1], record[2]};
                bodies.insert(bodies.end(), record.begin() + 5, record.end());
                continue;
            }
            flush();
            octets.insert(octets.end(), record.begin(), record.end());
        }
        flush();
        out.push_back({turn.from, octets});
    }
    return out;
}

}  // namespace tlsonar::property
