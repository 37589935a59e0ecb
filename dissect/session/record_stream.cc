#include "dissect/session/record_stream.h"

#include "dissect/session/limits.h"

#include <algorithm>

namespace tlsonar::dissect {
namespace {

constexpr std::size_t kHeader = 5;

}  // namespace

bool plausible_record_header(const std::uint8_t* header) {
    const bool type = header[0] >= 20 && header[0] <= 24;
    const bool version = header[1] == 3 && header[2] <= 4;
    return type && version && load_be16(header + 3) <= kMaxRecordLength;
}

void RecordStream::push(Bytes octets, Moment when) {
    input_ = octets;
    now_ = when;
    if (!kept_.empty() && !yielded_ && current_.last.ordinal < when.ordinal) current_.last = when;
}

// Moves lent octets into kept_ until it holds `size`. False when there are not enough.
bool RecordStream::keep_until(std::size_t size) {
    if (kept_.size() < size) {
        const std::size_t n = std::min(size - kept_.size(), input_.size());
        kept_.insert(kept_.end(), input_.begin(), input_.begin() + static_cast<std::ptrdiff_t>(n));
        input_ = input_.subspan(n);
        offset_ += n;
    }
    return kept_.size() >= size;
}

bool RecordStream::begin_record(const std::uint8_t* header) {
    if (!plausible_record_header(header)) return false;
    current_.type = header[0];
    current_.version = load_be16(header + 1);
    current_.length = load_be16(header + 3);
    return true;
}

// A later octet may have been seen earlier: packets come out of order. The record was complete when
// the latest of its octets was there.
void RecordStream::yield(Record& record, Bytes body) {
    if (current_.last.ordinal < now_.ordinal) current_.last = now_;
    record = current_;
    record.body = body;
    current_ = Record{};
}

RecordStream::Verdict RecordStream::next(Record& record) {
    if (yielded_) {
        kept_.clear();
        yielded_ = false;
    }
    if (skip_ > 0) {
        const std::uint64_t n = std::min<std::uint64_t>(skip_, input_.size());
        input_ = input_.subspan(static_cast<std::size_t>(n));
        skip(n);
        if (skip_ > 0) return Verdict::need_more;
    }
    if (kept_.empty() && input_.empty()) return Verdict::need_more;
    if (kept_.empty()) {
        current_.offset = offset_;
        current_.first = now_;
    }
    const bool direct = kept_.empty() && input_.size() >= kHeader;
    if (!direct && !keep_until(kHeader)) return Verdict::need_more;
    const std::uint8_t* header = direct ? input_.data() : kept_.data();
    if (!begin_record(header)) return Verdict::not_a_record;

    const std::size_t whole = kHeader + current_.length;
    if ((unsigned{pass_by_} >> (current_.type - 20U)) & 1U && !current_.has_hole()) {
        const std::size_t had = direct ? 0 : kept_.size();
        if (direct) {
            input_ = input_.subspan(kHeader);
            offset_ += kHeader;
        }
        skip_ = whole - std::max(had, kHeader);
        current_.passed_by = true;
        kept_.clear();
        yield(record, {});
        return Verdict::record;
    }
    if (direct && input_.size() >= whole) {
        const Bytes body = input_.subspan(kHeader, current_.length);
        input_ = input_.subspan(whole);
        offset_ += whole;
        yield(record, body);
        return Verdict::record;
    }
    if (!keep_until(whole)) return Verdict::need_more;
    yielded_ = true;
    yield(record, Bytes(kept_).subspan(kHeader));
    return Verdict::record;
}

bool RecordStream::gap(std::uint64_t n) {
    if (yielded_) {
        kept_.clear();
        yielded_ = false;
    }
    if (skip_ > 0 && kept_.empty()) {
        if (n > skip_) {
            offset_ += n;
            skip_ = 0;
            return false;
        }
        skip(n);
        return true;
    }
    if (kept_.size() >= kHeader && begin_record(kept_.data())) {
        const std::size_t missing = kHeader + current_.length - kept_.size();
        // Two holes in one record: one wide hole, what is between them is not worth the trouble.
        if (n <= missing) {
            if (!current_.has_hole())
                current_.hole_begin = static_cast<std::uint32_t>(kept_.size() - kHeader);
            kept_.resize(kept_.size() + static_cast<std::size_t>(n));
            current_.hole_end = static_cast<std::uint32_t>(kept_.size() - kHeader);
            offset_ += n;
            return true;
        }
    }
    offset_ += n;
    return false;
}

bool RecordStream::flush(Record& record) {
    if (yielded_ || kept_.size() <= kHeader || !begin_record(kept_.data())) return false;
    current_.cut = true;
    yielded_ = true;
    yield(record, Bytes(kept_).subspan(kHeader));
    return true;
}

void RecordStream::resync() {
    kept_.clear();
    kept_.shrink_to_fit();
    yielded_ = false;
    skip_ = 0;
    current_ = Record{};
}

}  // namespace tlsonar::dissect
