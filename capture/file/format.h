// The catalogue of capture file formats: one file, one line in format.cc, one test.
#pragma once

#include "capture/file/source.h"
#include "capture/file/window.h"
#include "core/bytes.h"
#include "core/result.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>

namespace tlsonar::capture {

// What a format starts from. `name` is the file as sentences call it.
struct FileStart {
    std::unique_ptr<Window> window;
    std::string name;
    SourceOptions options;
};

using Opened = Result<std::unique_ptr<PacketSource>, FileError>;

struct Format {
    const char* name;
    bool (*recognises)(Bytes begin);
    Opened (*open)(FileStart start);
};
extern const Format kPcap;
extern const Format kPcapng;
const Format* find_format(Bytes begin);

// Octets that are enough to recognise every format and every compression.
inline constexpr std::size_t kMagicLength = 8;

// What the formats share: the window and the words for trouble.
class FileSource : public PacketSource {
  public:
    explicit FileSource(FileStart start)
        : window_(std::move(start.window)),
          name_(std::move(start.name)),
          options_(std::move(start.options)) {}
    std::uint64_t bytes_read() const override { return window_->bytes_read(); }
    std::uint64_t bytes_total() const override { return window_->bytes_total(); }

  protected:
    // Ends the reading. Returns false, as next() then does.
    bool fail(const std::string& what);
    // Goes on after something that had to be skipped.
    void note(const std::string& what);
    // The input has ended with `have` of `need` octets of `what` there: properly when have is 0.
    bool end(std::size_t have, std::uint64_t need, const std::string& what);

    std::unique_ptr<Window> window_;
    std::string name_;
    SourceOptions options_;
    std::uint64_t frames_ = 0;

  private:
    Fault fault_here(const std::string& what) const;
};

// Integers in the byte order of the file.
inline std::uint32_t swap32(std::uint32_t v) { return __builtin_bswap32(v); }
inline std::uint16_t swap16(std::uint16_t v) { return __builtin_bswap16(v); }

class Order {
  public:
    explicit Order(bool swapped) : swapped_(swapped) {}
    std::uint16_t u16(const std::uint8_t* p) const {
        std::uint16_t v;
        std::memcpy(&v, p, sizeof v);
        return swapped_ ? swap16(v) : v;
    }
    std::uint32_t u32(const std::uint8_t* p) const {
        std::uint32_t v;
        std::memcpy(&v, p, sizeof v);
        return swapped_ ? swap32(v) : v;
    }
    std::uint64_t u64(const std::uint8_t* p) const {
        std::uint64_t v;
        std::memcpy(&v, p, sizeof v);
        return swapped_ ? __builtin_bswap64(v) : v;
    }

  private:
    bool swapped_;  // the file's order is not this machine's
};

}  // namespace tlsonar::capture
