#include "tests/capture/packet_collector.h"

#include <thread>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

namespace tlsonar::capture::craft {
namespace {

Octets gzip(const Octets& data) {
    z_stream z{};
    EXPECT_EQ(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    Octets out(deflateBound(&z, data.size()) + 64);
    Octets in = data;
    z.next_in = in.data();
    z.avail_in = static_cast<uInt>(in.size());
    z.next_out = out.data();
    z.avail_out = static_cast<uInt>(out.size());
    EXPECT_EQ(deflate(&z, Z_FINISH), Z_STREAM_END);
    out.resize(z.total_out);
    deflateEnd(&z);
    return out;
}

Octets zstd(const Octets& data) {
    Octets out(ZSTD_compressBound(data.size()));
    out.resize(ZSTD_compress(out.data(), out.size(), data.data(), data.size(), 3));
    return out;
}

// Large enough for several buffers.
Octets large_pcap() {
    std::vector<PcapRecord> records;
    for (std::uint32_t i = 0; i < 40; ++i)
        records.push_back({i, 0, Octets(40'000, static_cast<std::uint8_t>(i))});
    return pcap({}, records);
}

void expect_large(const Collected& all, bool stable) {
    EXPECT_FALSE(all.fault) << all.fault->sentence;
    ASSERT_EQ(all.packets.size(), 40U);
    for (std::uint32_t i = 0; i < 40; ++i) {
        EXPECT_EQ(all.packets[i].packet.moment, (Moment{Time{i} * 1'000'000'000, i + 1}));
        EXPECT_EQ(all.packets[i].data, Octets(40'000, static_cast<std::uint8_t>(i)));
        EXPECT_EQ(all.packets[i].packet.stable, stable);
    }
}

Octets first_half(const Octets& data) {
    return Octets(data.begin(), data.begin() + static_cast<long>(data.size() / 2));
}
Octets second_half(const Octets& data) {
    return Octets(data.begin() + static_cast<long>(data.size() / 2), data.end());
}

TEST(PacketSource, ReadsPlainGzipAndZstd) {
    const Octets plain = large_pcap();
    expect_large(collect(plain), true);
    expect_large(collect(gzip(plain)), false);
    expect_large(collect(zstd(plain)), false);
}

TEST(PacketSource, ReadsSeveralMembersAndFrames) {
    const Octets plain = large_pcap();
    const Octets one = first_half(plain);
    const Octets two = second_half(plain);
    expect_large(collect(gzip(one) + gzip({}) + gzip(two)), false);
    expect_large(collect(gzip(one) + gzip(two) + Octets(512)), false);
    const Octets skippable = from_hex("502a4d18 04000000 01020304");
    expect_large(collect(skippable + zstd(one) + zstd({}) + skippable + zstd(two)), false);
}

TEST(PacketSource, CompressedFilesCutAnywhereEndInAFault) {
    const Octets plain = pcap({}, {{.data = octets("one")}, {.data = octets("two")}});
    for (const Octets& packed : {gzip(plain), zstd(plain)}) {
        for (std::size_t n = 1; n < packed.size(); ++n) {
            const auto all = collect(Octets(packed.begin(), packed.begin() + static_cast<long>(n)));
            EXPECT_TRUE(all.error || all.fault) << n << " of " << packed.size();
        }
        EXPECT_FALSE(collect(packed).fault);
    }
}

TEST(PacketSource, DamagedCompressionGivesWhatCameBefore) {
    const Octets plain = large_pcap();
    const auto gz = collect(gzip(first_half(plain)) + octets("garbage"));
    EXPECT_GE(gz.packets.size(), 19U);
    ASSERT_TRUE(gz.fault);
    EXPECT_NE(gz.fault->sentence.find("something else follows the gzip data"), std::string::npos);
    const auto zst = collect(zstd(first_half(plain)) + octets("garbage"));
    EXPECT_GE(zst.packets.size(), 19U);
    ASSERT_TRUE(zst.fault);
    EXPECT_NE(zst.fault->sentence.find("the zstd data is damaged"), std::string::npos);
}

TEST(PacketSource, SaysWhetherKeyLogsMayCome) {
    const TemporaryFile classic(large_pcap());
    auto source = PacketSource::open(classic.path());
    ASSERT_TRUE(source.ok());
    EXPECT_FALSE((*source)->may_hold_key_logs());
    const Pcapng ng;
    const TemporaryFile next_generation(gzip(ng.section() + ng.interface(1)));
    source = PacketSource::open(next_generation.path());
    ASSERT_TRUE(source.ok());
    EXPECT_TRUE((*source)->may_hold_key_logs());
}

TEST(PacketSource, TellsProgressInStoredOctets) {
    const Octets packed = gzip(large_pcap());
    const TemporaryFile file(packed);
    auto source = PacketSource::open(file.path());
    ASSERT_TRUE(source.ok());
    Packet packet;
    while ((*source)->next(packet)) {
    }
    EXPECT_EQ((*source)->bytes_total(), packed.size());
    EXPECT_EQ((*source)->bytes_read(), packed.size());
}

// Puts a descriptor in the place of standard input for a while.
class StandardInput {
  public:
    explicit StandardInput(int fd) : saved_(::dup(STDIN_FILENO)) {
        ::dup2(fd, STDIN_FILENO);
        ::close(fd);
    }
    StandardInput(const StandardInput&) = delete;
    StandardInput& operator=(const StandardInput&) = delete;
    ~StandardInput() {
        ::dup2(saved_, STDIN_FILENO);
        ::close(saved_);
    }

  private:
    int saved_;
};

void expect_from_pipe(const Octets& content) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    std::thread writer([&] {
        std::size_t at = 0;
        while (at < content.size()) {
            const ssize_t n = ::write(ends[1], content.data() + at, content.size() - at);
            if (n <= 0) break;
            at += static_cast<std::size_t>(n);
        }
        ::close(ends[1]);
    });
    const StandardInput input(ends[0]);
    expect_large(collect_path("-"), false);
    writer.join();
}

TEST(PacketSource, ReadsStandardInputFromAPipe) {
    expect_from_pipe(large_pcap());
    expect_from_pipe(gzip(large_pcap()));
    expect_from_pipe(zstd(large_pcap()));
}

TEST(PacketSource, MapsStandardInputFromAFile) {
    const TemporaryFile file(large_pcap());
    const StandardInput input(::open(file.path().c_str(), O_RDONLY | O_CLOEXEC));
    expect_large(collect_path("-"), true);
}

TEST(PacketSource, SurvivesAFileThatShrinks) {
    // More than two of the steps in which a mapped file is opened to the reader.
    std::vector<PcapRecord> records(150, {.data = Octets(300'000)});
    const TemporaryFile file(pcap({}, records));
    auto source = PacketSource::open(file.path());
    ASSERT_TRUE(source.ok());
    Packet packet;
    ASSERT_TRUE((*source)->next(packet));
    ASSERT_EQ(::truncate(file.path().c_str(), 20 * 1024 * 1024), 0);
    int packets = 1;
    while ((*source)->next(packet))
        ++packets;
    EXPECT_LT(packets, 150);
    ASSERT_TRUE((*source)->fault());
    EXPECT_NE((*source)->fault()->sentence.find("became shorter"), std::string::npos);
}

using Cause = FileError::Cause;

void expect_error(const Octets& content, Cause cause, const std::string& words) {
    const auto all = collect(content);
    ASSERT_TRUE(all.error);
    EXPECT_EQ(all.error->cause, cause);
    EXPECT_NE(all.error->sentence.find(words), std::string::npos) << all.error->sentence;
}

TEST(PacketSource, SaysWhatElseAFileIs) {
    expect_error({}, Cause::empty, " is empty");
    expect_error(octets("hello, world"), Cause::not_a_capture,
                 " is not a pcap or pcapng file: begins with 68656c6c6f2c2077");
    expect_error({1}, Cause::not_a_capture, "begins with 01");
    expect_error(octets("BZh91AY"), Cause::unsupported, "compressed with bzip2");
    expect_error(from_hex("fd377a585a00"), Cause::unsupported, "compressed with xz");
    expect_error(octets("snoop") + Octets(10), Cause::unsupported, "a Sun snoop capture");
    expect_error(gzip(octets("hello")), Cause::not_a_capture, "begins with 68656c6c6f");
    expect_error(gzip({}), Cause::empty, " is empty");
}

TEST(PacketSource, SaysWhyAFileCannotBeOpened) {
    EXPECT_EQ(collect_path("/nonexistent/file").error->cause, Cause::missing);
    EXPECT_EQ(collect_path("/nonexistent/file").error->sentence,
              "/nonexistent/file does not exist");
    EXPECT_EQ(collect_path("/tmp").error->cause, Cause::directory);
    const TemporaryFile file(large_pcap());
    ASSERT_EQ(::chmod(file.path().c_str(), 0), 0);
    if (::geteuid() == 0) GTEST_SKIP() << "permissions do not bind the superuser";
    EXPECT_EQ(collect_path(file.path()).error->cause, Cause::no_permission);
}

}  // namespace
}  // namespace tlsonar::capture::craft
