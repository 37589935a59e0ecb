// Packer: text that only the script reads, deflated (zlib's format, as
// DecompressionStream("deflate") reads it) and in base64, appended piece by piece: a long text is
// never in memory as a whole.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace tlsonar::reports::html {

class Packer {
  public:
    explicit Packer(std::string& out);
    ~Packer();
    Packer(const Packer&) = delete;
    Packer& operator=(const Packer&) = delete;

    void add(std::string_view text);
    // Nothing is whole before it.
    void finish();

  private:
    struct Stream;
    std::unique_ptr<Stream> stream_;
};

std::string base64(std::string_view octets);

}  // namespace tlsonar::reports::html
