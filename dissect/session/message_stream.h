// MessageStream: the bodies of one sender's handshake records joined and cut into handshake
// messages (RFC 8446 section 4). Records and messages need not begin or end together:
//
//   records  | 22 | ServerHello ... Certificate (beg | 22 | inning) ... ServerHelloDone |
//   messages         02 len body     0b len body                        0e 000000
#pragma once

#include "dissect/session/record_stream.h"

#include <cstdint>
#include <vector>

namespace tlsonar::dissect {

// A handshake message with its octets lent until the next call.
struct RawMessage {
    std::uint8_t type = 0;
    std::uint32_t length = 0;  // as its header says
    Bytes body;                // up to the first hole
    std::uint64_t offset = 0;
    Moment first;
    Moment last;
    bool partial = false;
    bool too_long = false;  // kept only in part, because of kMaxMessageLength
};

class MessageStream {
  public:
    // Lends the body of a handshake record; call next() until it returns false before more.
    // `octets` is what is to be read: the record's body, or its opened content.
    void push(const Record& record, Bytes octets);
    bool next(RawMessage& message);

    // Yields the beginning of a message that will never be complete. False when there is none.
    bool flush(RawMessage& message);
    bool in_message() const { return part_size_ > 0; }
    void reset();
    std::size_t footprint() const { return part_.capacity(); }

  private:
    static constexpr std::size_t kHeader = 4;

    void keep(std::size_t n);
    void finish(RawMessage& message, Bytes octets);

    std::vector<std::uint8_t> part_;  // header and body so far of an unfinished message
    std::size_t part_size_ = 0;       // its octets so far, also those not kept
    std::size_t part_hole_ = 0;       // part_ is good up to here, when has_hole_
    bool has_hole_ = false;
    bool lost_ = false;  // a hole took a header: nothing is known until the next record
    std::uint64_t part_offset_ = 0;
    Moment part_first_;

    Bytes input_;
    Record record_;
    std::size_t consumed_ = 0;  // of the record's body
    bool yielded_ = false;
};

}  // namespace tlsonar::dissect
