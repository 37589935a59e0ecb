// SeenFacts: what handshakes that were overheard show of a server and its clients. All lists are
// what was seen, and never all there is. Private to this folder.
#pragma once

#include "audit/subject/json_private.h"
#include "audit/subject/subject.h"

#include <map>
#include <string>
#include <string_view>

namespace tlsonar::audit {

class SeenFacts {
  public:
    void add(json::Item handshake);
    void put_all(Facts& facts) const;
    // Versions, suites, groups and schemes for reports.
    void put_views(Subject& subject) const;

  private:
    // A name, and the first handshake that shows it.
    using Seen = std::map<std::string, std::uint32_t, std::less<>>;

    void add_server(json::Item handshake);
    void add_connection(json::Item handshake);
    void add_client(json::Item hello);
    void see(std::string_view fact, std::string_view name);

    std::uint32_t number_ = 0;  // of the handshake that is being added
    std::map<std::string_view, Seen> lists_;
    std::map<std::string_view, std::uint32_t> shown_;  // facts that are true
    std::uint32_t in_the_clear_ = 0;  // the first handshake whose suite does not encrypt
    std::uint32_t encrypted_ = 0;
};

}  // namespace tlsonar::audit
