// MessageAssembly: one handshake message of DTLS put together from its fragments, which may come in
// any order, twice, and overlapping (RFC 6347 section 4.2.3).
#pragma once

#include "dissect/dtls/record.h"

#include <cstdint>
#include <vector>

namespace tlsonar::dissect {

class MessageAssembly {
  public:
    // Pieces with holes between them. One datagram lost makes one hole; more holes than this are
    // nobody's bad line.
    static constexpr std::size_t kMaxPieces = 256;

    MessageAssembly(std::uint8_t type, std::uint32_t length) : type_(type), length_(length) {}

    enum class Taken : std::uint8_t {
        fresh,     // octets that were missing
        known,     // nothing new
        conflict,  // it says otherwise than the fragments before: they count
        refused,   // it lies about lengths, or there are too many pieces
    };
    Taken take(const DtlsFragment& fragment);

    bool complete() const;
    std::uint8_t type() const { return type_; }
    std::uint32_t length() const { return length_; }
    // What take() would hold after this fragment.
    std::size_t held_after(const DtlsFragment& fragment) const;
    std::size_t held() const { return body_.size(); }
    // Once complete.
    std::vector<std::uint8_t> release() { return std::move(body_); }

  private:
    struct Piece {
        std::uint32_t begin, end;
    };
    bool agrees(std::uint32_t begin, Bytes octets) const;

    std::uint8_t type_;
    std::uint32_t length_;
    std::vector<std::uint8_t> body_;  // up to the last octet that came
    std::vector<Piece> pieces_;       // ascending, none touching the next
};

}  // namespace tlsonar::dissect
