#include "capture/ip/fragments.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace tlsonar::capture {

std::optional<Datagram> FragmentTable::add(const Datagram& fragment, Time now) {
    ++tally_.fragments;
    expire(now);
    const Range range{fragment.offset, fragment.offset + fragment.on_wire};
    // Every fragment but the last is a multiple of eight octets long.
    const bool uneven = fragment.more_fragments && fragment.on_wire % 8 != 0;
    if (range.end > kMaxDatagram || fragment.on_wire == 0 || uneven) {
        ++tally_.impossible;
        return {};
    }
    const Table::iterator entry = find_or_begin(fragment, now);
    Pending& pending = entry->second;
    if (pending.dropped || repeats(pending, fragment, range)) return {};
    if (!possible(pending, fragment, range)) {
        ++tally_.impossible;
        return {};
    }
    if (fragment.source.v6 && overlaps(pending, range)) {
        ++tally_.overlapping;
        drop(pending);
        return {};
    }
    insert(pending, fragment, range);
    if (complete(pending)) return deliver(entry);
    while (octets_ > kMaxPendingOctets && table_.size() > 1) {
        ++tally_.evicted;
        forget(table_.find(by_age_.front()));
    }
    return {};
}

FragmentTally FragmentTable::tally() const {
    FragmentTally tally = tally_;
    for (const auto& [key, pending] : table_)
        if (!pending.dropped) ++tally.pending;
    return tally;
}

FragmentTable::Key FragmentTable::key_of(const Datagram& fragment) {
    const std::uint8_t protocol = fragment.source.v6 ? std::uint8_t{0} : fragment.protocol;
    return {fragment.source, fragment.destination, fragment.identification, protocol};
}

FragmentTable::Table::iterator FragmentTable::find_or_begin(const Datagram& fragment, Time now) {
    const auto [entry, begun] = table_.try_emplace(key_of(fragment));
    if (!begun) return entry;
    entry->second.since = now;
    entry->second.age = by_age_.insert(by_age_.end(), entry->first);
    if (table_.size() > kMaxPendingDatagrams) {
        ++tally_.evicted;
        forget(table_.find(by_age_.front()));
    }
    return entry;
}

// Only one end, nothing behind it, and not so many fragments that looking after them hurts.
bool FragmentTable::possible(const Pending& pending, const Datagram& fragment, Range range) {
    if (pending.ranges.size() >= kMaxFragments) return false;
    if (pending.length && range.end > *pending.length) return false;
    if (fragment.more_fragments) return true;
    return range.end >= pending.seen_end && (!pending.length || *pending.length == range.end);
}

bool FragmentTable::repeats(const Pending& pending, const Datagram& fragment, Range range) {
    if (std::find(pending.ranges.begin(), pending.ranges.end(), range) == pending.ranges.end())
        return false;
    if (!fragment.source.v6) return true;  // what came first stays anyhow
    const std::size_t n = fragment.payload.size();
    return range.begin + n <= pending.octets.size() &&
           equal(Bytes(pending.octets).subspan(range.begin, n), fragment.payload);
}

bool FragmentTable::overlaps(const Pending& pending, Range range) {
    return std::any_of(pending.ranges.begin(), pending.ranges.end(), [&](const Range& other) {
        return other.begin < range.end && range.begin < other.end;
    });
}

// Copies what of the fragment is new: the holes between the ranges that are there.
//
//     there      [---]      [----]
//     fragment     [-------------------]
//     new             [----]     [-----]
void FragmentTable::insert(Pending& pending, const Datagram& fragment, Range range) {
    const std::size_t before = pending.octets.capacity();
    if (pending.octets.size() < range.end) pending.octets.resize(range.end);
    octets_ += pending.octets.capacity() - before;
    std::uint32_t at = range.begin;
    std::vector<Range> merged;
    merged.reserve(pending.ranges.size() + 1);
    for (const Range& there : pending.ranges) {
        if (at < range.end && there.begin > at) {
            const Range hole{at, std::min(there.begin, range.end)};
            copy_new(pending, fragment, hole);
            merged.push_back(hole);
        }
        at = std::max(at, std::min(there.end, range.end));
        merged.push_back(there);
    }
    if (at < range.end) {
        copy_new(pending, fragment, {at, range.end});
        merged.push_back({at, range.end});
    }
    pending.ranges = std::move(merged);
    pending.seen_end = std::max(pending.seen_end, range.end);
    if (!fragment.more_fragments) pending.length = range.end;
    if (fragment.offset == 0) pending.protocol = fragment.protocol;
}

void FragmentTable::copy_new(Pending& pending, const Datagram& fragment, Range hole) {
    const std::size_t from = hole.begin - fragment.offset;
    const std::size_t wanted = hole.end - hole.begin;
    const std::size_t there = fragment.payload.size() > from ? fragment.payload.size() - from : 0;
    const std::size_t n = std::min(wanted, there);
    if (n != 0) std::memcpy(pending.octets.data() + hole.begin, fragment.payload.data() + from, n);
    if (n < wanted)
        pending.captured_end =
            std::min(pending.captured_end, hole.begin + static_cast<std::uint32_t>(n));
}

bool FragmentTable::complete(const Pending& pending) {
    if (!pending.length) return false;
    std::uint32_t at = 0;
    for (const Range& range : pending.ranges) {
        if (range.begin != at) return false;
        at = range.end;
    }
    return at == *pending.length;
}

Datagram FragmentTable::deliver(Table::iterator entry) {
    ++tally_.reassembled;
    Pending& pending = entry->second;
    Datagram whole;
    whole.source = std::get<0>(entry->first);
    whole.destination = std::get<1>(entry->first);
    whole.protocol = pending.protocol;
    whole.on_wire = *pending.length;
    octets_ -= pending.octets.capacity();
    delivered_ = std::move(pending.octets);
    pending.octets = {};
    whole.payload = Bytes(delivered_).first(std::min(whole.on_wire, pending.captured_end));
    forget(entry);
    return whole;
}

// Keeps the entry without its octets, so that late fragments do not begin the datagram anew.
void FragmentTable::drop(Pending& pending) {
    octets_ -= pending.octets.capacity();
    pending.octets = {};
    pending.ranges = {};
    pending.dropped = true;
}

void FragmentTable::forget(Table::iterator entry) {
    octets_ -= entry->second.octets.capacity();
    by_age_.erase(entry->second.age);
    table_.erase(entry);
}

void FragmentTable::expire(Time now) {
    while (!by_age_.empty()) {
        const Table::iterator oldest = table_.find(by_age_.front());
        // Subtracted as unsigned numbers: nonsense clocks must not overflow. Going back is no age.
        const auto age = static_cast<Time>(static_cast<std::uint64_t>(now) -
                                           static_cast<std::uint64_t>(oldest->second.since));
        if (age <= kMaxFragmentAge) return;
        if (!oldest->second.dropped) ++tally_.aged;
        forget(oldest);
    }
}

}  // namespace tlsonar::capture
