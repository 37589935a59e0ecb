// Hand-made segments and a sink that writes down what it is told.
#pragma once

#include "capture/flow.h"
#include "capture/tcp/flow_table.h"

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace tlsonar::capture::testing {

inline Endpoint endpoint(std::uint8_t last, std::uint16_t port) {
    Endpoint e;
    e.address.octets = {192, 0, 2, last};
    e.port = port;
    return e;
}

// A segment that owns its octets.
struct Sent {
    bool from_client = true;
    std::uint32_t sequence = 0;
    std::uint32_t acknowledgment = 0;
    std::uint8_t flags = kAck;
    std::string payload;
    std::uint32_t cut = 0;  // further octets that the snaplen cut off
    bool bad = false;       // wrong checksum
    bool stable = false;
    std::uint16_t client_port = 40000;
    Time at = 0;
};

// Lends the packet as a Segment.
void with_segment(const Sent& packet, Moment moment,
                  const std::function<void(const Segment&)>& use);

struct Record {
    std::array<std::string, 2> text;  // octets; a gap of n octets is <n>, a skip of n is (n)
    std::array<std::string, 2> closed;
    FlowInfo info;  // when the sink went
    bool gone = false;
};

struct SinkPlan {
    std::uint64_t skip_after = UINT64_MAX;  // octets of a direction after which all is skippable
    std::uint64_t skip = UINT64_MAX;        // how many then
    std::uint64_t finish_after = UINT64_MAX;
    std::size_t footprint = 100;
};

// Makes sinks that write into records, which live as long as the observer.
class Recorder : public FlowObserver {
  public:
    std::unique_ptr<StreamSink> open(const FlowView& flow) override;
    SinkPlan plan;
    bool refuse = false;
    std::vector<std::unique_ptr<Record>> records;
};

// A table with a recorder, and a clock of one frame per packet.
class Lab {
  public:
    explicit Lab(std::size_t max_memory = std::size_t{256} << 20);
    Lab& operator<<(const Sent& packet);
    void tick(std::uint32_t clock) { table.tick(clock, moment); }
    void finish() { table.finish(moment); }
    const Record& record(std::size_t i = 0) const { return *recorder.records.at(i); }
    std::string client(std::size_t i = 0) const { return record(i).text[0]; }
    std::string server(std::size_t i = 0) const { return record(i).text[1]; }

    Recorder recorder;
    FlowTable table;
    Moment moment;
};

// The three packets that open the connection; octets start at `client` + 1 and `server` + 1.
constexpr std::uint32_t kClient = 1000;
constexpr std::uint32_t kServer = 9000;
Sent syn(std::uint32_t sequence = kClient);
Sent syn_ack(std::uint32_t sequence = kServer, std::uint32_t client = kClient);
Sent ack();
void handshake(Lab& lab);
// Payload `offset` octets into the stream.
Sent client(std::uint32_t offset, std::string payload);
Sent server(std::uint32_t offset, std::string payload);
Sent server_ack(std::uint32_t offset);
Sent with_flags(Sent packet, int flags);
Sent bad(Sent packet);

}  // namespace tlsonar::capture::testing
