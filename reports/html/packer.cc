#include "reports/html/packer.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <new>

#include <zlib.h>

namespace tlsonar::reports::html {
namespace {

// Whole groups of three octets: only the last piece of base64 is padded.
constexpr std::size_t kPiece = 3 * std::size_t{8192};
constexpr int kLevel = 4;

void append_base64(std::string& out, std::string_view octets) {
    constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (std::size_t i = 0; i < octets.size(); i += 3) {
        std::uint32_t word = 0;
        for (std::size_t j = 0; j < 3; ++j)
            word =
                word << 8 | (i + j < octets.size() ? static_cast<std::uint8_t>(octets[i + j]) : 0);
        for (std::size_t j = 0; j < 4; ++j)
            out += i + j > octets.size() ? '=' : kDigits[word >> (18 - 6 * j) & 63];
    }
}

}  // namespace

struct Packer::Stream {
    explicit Stream(std::string& to) : out(to) {
        if (deflateInit(&zlib, kLevel) != Z_OK) throw std::bad_alloc();  // nothing else goes wrong
        start_piece();
    }
    ~Stream() { deflateEnd(&zlib); }
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    void start_piece() {
        zlib.next_out = piece.data();
        zlib.avail_out = static_cast<uInt>(piece.size());
    }
    void put_piece() {
        append_base64(out,
                      {reinterpret_cast<const char*>(piece.data()), piece.size() - zlib.avail_out});
        start_piece();
    }
    // Until zlib has taken all, and, at the end, given all.
    void run(int flush) {
        while (deflate(&zlib, flush) == Z_OK && zlib.avail_out == 0)
            put_piece();
    }

    std::string& out;
    z_stream zlib{};
    std::array<Bytef, kPiece> piece{};
};

Packer::Packer(std::string& out) : stream_(std::make_unique<Stream>(out)) {}
Packer::~Packer() = default;

void Packer::add(std::string_view text) {
    constexpr std::size_t kMost = std::numeric_limits<uInt>::max();
    for (; !text.empty(); text.remove_prefix(std::min(text.size(), kMost))) {
        const std::string_view part = text.substr(0, kMost);
        // zlib's type is older than const.
        stream_->zlib.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(part.data()));
        stream_->zlib.avail_in = static_cast<uInt>(part.size());
        stream_->run(Z_NO_FLUSH);
    }
}

void Packer::finish() {
    stream_->zlib.avail_in = 0;
    stream_->run(Z_FINISH);
    stream_->put_piece();
}

std::string base64(std::string_view octets) {
    std::string out;
    out.reserve((octets.size() + 2) / 3 * 4);
    append_base64(out, octets);
    return out;
}

}  // namespace tlsonar::reports::html
