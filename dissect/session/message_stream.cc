#include "dissect/session/message_stream.h"

#include "dissect/session/limits.h"

#include <algorithm>

namespace tlsonar::dissect {

void MessageStream::push(const Record& record, Bytes octets) {
    const Moment latest = record_.last;
    record_ = record;
    if (part_size_ > 0 && !yielded_ && latest.ordinal > record_.last.ordinal) record_.last = latest;
    input_ = octets;
    consumed_ = 0;
    lost_ = false;
}

void MessageStream::reset() {
    part_.clear();
    part_.shrink_to_fit();
    part_size_ = 0;
    has_hole_ = false;
    lost_ = false;
    yielded_ = false;
}

// Takes n lent octets into part_, as far as the limit allows, and notes a hole among them.
void MessageStream::keep(std::size_t n) {
    if (part_size_ == 0) {
        part_offset_ = record_.offset + 5 + consumed_;
        part_first_ = record_.first;
        has_hole_ = false;
        part_.clear();
    }
    const bool holed =
        record_.has_hole() && consumed_ < record_.hole_end && consumed_ + n > record_.hole_begin;
    if (holed && !has_hole_) {
        has_hole_ = true;
        const std::size_t before =
            record_.hole_begin > consumed_ ? record_.hole_begin - consumed_ : 0;
        part_hole_ = part_size_ + before;
    }
    const std::size_t room = kMaxMessageLength + kHeader - part_.size();
    part_.insert(part_.end(), input_.begin(),
                 input_.begin() + static_cast<std::ptrdiff_t>(std::min(n, room)));
    part_size_ += n;
    consumed_ += n;
    input_ = input_.subspan(n);
}

void MessageStream::finish(RawMessage& message, Bytes octets) {
    message = RawMessage{};
    message.type = octets[0];
    message.length = load_be24(octets.data() + 1);
    message.body = octets.subspan(kHeader);
    message.offset = part_offset_;
    message.first = part_first_;
    message.last = record_.last;
    message.too_long = message.length > kMaxMessageLength;
    if (has_hole_ && part_hole_ < octets.size())
        message.body = octets.subspan(kHeader, part_hole_ - std::min(part_hole_, kHeader));
    message.partial = message.body.size() < message.length;
}

bool MessageStream::next(RawMessage& message) {
    if (yielded_) {
        part_.clear();
        part_size_ = 0;
        yielded_ = false;
    }
    if (input_.empty() || lost_) return false;
    const bool fresh = part_size_ == 0;
    // The common case: the whole message lies in the lent octets, and no hole in the record.
    if (fresh && !record_.has_hole() && input_.size() >= kHeader) {
        const std::size_t whole = kHeader + load_be24(input_.data() + 1);
        if (input_.size() >= whole && whole <= kHeader + kMaxMessageLength) {
            part_offset_ = record_.offset + 5 + consumed_;
            part_first_ = record_.first;
            has_hole_ = false;
            finish(message, input_.first(whole));
            input_ = input_.subspan(whole);
            consumed_ += whole;
            return true;
        }
    }
    if (part_size_ < kHeader) keep(std::min(kHeader - part_size_, input_.size()));
    if (part_size_ < kHeader) return false;
    if (has_hole_ && part_hole_ < kHeader) {
        lost_ = true;
        part_size_ = 0;
        return false;
    }
    const std::size_t whole = kHeader + load_be24(part_.data() + 1);
    keep(std::min(whole - part_size_, input_.size()));
    if (part_size_ < whole) return false;
    finish(message, part_);
    yielded_ = true;
    return true;
}

bool MessageStream::flush(RawMessage& message) {
    if (yielded_ || part_size_ < kHeader) return false;
    if (has_hole_ && part_hole_ < kHeader) return false;
    finish(message, part_);
    message.partial = true;
    yielded_ = true;
    return true;
}

}  // namespace tlsonar::dissect
