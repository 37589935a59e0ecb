// Any octets as a capture file, read through a pipe's way (a stream) and, decompressed or not, down
// to segments: the second reading must give the same packets as the mapped one.
#include "capture/file/format.h"
#include "capture/packets.h"

#include <cstdint>
#include <cstdlib>
#include <string>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace {

using namespace tlsonar;
using namespace tlsonar::capture;

struct Total final : SegmentSink {
    void on_segment(const Segment& segment) override {
        sum = sum * 31 + segment.sequence + segment.payload.size();
        for (const std::uint8_t octet : segment.payload)
            sum += octet;
        sum += verify_checksum(segment) == Checksum::good ? 1 : 0;
    }
    std::uint64_t sum = 0;
};

struct Reading {
    std::uint64_t packets = 0;
    std::uint64_t sum = 0;
    bool opened = false;
    bool fault = false;
};

// Bombs are bounded in memory but not in time, and time is what a fuzzer has.
constexpr std::uint64_t kMostPackets = 20'000;

Reading read(Opened source) {
    Reading reading;
    if (!source) return reading;
    reading.opened = true;
    Total total;
    PacketReader reader(total);
    Packet packet;
    while (reading.packets < kMostPackets && (*source)->next(packet)) {
        if (++reading.packets != packet.moment.ordinal && (*source)->note_count() == 0) abort();
        reader.read(packet);
    }
    reading.sum = total.sum;
    reading.fault = (*source)->fault().has_value();
    return reading;
}

class MemoryFeed final : public Feed {
  public:
    explicit MemoryFeed(Bytes data) : data_(data) {}
    std::size_t read(std::uint8_t* out, std::size_t n) override {
        n = std::min({n, data_.size() - at_, std::size_t{100}});  // in small helpings
        std::copy_n(data_.data() + at_, n, out);
        at_ += n;
        return n;
    }
    std::uint64_t consumed() const override { return at_; }

  private:
    Bytes data_;
    std::size_t at_ = 0;
};

Reading read_stream(Bytes data) {
    std::unique_ptr<Feed> feed = std::make_unique<MemoryFeed>(data);
    const Compression* compression = find_compression(data);
    if (compression != nullptr) feed = compression->open(std::move(feed));
    auto window = stream_window(std::move(feed), data.size());
    const Format* format = find_format(window->ahead(kMagicLength));
    if (format == nullptr) return {};
    return read(format->open({std::move(window), "fuzz", {}}));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const int file = ::memfd_create("capture", MFD_CLOEXEC);
    static const std::string path = "/proc/self/fd/" + std::to_string(file);
    if (::ftruncate(file, 0) != 0 || ::pwrite(file, data, size, 0) != static_cast<ssize_t>(size))
        abort();
    SourceOptions options;
    options.on_key_log = [](Bytes lines) {
        if (lines.size() > kMaxBlock) abort();
    };
    const Reading mapped = read(PacketSource::open(path, options));
    const Reading streamed = read_stream({data, size});
    if (mapped.opened != streamed.opened || mapped.packets != streamed.packets ||
        mapped.sum != streamed.sum || mapped.fault != streamed.fault)
        abort();
    return 0;
}
