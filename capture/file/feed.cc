#include "capture/file/feed.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <vector>

#include <unistd.h>

namespace tlsonar::capture {
namespace {

class DescriptorFeed final : public Feed {
  public:
    DescriptorFeed(Descriptor fd, Bytes begin)
        : fd_(std::move(fd)), begin_(begin.begin(), begin.end()) {}

    std::size_t read(std::uint8_t* out, std::size_t n) override {
        const std::size_t got = given_ < begin_.size() ? replay(out, n) : fetch(out, n);
        consumed_ += got;
        return got;
    }
    std::uint64_t consumed() const override { return consumed_; }

  private:
    std::size_t replay(std::uint8_t* out, std::size_t n) {
        n = std::min(n, begin_.size() - given_);
        std::memcpy(out, begin_.data() + given_, n);
        given_ += n;
        return n;
    }

    std::size_t fetch(std::uint8_t* out, std::size_t n) {
        for (;;) {
            const ssize_t got = ::read(fd_.get(), out, n);
            if (got >= 0) return static_cast<std::size_t>(got);
            if (errno == EINTR) continue;
            trouble_ = "reading failed: " + std::generic_category().message(errno);
            return 0;
        }
    }

    Descriptor fd_;
    std::vector<std::uint8_t> begin_;
    std::size_t given_ = 0;
    std::uint64_t consumed_ = 0;
};

}  // namespace

Descriptor::~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
}

std::unique_ptr<Feed> descriptor_feed(Descriptor fd, Bytes begin) {
    return std::make_unique<DescriptorFeed>(std::move(fd), begin);
}

const Compression* find_compression(Bytes begin) {
    static constexpr const Compression* kCompressions[] = {&kGzip, &kZstd};
    for (const Compression* compression : kCompressions)
        if (compression->recognises(begin)) return compression;
    return nullptr;
}

}  // namespace tlsonar::capture
