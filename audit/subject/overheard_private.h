// SeenFacts: what handshakes that were overheard show of a server and its clients. All lists are
// what was seen, and never all there is. Private to this folder.
#pragma once

#include "audit/subject/json_private.h"
#include "audit/subject/subject.h"

#include <functional>
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
    // What servers chose in each version (the newest first), by name.
    struct ShownItem {
        std::string code;  // "0xc02f"
        std::uint32_t number = 0;
    };
    using ShownItems = std::map<std::string, ShownItem>;
    using Shown = std::map<std::string, ShownItems, std::greater<>>;
    // Of one kind; a server that draws names by lot fills no memory.
    static constexpr std::size_t kMost = 4096;

    void add_server(json::Item handshake);
    void add_connection(json::Item handshake);
    void add_client(json::Item hello);
    void see(std::string_view fact, std::string_view name);
    void show(Shown& shown, std::string_view version, json::Item code);
    static ListView view(const std::string& version, const ShownItems& items);

    std::uint32_t number_ = 0;  // of the handshake that is being added
    std::map<std::string_view, Seen> lists_;
    std::map<std::string_view, std::uint32_t> shown_;  // facts that are true
    Shown suites_, groups_, schemes_;
    std::size_t shown_items_ = 0;
    std::uint32_t in_the_clear_ = 0;  // the first handshake whose suite does not encrypt
    std::uint32_t encrypted_ = 0;
};

}  // namespace tlsonar::audit
