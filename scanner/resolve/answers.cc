#include "scanner/resolve/answers.h"

#include "core/text.h"
#include "trust/name/peer_name.h"

#include <algorithm>

namespace tlsonar::scanner {
namespace {

using State = DnsReply::State;

bool answered(const LookupResult& result) { return result.state == State::answered; }

bool no_such_name(const LookupResult& result) {
    return answered(result) && result.answer.rcode == DnsAnswer::kNoSuchName;
}

// "it is an alias of a.example, and there "; nothing for a name that is none.
std::string alias_clause(const DnsAnswer& answer) {
    if (answer.name == answer.asked) return {};
    return "it is an alias of " + printable(answer.name) + ", and there is ";
}

void set_no_such_name(Resolution& out, const LookupResult& result) {
    out.why = Unresolved::no_such_name;
    const std::string alias = alias_clause(result.answer);
    out.trouble = "unknown host: " + alias + "no such name (NXDOMAIN)";
}

void set_failure(Resolution& out, const LookupResult& result) {
    out.why = result.state == State::silent ? Unresolved::silent : Unresolved::failed;
    out.trouble = "cannot resolve: " + result.trouble;
}

void set_no_record(Resolution& out, const LookupResult& result, const std::string& what) {
    out.why = Unresolved::no_record;
    out.trouble =
        result.answer.name == result.answer.asked
            ? "the name has no " + what
            : "the name is an alias of " + printable(result.answer.name) + ", which has no " + what;
}

void note_malformed(Resolution& out, std::size_t count, const std::string& what) {
    if (count > 0) out.notes.push_back(std::to_string(count) + " malformed " + what + " left out");
}

// The part that answers about one type have in common. False: there is nothing to read.
bool begin(Resolution& out, const LookupResult& result) {
    if (!answered(result)) {
        set_failure(out, result);
        return false;
    }
    out.canonical_name = result.answer.name;
    if (no_such_name(result)) {
        set_no_such_name(out, result);
        return false;
    }
    return true;
}

// After reading: nothing usable is an answer, too.
template <class T>
void finish(Resolution& out, const LookupResult& result, const DnsRecords<T>& read,
            const std::string& what) {
    note_malformed(out, read.malformed, what + "s");
    if (!read.records.empty()) return;
    set_no_record(out, result, what);
    if (read.malformed == 0) return;
    out.why = Unresolved::failed;
    out.trouble = "cannot resolve: every " + what + " in the answer is malformed";
}

void take(AddressAnswer& out, const LookupResult* result, std::vector<IpAddress>& all) {
    if (result == nullptr || !answered(*result) || no_such_name(*result)) return;
    auto read = read_addresses(result->octets, result->answer);
    note_malformed(out, read.malformed, "addresses");
    all.insert(all.end(), read.records.begin(), read.records.end());
    if (out.canonical_name.empty() || !read.records.empty())
        out.canonical_name = result->answer.name;
}

}  // namespace

void choose_addresses(AddressAnswer& answer, std::vector<IpAddress> addresses,
                      AddressChoice choice) {
    std::sort(addresses.begin(), addresses.end(),
              [](const IpAddress& a, const IpAddress& b) { return a.v6 != b.v6 ? b.v6 : a < b; });
    addresses.erase(std::unique(addresses.begin(), addresses.end()), addresses.end());
    if (choice == AddressChoice::v4 || choice == AddressChoice::v6)
        std::erase_if(addresses,
                      [&](const IpAddress& a) { return a.v6 != (choice == AddressChoice::v6); });
    if (choice == AddressChoice::one && addresses.size() > 1) addresses.resize(1);
    if (addresses.size() > AddressAnswer::kMaxAddresses) {
        answer.notes.push_back("the name has " + std::to_string(addresses.size()) +
                               " addresses, of which " +
                               std::to_string(AddressAnswer::kMaxAddresses) + " are used");
        addresses.resize(AddressAnswer::kMaxAddresses);
    }
    answer.addresses = std::move(addresses);
}

AddressAnswer join_addresses(const LookupResult* a, const LookupResult* aaaa,
                             AddressChoice choice) {
    AddressAnswer out;
    std::vector<IpAddress> all;
    take(out, a, all);
    take(out, aaaa, all);
    choose_addresses(out, std::move(all), choice);
    const std::string family = choice == AddressChoice::v4   ? "IPv4 "
                               : choice == AddressChoice::v6 ? "IPv6 "
                                                             : "";
    const LookupResult* const both[] = {a, aaaa};
    if (!out.addresses.empty()) {
        for (const LookupResult* result : both)
            if (result != nullptr && !answered(*result) && choice == AddressChoice::all)
                out.notes.push_back((result == a ? "IPv4" : "IPv6") +
                                    std::string(" addresses are not known: ") + result->trouble);
        return out;
    }
    // That the name does not exist is true of all types; a failure hides what might have been.
    for (const LookupResult* result : both)
        if (result != nullptr && no_such_name(*result)) {
            out.canonical_name = result->answer.name;
            set_no_such_name(out, *result);
            return out;
        }
    for (const LookupResult* result : both)
        if (result != nullptr && !answered(*result)) {
            set_failure(out, *result);
            return out;
        }
    set_no_record(out, a != nullptr ? *a : *aaaa, family + "address");
    return out;
}

MailAnswer mail_answer(const LookupResult& mx) {
    MailAnswer out;
    if (!begin(out, mx)) return out;
    auto read = read_mail_servers(mx.octets, mx.answer);
    finish(out, mx, read, "MX record");
    if (!out.ok()) return out;
    const auto root = [](const MailServer& server) { return server.name.empty(); };
    if (std::all_of(read.records.begin(), read.records.end(), root)) {
        out.takes_no_mail = true;
        out.why = Unresolved::no_record;
        out.trouble = "the domain takes no mail (null MX, RFC 7505)";
        return out;
    }
    for (const MailServer& server : read.records) {
        if (!trust::to_ascii_host(server.name)) {
            out.notes.push_back("an MX record names \"" + fit(printable(server.name), 80) +
                                "\", which is no host");
        } else if (out.servers.size() == MailAnswer::kMaxServers) {
            out.notes.push_back("the domain has " + std::to_string(read.records.size()) +
                                " mail servers, of which " +
                                std::to_string(MailAnswer::kMaxServers) + " are used");
            break;
        } else {
            out.servers.push_back(server);
        }
    }
    if (out.servers.empty()) {
        out.why = Unresolved::failed;
        out.trouble = "cannot resolve: no MX record names a host";
    }
    return out;
}

ServiceAnswer service_answer(const LookupResult& https) {
    ServiceAnswer out;
    if (!begin(out, https)) return out;
    auto read = read_service_bindings(https.octets, https.answer);
    finish(out, https, read, "HTTPS record");
    out.bindings = std::move(read.records);
    return out;
}

CaaAnswer caa_answer(const LookupResult& caa) {
    CaaAnswer out;
    if (!begin(out, caa)) return out;
    auto read = read_caa(caa.octets, caa.answer);
    finish(out, caa, read, "CAA record");
    out.records = std::move(read.records);
    return out;
}

}  // namespace tlsonar::scanner
