#include "scanner/target/interval_set.h"

#include <algorithm>
#include <iterator>

namespace tlsonar::scanner {

void IntervalSet::add(Interval interval) {
    auto at = by_first_.upper_bound(interval.first);
    if (at != by_first_.begin()) {
        const auto before = std::prev(at);
        // Touching counts: last + 1 cannot overflow where something follows it.
        if (before->second >= interval.first || before->second + 1 == interval.first) at = before;
    }
    while (at != by_first_.end() &&
           (at->first <= interval.last || at->first - 1 == interval.last)) {
        interval.first = std::min(interval.first, at->first);
        interval.last = std::max(interval.last, at->second);
        at = by_first_.erase(at);
    }
    by_first_.emplace_hint(at, interval.first, interval.last);
}

bool IntervalSet::contains(Count number) const {
    const auto after = by_first_.upper_bound(number);
    return after != by_first_.begin() && std::prev(after)->second >= number;
}

std::vector<Interval> IntervalSet::outside(Interval interval) const {
    std::vector<Interval> left;
    auto at = by_first_.upper_bound(interval.first);
    if (at != by_first_.begin() && std::prev(at)->second >= interval.first) --at;
    for (; at != by_first_.end() && at->first <= interval.last; ++at) {
        if (at->first > interval.first) left.push_back({interval.first, at->first - 1});
        if (at->second >= interval.last) return left;
        interval.first = at->second + 1;
    }
    left.push_back(interval);
    return left;
}

}  // namespace tlsonar::scanner
