// Zstandard (RFC 8878), several frames and skippable frames included.
#include "capture/file/packed_feed.h"

#include <string>

#include <zstd.h>

namespace tlsonar::capture {
namespace {

// The largest window that a frame may ask memory for: 128 MiB, what the zstd program accepts by
// default.
constexpr int kMaxWindowLog = 27;

class ZstdFeed final : public PackedFeed {
  public:
    explicit ZstdFeed(std::unique_ptr<Feed> packed)
        : PackedFeed(std::move(packed)), stream_(ZSTD_createDStream()) {
        if (stream_ == nullptr) {
            finish("out of memory for zstd");
        } else {
            ZSTD_DCtx_setParameter(stream_, ZSTD_d_windowLogMax, kMaxWindowLog);
        }
    }
    ~ZstdFeed() override { ZSTD_freeDStream(stream_); }

    std::size_t read(std::uint8_t* out, std::size_t n) override {
        ZSTD_outBuffer room{out, n, 0};
        while (!finished_ && room.pos == 0)
            step(room);
        return room.pos;
    }

  private:
    void step(ZSTD_outBuffer& room) {
        if (!flushing_ && !fill()) return finish(in_frame_ ? "the zstd data ends early" : "");
        ZSTD_inBuffer input{buffer_.data(), end_, at_};
        const std::size_t status = ZSTD_decompressStream(stream_, &room, &input);
        at_ = input.pos;
        if (ZSTD_isError(status) != 0) {
            finish("the zstd data is damaged");
            trouble_ += std::string(" (") + ZSTD_getErrorName(status) + ")";
            return;
        }
        in_frame_ = status != 0;
        // A full output buffer may mean that more waits inside, without further input.
        flushing_ = in_frame_ && room.pos == room.size;
    }

    void finish(const char* why) {
        finished_ = true;
        if (trouble_.empty()) trouble_ = why;
    }

    ZSTD_DStream* stream_;
    bool in_frame_ = false;
    bool flushing_ = false;
    bool finished_ = false;
};

bool is_zstd(Bytes begin) {
    if (starts_with(begin, "\x28\xb5\x2f\xfd")) return true;
    // A skippable frame, 0x184D2A50 to 0x184D2A5F in little endian.
    return begin.size() >= 4 && (begin[0] & 0xf0) == 0x50 &&
           starts_with(begin.subspan(1), "\x2a\x4d\x18");
}

std::unique_ptr<Feed> open_zstd(std::unique_ptr<Feed> packed) {
    return std::make_unique<ZstdFeed>(std::move(packed));
}

}  // namespace

constexpr Compression kZstd{"zstd", is_zstd, open_zstd};

}  // namespace tlsonar::capture
