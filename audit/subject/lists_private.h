// Lists of what an endpoint accepts (suites, groups, schemes), over several versions. Private to
// this folder.
#pragma once

#include "audit/subject/fact_private.h"
#include "audit/subject/json_private.h"
#include "audit/subject/subject.h"

#include <functional>
#include <set>
#include <span>
#include <string>
#include <string_view>

namespace tlsonar::audit {

// Which versions an endpoint has, as far as the document tells.
class Versions {
  public:
    // `endpoint`: a document of tlsonar.endpoint/1.
    explicit Versions(json::Item endpoint);

    enum class Has : std::uint8_t { yes, no, unknown, not_asked };
    Has has(std::string_view version) const;
    std::string cause(std::string_view version) const;

    bool udp() const { return udp_; }
    // All of the transport, the newest first; those up to (D)TLS 1.2; and the newest.
    std::span<const std::string_view> all() const;
    std::span<const std::string_view> older() const;
    std::span<const std::string_view> newest() const;
    // All of these are known to be refused.
    bool none_of(std::span<const std::string_view> versions) const;
    bool any_of(std::span<const std::string_view> versions) const;

  private:
    json::Item list_;
    bool udp_ = false;
};

// What several lists hold together.
struct Collected {
    Names names;           // each once, as they stand there
    bool asked = false;    // some version that is not refused has a list
    bool complete = true;  // nothing is missing
    std::string cause;     // of not complete
    std::set<std::int64_t> connections;

    std::string evidence() const;  // "connections 2, 7 and 9 more"
    MaybeFact fact() const;        // of the names
};
using EachItem = std::function<void(json::Item item)>;

// How many lists a set of versions needs: a list for each that is not refused, or one for any.
enum class Need : std::uint8_t { each, any };

struct ListName {
    std::string_view outer;  // "suites"
    std::string_view inner;  // "suites"
    std::string_view title;  // "cipher suites"
};
inline constexpr ListName kSuites = {"suites", "suites", "cipher suites"};
inline constexpr ListName kGroups = {"groups", "groups", "groups"};
inline constexpr ListName kSchemes = {"signature_schemes", "schemes", "signature schemes"};

Collected collect(json::Item endpoint, const ListName& name, const Versions& versions,
                  std::span<const std::string_view> wanted, Need need, const EachItem& each = {});
// The list of that version; empty when there is none.
json::Item list_of(json::Item endpoint, const ListName& name, std::string_view version);
ListView view_of_list(json::Item list, std::string_view inner, TextPool& texts);

// server.protocols.accepted … server.kex.*
void put_version_facts(Facts& facts, json::Item endpoint, const Versions& versions);
void put_suite_facts(Facts& facts, json::Item endpoint, const Versions& versions);
// `leaf_strength`: of the keys to which static key exchanges encrypt; nothing: not known.
void put_group_facts(Facts& facts, json::Item endpoint, const Versions& versions,
                     std::optional<std::int64_t> leaf_strength);

}  // namespace tlsonar::audit
