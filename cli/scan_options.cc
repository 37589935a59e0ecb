#include "cli/command.h"
#include "cli/say.h"
#include "cli/scan.h"
#include "cli/terminal.h"
#include "cli/when.h"
#include "core/text.h"
#include "scanner/talk/openssl_talk.h"
#include "scanner/target/parse_target.h"

#include <algorithm>
#include <cstdio>
#include <map>

#include <CLI/CLI.hpp>

namespace tlsonar::cli {
namespace {

class ScanCommand final : public Command {
  public:
    explicit ScanCommand(CLI::App& app);
    int run() override;
    bool chosen() const override { return command_->parsed(); }

  private:
    struct Flags;
    void what_to_scan();
    void how_to_get_there();
    void what_to_ask();
    void manners();
    void output();
    bool read_targets();
    bool read_network();
    bool read_proxy();
    void read_manners();
    bool read_identity();
    bool read_fail_on();
    CLI::App* command_;
    std::unique_ptr<Flags> flags_;
};

struct ScanCommand::Flags {
    ScanRunOptions options;
    std::string ports, starttls, sni, connect_to, ip = "all", resolver, proxy, shard;
    std::vector<std::string> hosts, outputs;
    std::string depth = "default", pki = "webpki", fail_on, color = "auto";
    double timeout = 5, host_timeout = 300, rate = 0;
    std::size_t concurrency = 8, parallel = 0, connections = 256;
    std::uint64_t seed = 0;
    bool no_sni = false, polite = false, intrusive = false, no_validation = false, no_http = false;
    bool in_order = false;
};

ScanCommand::ScanCommand(CLI::App& app)
    : command_(app.add_subcommand(
          "scan", "Ask servers what they do: versions, suites, groups, certificates, weaknesses.")),
      flags_(std::make_unique<Flags>()) {
    what_to_scan();
    how_to_get_there();
    what_to_ask();
    manners();
    output();
    command_->footer(
        "Targets: host, host:port, URL, address, [v6]:port, CIDR, range, smtp://host,\n"
        "host:port/starttls=imap, @file (one a line, # comments, labels), - (standard input).\n"
        "Exit codes: 0 fine, 1 a weakness of --fail-on or worse, 2 usage, 3 something was not "
        "learnt.");
}

void ScanCommand::what_to_scan() {
    Flags& f = *flags_;
    command_->add_option("TARGET", f.options.targets, "What to scan (see below)")->required();
    command_->add_option("--ports", f.ports, "Ports where a target has none: 443,8443,9000-9010");
    command_->add_option(
        "--starttls", f.starttls,
        "Begin with this protocol (smtp, imap …; none) where a target says nothing");
    command_
        ->add_option("--exclude", f.options.exclude,
                     "File of names, addresses and networks that are never talked to (repeatable)")
        ->allow_extra_args(false);
    command_->add_flag("--mx", f.options.mail, "Scan the mail servers of the domains named");
    command_->add_option("--seed", f.seed, "Of the order in which networks are walked");
    command_->add_flag("--in-order", f.in_order, "Walk targets in the order written");
    command_->add_option("--shard", f.shard, "i/n: only the i-th of n parts of the targets");
}

void ScanCommand::how_to_get_there() {
    Flags& f = *flags_;
    command_->add_option("--sni", f.sni, "Send this server name");
    command_->add_flag("--no-sni", f.no_sni, "Send no server name");
    command_->add_option("--connect-to", f.connect_to,
                         "ADDRESS:PORT to connect to, whatever the target's name resolves to");
    command_->add_option("--ip", f.ip, "all (default), one, 4 or 6: which addresses of a name")
        ->check(CLI::IsMember({"all", "one", "4", "6"}));
    command_->add_option("--resolver", f.resolver, "Name servers: ADDRESS[:PORT],…");
    command_->add_option("--hosts", f.hosts, "File in the format of /etc/hosts (repeatable)")
        ->allow_extra_args(false);
    command_->add_flag("--no-https-records{false}", f.options.scan.service_records,
                       "Do not look HTTPS records up in the DNS");
    command_->add_option("--proxy", f.proxy, "http://[USER:PASSWORD@]ADDRESS:PORT or socks5://…");
    command_->add_option("--cert", f.options.scan.survey.client_certificate,
                         "Client certificate (PEM), for servers that want one");
    command_->add_option("--key", f.options.scan.survey.client_key, "Its private key (PEM)");
}

void ScanCommand::what_to_ask() {
    Flags& f = *flags_;
    command_
        ->add_option("--profile", f.depth,
                     "certs: one connection; enumeration: what is negotiable; default: all that "
                     "does no harm")
        ->check(CLI::IsMember({"certs", "enumeration", "default"}));
    command_->add_flag("--intrusive", f.intrusive, "Also what might disturb a fragile server");
    command_->add_flag("--no-http", f.no_http, "No HTTP request");
    command_
        ->add_option("--store", f.options.stores,
                     "NAME=FILE: validate with these roots instead of the system's (repeatable)")
        ->allow_extra_args(false);
    command_
        ->add_option("--pki", f.pki, "webpki: rules of browsers (default); rfc5280: private PKI")
        ->check(CLI::IsMember({"webpki", "rfc5280"}));
    command_->add_flag("--no-validation", f.no_validation, "Do not validate chains");
}

void ScanCommand::manners() {
    Flags& f = *flags_;
    command_->add_option("--concurrency", f.concurrency, "Connections at once to an endpoint (8)")
        ->check(CLI::Range(1, 100));
    command_->add_option("--parallel", f.parallel, "Endpoints at once (16; with certs 256)")
        ->check(CLI::Range(1, 100'000));
    command_->add_option("--connections", f.connections, "Connections at once in all (256)")
        ->check(CLI::Range(1, 100'000));
    command_->add_option("--rate", f.rate, "Connections a second in all; 0: no limit")
        ->check(CLI::Range(0.0, 1e6));
    command_->add_flag("--polite", f.polite,
                       "One connection at a time and five a second to an endpoint");
    command_->add_option("--timeout", f.timeout, "Seconds to wait for an answer (5)")
        ->check(CLI::Range(0.1, 600.0));
    command_->add_option("--host-timeout", f.host_timeout, "Seconds for an endpoint (300)")
        ->check(CLI::Range(1.0, 86400.0));
}

void ScanCommand::output() {
    Flags& f = *flags_;
    auto* json = command_->add_flag("--json", f.options.json, "One JSON document");
    auto* ndjson = command_->add_flag("--ndjson", f.options.ndjson,
                                      "A JSON object a line, as endpoints are done");
    json->excludes(ndjson);
    command_->add_flag("--details", f.options.details, "In JSON: every connection, and DER");
    command_
        ->add_option(
            "-o,--output", f.outputs,
            "Write to this file; or FORMAT=FILE,…: reports of the verdict: " + format_names())
        ->allow_extra_args(false);
    command_->add_option("--evidence", f.options.evidence,
                         "pcapng file of every conversation, with its secrets");
    command_
        ->add_option("--resume", f.options.resume,
                     "NDJSON file: leave out what it has, and add the rest to it")
        ->excludes(json);
    command_->add_option("--fail-on", f.fail_on,
                         "Exit code 1 from this severity of weaknesses on; with --policy (default "
                         "high) also a level or rule, or new");
    add_judging_flags(*command_, f.options.judging);
    command_->add_flag("-v,--verbose", f.options.pages, "A page for each endpoint, however many");
    command_->add_flag("-q,--quiet", f.options.quiet, "Only the verdict lines");
    command_->add_option("--color", f.color, "auto, always or never")
        ->check(CLI::IsMember({"auto", "always", "never"}));
}

bool ScanCommand::read_targets() {
    Flags& f = *flags_;
    scanner::TargetSourceOptions& source = f.options.source;
    if (!f.ports.empty()) {
        auto ports = scanner::parse_ports(f.ports);
        if (!ports.ok()) return complain("--ports: " + ports.error());
        source.defaults.ports = *ports;
    }
    if (!f.starttls.empty()) {
        if (f.starttls != "none" && scanner::find_dialog(f.starttls) == nullptr)
            return complain("--starttls: there is no protocol \"" + f.starttls +
                            "\" (see docs/scan.md)");
        source.defaults.dialog = f.starttls;
    }
    if (!f.shard.empty()) {
        const auto shard = scanner::parse_shard(f.shard);
        if (!shard.ok()) return complain("--shard: " + shard.error());
        source.shard = *shard;
    }
    source.seed = f.in_order ? std::nullopt : std::optional<std::uint64_t>(f.seed);
    if (f.no_sni) f.options.scan.sni = "";
    if (!f.sni.empty()) f.options.scan.sni = f.sni;
    return true;
}

bool ScanCommand::read_network() {
    Flags& f = *flags_;
    using scanner::AddressChoice;
    static const std::map<std::string, AddressChoice> kChoices = {
        {"all", AddressChoice::all},
        {"one", AddressChoice::one},
        {"4", AddressChoice::v4},
        {"6", AddressChoice::v6},
    };
    f.options.resolver.choice = kChoices.at(f.ip);
    if (!f.resolver.empty()) {
        auto servers = scanner::parse_name_servers(f.resolver);
        if (!servers.ok()) return complain("--resolver: " + servers.error());
        f.options.resolver.servers = *servers;
    }
    for (const std::string& path : f.hosts) {
        auto hosts = scanner::HostsFile::open(path);
        if (!hosts.ok()) return complain("--hosts: " + hosts.error());
        f.options.resolver.hosts.push_back(std::move(*hosts));
    }
    if (!f.connect_to.empty()) {
        const auto endpoint = scanner::parse_name_servers(f.connect_to);
        if (!endpoint.ok() || endpoint->size() != 1)
            return complain("--connect-to: \"" + f.connect_to + "\" is no ADDRESS:PORT");
        f.options.scan.connect_to = (*endpoint)[0];
    }
    return read_proxy();
}

// http://user:password@192.0.2.1:3128
bool ScanCommand::read_proxy() {
    std::string text = flags_->proxy;
    if (text.empty()) return true;
    scanner::ProxyRoute proxy;
    const auto scheme = text.find("://");
    const std::string name = scheme == std::string::npos ? "http" : text.substr(0, scheme);
    if (name != "http" && name != "socks5")
        return complain("--proxy: \"" + name + "\" is neither http nor socks5");
    proxy.socks = name == "socks5";
    if (scheme != std::string::npos) text.erase(0, scheme + 3);
    if (const auto at = text.rfind('@'); at != std::string::npos) {
        const std::string login = text.substr(0, at);
        const auto colon = login.find(':');
        proxy.user = login.substr(0, colon);
        if (colon != std::string::npos) proxy.password = login.substr(colon + 1);
        text.erase(0, at + 1);
    }
    const auto endpoint = scanner::parse_name_servers(text);
    if (!endpoint.ok() || endpoint->size() != 1)
        return complain("--proxy: \"" + text + "\" is no ADDRESS:PORT");
    proxy.endpoint = (*endpoint)[0];
    flags_->options.scan.proxy = proxy;
    flags_->options.source.no_udp =
        "--proxy passes on TCP alone, and DTLS needs UDP: scan this target without --proxy";
    return true;
}

void ScanCommand::read_manners() {
    Flags& f = *flags_;
    scanner::ScanOptions& scan = f.options.scan;
    using scanner::Depth;
    scan.survey.depth = f.depth == "certs"         ? Depth::certificates
                        : f.depth == "enumeration" ? Depth::enumeration
                                                   : Depth::standard;
    scan.survey.intrusive = f.intrusive;
    scan.survey.http = !f.no_http;
    scan.host.connections = f.polite ? 1 : f.concurrency;
    scan.host.interval = f.polite ? kSecond / 5 : 0;
    const auto wait = static_cast<Time>(f.timeout * static_cast<double>(kSecond));
    scan.host.deadlines = {wait, wait, 4 * wait};
    scan.host.limit = static_cast<Time>(f.host_timeout * static_cast<double>(kSecond));
    scan.host.keep_wire = !f.options.evidence.empty();
    const bool certs = scan.survey.depth == Depth::certificates;
    scan.hosts_at_once = f.parallel != 0 ? f.parallel : certs ? 256 : 16;
    scan.connections_at_once = f.connections;
    scan.rate = f.rate;
    scan.seed = f.seed;
}

// Read now, so that a wrong file is told before anybody is asked.
bool ScanCommand::read_identity() {
    scanner::SurveyOptions& survey = flags_->options.scan.survey;
    survey.agent = "tlsonar/" TLSONAR_VERSION;
    if (survey.client_certificate.empty()) return true;
    const auto identity =
        scanner::ClientIdentity::load(survey.client_certificate, survey.client_key);
    return identity.ok() || complain(identity.error());
}

// Policies have levels and rules, weaknesses have severities only.
bool ScanCommand::read_fail_on() {
    Flags& f = *flags_;
    take_outputs(f.outputs, f.options.judging.outputs, f.options.output);
    if (!f.options.resume.empty() && !f.options.output.empty())
        return complain("--resume writes to its own file: leave -o " + f.options.output + " out");
    if (f.options.judging.asked()) {
        f.options.judging.fail_on = f.fail_on;
        return true;
    }
    if (f.fail_on.empty()) return true;
    f.options.fail_on = read_severity(f.fail_on);
    return f.options.fail_on ||
           complain("--fail-on wants info, low, medium, high or critical, not \"" + f.fail_on +
                    "\" (other words need --policy)");
}

int ScanCommand::run() {
    Flags& f = *flags_;
    if (!read_targets() || !read_network()) return kUsage;
    if (f.options.scan.survey.client_certificate.empty() !=
        f.options.scan.survey.client_key.empty())
        return complain("--cert and --key belong together"), kUsage;
    read_manners();
    if (!read_identity()) return kUsage;
    f.options.validate = !f.no_validation;
    f.options.pki = f.pki == "webpki" ? trust::Profile::webpki : trust::Profile::rfc5280;
    if (!read_fail_on()) return kUsage;
    f.options.style = output_style(f.color, !f.options.output.empty());
    f.options.message_style = message_style(f.color);
    return scan(f.options);
}

}  // namespace

std::unique_ptr<Command> make_scan_command(CLI::App& app) {
    return std::make_unique<ScanCommand>(app);
}

}  // namespace tlsonar::cli
