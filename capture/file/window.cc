#include "capture/file/window.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <vector>

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tlsonar::capture {
namespace {

// A mapped file is opened to the readers chunk by chunk. At each step
// - the file is measured again: touching a mapping past the end of a file that has been cut short
//   meanwhile kills the process (SIGBUS). A cut within the current chunk, or one that removes
//   octets kept by pointer, remains a risk: only a copy would remove it, and a copy costs more than
//   all the rest of the reading;
// - what lies behind is given back, so that a large file does not fill the resident set. The
//   octets stay valid: touching them again brings them back from the page cache.
constexpr std::size_t kChunk = 16UL * 1024 * 1024;

class MappedWindow final : public Window {
  public:
    MappedWindow(Descriptor fd, std::uint8_t* base, std::size_t size)
        : fd_(std::move(fd)), base_(base), mapped_(size), size_(size), kept_(base) {
        at_ = end_ = base;
        stable_ = true;
    }
    ~MappedWindow() override { ::munmap(base_, mapped_); }

    const std::string& trouble() const override { return trouble_; }
    std::uint64_t bytes_read() const override { return offset_; }
    std::uint64_t bytes_total() const override { return mapped_; }

  private:
    void more(std::size_t n) override {
        measure();
        const auto behind = static_cast<std::size_t>(at_ - base_);
        if (behind >= size_) {
            end_ = at_;
            return;
        }
        const std::size_t wanted = std::max(n, kChunk);
        end_ = at_ + std::min(size_ - behind, wanted);
        give_back();
    }

    void measure() {
        struct stat status {};
        if (::fstat(fd_.get(), &status) != 0 || status.st_size < 0) return;
        const auto size = static_cast<std::size_t>(status.st_size);
        if (size >= size_) return;
        size_ = size;
        trouble_ = "the file became shorter while it was read";
    }

    void give_back() {
        const auto behind = static_cast<std::size_t>(at_ - kept_) / kChunk * kChunk;
        if (behind == 0) return;
        ::madvise(kept_, behind, MADV_DONTNEED);
        kept_ += behind;
    }

    Descriptor fd_;
    std::uint8_t* base_;
    std::size_t mapped_;
    std::size_t size_;
    std::uint8_t* kept_;  // pages before it have been given back
    std::string trouble_;
};

class StreamWindow final : public Window {
  public:
    StreamWindow(std::unique_ptr<Feed> feed, std::uint64_t total)
        : feed_(std::move(feed)), total_(total), buffer_(kFirstBuffer) {
        at_ = end_ = buffer_.data();
    }

    const std::string& trouble() const override { return feed_->trouble(); }
    std::uint64_t bytes_read() const override { return feed_->consumed(); }
    std::uint64_t bytes_total() const override { return total_; }

  private:
    static constexpr std::size_t kFirstBuffer = 512UL * 1024;

    // Reads only until n octets are there: a live pipe must not wait for a full buffer.
    void more(std::size_t n) override {
        std::size_t have = left();
        if (n > buffer_.size()) {
            std::vector<std::uint8_t> larger(std::max(n, 2 * buffer_.size()));
            std::memcpy(larger.data(), at_, have);
            buffer_.swap(larger);
        } else if (have != 0) {
            std::memmove(buffer_.data(), at_, have);
        }
        while (have < n) {
            const std::size_t got = feed_->read(buffer_.data() + have, buffer_.size() - have);
            if (got == 0) break;
            have += got;
        }
        at_ = buffer_.data();
        end_ = at_ + have;
    }

    std::unique_ptr<Feed> feed_;
    std::uint64_t total_;
    std::vector<std::uint8_t> buffer_;
};

}  // namespace

bool Window::skip(std::uint64_t n) {
    while (n != 0) {
        const std::size_t here = ahead(1).size();
        if (here == 0) return false;
        const auto step = static_cast<std::size_t>(std::min<std::uint64_t>(n, here));
        pass(step);
        n -= step;
    }
    return true;
}

std::unique_ptr<Window> map_file(Descriptor& fd, std::uint64_t size) {
    void* base = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd.get(), 0);
    if (base == MAP_FAILED) return nullptr;
    ::madvise(base, size, MADV_SEQUENTIAL);
    return std::make_unique<MappedWindow>(std::move(fd), static_cast<std::uint8_t*>(base), size);
}

std::unique_ptr<Window> stream_window(std::unique_ptr<Feed> feed, std::uint64_t total) {
    return std::make_unique<StreamWindow>(std::move(feed), total);
}

}  // namespace tlsonar::capture
