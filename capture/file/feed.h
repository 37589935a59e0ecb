// Feed: octets one after the other, from a descriptor or out of a decompressor.
#pragma once

#include "core/bytes.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace tlsonar::capture {

class Feed {
  public:
    Feed() = default;
    Feed(const Feed&) = delete;
    Feed& operator=(const Feed&) = delete;
    virtual ~Feed() = default;

    // Between 1 and n octets; 0 at the end, and then trouble() says whether it is the proper one.
    virtual std::size_t read(std::uint8_t* out, std::size_t n) = 0;
    // Octets taken from the file itself.
    virtual std::uint64_t consumed() const = 0;

    const std::string& trouble() const { return trouble_; }

  protected:
    std::string trouble_;
};

// A descriptor that closes itself.
class Descriptor {
  public:
    explicit Descriptor(int fd) : fd_(fd) {}
    Descriptor(Descriptor&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }
    Descriptor& operator=(Descriptor&&) = delete;
    ~Descriptor();
    int get() const { return fd_; }

  private:
    int fd_;
};

// Reads a descriptor, after `begin`, which was read from it before.
std::unique_ptr<Feed> descriptor_feed(Descriptor fd, Bytes begin);

// The catalogue of compressions: how each begins, and its decompressor. Memory is bounded whatever
// the data says, so that a decompression bomb costs time only.
struct Compression {
    const char* name;
    bool (*recognises)(Bytes begin);
    std::unique_ptr<Feed> (*open)(std::unique_ptr<Feed> packed);
};
extern const Compression kGzip;
extern const Compression kZstd;
const Compression* find_compression(Bytes begin);

}  // namespace tlsonar::capture
