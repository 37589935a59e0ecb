// Reader: the one cursor over a peer's octets.
//
// Failure sticks. When a read asks for more than is there, the view becomes empty and failed()
// stays true, so that straight-line read() functions need no check after every step: the bounds
// check *is* the failure check, and every later read yields zero or nothing.
//
//   void read(Reader& r, ServerHello& hello) {
//       hello.legacy_version = r.u16();
//       hello.random = r.take(32);
//       hello.session_id = r.vector8();
//       ...
//   }
//
// In prefix mode (Reader::prefix) the octets are known to be the beginning of something longer,
// e.g. of a ClientHello whose second segment the capture lost. Then a vector whose length runs past
// the end yields what is there, cut() becomes true, and reading ends: so the same read() functions
// recover the part of a structure that was seen.
#pragma once

#include "core/bytes.h"

#include <cstddef>
#include <cstdint>

namespace tlsonar {

class Reader {
  public:
    explicit Reader(Bytes bytes) : begin_(bytes.data()), at_(begin_), end_(begin_ + bytes.size()) {}

    // Reads octets that are known to be only the beginning of a structure.
    static Reader prefix(Bytes bytes) {
        Reader reader(bytes);
        reader.prefix_ = true;
        return reader;
    }

    std::uint8_t u8() { return need(1) ? *advance(1) : std::uint8_t{0}; }
    std::uint16_t u16() { return need(2) ? load_be16(advance(2)) : std::uint16_t{0}; }
    std::uint32_t u24() { return need(3) ? load_be24(advance(3)) : 0U; }
    std::uint32_t u32() { return need(4) ? load_be32(advance(4)) : 0U; }
    std::uint64_t u64() {
        const std::uint64_t high = u32();
        return (high << 32) | u32();
    }

    // Exactly n octets. In prefix mode fewer, when fewer are there.
    Bytes take(std::size_t n) {
        if (n > left()) {
            if (!prefix_) return fail();
            cut_ = true;
            return rest();
        }
        return {advance(n), n};
    }

    // All that is left.
    Bytes rest() { return take(left()); }

    // opaque x<0..2^8-1>, <0..2^16-1>, <0..2^24-1> of RFC 8446 section 3.4: a length, then so much.
    Bytes vector8() { return take(u8()); }
    Bytes vector16() { return take(u16()); }
    Bytes vector24() { return take(u24()); }

    // A cursor over such a vector; it inherits prefix mode when the vector was cut.
    Reader child8() { return child(vector8()); }
    Reader child16() { return child(vector16()); }
    Reader child24() { return child(vector24()); }

    void skip(std::size_t n) { take(n); }

    // Marks the reading as failed: for values that no well-formed structure holds.
    Bytes fail() {
        if (!failed_) failed_at_ = offset();
        failed_ = true;
        at_ = end_;
        return {};
    }

    bool failed() const { return failed_; }
    // True when prefix mode met the end of the octets in the middle of something.
    bool cut() const { return cut_; }
    // More to read and nothing wrong so far.
    bool more() const { return at_ != end_; }
    bool done() const { return at_ == end_ && !failed_; }
    std::size_t left() const { return static_cast<std::size_t>(end_ - at_); }
    // Octets consumed; after a failure, where it happened.
    std::size_t offset() const {
        return failed_ ? failed_at_ : static_cast<std::size_t>(at_ - begin_);
    }

  private:
    Reader child(Bytes bytes) {
        Reader reader(bytes);
        reader.prefix_ = prefix_ && cut_;
        if (failed_) reader.fail();
        return reader;
    }
    bool need(std::size_t n) {
        if (n <= left()) return true;
        if (prefix_) {
            cut_ = true;
            at_ = end_;
        } else {
            fail();
        }
        return false;
    }
    const std::uint8_t* advance(std::size_t n) {
        const std::uint8_t* p = at_;
        at_ += n;
        return p;
    }

    const std::uint8_t* begin_;
    const std::uint8_t* at_;
    const std::uint8_t* end_;
    std::size_t failed_at_ = 0;
    bool failed_ = false;
    bool prefix_ = false;
    bool cut_ = false;
};

}  // namespace tlsonar
