// PackedFeed: what the decompressors share, the buffer of compressed octets.
#pragma once

#include "capture/file/feed.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace tlsonar::capture {

class PackedFeed : public Feed {
  public:
    explicit PackedFeed(std::unique_ptr<Feed> packed) : packed_(std::move(packed)) {}
    std::uint64_t consumed() const override { return packed_->consumed(); }

  protected:
    // Compressed octets at hand; reads more when there are none. False at the end of the file.
    bool fill() {
        if (at_ != end_) return true;
        at_ = 0;
        end_ = packed_->read(buffer_.data(), buffer_.size());
        if (end_ == 0) trouble_ = packed_->trouble();
        return end_ != 0;
    }

    std::unique_ptr<Feed> packed_;
    std::array<std::uint8_t, std::size_t{128} * 1024> buffer_{};
    std::size_t at_ = 0;
    std::size_t end_ = 0;
};

}  // namespace tlsonar::capture
