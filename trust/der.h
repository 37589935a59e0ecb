// DerReader: walks tag-length-value items of DER (X.690) over borrowed octets.
//
// Tolerant where real certificates are odd (non-minimal lengths, BER booleans) and strict where
// tolerance would mean guessing: indefinite lengths and lengths past the end stop the walk. It
// never reads past the end. In prefix mode an item that runs past the end yields what is there.
#pragma once

#include "core/bytes.h"

#include <cstddef>
#include <cstdint>

namespace tlsonar::trust {

// Identifier octets: class and constructed bit as in the first octet, the tag number beside it.
struct DerTag {
    std::uint8_t octet = 0;    // first identifier octet
    std::uint32_t number = 0;  // tag number, high ones decoded
};

// Universal tags, as first identifier octets.
namespace tag {
inline constexpr std::uint8_t boolean = 0x01;
inline constexpr std::uint8_t integer = 0x02;
inline constexpr std::uint8_t bit_string = 0x03;
inline constexpr std::uint8_t octet_string = 0x04;
inline constexpr std::uint8_t null = 0x05;
inline constexpr std::uint8_t object_identifier = 0x06;
inline constexpr std::uint8_t enumerated = 0x0A;
inline constexpr std::uint8_t utf8_string = 0x0C;
inline constexpr std::uint8_t numeric_string = 0x12;
inline constexpr std::uint8_t printable_string = 0x13;
inline constexpr std::uint8_t t61_string = 0x14;
inline constexpr std::uint8_t ia5_string = 0x16;
inline constexpr std::uint8_t utc_time = 0x17;
inline constexpr std::uint8_t generalized_time = 0x18;
inline constexpr std::uint8_t visible_string = 0x1A;
inline constexpr std::uint8_t universal_string = 0x1C;
inline constexpr std::uint8_t bmp_string = 0x1E;
inline constexpr std::uint8_t sequence = 0x30;
inline constexpr std::uint8_t set = 0x31;
// [n], primitive and constructed.
constexpr std::uint8_t context(unsigned n) { return static_cast<std::uint8_t>(0x80 | n); }
constexpr std::uint8_t constructed(unsigned n) { return static_cast<std::uint8_t>(0xA0 | n); }
}  // namespace tag

// One item, as found.
struct DerItem {
    DerTag tag;
    Bytes content;           // what is there of it
    std::size_t start = 0;   // offset of its first identifier octet in the outermost octets
    std::size_t header = 0;  // octets of identifier and length
    std::size_t length = 0;  // of the content, as claimed
    bool cut = false;        // content is shorter than claimed (prefix mode)
    bool minimal = true;     // the length is in its shortest form, as DER wants

    bool is(std::uint8_t octet) const { return tag.octet == octet; }
    std::size_t content_offset() const { return start + header; }
    std::size_t end_offset() const { return content_offset() + content.size(); }
    Bytes whole() const {
        return content.data() ? Bytes(content.data() - header, header + content.size()) : Bytes();
    }
};

class DerReader {
  public:
    // A length of more octets than this is refused.
    static constexpr std::size_t kMaxLengthOctets = 4;

    explicit DerReader(Bytes octets, std::size_t offset = 0) : rest_(octets), offset_(offset) {}
    // The octets may be only the beginning of what they were.
    static DerReader prefix(Bytes octets, std::size_t offset = 0) {
        DerReader reader(octets, offset);
        reader.prefix_ = true;
        return reader;
    }
    // A walk over the content of an item; in prefix mode when that item was cut.
    static DerReader inside(const DerItem& item) {
        DerReader reader(item.content, item.content_offset());
        reader.prefix_ = item.cut;
        return reader;
    }

    // The next item. False at the end and after a failure.
    bool next(DerItem& item);
    // The next item if it has that tag; otherwise nothing is consumed.
    bool next_if(std::uint8_t octet, DerItem& item);

    bool more() const { return !rest_.empty() && !failed_; }
    bool failed() const { return failed_; }
    // True when prefix mode met the end in the middle of something.
    bool cut() const { return cut_; }
    std::size_t offset() const { return offset_; }
    Bytes rest() const { return rest_; }

  private:
    bool read_tag(DerItem& item, std::size_t& at);
    bool read_length(DerItem& item, std::size_t& at);
    bool stop(bool at_end);

    Bytes rest_;
    std::size_t offset_;
    bool prefix_ = false;
    bool failed_ = false;
    bool cut_ = false;
};

}  // namespace tlsonar::trust
