// Resolver: names → addresses, mail servers, HTTPS records, for a whole run. Equal questions are
// asked once, answers are kept, only so many questions are out at a time, and no call waits.
#pragma once

#include "core/ip_address.h"
#include "core/moment.h"
#include "core/result.h"
#include "scanner/net/loop.h"
#include "scanner/resolve/dns_message.h"
#include "scanner/resolve/hosts_file.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::scanner {

// --ip: which of a name's addresses. `one` is the first IPv4 address, or else the first IPv6 one.
enum class AddressChoice : std::uint8_t { all, one, v4, v6 };

struct ResolverOptions {
    std::vector<Endpoint> servers;  // none: the system's
    AddressChoice choice = AddressChoice::all;
    std::vector<HostsFile> hosts;  // the first that has an address of the name decides
    Time timeout = 5'000'000'000;  // for a question, all name servers together
    std::size_t max_in_flight = 100;
};

// "192.0.2.53,[2001:db8::53]:5353". The error is a sentence.
Result<std::vector<Endpoint>, std::string> parse_name_servers(std::string_view text);

// Why there is no answer.
enum class Unresolved : std::uint8_t {
    no,            // there is one
    bad_name,      // it was none that DNS can hold
    no_such_name,  // NXDOMAIN
    no_record,     // the name exists and has no such record
    silent,        // no name server answered: a later try may
    failed,        // name servers failed, refused, or said nonsense
};

// What every answer has.
struct Resolution {
    Unresolved why = Unresolved::no;
    std::string trouble;             // a sentence where `why` is not `no`
    std::vector<std::string> notes;  // what is not known although there is an answer
    std::string canonical_name;      // where the name's aliases end
    bool ok() const { return why == Unresolved::no; }
};

struct AddressAnswer : Resolution {
    static constexpr std::size_t kMaxAddresses = 64;
    std::vector<IpAddress> addresses;  // IPv4 before IPv6, each ascending: the same in every run
    bool at_hand = false;              // of a hosts file, or of localhost: no name server was asked
};
struct MailAnswer : Resolution {
    static constexpr std::size_t kMaxServers = 64;
    std::vector<MailServer> servers;  // by preference, then by name
    // The domain says by a null MX (RFC 7505) that it takes no mail; `why` is no_record.
    bool takes_no_mail = false;
};
struct ServiceAnswer : Resolution {
    std::vector<ServiceBinding> bindings;  // by priority
};
struct CaaAnswer : Resolution {
    std::vector<CaaRecord> records;
};

class Resolver {
  public:
    static constexpr std::size_t kMaxKept = 20'000;                    // answers
    static constexpr std::size_t kMaxKeptOctets = 16UL * 1024 * 1024;  // of them

    Resolver(Loop& loop, ResolverOptions options);
    // Whoever still waits is not called any more.
    ~Resolver();
    Resolver(const Resolver&) = delete;
    Resolver& operator=(const Resolver&) = delete;

    // Who lets it go is not called. It may outlive the Resolver.
    class [[nodiscard]] Pending {
      public:
        Pending() = default;
        void cancel() { held_.reset(); }

      private:
        friend class Resolver;
        explicit Pending(std::shared_ptr<void> held) : held_(std::move(held)) {}
        std::shared_ptr<void> held_;
    };

    // `done` runs once, from the loop, never from within these calls; it may let go of anything,
    // the Resolver included. Names as people write them; an address is its own answer.
    Pending addresses(std::string_view name, std::function<void(const AddressAnswer&)> done);
    Pending mail_servers(std::string_view domain, std::function<void(const MailAnswer&)> done);
    // The HTTPS records of an origin: of the name, or of _8443._https.name (RFC 9460 section 9.1).
    // AliasMode is not followed.
    Pending services(std::string_view name, std::uint16_t port,
                     std::function<void(const ServiceAnswer&)> done);
    // Of the name itself; climbing the tree (RFC 8659 section 3) is the caller's.
    Pending caa(std::string_view name, std::function<void(const CaaAnswer&)> done);

    struct Counts {
        std::uint64_t asked = 0;   // questions sent to name servers
        std::uint64_t kept = 0;    // answered from what was kept
        std::uint64_t joined = 0;  // that waited for an equal question
    };
    Counts counts() const;

  private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace tlsonar::scanner
