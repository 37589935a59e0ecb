// tlsonar.handshake/1: what captures show of servers, and of who talks to them.
#include "audit/subject/chain_private.h"
#include "audit/subject/documents_private.h"
#include "audit/subject/overheard_private.h"
#include "audit/subject/read_private.h"

#include <algorithm>
#include <limits>
#include <set>

namespace tlsonar::audit {
namespace {

using json::Item;
using json::Kind;
using reading::text;

// So many handshakes are kept for reports: the first, and then the first of each further kind.
constexpr std::size_t kMostKept = 400;
constexpr std::size_t kMostKeptOfServer = 8;
constexpr std::size_t kFirstKept = 5;
// Of one server's chains that differ; further ones are left out.
constexpr std::size_t kMostChains = 64;

std::string peer(Item end) {
    const auto port = end["port"].number();
    const std::string address = text(end["address"]);
    const bool v6 = address.find(':') != std::string::npos;
    return (v6 ? "[" + address + "]" : address) + ":" + std::to_string(port.value_or(0));
}

std::string code_name(Item code) {
    const std::string_view name = code["name"].text();
    return std::string(name.empty() ? code["code"].text() : name);
}

MessageView message_view(Item message) {
    MessageView out;
    out.name = text(message["message"]);
    out.from_client = message["sender"].says("client");
    out.octets = reading::small_number(message["octets"]);
    out.protection = text(message["protection"]);
    out.at = message["at"].real();
    if (message["partial"].flag() == true) out.detail = "octets are missing";
    return out;
}

HandshakeView handshake_view(Item handshake) {
    HandshakeView out;
    out.number = reading::small_number(handshake["number"]);
    out.client = peer(handshake["flow"]["client"]);
    out.version = code_name(handshake["version"]);
    out.suite = code_name(handshake["suite"]);
    out.group = code_name(handshake["group"]);
    out.sni = text(handshake["sni"]);
    out.alpn = text(handshake["alpn"]);
    out.outcome = text(handshake["outcome"]);
    out.resumption = text(handshake["resumption"]);
    out.post_quantum = handshake["post_quantum"].flag().value_or(false);
    out.decrypted = handshake["decrypted"].flag().value_or(false);
    for (const Item message : handshake["messages"])
        out.messages.push_back(message_view(message));
    for (const Item anomaly : handshake["anomalies"])
        out.anomalies.push_back(text(anomaly["id"]));
    return out;
}

// What makes a handshake worth showing beside others.
std::string kind_of(Item handshake) {
    return text(handshake["outcome"]) + ' ' + code_name(handshake["version"]) + ' ' +
           text(handshake["resumption"]) + ' ' +
           (handshake["hello_retry"].flag() == true ? "retry" : "");
}

}  // namespace

struct Overheard::Server {
    Subject subject;
    SeenFacts seen;
    std::vector<ChainFacts> chains;
    std::set<std::string> chain_keys;
    std::set<std::string> kinds;

    void begin(Item handshake, const Key& key) {
        subject.mode = Mode::passive;
        std::tie(subject.address, subject.port, subject.sni) = key;
        if (is_host_name(subject.sni)) subject.name = subject.sni;
        subject.transport = text(handshake["flow"]["transport"]);
        subject.dialog = text(handshake["flow"]["dialect"]);
        if (subject.dialog == "unknown") subject.dialog.clear();
        subject.file = text(handshake["file"]);
        subject.seen = text(handshake["seen"]["start"]);
        subject.seen_at = reading::instant(subject.seen).value_or(0);
    }

    bool worth_keeping(Item handshake) {
        constexpr std::size_t kMostKinds = 256;
        const bool fresh = kinds.size() < kMostKinds && kinds.insert(kind_of(handshake)).second;
        return subject.handshakes.size() < kFirstKept ||
               (fresh && subject.handshakes.size() < kMostKeptOfServer);
    }

    void read_chain(Item handshake, IntakeContext& context) {
        ChainCase chain;
        chain.sent = objects_of(handshake["certificates"]["server"]);
        chain.validation = handshake["validation"]["server"];
        chain.name_asked = handshake["sni"].is(Kind::string);
        // No staple was seen: the client may not have asked for one.
        if (handshake["certificates"]["ocsp_staple"].flag() == true)
            chain.staple = handshake["certificates"]["ocsp_staple"];
        chain.evidence = "handshake " + std::to_string(reading::small_number(handshake["number"]));
        if (chains.size() >= kMostChains) return;
        auto facts = chain_facts(chain, context.now, context.certificates);
        if (!facts || !chain_keys.insert(facts->key).second) return;
        ChainView view;
        view.asked = chain.name_asked ? "default" : "no SNI";
        view.version = code_name(handshake["version"]);
        view.sent = sent_views(chain.sent, context.certificates);
        read_verdict(view, chain.validation);
        subject.chains.push_back(std::move(view));
        chains.push_back(std::move(*facts));
    }

    Subject finish() {
        seen.put_all(subject.facts);
        seen.put_views(subject);
        merge_chains(subject, chains);
        return std::move(subject);
    }
};

Overheard::Overheard() = default;
Overheard::~Overheard() = default;

std::optional<std::string> Overheard::read(Item handshake, IntakeContext& context) {
    const Item server = handshake["flow"]["server"];
    const auto port = server["port"].number();
    const std::string address = text(server["address"]);
    if (address.empty() || !port || *port < 0 || *port > std::numeric_limits<std::uint16_t>::max())
        return "a handshake has no server";
    if (handshake["sni"] && !handshake["sni"].is(Kind::string))
        return "a handshake's sni is no text";
    std::string sni = text(handshake["sni"]);
    if (is_host_name(sni))
        std::ranges::transform(sni, sni.begin(), [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        });
    const Key key{address, static_cast<std::uint16_t>(*port), sni};
    const auto [at, fresh] = servers_.try_emplace(key);
    Server& entry = at->second;
    if (fresh) entry.begin(handshake, key);
    ++entry.subject.connections;
    entry.seen.add(handshake);
    entry.read_chain(handshake, context);
    if (entry.worth_keeping(handshake) && kept_ < kMostKept) {
        entry.subject.handshakes.push_back(handshake_view(handshake));
        ++kept_;
    }
    return std::nullopt;
}

std::vector<Subject> Overheard::take() {
    std::vector<Subject> out;
    out.reserve(servers_.size());
    for (auto& [key, server] : servers_)
        out.push_back(server.finish());
    servers_.clear();
    kept_ = 0;
    return out;
}

}  // namespace tlsonar::audit
