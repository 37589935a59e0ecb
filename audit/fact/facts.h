// Facts: what is known of one subject, by the names of the vocabulary.
//
// A fact is known, known in part, or unknown with a cause; one that is not there at all was never
// asked for. A list that is not complete can show that something is there, never that something is
// missing: captures and interrupted scans yield such lists.
#pragma once

#include "audit/fact/value.h"
#include "audit/fact/vocabulary.h"

#include <map>
#include <string>
#include <string_view>

namespace tlsonar::audit {

struct Fact {
    Value value;
    bool known = true;     // false: it was asked for and could not be known; `cause` says why
    bool complete = true;  // of a list: nothing else belongs to it; else `cause` says why not
    std::string cause;
    std::string evidence;  // where it was seen: "connection 12", "handshakes 3, 8"
};

class Facts {
  public:
    // A name that is not in the vocabulary is our bug.
    void set(std::string_view name, Value value, std::string evidence = {});
    // What was seen of a list; more may be there.
    void set_partial(std::string_view name, Names seen, std::string cause,
                     std::string evidence = {});
    void set_unknown(std::string_view name, std::string cause);
    void set(FactId id, Fact fact) { facts_.insert_or_assign(id, std::move(fact)); }
    void erase(FactId id) { facts_.erase(id); }

    // Null when nobody asked.
    const Fact* find(FactId id) const {
        const auto at = facts_.find(id);
        return at == facts_.end() ? nullptr : &at->second;
    }
    const Fact* find(std::string_view name) const;
    const std::map<FactId, Fact>& all() const { return facts_; }

  private:
    std::map<FactId, Fact> facts_;
};

}  // namespace tlsonar::audit
