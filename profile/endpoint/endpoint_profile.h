// EndpointProfile: what is known of one TLS endpoint, as plain values. The scanner folds what its
// connections were answered into it; audit judges it, reports show it. Owns all it holds.
#pragma once

#include "core/ip_address.h"
#include "core/moment.h"
#include "profile/endpoint/credential.h"
#include "profile/endpoint/ech.h"
#include "profile/endpoint/fact.h"
#include "profile/record.h"
#include "trust/deployment/chain_judge.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tlsonar::profile {

// "TLS 1.2", "SSLv3", "DTLS 1.2"; in hexadecimal when it is no version.
std::string version_title(std::uint16_t version);

struct VersionFact {
    std::uint16_t version = 0;  // as on the wire; 0x0002 for SSLv2, 0xFEFF and 0xFEFD for DTLS
    Fact supported;
};

// Whose preference a choice follows.
enum class Decides : std::uint8_t { unknown, server, client };
std::string_view name_of(Decides decides);

// One code point that the server accepted. (24 bits for SSLv2.)
struct Accepted {
    std::uint32_t code = 0;
    Evidence evidence;
};

// All that the server accepts of one kind (suites, groups, signature schemes), in one version.
struct AcceptedList {
    std::uint16_t version = 0;
    std::vector<Accepted> accepted;  // in the server's order where `ordered`, else as found
    bool ordered = false;
    Decides decides = Decides::unknown;
    // Everything else that was offered was refused. When false, `cause` says why it is not known.
    bool complete = false;
    std::string cause;
    std::uint32_t offered = 0;  // how many code points were offered in all
    // What the server did that no server should: "selects what was not offered", "inconsistent".
    std::vector<std::string> oddities;

    bool has(std::uint32_t code) const;
};

// A Diffie-Hellman group that the server used below TLS 1.3.
struct DhGroup {
    std::vector<std::uint8_t> prime;
    std::vector<std::uint8_t> generator;
    std::uint32_t bits = 0;
    std::string_view name;    // of a well-known prime; empty for others
    bool well_known = false;  // shared by many servers, so worth an attacker's precomputation
    bool standard = false;    // of RFC 7919 or RFC 3526: chosen with care
    Answer safe_prime = Answer::unknown;
    std::vector<std::uint16_t> suites;
    Evidence evidence;
    Answer is_prime = Answer::unknown;  // "no": composite
    bool weak_generator = false;        // of no or of smooth order: logarithms are easy
};

// The finite-field groups that a server uses below TLS 1.3 when a client names them (RFC 7919).
struct NamedDh {
    // Yes: it takes what is named. No: it has its own prime whatever is named, or no DHE then.
    Fact honoured;
    std::uint16_t version = 0;     // in which it was asked
    std::vector<Accepted> groups;  // as found
};

// A session of another endpoint of the run, offered to this one.
struct TicketTrial {
    std::string of;  // whose: target and address
    Fact taken;      // yes: both have the same ticket key
};

struct SharedTickets {
    // A fact of the run, not of the endpoint: who is offered whose session depends on who is first.
    std::optional<TicketTrial> trial;
    // What this endpoint's tickets begin with, where that is a key name by the form of RFC 5077
    // section 4 (two of its tickets begin alike); else empty.
    std::vector<std::uint8_t> key_name;
    Evidence key_name_evidence;
};

using KeyFindingsPtr = std::shared_ptr<const std::vector<trust::Finding>>;

// What a server showed to one kind of question.
struct ServerChain {
    std::string_view asked;  // "name", "no name", "unknown name"
    std::uint16_t version = 0;
    std::vector<CertificateRef> chain;  // as sent
    std::string staple;                 // the OCSP response, where one came
    std::vector<std::string> scts;      // of the TLS extension
    trust::ChainVerdictPtr verdict;     // null when nobody validated
    KeyFindingsPtr key_findings;        // of the leaf's key; null when nobody examined it
    Evidence evidence;
};

struct ClientAuth {
    Fact asked;
    Fact required;
    std::vector<std::string> authorities;  // RFC 4514
    std::vector<std::uint16_t> schemes;
};

struct NameList {
    std::vector<std::string> names;  // any octets
    bool complete = false;
    std::string cause;
    Decides decides = Decides::unknown;
};

// How a server bears hellos that are odd but legal.
struct Tolerance {
    std::string_view test;   // "grease-extension"
    std::string_view title;  // "an unknown (GREASE) extension"
    Fact bears;
    std::uint32_t hello_octets = 0;  // of the smallest hello that broke it
};

struct HttpFacts {
    bool asked = false;
    std::string cause;  // why there is nothing
    std::uint16_t status = 0;
    std::string version;  // "HTTP/1.1"
    std::string server;
    std::string location;
    std::optional<std::string> hsts;  // the header as it came
    std::optional<std::uint64_t> hsts_max_age;
    bool hsts_subdomains = false;
    bool hsts_preload = false;
    Fact preload_ready;
    Fact plain_redirect;  // port 80 sends clients to HTTPS
    std::string plain_location;
};

// A weakness that follows from the facts. The kind's text is in the catalogue of trust/finding.
struct Weakness {
    trust::Finding finding;
    Evidence evidence;
};

// One connection, for who wants to know what was done.
struct ConnectionNote {
    std::uint32_t number = 0;
    std::string_view probe;
    std::string outcome;  // "ServerHello TLS 1.2", "alert handshake_failure", "reset"
    Time begin = 0;       // since the scan of this endpoint began
    Time duration = 0;
};

enum class EndpointState : std::uint8_t {
    complete,    // all that was asked for is known
    incomplete,  // some of it is not: see unknowns
    failed,      // no TLS was spoken: see trouble
};
std::string_view name_of(EndpointState state);

struct Unknown {
    std::string fact;  // "cipher suites of TLS 1.2"
    std::string cause;
};

struct EndpointProfile {
    // What was asked for.
    std::string target;  // canonical
    std::string name;    // DNS name; empty for an address
    IpAddress address;
    std::uint16_t port = 0;
    bool udp = false;
    std::string_view dialog;
    std::string sni;  // empty: none was sent
    std::vector<std::pair<std::string, std::string>> labels;
    std::string origin;
    std::string file;
    std::uint32_t line = 0;
    std::uint32_t column = 0, end_column = 0;  // of its target there; UTF-16 code units, from 1
    std::string depth;                         // which set of probes: "default", "certs"

    // How it went.
    EndpointState state = EndpointState::failed;
    std::string trouble;  // a sentence
    Time started = 0;
    Time duration = 0;
    std::uint32_t connections = 0;
    std::uint32_t retries = 0;
    std::uint64_t octets_sent = 0;
    std::uint64_t octets_received = 0;
    std::vector<std::string> remarks;  // "the server limits connections: slowed down to 5 a second"
    std::vector<ConnectionNote> notes;

    // What is known.
    std::vector<VersionFact> versions;
    std::vector<AcceptedList> suites;
    std::vector<AcceptedList> groups;
    std::vector<AcceptedList> schemes;
    std::vector<DhGroup> dh_groups;
    Fact dh_reuse;
    Fact ecdh_reuse;
    std::vector<ServerChain> chains;
    Fact rejects_unknown_name;
    ClientAuth client_auth;
    NameList alpn;
    NameList npn;
    std::vector<NamedFact> extensions;
    std::vector<NamedFact> sessions;
    EchFacts ech;
    ServiceRecords service_records;
    std::optional<DelegatedCredential> delegated_credential;
    NamedDh named_dh;
    SharedTickets shared_tickets;
    std::vector<Tolerance> tolerance;
    HttpFacts http;
    std::vector<Weakness> weaknesses;
    std::vector<Unknown> unknowns;

    Fact supports(std::uint16_t version) const;
    const AcceptedList* suites_of(std::uint16_t version) const;
    const AcceptedList* groups_of(std::uint16_t version) const;
    const NamedFact* extension(std::string_view wanted) const;
    const NamedFact* session(std::string_view wanted) const;
};

}  // namespace tlsonar::profile
