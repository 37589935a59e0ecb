// gzip (RFC 1952), several members one after the other included.
#include "capture/file/packed_feed.h"

#include <string>

#include <zlib.h>

namespace tlsonar::capture {
namespace {

constexpr int kGzipWindow = 15 + 16;  // zlib's way of asking for a gzip header

class GzipFeed final : public PackedFeed {
  public:
    explicit GzipFeed(std::unique_ptr<Feed> packed) : PackedFeed(std::move(packed)) {
        if (inflateInit2(&stream_, kGzipWindow) != Z_OK) finish("out of memory for gzip");
    }
    ~GzipFeed() override { inflateEnd(&stream_); }

    std::size_t read(std::uint8_t* out, std::size_t n) override {
        constexpr std::size_t kMost = 1U << 30;
        stream_.next_out = out;
        stream_.avail_out = static_cast<uInt>(n < kMost ? n : kMost);
        const uInt room = stream_.avail_out;
        while (!finished_ && stream_.avail_out == room)
            step();
        return room - stream_.avail_out;
    }

  private:
    void step() {
        if (!fill()) return finish(between_members_ ? "" : "the gzip data ends early");
        if (between_members_ && !begin_member()) return;
        stream_.next_in = buffer_.data() + at_;
        stream_.avail_in = static_cast<uInt>(end_ - at_);
        const int status = inflate(&stream_, Z_NO_FLUSH);
        at_ = end_ - stream_.avail_in;
        if (status == Z_STREAM_END) {
            between_members_ = true;
        } else if (status != Z_OK && status != Z_BUF_ERROR) {
            finish("the gzip data is damaged");
            if (stream_.msg != nullptr) trouble_ += std::string(" (") + stream_.msg + ")";
        }
    }

    // After a member either another one follows, or padding of zeros (tapes), or something strange.
    bool begin_member() {
        if (buffer_[at_] == 0x1f) {
            between_members_ = false;
            inflateReset(&stream_);
            return true;
        }
        if (buffer_[at_] != 0) finish("something else follows the gzip data");
        ++at_;
        return false;
    }

    void finish(const char* why) {
        finished_ = true;
        if (trouble_.empty()) trouble_ = why;
    }

    z_stream stream_{};
    bool between_members_ = false;
    bool finished_ = false;
};

bool is_gzip(Bytes begin) { return starts_with(begin, "\x1f\x8b"); }

std::unique_ptr<Feed> open_gzip(std::unique_ptr<Feed> packed) {
    return std::make_unique<GzipFeed>(std::move(packed));
}

}  // namespace

constexpr Compression kGzip{"gzip", is_gzip, open_gzip};

}  // namespace tlsonar::capture
