#include "audit/subject/lists_private.h"
#include "audit/subject/read_private.h"

#include <algorithm>

namespace tlsonar::audit {
namespace {

constexpr std::string_view kTcp[] = {"TLS 1.3", "TLS 1.2", "TLS 1.1", "TLS 1.0", "SSLv3", "SSLv2"};
constexpr std::string_view kUdp[] = {"DTLS 1.3", "DTLS 1.2", "DTLS 1.0"};

json::Item entry_of(json::Item list, std::string_view version) {
    for (const json::Item each : list)
        if (each["version"].says(version)) return each;
    return {};
}

// Takes in what one list has.
void take(Collected& out, json::Item list, std::string_view inner, const EachItem& each) {
    for (const json::Item item : list[inner]) {
        const std::string_view name = item["name"].text();
        if (name.empty()) {
            out.complete = false;
            out.cause = reading::kMalformed;
            continue;
        }
        if (std::ranges::find(out.names, name) == out.names.end()) out.names.emplace_back(name);
        if (const auto connection = item["evidence"]["connection"].number())
            out.connections.insert(*connection);
        if (each) each(item);
    }
}

void miss(Collected& out, std::string cause) {
    if (out.complete) out.cause = std::move(cause);
    out.complete = false;
}

// What is left open by the list of a version that the endpoint has, or may have.
void check_list(Collected& out, json::Item list, const ListName& name, Versions::Has has) {
    const std::string cause(list["cause"].text());
    const std::string what(list["version"].text());
    if (!list[name.inner].is(json::Kind::array) || !list["complete"].flag())
        return miss(out, std::string(reading::kMalformed));
    if (!*list["complete"].flag())
        miss(out, cause.empty()
                      ? "not all " + std::string(name.title) + " of " + what + " are known"
                      : cause);
    // No version but SSLv2 goes without: who says so contradicts himself.
    if (has == Versions::Has::yes && what != "SSLv2" && name.inner == kSuites.inner &&
        list[name.inner].size() == 0)
        miss(out, what + " is accepted, and with no cipher suite: that can't be");
}

}  // namespace

Versions::Versions(json::Item endpoint)
    : list_(endpoint["versions"]), udp_(endpoint["transport"].says("udp")) {}

Versions::Has Versions::has(std::string_view version) const {
    const json::Item supported = entry_of(list_, version)["supported"];
    if (supported.says("yes")) return Has::yes;
    if (supported.says("no")) return Has::no;
    return supported ? Has::unknown : Has::not_asked;
}

std::string Versions::cause(std::string_view version) const {
    const std::string_view told = entry_of(list_, version)["cause"].text();
    const std::string what = "whether " + std::string(version) + " is supported ";
    if (has(version) == Has::not_asked) return what + "was not asked";
    return what + "is not known" + (told.empty() ? "" : ": " + std::string(told));
}

std::span<const std::string_view> Versions::all() const {
    // DTLS 1.3 is asked for by no scan yet: who does not tell of it does not know.
    if (!udp_) return kTcp;
    const bool newest = has(kUdp[0]) != Has::not_asked;
    return std::span(kUdp).subspan(newest ? 0 : 1);
}
std::span<const std::string_view> Versions::older() const {
    return udp_ ? std::span(kUdp).subspan(1) : std::span(kTcp).subspan(1);
}
std::span<const std::string_view> Versions::newest() const {
    return udp_ ? std::span(kUdp).first(1) : std::span(kTcp).first(1);
}

bool Versions::none_of(std::span<const std::string_view> versions) const {
    return std::ranges::all_of(versions, [&](auto v) { return has(v) == Has::no; });
}
bool Versions::any_of(std::span<const std::string_view> versions) const {
    return std::ranges::any_of(versions, [&](auto v) { return has(v) == Has::yes; });
}

std::string Collected::evidence() const {
    constexpr std::size_t kShown = 4;
    if (connections.empty()) return {};
    std::string out = connections.size() == 1 ? "connection " : "connections ";
    std::size_t shown = 0;
    for (const std::int64_t connection : connections) {
        if (shown == kShown)
            return out + " and " + std::to_string(connections.size() - shown) + " more";
        out += (shown++ == 0 ? "" : ", ") + std::to_string(connection);
    }
    return out;
}

MaybeFact Collected::fact() const {
    if (complete) return known(names, evidence());
    if (asked || !names.empty()) return partial(names, cause, evidence());
    return std::nullopt;
}

json::Item list_of(json::Item endpoint, const ListName& name, std::string_view version) {
    return entry_of(endpoint[name.outer], version);
}

Collected collect(json::Item endpoint, const ListName& name, const Versions& versions,
                  std::span<const std::string_view> wanted, Need need, const EachItem& each) {
    using Has = Versions::Has;
    Collected out;
    bool open = false;  // some version needs a list
    bool any = false;   // and some such version has one
    for (const std::string_view version : wanted) {
        const Has has = versions.has(version);
        const json::Item list = list_of(endpoint, name, version);
        take(out, list, name.inner, each);
        if (has == Has::no) continue;
        open = true;
        any = any || list;
        if (has != Has::yes) miss(out, versions.cause(version));
        if (has == Has::unknown) out.asked = true;
        if (list)
            check_list(out, list, name, has);
        else if (need == Need::each && has == Has::yes)
            miss(out,
                 "nobody asked for the " + std::string(name.title) + " of " + std::string(version));
    }
    if (open && !any) miss(out, "nobody asked for the " + std::string(name.title));
    out.asked = any || (out.asked && !any && endpoint[name.outer].size() > 0);
    return out;
}

ListView view_of_list(json::Item list, std::string_view inner, TextPool& texts) {
    ListView out;
    out.version = reading::text(list["version"]);
    out.ordered = list["ordered"].flag().value_or(false);
    out.complete = list["complete"].flag().value_or(false);
    out.decides = reading::text(list["decides"]);
    out.cause = reading::text(list["cause"]);
    out.items.reserve(list[inner].size());
    for (const json::Item item : list[inner]) {
        ListView::Item view;
        view.name = texts.share(item["name"].text());
        view.code = texts.share(item["code"].text());
        view.strength = reading::small_number(item["strength"]);
        view.post_quantum = item["post_quantum"].flag().value_or(false);
        view.forward_secrecy = item["forward_secrecy"].flag().value_or(false);
        view.evidence = texts.share(reading::evidence(item["evidence"]));
        out.items.push_back(std::move(view));
    }
    return out;
}

void put_version_facts(Facts& facts, json::Item endpoint, const Versions& versions) {
    Names accepted;
    std::string cause;
    bool asked = false;
    // Also those that nobody expects.
    for (const json::Item each : endpoint["versions"]) {
        asked = true;
        if (each["supported"].says("yes") && each["version"].is(json::Kind::string))
            accepted.push_back(reading::version_name(each["version"].text()));
    }
    for (const std::string_view version : versions.all()) {
        const Versions::Has has = versions.has(version);
        if (has != Versions::Has::yes && has != Versions::Has::no && cause.empty())
            cause = versions.cause(version);
    }
    const std::string_view name =
        versions.udp() ? "server.dtls.accepted" : "server.protocols.accepted";
    put(facts, versions.udp() ? "server.protocols.accepted" : "server.dtls.accepted", none());
    if (!asked) return;
    put(facts, name,
        cause.empty() ? known(std::move(accepted))
                      : partial(std::move(accepted), std::move(cause)));
}

}  // namespace tlsonar::audit
