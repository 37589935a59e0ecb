#include "audit/subject/fact_private.h"
#include "audit/subject/overheard_private.h"
#include "audit/subject/read_private.h"
#include "dissect/registry/cipher_suite.h"
#include "dissect/registry/named_group.h"
#include "dissect/registry/names.gen.h"

#include <algorithm>
#include <charconv>

namespace tlsonar::audit {
namespace {

using json::Item;
using json::Kind;

constexpr std::string_view kOnlySeen = "a capture shows what was used, not all that is accepted";
constexpr std::string_view kOnlyThese = "only what these connections show";

std::string code_name(Item code) {
    const std::string_view name = code["name"].text();
    return std::string(name.empty() ? code["code"].text() : name);
}

bool is_newest(std::string_view version) {
    return version.starts_with("TLSv1.3") || version.starts_with("DTLSv1.3");
}

// Extensions whose answer shows a fact.
struct ExtensionRow {
    std::string_view extension;
    std::string_view fact;
};
constexpr ExtensionRow kExtensions[] = {
    {"client_certificate_url", "server.ext.client_certificate_url"},
    {"encrypt_then_mac", "server.ext.encrypt_then_mac"},
    {"extended_main_secret", "server.ext.extended_master_secret"},
    {"heartbeat", "server.ext.heartbeat"},
    {"renegotiation_info", "server.renegotiation.secure"},
    {"server_name", "server.ext.server_name"},
    {"truncated_hmac", "server.ext.truncated_hmac"},
};

// Lists of a ClientHello.
struct ClientRow {
    std::string_view member;
    std::string_view fact;
};
constexpr ClientRow kClientLists[] = {
    {"groups", "client.groups.offered"},
    {"point_formats", "client.ec_point_formats"},
    {"signature_schemes", "client.sigalgs.offered"},
    {"suites", "client.suites.offered"},
    {"versions", "client.protocols.offered"},
};

// "TLSv1.2" of "0x0303"; empty when it is no version.
std::string version_of_number(std::string_view hex) {
    unsigned value = 0;
    if (!hex.starts_with("0x")) return {};
    const auto done = std::from_chars(hex.data() + 2, hex.data() + hex.size(), value, 16);
    if (done.ec != std::errc() || value > 0xFFFF) return {};
    return std::string(dissect::version_name(static_cast<std::uint16_t>(value)));
}

// A signal among the suites (SCSV), no suite.
bool is_signal(std::string_view name) {
    const auto* suite = name.ends_with("_SCSV") ? dissect::find_cipher_suite(name) : nullptr;
    return suite != nullptr && suite->signal;
}

// How the server showed who it is; empty when it cannot be told.
std::string_view authentication(Item handshake) {
    if (handshake["certificates"]["server"].size() > 0) return "certificate";
    // A ticket, or a key from elsewhere: who resumes was authenticated before, in some way.
    if (handshake["resumption"].says("psk")) return {};
    if (handshake["server_authenticated"].flag() == false) return "anonymous";
    const auto* suite = dissect::find_cipher_suite(code_name(handshake["suite"]));
    if (suite != nullptr && suite->auth == dissect::Authentication::psk) return "psk";
    return {};
}

}  // namespace

void SeenFacts::see(std::string_view fact, std::string_view name) {
    Seen& list = lists_[fact];
    if (name.empty() || name.starts_with("GREASE") || list.size() >= kMost) return;
    if (!list.contains(name)) list.emplace(name, number_);
}

void SeenFacts::show(Shown& shown, std::string_view version, Item code) {
    const std::string name = code_name(code);
    if (name.empty() || name.starts_with("GREASE") || shown_items_ >= kMost) return;
    const auto [at, fresh] = shown[std::string(version)].try_emplace(
        name, ShownItem{reading::text(code["code"]), number_});
    if (fresh) ++shown_items_;
}

void SeenFacts::add_server(Item handshake) {
    const std::string version = code_name(handshake["version"]);
    const Item hello = handshake["server_hello"];
    show(suites_, version, handshake["suite"]);
    show(groups_, version, handshake["group"]);
    show(schemes_, version, hello["signature_scheme"]);
    const bool newest = is_newest(version);
    const bool dtls = version.starts_with("DTLS");
    see(dtls ? "server.dtls.accepted" : "server.protocols.accepted", version);
    const std::string suite = code_name(handshake["suite"]);
    see("server.suites.accepted", suite);
    see(newest ? "server.suites.accepted_tls13" : "server.suites.accepted_tls12", suite);
    const std::string group = code_name(handshake["group"]);
    see("server.groups.accepted", group);
    see(newest ? "server.groups.accepted_tls13" : "server.groups.accepted_tls12", group);
    const std::string scheme = code_name(hello["signature_scheme"]);
    see("server.sigalgs.accepted", scheme);
    see(newest ? "server.sigalgs.accepted_tls13" : "server.sigalgs.accepted_tls12", scheme);
    see(newest ? "connection.cv_sigalg" : "connection.ske_sigalg", scheme);
    // Below 2048 bits it is none of those with names (RFC 7919).
    if (const auto bits = hello["dh_bits"].number(); bits && *bits < 2048)
        see("server.kex.ffdhe.groups", "unnamed-" + std::to_string(*bits));
    for (const std::string_view list : {"extensions", "encrypted_extensions"})
        for (const Item extension : hello[list])
            for (const ExtensionRow& row : kExtensions)
                if (extension.says(row.extension)) shown_.try_emplace(row.fact, number_);
    if (hello["compression_method"].is(Kind::object))
        shown_.try_emplace("server.compression", number_);
    for (const Item certificate : handshake["certificates"]["server"])
        if (certificate["raw_public_key"].flag() == true)
            shown_.try_emplace("server.ext.raw_public_key", number_);
    if (handshake["alpn"].is(Kind::string)) shown_.try_emplace("server.ext.alpn", number_);
    if (handshake["early_data_accepted"].flag() == true)
        shown_.try_emplace("server.early_data", number_);
    if (handshake["certificates"]["ocsp_staple"].flag() == true)
        shown_.try_emplace("server.ocsp.stapled", number_);
}

void SeenFacts::add_connection(Item handshake) {
    see("connection.version", code_name(handshake["version"]));
    see("connection.group", code_name(handshake["group"]));
    see("connection.auth", authentication(handshake));
    const auto* suite = dissect::find_cipher_suite(code_name(handshake["suite"]));
    if (suite == nullptr || !handshake["outcome"].says("completed")) return;
    std::uint32_t& first = suite->cipher == dissect::Cipher::null ? in_the_clear_ : encrypted_;
    if (first == 0) first = number_;
}

void SeenFacts::add_client(Item hello) {
    for (const ClientRow& row : kClientLists)
        for (const Item name : hello[row.member])
            if (!is_signal(name.text())) see(row.fact, name.text());
    // A hello without supported_versions offers its own version, and what is older by custom.
    if (hello && !hello["versions"])
        see("client.protocols.offered", version_of_number(hello["legacy_version"].text()));
}

void SeenFacts::add(Item handshake) {
    number_ = std::max(reading::small_number(handshake["number"]), std::uint32_t{1});
    add_client(handshake["first_client_hello"]);
    add_client(handshake["client_hello"]);
    if (!handshake["version"].is(Kind::object)) return;
    add_server(handshake);
    add_connection(handshake);
}

void SeenFacts::put_all(Facts& facts) const {
    for (const auto& [fact, seen] : lists_) {
        if (seen.empty()) continue;
        Names names;
        std::uint32_t first = seen.begin()->second;
        for (const auto& [name, number] : seen) {
            names.push_back(name);
            first = std::min(first, number);
        }
        const bool of_server = fact.starts_with("server.");
        put(facts, fact,
            partial(std::move(names), std::string(of_server ? kOnlySeen : kOnlyThese),
                    "first in handshake " + std::to_string(first)));
    }
    for (const auto& [fact, number] : shown_)
        put(facts, fact, known(true, "handshake " + std::to_string(number)));
    if (in_the_clear_ != 0)
        put(facts, "connection.encrypted",
            known(false, "handshake " + std::to_string(in_the_clear_)));
    else if (encrypted_ != 0)
        put(facts, "connection.encrypted", unknown("all that was seen is, and more may be spoken"));
}

ListView SeenFacts::view(const std::string& version, const ShownItems& items) {
    ListView out;
    out.version = version;
    out.complete = false;
    out.cause = kOnlySeen;
    out.decides = "unknown";
    for (const auto& [name, shown] : items) {
        ListView::Item item;
        item.name = name;
        item.code = shown.code;
        item.evidence = "handshake " + std::to_string(shown.number);
        if (const auto* suite = dissect::find_cipher_suite(name)) {
            item.strength = suite->strength;
            item.forward_secrecy = suite->forward_secrecy;
        }
        if (const auto* group = dissect::find_named_group(name))
            item.post_quantum = group->post_quantum;
        out.items.push_back(std::move(item));
    }
    return out;
}

void SeenFacts::put_views(Subject& subject) const {
    for (const std::string_view fact : {"server.protocols.accepted", "server.dtls.accepted"})
        if (const auto at = lists_.find(fact); at != lists_.end())
            for (const auto& [name, number] : at->second)
                subject.versions.push_back({name, "yes", {}});
    for (const auto& [version, items] : suites_)
        subject.suites.push_back(view(version, items));
    for (const auto& [version, items] : groups_)
        subject.groups.push_back(view(version, items));
    for (const auto& [version, items] : schemes_)
        subject.schemes.push_back(view(version, items));
}

}  // namespace tlsonar::audit
