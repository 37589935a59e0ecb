#include "scanner/engine/scan.h"

#include "profile/endpoint/dh_groups.h"
#include "profile/endpoint/weaknesses.h"
#include "scanner/dialog/proxies.h"
#include "scanner/probe/shared_tickets.h"

#include <algorithm>

namespace tlsonar::scanner {
namespace {

// One stage of the catalogue, all its probes side by side.
Task<void> run_stage(Survey& survey, Stage stage) {
    TaskGroup group;
    for (const ProbeKind* kind : probe_kinds()) {
        if (kind->stage != stage || kind->depth > survey.options().depth) continue;
        if (kind->intrusive && !survey.options().intrusive) continue;
        if (kind->udp != survey.profile().udp) continue;
        group.add(kind->run(survey));
    }
    co_await group.all();
}

}  // namespace

struct Scan::Running {
    std::string target;
    Time since = 0;
    const profile::EndpointProfile* profile = nullptr;
};

Scan::Scan(Loop& loop, Network& network, Resolver& resolver, trust::ChainJudge* judge,
           const ScanOptions& options)
    : loop_(loop),
      network_(network),
      resolver_(resolver),
      judge_(judge),
      options_(options),
      budget_(loop, options.connections_at_once, options.rate),
      draw_(options.seed),
      tools_{&keys_, &draw_, &certificates_},
      tickets_(std::make_unique<TicketBook>()) {}

Scan::~Scan() = default;

void Scan::start(Feed feed, Excluded excluded, Finished finished) {
    feed_ = std::move(feed);
    excluded_ = std::move(excluded);
    finished_ = std::move(finished);
    workers_ = std::make_unique<TaskGroup>();
    for (std::size_t i = 0; i < std::max<std::size_t>(options_.hosts_at_once, 1); ++i)
        workers_->add(worker());
}

void Scan::stop() {
    stopped_ = true;
    loop_.stop();
}

bool Scan::finished() const { return workers_ && workers_->running() == 0; }

ScanProgress Scan::progress() const {
    ScanProgress out{done_, failed_, connections_, {}};
    for (const Running& running : running_) {
        out.running.push_back({running.target, running.since, running.profile->connections});
        out.connections += running.profile->connections;
    }
    return out;
}

Task<void> Scan::worker() {
    while (!stopped_) {
        // Named first: no aggregate lives in an expression that waits.
        std::optional<Target> target = feed_();
        if (!target) break;
        Task<void> work = scan_target(std::move(*target));
        co_await work;
    }
}

Task<AddressAnswer> Scan::resolve(const std::string& name) {
    Event over;
    AddressAnswer answer;
    const Resolver::Pending pending = resolver_.addresses(name, [&](const AddressAnswer& a) {
        answer = a;
        over.set();
    });
    co_await over.wait();
    co_return answer;
}

Task<void> Scan::scan_target(Target target) {
    const bool elsewhere = options_.proxy || options_.connect_to;
    std::string no_lookup;
    if (!options_.service_records) no_lookup = "no HTTPS records were to be looked up";
    if (target.address || elsewhere) {
        if (elsewhere) no_lookup = "where the name leads was given, and not looked up";
        const IpAddress address = options_.connect_to ? options_.connect_to->address
                                                      : target.address.value_or(IpAddress{});
        Task<void> work = scan_endpoint(target, address, no_lookup);
        co_await work;
        co_return;
    }
    const AddressAnswer answer = co_await resolve(target.name);
    if (!answer.ok()) {
        profile::EndpointProfile profile = blank(target, {});
        profile.trouble = answer.trouble;
        deliver(std::move(profile), {});
        co_return;
    }
    if (answer.at_hand) no_lookup = "the name comes from a hosts file, not from the DNS";
    for (const IpAddress& address : answer.addresses) {
        if (stopped_) co_return;
        Task<void> work = scan_endpoint(target, address, no_lookup);
        co_await work;
    }
}

profile::EndpointProfile Scan::blank(const Target& target, const IpAddress& address) const {
    profile::EndpointProfile profile;
    profile.target = canonical(target);
    profile.name = target.name;
    profile.address = address;
    profile.port = target.port;
    profile.udp = target.transport == Transport::udp;
    profile.dialog = target.dialog;
    profile.sni = options_.sni.value_or(target.sni.value_or(target.name));
    for (const Label& label : target.labels)
        profile.labels.emplace_back(label.key, label.value);
    profile.origin = target.origin;
    profile.file = target.file;
    profile.line = target.line;
    profile.column = target.column;
    profile.end_column = target.end_column;
    constexpr std::string_view kDepths[] = {"certificates", "enumeration", "standard"};
    profile.depth = kDepths[static_cast<std::size_t>(options_.survey.depth)];
    profile.started = Loop::wall_now();
    return profile;
}

Route Scan::route_to(const Target& target, const IpAddress& address) const {
    Route route;
    route.endpoint = {address, options_.connect_to ? options_.connect_to->port : target.port};
    route.udp = target.transport == Transport::udp;
    if (options_.proxy) {
        DialogOptions proxy;
        proxy.name = target.name.empty() ? to_text(address) : target.name;
        proxy.port = target.port;
        proxy.user = options_.proxy->user;
        proxy.password = options_.proxy->password;
        route.endpoint = options_.proxy->endpoint;
        const bool socks = options_.proxy->socks;
        route.dialogs.emplace_back(
            [proxy, socks] { return socks ? make_socks5(proxy) : make_http_connect(proxy); });
    }
    if (const DialogKind* kind = find_dialog(target.dialog)) {
        DialogOptions options;
        options.name = target.name;
        options.port = target.port;
        route.dialogs.emplace_back([kind, options] { return kind->make(options); });
    }
    return route;
}

Task<void> Scan::scan_endpoint(const Target& target, const IpAddress& address,
                               const std::string& no_lookup) {
    profile::EndpointProfile profile = blank(target, address);
    std::vector<KeptTalk> kept;
    if (excluded_ && !options_.proxy && excluded_(address)) {
        profile.trouble = "excluded: " + to_text(address) + " is not to be scanned";
        deliver(std::move(profile), std::move(kept));
        co_return;
    }
    const Route route = route_to(target, address);
    running_.push_back({profile.target, Loop::steady_now(), &profile});
    const auto place = std::prev(running_.end());
    bool again = false;
    Task<void> first = survey_endpoint(route, profile, kept, false, again, no_lookup);
    co_await first;
    if (again) {
        // It failed at random: what silence seemed to say is asked again, more patiently.
        profile::EndpointProfile second = blank(target, address);
        second.connections = profile.connections;
        second.retries = profile.retries;
        second.started = profile.started;
        second.remarks.emplace_back(
            "connections to this server fail at random: everything was asked twice");
        profile = std::move(second);
        Task<void> patient = survey_endpoint(route, profile, kept, true, again, no_lookup);
        co_await patient;
    }
    running_.erase(place);
    deliver(std::move(profile), std::move(kept));
}

Task<void> Scan::survey_endpoint(const Route& route, profile::EndpointProfile& profile,
                                 std::vector<KeptTalk>& kept, bool careful, bool& again,
                                 const std::string& no_lookup) {
    HostOptions options = options_.host;
    options.careful = careful;
    Host host(loop_, network_, budget_, tools_, route, options, profile);
    Survey survey(host, options_.survey);
    survey.run.resolver = no_lookup.empty() ? &resolver_ : nullptr;
    survey.run.no_lookup = no_lookup;
    survey.run.tickets = tickets_.get();
    for (const Stage stage : {Stage::contact, Stage::enumerate, Stage::detail}) {
        Task<void> work = run_stage(survey, stage);
        co_await work;
        if (!survey.contacted) break;
    }
    survey.reconcile();
    again = host.needs_repeat();
    conclude(profile, survey, host);
    std::move(host.kept().begin(), host.kept().end(), std::back_inserter(kept));
}

void Scan::conclude(profile::EndpointProfile& profile, const Survey& survey, const Host& host) {
    profile.duration = Loop::wall_now() - profile.started;
    if (!survey.contacted) {
        profile.state = profile::EndpointState::failed;
        if (profile.trouble.empty()) profile.trouble = "no answer";
        return;
    }
    if (!host.given_up().empty()) profile.trouble = host.given_up();
    judge_chains(profile);
    // Milliseconds a key: a scan of certificates alone is ten times as fast without.
    if (options_.survey.depth > Depth::certificates) leaf_keys_.examine(profile);
    for (profile::DhGroup& group : profile.dh_groups)
        complete(group);
    profile.weaknesses = profile::weaknesses(profile);
    profile.state = profile.unknowns.empty() && host.given_up().empty()
                        ? profile::EndpointState::complete
                        : profile::EndpointState::incomplete;
}

// Primality costs milliseconds, and many servers share a prime.
void Scan::complete(profile::DhGroup& group) {
    constexpr std::size_t kMost = 1000;
    for (const profile::DhGroup& known : dh_groups_)
        if (known.prime == group.prime && known.generator == group.generator) {
            profile::DhGroup same = known;
            same.suites = std::move(group.suites);
            same.evidence = group.evidence;
            group = std::move(same);
            return;
        }
    profile::complete(group);
    if (dh_groups_.size() < kMost) dh_groups_.push_back(group);
}

void Scan::judge_chains(profile::EndpointProfile& profile) {
    if (judge_ == nullptr) return;
    for (profile::ServerChain& chain : profile.chains) {
        if (chain.chain.empty()) continue;
        const std::vector<trust::CertificatePtr> certificates(chain.chain.begin(),
                                                              chain.chain.end());
        trust::ChainQuestion question;
        question.chain = certificates;
        const std::string address = to_text(profile.address);
        // A chain for nobody's name is judged without a name.
        if (chain.asked != "unknown name")
            question.host = profile.name.empty() ? address : profile.name;
        question.time = profile.started / kSecond;
        chain.verdict = judge_->judge(question);
    }
}

void Scan::deliver(profile::EndpointProfile&& profile, std::vector<KeptTalk>&& kept) {
    ++done_;
    connections_ += profile.connections;
    if (profile.state == profile::EndpointState::failed) ++failed_;
    finished_(std::move(profile), std::move(kept));
}

}  // namespace tlsonar::scanner
