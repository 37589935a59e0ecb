// IntervalSet: numbers as intervals that neither overlap nor touch.
#pragma once

#include "scanner/target/address_range.h"

#include <map>
#include <vector>

namespace tlsonar::scanner {

struct Interval {
    Count first = 0;
    Count last = 0;  // belongs to it
};

class IntervalSet {
  public:
    void add(Interval interval);
    bool contains(Count number) const;
    // What of `interval` is not in the set, ascending.
    std::vector<Interval> outside(Interval interval) const;
    bool empty() const { return by_first_.empty(); }
    std::size_t size() const { return by_first_.size(); }

  private:
    std::map<Count, Count> by_first_;  // first → last
};

}  // namespace tlsonar::scanner
