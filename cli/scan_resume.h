// --resume: what an earlier run has done, as its NDJSON tells it.
#pragma once

#include "scanner/resolve/resolver.h"
#include "scanner/target/target.h"

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace tlsonar::cli {

// An endpoint is done when it has a line, whatever the line says. A name with several addresses
// has one each, and the earlier run may have ended between two of them; so its addresses are looked
// up again.
class ResumedRun {
  public:
    // Reads the file, if it is there. A last line that was cut off is cut away: its endpoint is
    // scanned again. The error is a sentence.
    std::string read(const std::string& path);

    bool empty() const { return done_.empty(); }
    // `resolved`: that names are looked up by us, so that one target may be several endpoints.
    // Targets of which it must be seen which endpoints are done are set aside.
    bool is_done(const scanner::Target& target, bool resolved);
    // What is left of those that were set aside, one address each. Runs the loop. Some at a time:
    // empty when there are no more.
    std::vector<scanner::Target> take_rest(scanner::Loop& loop, scanner::Resolver& resolver);

  private:
    std::vector<scanner::Target> left_of(const scanner::Target& target,
                                         const scanner::AddressAnswer& answer) const;

    struct Done {
        std::vector<IpAddress> addresses;  // of a name; of an address they say nothing
        bool whole = false;                // no address: the name led nowhere, or to a proxy
    };
    std::unordered_map<std::string, Done> done_;
    std::vector<scanner::Target> aside_;
};

}  // namespace tlsonar::cli
