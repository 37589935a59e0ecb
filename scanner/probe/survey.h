// Survey: what the probes of one endpoint share: the host they ask, what they have found so far,
// and the catalogue they stand in.
#pragma once

#include "scanner/engine/host.h"
#include "scanner/engine/task.h"
#include "scanner/probe/lists.h"
#include "scanner/probe/run_tools.h"
#include "scanner/probe/versions.h"

#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::scanner {

// How much is asked.
enum class Depth : std::uint8_t {
    certificates,  // one connection: version, suite, chain
    enumeration,   // versions, suites, groups, schemes, certificates
    standard,      // and sessions, extensions, tolerance, HTTP
};

struct SurveyOptions {
    Depth depth = Depth::standard;
    bool intrusive = false;
    std::string client_certificate, client_key;  // PEM files
    bool http = true;
    std::string agent = "tlsonar";  // what HTTP requests say they are: "tlsonar/0.1.0"
};

class Survey;

// When a probe runs. All of one stage run side by side.
enum class Stage : std::uint8_t { contact, enumerate, detail };

struct ProbeKind {
    std::string_view id;     // in notes and evidence: "suites"
    std::string_view title;  // for people: "cipher suites"
    Stage stage = Stage::detail;
    Depth depth = Depth::standard;  // the least depth at which it runs
    bool intrusive = false;
    // Asks, and folds what it learnt into the profile. Must leave a cause for all it could not
    // learn.
    Task<void> (*run)(Survey& survey) = nullptr;
    bool udp = false;  // asks over UDP; the others over TCP
};

std::span<const ProbeKind* const> probe_kinds();

class Survey {
  public:
    Survey(Host& host, const SurveyOptions& options);

    Host& host() { return host_; }
    profile::EndpointProfile& profile() { return host_.profile(); }
    const SurveyOptions& options() const { return options_; }

    // A hello of that version with everything usual in it, as this server bears it.
    HelloRecipe hello(std::uint16_t version) const;
    // The same with those suites alone that it was seen to accept, where some are known.
    HelloRecipe accepted_hello(std::uint16_t version) const;
    // One whose flight can be read: in TLS 1.3 with a key share.
    HelloRecipe readable_hello(std::uint16_t version) const;
    // The group of TLS 1.3 that it accepts and we can agree a key in; 0: none.
    std::uint16_t readable_group() const;

    // Folds in what a reply shows beside what was asked: chains, DH groups, key reuse, extensions.
    // `asked`: which name was sent ("name", "no name", "unknown name").
    void observe(const Reply& reply, std::string_view probe, std::string_view asked = "name");
    // The extension was offered in the hello of that reply: an answer without it is a no.
    void offered(const Reply& reply, std::string_view probe, std::uint16_t extension,
                 std::string_view fact);
    // Of those that usual hellos below TLS 1.3 offer.
    void note_extensions(const Reply& reply, std::string_view probe);
    // A version that was seen somewhere, of which all suites were refused: its list can't be whole.
    void reconcile();

    profile::AcceptedList& suites(std::uint16_t version);
    profile::AcceptedList& groups(std::uint16_t version);
    profile::AcceptedList& schemes(std::uint16_t version);
    // Sets a version's fact; a yes stays.
    void version(std::uint16_t version, profile::Fact fact);
    bool supports(std::uint16_t version) const { return host_facts_.supports(version).yes(); }
    // The newest of SSLv3 … TLS 1.3 up to `limit` that the server is known to have; 0: none.
    std::uint16_t newest(std::uint16_t limit = kTls13) const;
    void extension(std::string_view name, profile::Fact fact);
    void session(std::string_view name, profile::Fact fact);

    // Set when all that is to be known of the suites of a version is known.
    Event& suites_done(std::uint16_t version) { return suites_done_[version]; }
    // The accepted codes, in the order found.
    Codes accepted_suites(std::uint16_t version) const;

    // Whether this server needs hellos without extensions, without a name …; found by contact.
    struct Style {
        bool small = false;  // no more than the necessary extensions
        bool no_extensions = false;
        bool no_name = false;
    } style;
    bool contacted = false;  // some TLS was spoken
    RunTools run;            // of the run, when there is one

  private:
    void observe_dh(const Reply& reply, std::string_view probe);
    void observe_sentinel(const Reply& reply, std::string_view probe);
    void observe_reuse(const Reply& reply, std::string_view probe);
    void observe_chain(const Reply& reply, std::string_view probe, std::string_view asked);
    void observe_client_auth(const Reply& reply, std::string_view probe);

    Host& host_;
    profile::EndpointProfile& host_facts_;
    const SurveyOptions& options_;
    std::map<std::uint16_t, Event> suites_done_;
    std::map<std::string, std::uint32_t> dh_publics_, ec_publics_;  // to the connection
    std::size_t dh_seen_ = 0, ec_seen_ = 0;
};

profile::Evidence evidence(std::string_view probe, const Reply& reply);

}  // namespace tlsonar::scanner
