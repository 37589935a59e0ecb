// Facts: what is known of one subject, by the names of the vocabulary.
//
// A fact is known, known in part, or unknown with a cause; one that is not there at all was never
// asked for. A list that is not complete can show that something is there, never that something is
// missing: captures and interrupted scans yield such lists.
#pragma once

#include "audit/fact/shared_text.h"
#include "audit/fact/value.h"
#include "audit/fact/vocabulary.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tlsonar::audit {

struct Fact {
    Value value;
    bool known = true;     // false: it was asked for and could not be known; `cause` says why
    bool complete = true;  // of a list: nothing else belongs to it; else `cause` says why not
    SharedText cause;
    SharedText evidence;  // where it was seen: "connection 12", "handshakes 3, 8"
};

class Facts {
  public:
    // A name that is not in the vocabulary is our bug.
    void set(std::string_view name, Value value, std::string_view evidence = {});
    // What was seen of a list; more may be there.
    void set_partial(std::string_view name, Names seen, std::string_view cause,
                     std::string_view evidence = {});
    void set_unknown(std::string_view name, std::string_view cause);
    void set(FactId id, Fact fact);
    void erase(FactId id);
    // Those of `more` take the place of those of the same name.
    void add(Facts&& more);
    // Of all of them.
    void set_evidence(const SharedText& evidence);

    // Null when nobody asked.
    const Fact* find(FactId id) const {
        const std::size_t place = id < places_.size() ? places_[id] : 0;
        return place == 0 ? nullptr : &facts_[place - 1].second;
    }
    const Fact* find(std::string_view name) const;
    // In the order in which they were first set.
    const std::vector<std::pair<FactId, Fact>>& all() const { return facts_; }

  private:
    std::vector<std::pair<FactId, Fact>> facts_;
    // Of each fact of the vocabulary its place in facts_, from 1; 0: it is not there. Rules ask
    // millions of times.
    std::vector<std::uint8_t> places_;
};

}  // namespace tlsonar::audit
