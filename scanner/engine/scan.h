// Scan: a whole run. Takes targets one after another, resolves them, and scans so many endpoints
// side by side; each profile is handed out when it is done. Memory depends on how many are under
// way, not on how many there are.
#pragma once

#include "profile/endpoint/endpoint_profile.h"
#include "profile/endpoint/leaf_keys.h"
#include "scanner/engine/host.h"
#include "scanner/engine/pace.h"
#include "scanner/net/link.h"
#include "scanner/probe/run_tools.h"
#include "scanner/probe/survey.h"
#include "scanner/resolve/resolver.h"
#include "scanner/target/target.h"
#include "trust/deployment/chain_judge.h"

#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>

namespace tlsonar::scanner {

// A proxy that all connections go through.
struct ProxyRoute {
    Endpoint endpoint;
    bool socks = false;  // else HTTP CONNECT
    std::string user, password;
};

struct ScanOptions {
    HostOptions host;
    SurveyOptions survey;
    std::size_t hosts_at_once = 16;
    std::size_t connections_at_once = 256;
    double rate = 0;  // connections a second in all; 0: no limit
    std::optional<ProxyRoute> proxy;
    std::optional<Endpoint> connect_to;  // instead of where the name leads
    std::optional<std::string> sni;      // for all targets; empty: none is sent
    std::uint64_t seed = 0;              // of what looks random on the wire
    bool service_records = true;         // look HTTPS records up
};

// What goes on right now; for a progress bar.
struct ScanProgress {
    std::uint64_t done = 0;
    std::uint64_t failed = 0;
    std::uint64_t connections = 0;
    struct Running {
        std::string target;
        Time since = 0;  // steady
        std::uint32_t connections = 0;
    };
    std::vector<Running> running;
};

class Scan {
  public:
    // The next target; nothing at the end.
    using Feed = std::function<std::optional<Target>()>;
    // An address that must not be talked to.
    using Excluded = std::function<bool(const IpAddress&)>;
    using Finished = std::function<void(profile::EndpointProfile&&, std::vector<KeptTalk>&&)>;

    // Borrowed all. `judge` may be null: then chains are not validated.
    Scan(Loop& loop, Network& network, Resolver& resolver, trust::ChainJudge* judge,
         const ScanOptions& options);
    ~Scan();

    // Begins; the loop does the rest, and is empty when all is done.
    void start(Feed feed, Excluded excluded, Finished finished);
    // Takes no more targets. What is under way is abandoned.
    void stop();
    bool finished() const;
    ScanProgress progress() const;

  private:
    struct Running;
    Task<void> worker();
    Task<void> scan_target(Target target);
    Task<AddressAnswer> resolve(const std::string& name);
    // `no_lookup`: why nothing but the address is to be looked up in the DNS; empty: all is.
    Task<void> scan_endpoint(const Target& target, const IpAddress& address,
                             const std::string& no_lookup);
    Task<void> survey_endpoint(const Route& route, profile::EndpointProfile& profile,
                               std::vector<KeptTalk>& kept, bool careful, bool& again,
                               const std::string& no_lookup);
    profile::EndpointProfile blank(const Target& target, const IpAddress& address) const;
    Route route_to(const Target& target, const IpAddress& address) const;
    void judge_chains(profile::EndpointProfile& profile);
    void complete(profile::DhGroup& group);
    void conclude(profile::EndpointProfile& profile, const Survey& survey, const Host& host);
    void deliver(profile::EndpointProfile&& profile, std::vector<KeptTalk>&& kept);

    Loop& loop_;
    Network& network_;
    Resolver& resolver_;
    trust::ChainJudge* judge_;
    ScanOptions options_;
    Budget budget_;
    KeyAgreement keys_;
    Draw draw_;
    profile::CertificateCache certificates_;
    TalkTools tools_;
    std::vector<profile::DhGroup> dh_groups_;  // completed before
    profile::LeafKeys leaf_keys_;
    std::unique_ptr<TicketBook> tickets_;
    Feed feed_;
    Excluded excluded_;
    Finished finished_;
    bool stopped_ = false;
    std::uint64_t done_ = 0, failed_ = 0, connections_ = 0;
    std::list<Running> running_;
    std::unique_ptr<TaskGroup> workers_;
};

}  // namespace tlsonar::scanner
