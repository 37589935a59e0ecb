#include "scanner/resolve/resolver.h"

#include "core/text.h"
#include "scanner/resolve/answers.h"
#include "scanner/resolve/lookups.h"
#include "trust/name/peer_name.h"

#include <optional>
#include <utility>

namespace tlsonar::scanner {
namespace {

// RFC 6761 section 6.3: these never go to a name server.
bool is_localhost(std::string_view name) {
    return name == "localhost" || name.ends_with(".localhost");
}

IpAddress loopback(bool v6) {
    IpAddress address;
    address.v6 = v6;
    if (v6)
        address.octets[15] = 1;
    else
        address.octets = {127, 0, 0, 1};
    return address;
}

bool wants(AddressChoice choice, bool v6) {
    return choice != (v6 ? AddressChoice::v4 : AddressChoice::v6);
}

// Somebody who waits: for answers to one or two questions.
template <class Answer>
struct Asked {
    std::function<void(const Answer&)> done;
    std::vector<std::shared_ptr<void>> lookups;
    std::optional<LookupResult> first, second;  // A and AAAA
    int open = 0;
};

// `done` may let go of `asked`: nothing of it is used after.
template <class Answer>
void finish(Asked<Answer>& asked, const Answer& answer) {
    const auto done = std::move(asked.done);
    done(answer);
}

template <class Answer>
void finish_soon(Loop& loop, const std::shared_ptr<bool>& alive,
                 const std::shared_ptr<Asked<Answer>>& asked, Answer answer) {
    loop.post([alive, weak = std::weak_ptr(asked), answer = std::move(answer)] {
        const auto held = weak.lock();
        if (*alive && held) finish(*held, answer);
    });
}

template <class Answer>
Answer bad_name(std::string_view name) {
    Answer answer;
    answer.why = Unresolved::bad_name;
    answer.trouble = "\"" + fit(printable(name), 80) + "\" is no host name";
    return answer;
}

const LookupResult* pointer(const std::optional<LookupResult>& result) {
    return result ? &*result : nullptr;
}

}  // namespace

struct Resolver::Impl {
    Impl(Loop& on, ResolverOptions with)
        : loop(on), options(std::move(with)), lookups(on, options) {}

    // What needs no name server: an address, a hosts file, localhost.
    std::optional<AddressAnswer> at_hand(std::string_view name) const;
    void ask_addresses(const std::shared_ptr<Asked<AddressAnswer>>& asked, const std::string& name);

    // A question of one type, and what to make of its result.
    template <class Answer>
    Pending ask_one(std::string_view name, const std::string& prefix, DnsType type,
                    Answer (*read)(const LookupResult&), std::function<void(const Answer&)> done);

    Loop& loop;
    ResolverOptions options;
    Lookups lookups;
    std::shared_ptr<bool> alive = std::make_shared<bool>(true);
};

Resolver::Resolver(Loop& loop, ResolverOptions options)
    : impl_(std::make_shared<Impl>(loop, std::move(options))) {}

Resolver::~Resolver() { *impl_->alive = false; }

Resolver::Counts Resolver::counts() const { return impl_->lookups.counts(); }

std::optional<AddressAnswer> Resolver::Impl::at_hand(std::string_view name) const {
    AddressAnswer answer;
    answer.at_hand = true;
    answer.canonical_name = name;
    for (const HostsFile& file : options.hosts) {
        const auto found = file.find(name);
        choose_addresses(answer, {found.begin(), found.end()}, options.choice);
        if (!answer.addresses.empty()) return answer;
    }
    if (!is_localhost(name)) return std::nullopt;
    choose_addresses(answer, {loopback(false), loopback(true)}, options.choice);
    return answer;
}

void Resolver::Impl::ask_addresses(const std::shared_ptr<Asked<AddressAnswer>>& asked,
                                   const std::string& name) {
    // Lookups call only as long as `asked` holds what they gave: the pointer is good.
    auto* const waiting = asked.get();
    const auto ask = [&](DnsType type, std::optional<LookupResult> Asked<AddressAnswer>::*place) {
        ++asked->open;
        asked->lookups.push_back(lookups.ask(
            name, type, [waiting, place, choice = options.choice](const LookupResult& result) {
                waiting->*place = result;
                if (--waiting->open > 0) return;
                finish(*waiting,
                       join_addresses(pointer(waiting->first), pointer(waiting->second), choice));
            }));
    };
    if (wants(options.choice, false)) ask(DnsType::a, &Asked<AddressAnswer>::first);
    if (wants(options.choice, true)) ask(DnsType::aaaa, &Asked<AddressAnswer>::second);
}

Resolver::Pending Resolver::addresses(std::string_view name,
                                      std::function<void(const AddressAnswer&)> done) {
    auto asked = std::make_shared<Asked<AddressAnswer>>();
    asked->done = std::move(done);
    const auto ready = [&](AddressAnswer answer) {
        finish_soon(impl_->loop, impl_->alive, asked, std::move(answer));
    };
    if (const auto address = parse_ip_address(name)) {
        AddressAnswer answer;
        answer.addresses = {unmapped(*address)};
        ready(std::move(answer));
    } else if (const auto host = trust::to_ascii_host(name); !host) {
        ready(bad_name<AddressAnswer>(name));
    } else if (auto answer = impl_->at_hand(*host)) {
        ready(std::move(*answer));
    } else {
        impl_->ask_addresses(asked, *host);
    }
    return Pending(asked);
}

template <class Answer>
Resolver::Pending Resolver::Impl::ask_one(std::string_view name, const std::string& prefix,
                                          DnsType type, Answer (*read)(const LookupResult&),
                                          std::function<void(const Answer&)> done) {
    auto asked = std::make_shared<Asked<Answer>>();
    asked->done = std::move(done);
    const auto host = trust::to_ascii_host(name);
    const auto whole = host ? trust::to_ascii_host(prefix + *host) : std::nullopt;
    if (!whole) {
        finish_soon(loop, alive, asked, bad_name<Answer>(name));
    } else {
        auto* const waiting = asked.get();
        asked->lookups.push_back(lookups.ask(
            *whole, type,
            [waiting, read](const LookupResult& result) { finish(*waiting, read(result)); }));
    }
    return Pending(asked);
}

Resolver::Pending Resolver::mail_servers(std::string_view domain,
                                         std::function<void(const MailAnswer&)> done) {
    return impl_->ask_one(domain, "", DnsType::mx, &mail_answer, std::move(done));
}

Resolver::Pending Resolver::services(std::string_view name, std::uint16_t port,
                                     std::function<void(const ServiceAnswer&)> done) {
    constexpr std::uint16_t kHttps = 443;
    const std::string prefix = port == kHttps ? "" : "_" + std::to_string(port) + "._https.";
    return impl_->ask_one(name, prefix, DnsType::https, &service_answer, std::move(done));
}

Resolver::Pending Resolver::caa(std::string_view name, std::function<void(const CaaAnswer&)> done) {
    return impl_->ask_one(name, "", DnsType::caa, &caa_answer, std::move(done));
}

Result<std::vector<Endpoint>, std::string> parse_name_servers(std::string_view text) {
    constexpr std::uint16_t kDnsPort = 53;
    std::vector<Endpoint> servers;
    while (true) {
        const std::size_t comma = std::min(text.find(','), text.size());
        const std::string_view one = text.substr(0, comma);
        const auto server = parse_endpoint(one, kDnsPort);
        if (!server)
            return "\"" + fit(printable(one), 80) +
                   "\" is no name server: write an address, or address:port, or [address]:port";
        if (server->address.scope != 0)
            return "name servers with a zone (%) cannot be asked: " + std::string(one);
        servers.push_back(*server);
        if (comma == text.size()) return servers;
        text.remove_prefix(comma + 1);
    }
}

}  // namespace tlsonar::scanner
