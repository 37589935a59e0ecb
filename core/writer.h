// Writer: the inverse of Reader. Appends big-endian integers and length-prefixed vectors.
#pragma once

#include "core/bytes.h"

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace tlsonar {

class Writer {
  public:
    void u8(std::uint8_t v) { out_.push_back(v); }
    void u16(std::uint16_t v) { big_endian(v, 2); }
    void u24(std::uint32_t v) { big_endian(v, 3); }
    void u32(std::uint32_t v) { big_endian(v, 4); }
    void u64(std::uint64_t v) { big_endian(v, 8); }
    void bytes(Bytes b) {
        if (b.empty()) return;
        const std::size_t at = out_.size();
        out_.resize(at + b.size());
        std::memcpy(out_.data() + at, b.data(), b.size());
    }

    void vector8(Bytes b) {
        prefixed(1, [&] { bytes(b); });
    }
    void vector16(Bytes b) {
        prefixed(2, [&] { bytes(b); });
    }
    void vector24(Bytes b) {
        prefixed(3, [&] { bytes(b); });
    }

    // Runs `body`, then writes before it the number of octets it appended, in `width` octets.
    // It is a bug of ours, not of a peer, when they do not fit.
    template <class Body>
    void prefixed(std::size_t width, Body&& body) {
        const std::size_t mark = out_.size();
        out_.resize(mark + width);
        std::forward<Body>(body)();
        const std::size_t length = out_.size() - mark - width;
        assert(width >= sizeof(length) || (length >> (8 * width)) == 0);
        for (std::size_t i = 0; i < width; ++i)
            out_[mark + i] = static_cast<std::uint8_t>(length >> (8 * (width - 1 - i)));
    }

    Bytes written() const { return out_; }
    std::vector<std::uint8_t> release() { return std::move(out_); }

  private:
    void big_endian(std::uint64_t v, int width) {
        for (int shift = 8 * (width - 1); shift >= 0; shift -= 8)
            out_.push_back(static_cast<std::uint8_t>(v >> shift));
    }

    std::vector<std::uint8_t> out_;
};

}  // namespace tlsonar
