// The HTTPS records (RFC 9460) of the name that is scanned: protocols, hints, ECH. No connection.
#include "scanner/probe/http.h"
#include "scanner/probe/probes.h"
#include "scanner/probe/run_tools.h"

namespace tlsonar::scanner {
namespace {

using profile::Fact;

constexpr std::string_view kServiceId = "https-records";
constexpr int kMostAliases = 4;

Task<ServiceAnswer> ask_services(Resolver& resolver, const std::string& name, std::uint16_t port) {
    Event over;
    ServiceAnswer answer;
    const Resolver::Pending pending =
        resolver.services(name, port, [&](const ServiceAnswer& given) {
            answer = given;
            over.set();
        });
    co_await over.wait();
    co_return answer;
}

profile::ServiceRecord record_of(const ServiceBinding& binding) {
    profile::ServiceRecord out;
    out.priority = binding.priority;
    out.target = binding.target;
    out.alpn = binding.alpn;
    out.no_default_alpn = binding.no_default_alpn;
    out.port = binding.port;
    out.ipv4_hints = binding.ipv4_hints;
    out.ipv6_hints = binding.ipv6_hints;
    if (!binding.ech.empty()) out.ech = profile::read_ech_configs(binding.ech);
    return out;
}

// Why it is not asked for; empty when it is.
std::string reason_not_to(Survey& survey) {
    const profile::EndpointProfile& profile = survey.profile();
    if (profile.name.empty()) return "the target is an address, and has no name";
    if (survey.run.resolver == nullptr)
        return survey.run.no_lookup.empty() ? "names are not looked up" : survey.run.no_lookup;
    if (!is_http(profile)) return "not HTTP, by its port and protocols";
    return {};
}

Task<void> run_service_records(Survey& survey) {
    profile::ServiceRecords& records = survey.profile().service_records;
    const profile::Evidence from{kServiceId, 0};
    if (const std::string reason = reason_not_to(survey); !reason.empty()) {
        records.found = Fact::make_unknown(from, reason);
        co_return;
    }
    std::string name = survey.profile().name;
    std::uint16_t port = survey.profile().port;
    for (int i = 0; i <= kMostAliases; ++i) {
        const ServiceAnswer answer = co_await ask_services(*survey.run.resolver, name, port);
        records.owner = name;
        if (!answer.ok()) {
            const bool none =
                answer.why == Unresolved::no_record || answer.why == Unresolved::no_such_name;
            records.found = none ? Fact::make_no(from, "the DNS has none")
                                 : Fact::make_unknown(from, answer.trouble);
            co_return;
        }
        records.records.clear();
        for (const ServiceBinding& binding : answer.bindings)
            records.records.push_back(record_of(binding));
        records.found = Fact::make_yes(from);
        // AliasMode (RFC 9460 section 2.4.2): all is under another name.
        if (records.records.empty() || records.records.front().priority != 0) co_return;
        name = records.records.front().target;
        port = 443;
        if (name.empty()) co_return;
    }
    records.found = Fact::make_unknown(from, "its aliases lead on and on");
}

}  // namespace

const ProbeKind probe::kServiceRecords = {kServiceId,    "HTTPS records of the DNS",
                                          Stage::detail, Depth::standard,
                                          false,         run_service_records};

}  // namespace tlsonar::scanner
