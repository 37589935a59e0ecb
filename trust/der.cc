#include "trust/der.h"

namespace tlsonar::trust {

bool DerReader::stop(bool at_end) {
    if (prefix_ && at_end)
        cut_ = true;
    else
        failed_ = true;
    rest_ = {};
    return false;
}

// X.690 section 8.1.2.4: a tag number above 30 follows in base 128.
bool DerReader::read_tag(DerItem& item, std::size_t& at) {
    item.tag.octet = rest_[0];
    item.tag.number = rest_[0] & 0x1FU;
    at = 1;
    if (item.tag.number != 0x1F) return true;
    item.tag.number = 0;
    for (;; ++at) {
        if (at == rest_.size()) return stop(true);
        if ((item.tag.number >> 25) != 0) return stop(false);
        item.tag.number = (item.tag.number << 7) | (rest_[at] & 0x7FU);
        if ((rest_[at] & 0x80U) == 0) break;
    }
    ++at;
    return true;
}

bool DerReader::read_length(DerItem& item, std::size_t& at) {
    if (at == rest_.size()) return stop(true);
    const std::uint8_t first = rest_[at++];
    item.length = first;
    item.minimal = true;
    if (first < 0x80) return true;
    // 0x80 is the indefinite form, which DER forbids (X.690 section 10.1).
    const std::size_t octets = first & 0x7FU;
    if (octets == 0 || octets > kMaxLengthOctets) return stop(false);
    if (rest_.size() - at < octets) return stop(true);
    item.length = 0;
    for (std::size_t i = 0; i < octets; ++i)
        item.length = (item.length << 8) | rest_[at++];
    item.minimal = item.length >= 0x80 && (item.length >> (8 * (octets - 1))) != 0;
    return true;
}

bool DerReader::next(DerItem& item) {
    if (rest_.empty()) return false;
    item.start = offset_;
    std::size_t at = 0;
    if (!read_tag(item, at) || !read_length(item, at)) return false;
    item.header = at;
    const std::size_t left = rest_.size() - at;
    item.cut = item.length > left;
    if (item.cut) {
        if (!prefix_) return stop(true);
        cut_ = true;
    }
    item.content = rest_.subspan(at, item.cut ? left : item.length);
    offset_ += at + item.content.size();
    rest_ = rest_.subspan(at + item.content.size());
    return true;
}

bool DerReader::next_if(std::uint8_t octet, DerItem& item) {
    return !rest_.empty() && rest_[0] == octet && next(item);
}

}  // namespace tlsonar::trust
