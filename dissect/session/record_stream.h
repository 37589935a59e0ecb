// RecordStream: one sender's octets cut into TLS records (RFC 8446 section 5.1).
//
//   octets  | 16 03 01 02 00 | 512 octets of handshake ... | 14 03 03 00 01 | 01 | 17 03 03 ...
//             type version len  body
//
// It pulls: push() lends octets, next() yields records until it returns false; what is left of an
// unfinished record is kept. A record that lies whole in the lent octets is not copied.
#pragma once

#include "core/bytes.h"
#include "core/moment.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace tlsonar::dissect {

struct Record {
    std::uint8_t type = 0;
    std::uint16_t version = 0;
    std::uint32_t length = 0;  // as its header says
    std::uint64_t offset = 0;  // of its header in the stream
    Moment first;              // of its header
    Moment last;               // of its last octet
    Bytes body;                // lent until the next call; a hole is filled with zeros
    bool passed_by = false;    // the body was not looked at, see set_pass_by()
    bool cut = false;          // the stream ended inside it: body is its beginning
    // Octets [hole_begin, hole_end) of the body were missing in the capture.
    std::uint32_t hole_begin = 0;
    std::uint32_t hole_end = 0;
    bool has_hole() const { return hole_end > hole_begin; }
};

class RecordStream {
  public:
    enum class Verdict : std::uint8_t { record, need_more, not_a_record };

    // Lends octets; call next() until it does not yield a record before pushing more.
    void push(Bytes octets, Moment when);
    Verdict next(Record& record);

    // `n` octets are missing. True when the stream is still in step: the hole lies inside the
    // current record. False: the position of the next record is unknown; what was kept of the
    // current record is yielded by flush().
    bool gap(std::uint64_t n);
    // Yields the beginning of a record that will never be complete. False when there is none.
    bool flush(Record& record);
    // Forgets all that is kept; the next octet pushed is taken for the first of a record.
    void resync();

    // Bodies of which types nobody needs: bit (1 << (type - 20)). Their octets are passed by.
    void set_pass_by(std::uint8_t types) { pass_by_ = types; }

    // Octets that may be passed by without being pushed.
    std::uint64_t skippable() const { return skip_; }
    void skip(std::uint64_t n) {
        skip_ -= n;
        offset_ += n;
    }

    std::uint64_t offset() const { return offset_; }
    void set_offset(std::uint64_t offset) { offset_ = offset; }
    Bytes unread() const { return input_; }
    bool in_record() const { return !kept_.empty() || skip_ > 0; }
    std::size_t footprint() const { return kept_.capacity(); }

  private:
    bool keep_until(std::size_t size);
    bool begin_record(const std::uint8_t* header);
    void yield(Record& record, Bytes body);

    std::vector<std::uint8_t> kept_;  // header and body so far of an unfinished record
    Bytes input_;                     // lent
    std::uint64_t offset_ = 0;        // of the first octet of input_ in the stream
    std::uint64_t skip_ = 0;          // octets of a passed-by body still to come
    Record current_;                  // header of the record being read
    Moment now_;
    bool yielded_ = false;  // kept_ was lent out with the last record and can be dropped
    std::uint8_t pass_by_ = 0;
};

// Could these five octets begin a record? Type 20..24, major version 3 (or the draft 0x7F), a
// length no longer than allowed.
bool plausible_record_header(const std::uint8_t* header);

}  // namespace tlsonar::dissect
