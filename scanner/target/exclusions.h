// Exclusions: what must not be touched, whoever asks: names, addresses, networks, ranges.
#pragma once

#include "core/result.h"
#include "scanner/target/interval_set.h"
#include "scanner/target/target.h"

#include <istream>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace tlsonar::scanner {

class Exclusions {
  public:
    // A host as targets name it, without a port; "*.example.org" is all that is below it. The error
    // is a sentence.
    Status<std::string> add(std::string_view text);

    // One a line, as in target files (comments; labels mean nothing here). Gives a sentence for
    // every line that is none, with where it is: whoever gets one had better not scan.
    std::vector<std::string> add_lines(std::istream& lines, const std::string& origin);
    std::vector<std::string> add_file(const std::string& path);

    // Also when the excluded IPv4 address hides in an IPv6 one (mapped, or NAT64's 64:ff9b::/96 of
    // RFC 6052, which is how IPv6-only networks see it).
    bool excluded(const IpAddress& address) const;
    // `name` in A-labels, lower case, without a final dot.
    bool excluded(std::string_view name) const;
    // By its name or by its address; not by what its name resolves to.
    bool excluded(const Target& target) const;

    bool empty() const { return names_.empty() && below_.empty() && v4_.empty() && v6_.empty(); }
    const IntervalSet& addresses(bool v6) const { return v6 ? v6_ : v4_; }

  private:
    std::unordered_set<std::string> names_;
    std::unordered_set<std::string> below_;
    IntervalSet v4_;
    IntervalSet v6_;
};

}  // namespace tlsonar::scanner
