#include "scan_samples.h"

#include <initializer_list>

namespace tlsonar::reports {
namespace {

using profile::Accepted;
using profile::AcceptedList;
using profile::Decides;
using profile::EndpointProfile;
using profile::Evidence;
using profile::Fact;
using trust::FindingKind;
using trust::KeyKind;
using trust::Severity;

constexpr std::int64_t kDay = 86'400;
constexpr std::int64_t kNow = kScanned / 1'000'000'000;

const FindingKind kDrown = {"test.drown",
                            Severity::critical,
                            "SSLv2 is offered, so recorded sessions can be decrypted (DROWN)",
                            "m",
                            "f",
                            "CVE-2016-0800"};
const FindingKind kExport = {"test.freak", Severity::high, "Export suites with RSA (FREAK)", "m",
                             "f",          "CVE-2015-0204"};
const FindingKind kLogjam = {
    "test.logjam", Severity::high, "A Diffie-Hellman prime of 1024 bits or less", "m", "f", "s"};
const FindingKind kSweet = {
    "test.sweet32", Severity::medium, "Ciphers with blocks of 64 bits (SWEET32)", "m", "f", "s"};
const FindingKind kOld = {"test.old", Severity::low, "TLS 1.0 or 1.1 is offered", "m", "f", "s"};
const FindingKind kNoPq = {"test.no-pq", Severity::info, "No post-quantum group", "m",
                           "f",          "RFC 9794"};
const FindingKind kExpired = {
    "path.expired", Severity::high, "The certificate has expired", "m", "f", "RFC 5280"};
const FindingKind kSha1 = {
    "path.weak-signature", Severity::high, "Signed with SHA-1", "m", "f", "RFC 9155"};
const FindingKind kOrder = {
    "chain.superfluous", Severity::low, "A certificate is sent that no client needs", "m", "f",
    "RFC 9846"};

trust::Name name_with(const std::string& common_name) {
    static constexpr std::uint8_t kCommonName[] = {0x55, 0x04, 0x03};
    trust::NameAttribute attribute;
    attribute.type = trust::ObjectId(kCommonName);
    attribute.tag = 0x0C;
    attribute.octets = common_name;
    trust::Name out;
    out.attributes.push_back(std::move(attribute));
    return out;
}

struct Made {
    std::string subject, issuer;
    KeyKind kind = KeyKind::rsa;
    std::uint32_t bits = 2048;
    std::string curve;
    std::int64_t from = 0, until = 0;  // days from now
    std::vector<std::string> names;
};

profile::CertificateRef make(const Made& made) {
    auto out = std::make_shared<profile::Certificate>();
    trust::CertificateSummary& s = out->summary;
    s.complete = true;
    s.serial = "0a1b";
    s.subject = name_with(made.subject);
    s.issuer = name_with(made.issuer);
    s.not_before = kNow + made.from * kDay;
    s.not_after = kNow + made.until * kDay;
    s.public_key.kind = made.kind;
    s.public_key.bits = made.bits;
    s.public_key.curve = made.curve;
    s.has_subject_alt_name = !made.names.empty();
    for (const std::string& name : made.names)
        s.subject_alt_names.push_back({trust::GeneralName::Kind::dns, name});
    out->der = {0x30, 0x00};
    for (std::size_t i = 0; i < made.subject.size(); ++i)
        out->sha256[i % 32] ^= static_cast<std::uint8_t>(made.subject[i] + static_cast<int>(i));
    return out;
}

AcceptedList list(std::uint16_t version, std::initializer_list<std::uint32_t> codes,
                  Decides decides, std::string_view probe, std::uint32_t connection) {
    AcceptedList out;
    out.version = version;
    for (const std::uint32_t code : codes)
        out.accepted.push_back({code, {probe, connection++}});
    out.decides = decides;
    out.ordered = decides == Decides::server;
    out.complete = true;
    out.offered = 120;
    return out;
}

void versions(EndpointProfile& profile, std::initializer_list<std::uint16_t> offered) {
    constexpr std::uint16_t kAll[] = {0x0002, 0x0300, 0x0301, 0x0302, 0x0303, 0x0304};
    for (const std::uint16_t version : kAll) {
        bool yes = false;
        for (const std::uint16_t one : offered)
            yes = yes || one == version;
        const Evidence evidence{"suites", static_cast<std::uint32_t>(version & 0xFF) + 3};
        profile.versions.push_back(
            {version,
             yes ? Fact::make_yes(evidence) : Fact::make_no(evidence, "alert protocol_version")});
    }
}

trust::ChainVerdictPtr trusted(std::vector<std::string> path, std::int64_t days) {
    auto out = std::make_shared<trust::ChainVerdict>();
    out->verdict = trust::Verdict::valid;
    out->store = "system";
    out->path = std::move(path);
    out->earliest_expiry = kNow + days * kDay;
    out->publicly_trusted = true;
    return out;
}

profile::ServerChain chain(std::string_view asked, std::vector<profile::CertificateRef> sent,
                           trust::ChainVerdictPtr verdict) {
    profile::ServerChain out;
    out.asked = asked;
    out.version = 0x0303;
    out.chain = std::move(sent);
    out.verdict = std::move(verdict);
    out.evidence = {"key-exchange", 12};
    return out;
}

profile::Weakness weakness(const FindingKind& kind, std::string found, std::string expected = {}) {
    profile::Weakness out;
    out.finding.kind = &kind;
    out.finding.found = std::move(found);
    out.finding.expected = std::move(expected);
    out.evidence = {"suites", 7};
    return out;
}

profile::Tolerance bears(std::string_view test, std::string_view title, Fact fact,
                         std::uint32_t octets = 0) {
    return {test, title, std::move(fact), octets};
}

Fact yes(std::string_view probe, std::string detail = {}) {
    return Fact::make_yes({probe, 31}, std::move(detail));
}
Fact no(std::string_view probe, std::string cause = "offered, and not answered") {
    return Fact::make_no({probe, 31}, std::move(cause));
}

EndpointProfile base(const std::string& name, std::uint16_t port) {
    EndpointProfile out;
    out.target = name + ":" + std::to_string(port);
    out.name = out.sni = name;
    out.address = *parse_ip_address("192.0.2.10");
    out.port = port;
    out.depth = "standard";
    out.state = profile::EndpointState::complete;
    out.started = kScanned;
    out.duration = 412'345'678;
    out.connections = 61;
    out.octets_sent = 30'100;
    out.octets_received = 182'345;
    return out;
}

void add_modern_behaviour(EndpointProfile& p) {
    p.alpn = {{"h2", "http/1.1"}, true, "", Decides::server};
    p.npn.complete = true;
    p.client_auth.asked = no("key-exchange", "no CertificateRequest");
    p.client_auth.required = no("key-exchange", "none is asked for");
    p.rejects_unknown_name = no("names", "the handshake goes on");
    p.extensions = {{"extended_main_secret", yes("survey")},
                    {"encrypt_then_mac", no("survey")},
                    {"secure_renegotiation", yes("survey")},
                    {"session_ticket", yes("survey")},
                    {"compression", no("extensions", "offered, and not chosen")},
                    {"heartbeat", no("extensions")},
                    {"ocsp_staple", yes("extensions")},
                    {"record_size_limit", yes("extensions", "16385")},
                    {"certificate_compression", yes("extensions", "brotli")},
                    {"fallback_scsv", yes("fallback")}};
    p.sessions = {{"session_id", no("sessions", "the server started afresh")},
                  {"ticket", yes("sessions")},
                  {"psk", yes("sessions")},
                  {"psk_modes", yes("sessions", "psk_dhe_ke")},
                  {"tickets", yes("sessions", "2")},
                  {"ticket_lifetime", yes("sessions", "7200")},
                  {"early_data", no("sessions", "max_early_data_size is not sent")},
                  {"client_renegotiation", no("renegotiation", "alert no_renegotiation")}};
    p.tolerance = {bears("grease-extension", "an unknown (GREASE) extension", yes("tolerance")),
                   bears("long-hello", "a hello of 256 to 511 octets", yes("tolerance")),
                   bears("split-record", "a hello split over records", yes("tolerance"))};
    p.http.asked = true;
    p.http.status = 200;
    p.http.version = "HTTP/1.1";
    p.http.server = "nginx";
    p.http.hsts = "max-age=63072000; includeSubDomains; preload";
    p.http.hsts_max_age = 63'072'000;
    p.http.hsts_subdomains = p.http.hsts_preload = true;
    p.http.preload_ready = yes("http");
    p.http.plain_redirect = yes("http");
    p.http.plain_location = "https://www.example.com/";
}

profile::EchConfig ech_config(std::uint8_t id) {
    profile::EchConfig out;
    out.version = 0xFE0D;
    out.readable = true;
    out.config_id = id;
    out.kem = 0x0020;
    out.suites = {{1, 1}, {1, 3}};
    out.maximum_name_length = 42;
    out.public_name = "cover.example.com";
    out.octets = {0xFE, 0x0D, 0, 1, id};
    return out;
}

// ECH, HTTPS records, a delegated credential, groups of RFC 7919, tickets of others.
void add_modern_extras(EndpointProfile& p) {
    p.ech.retry = Fact::make_yes({"ech", 40}, "7 (cover.example.com)");
    p.ech.configs.configs = {ech_config(7)};
    profile::ServiceRecord record;
    record.priority = 1;
    record.alpn = {"h3", "h2"};
    record.no_default_alpn = true;
    record.port = 8443;
    record.ipv4_hints = {*parse_ip_address("192.0.2.10")};
    record.ipv6_hints = {*parse_ip_address("2001:db8::10")};
    record.ech.emplace();
    record.ech->configs = {ech_config(7), ech_config(6)};
    p.service_records.found = Fact::make_yes({"https-records", 0});
    p.service_records.owner = "www.example.com";
    p.service_records.records = {record};
    profile::DelegatedCredential credential;
    credential.algorithm = credential.verify_scheme = 0x0403;
    credential.valid_time = 864'000 + 3600;
    credential.expires = kNow + 3600;
    credential.key.kind = KeyKind::ec;
    credential.key.curve = "secp256r1";
    using profile::Answer;
    credential.delegation_usage = credential.digital_signature = Answer::yes;
    credential.in_time = credential.short_lived = credential.signature = Answer::yes;
    credential.own_scheme = Answer::yes;
    credential.evidence = {"extensions", 41};
    p.delegated_credential = credential;
    p.named_dh.honoured = no("named-dh", "its own prime is used whatever is named");
    p.named_dh.version = 0x0303;
    p.shared_tickets.key_name.assign(16, 0xA5);
    p.shared_tickets.key_name_evidence = {"shared-tickets", 42};
}

void add_legacy_lists(EndpointProfile& p) {
    p.suites = {list(0x0002, {0x010080, 0x020080, 0x0700C0}, Decides::client, "ssl2", 2),
                list(0x0300, {0x0004, 0x000A, 0x0003, 0x0008}, Decides::client, "suites", 4),
                list(0x0301, {0x0039, 0xC014, 0x0016, 0x0005, 0x0009, 0x0003, 0x0001, 0x0034},
                     Decides::server, "suites", 8),
                list(0x0302, {0x0039, 0xC014, 0x0016, 0x0005, 0x0009, 0x0003, 0x0001, 0x0034},
                     Decides::server, "suites", 16),
                list(0x0303, {0xC02F, 0x009D, 0xC014, 0xC0AE, 0xC076, 0xFEFE, 0x0005},
                     Decides::server, "suites", 24),
                list(0x0304, {}, Decides::unknown, "suites", 30)};
    p.suites[3].ordered = p.suites[2].ordered = true;
    p.suites[4].ordered = false;
    p.suites[4].complete = false;
    p.suites[4].cause = "the server does not answer any more, not even what it had answered before";
    p.suites[4].oddities = {"selects what was not offered: 0xfefe"};
    p.groups = {list(0x0303, {0x0017, 0x0013, 0x0001}, Decides::client, "key-exchange", 33)};
    p.schemes = {list(0x0303, {0x0401, 0x0201, 0x0101}, Decides::unknown, "key-exchange", 33)};
    profile::DhGroup group;
    group.prime.assign(128, 0xFF);
    group.generator = {2};
    group.bits = 1024;
    group.name = "RFC 2409 group 2 (Oakley)";
    group.well_known = true;
    group.safe_prime = profile::Answer::yes;
    group.suites = {0x0039, 0x0016};
    group.evidence = {"suites", 9};
    p.dh_groups.push_back(group);
    group.prime.assign(64, 0xEE);
    group.bits = 512;
    group.name = "";
    group.well_known = false;
    group.safe_prime = profile::Answer::no;
    p.dh_groups.push_back(group);
    p.dh_reuse = yes("suites", "as in connection 8");
    p.ecdh_reuse = yes("suites", "as in connection 24");
}

void add_legacy_chains(EndpointProfile& p) {
    auto verdict = std::make_shared<trust::ChainVerdict>();
    verdict->verdict = trust::Verdict::invalid;
    verdict->store = "system";
    verdict->path = {"CN=old.example.org", "CN=Example CA 1", "CN=Example Root,O=Example\\, Inc."};
    verdict->path_findings = {{&kExpired, 0, "2026-11-01T00:00:00Z", "after now"},
                              {&kSha1, 1, "sha1WithRSAEncryption", ""}};
    verdict->chain_findings = {{&kOrder, 1, "", ""}};
    const auto leaf =
        make({"old.example.org", "Example CA 1", KeyKind::rsa, 1024, "", -400, -20, {}});
    const auto other =
        make({"Unrelated CA", "Unrelated CA", KeyKind::rsa, 512, "", -4000, 900, {}});
    p.chains = {
        chain("name", {leaf, other}, verdict), chain("no name", {leaf, other}, verdict),
        chain("unknown name", {make({"default", "default", KeyKind::dsa, 1024, "", -100, 9, {}})},
              nullptr)};
}

}  // namespace

std::string hostile_text() {
    using namespace std::string_literals;  // NOLINT
    return "\x1b[31m\x1b]0;owned\x07\xe2\x80\xae"s +
           "a\0b\"\\\xff\xfe\x9b\r\n\xc2\x9b\xed\xa0\x80"s;
}

EndpointProfile modern_endpoint() {
    EndpointProfile p = base("www.example.com", 443);
    p.labels = {{"owner", "payments"}};
    p.origin = "www.example.com";
    versions(p, {0x0303, 0x0304});
    p.suites = {list(0x0303, {0xC02B, 0xC02F, 0xCCA9, 0xC013}, Decides::server, "suites", 5),
                list(0x0304, {0x1302, 0x1303, 0x1301}, Decides::server, "tls13", 9)};
    p.groups = {list(0x0303, {0x001D, 0x0017}, Decides::server, "key-exchange", 12),
                list(0x0304, {0x11EC, 0x001D, 0x0017}, Decides::server, "tls13", 14)};
    p.schemes = {list(0x0303, {0x0403, 0x0804}, Decides::unknown, "key-exchange", 12),
                 list(0x0304, {0x0403, 0x0804}, Decides::unknown, "tls13-flight", 20)};
    p.ecdh_reuse = no("suites", "another value in each of 9 connections");
    const auto issuer =
        make({"Example Issuing CA", "Example Root CA", KeyKind::rsa, 2048, "", -300, 3000, {}});
    const auto ec = make({"www.example.com",
                          "Example Issuing CA",
                          KeyKind::ec,
                          256,
                          "secp256r1",
                          -10,
                          90,
                          {"www.example.com", "example.com"}});
    const auto rsa = make({"www.example.com rsa",
                           "Example Issuing CA",
                           KeyKind::rsa,
                           2048,
                           "",
                           -10,
                           91,
                           {"www.example.com", "example.com"}});
    p.chains = {
        chain("name", {ec, issuer},
              trusted({"CN=www.example.com", "CN=Example Issuing CA", "CN=Example Root CA"}, 90)),
        chain(
            "name", {rsa, issuer},
            trusted({"CN=www.example.com rsa", "CN=Example Issuing CA", "CN=Example Root CA"}, 91)),
        chain("no name", {ec, issuer}, nullptr)};
    p.chains[0].staple = "staple";
    p.chains[0].key_findings = std::make_shared<const std::vector<trust::Finding>>(
        std::vector<trust::Finding>{{&kNoPq, trust::Finding::kNoCertificate, {}, {}}});
    p.chains[0].scts = {"one", "two"};
    p.weaknesses = {};
    add_modern_behaviour(p);
    add_modern_extras(p);
    p.notes = {{1, "contact", "ServerHello TLS 1.3", 0, 12'000'000},
               {2, "suites", "alert handshake_failure", 12'500'000, 9'000'000}};
    return p;
}

EndpointProfile legacy_endpoint() {
    EndpointProfile p = base("old.example.org", 8443);
    p.state = profile::EndpointState::incomplete;
    p.retries = 7;
    p.duration = 31'400'000'000;
    versions(p, {0x0002, 0x0300, 0x0301, 0x0302, 0x0303});
    p.versions.back().supported =
        Fact::make_unknown({"tls13", 0}, "no answer within 5 s, though others were answered");
    add_legacy_lists(p);
    add_legacy_chains(p);
    p.named_dh.honoured = yes("named-dh");
    p.named_dh.version = 0x0303;
    p.named_dh.groups = {{0x0100, {"named-dh", 44}}, {0x0101, {"named-dh", 45}}};
    p.client_auth.asked = yes("key-exchange");
    p.client_auth.required = Fact::make_unknown({"client-certificate", 0}, "reset by the server");
    p.client_auth.authorities = {"CN=Client CA,O=Example\\, Inc.", "CN=Another Client CA"};
    p.client_auth.schemes = {0x0401};
    p.rejects_unknown_name = no("names", "the handshake goes on");
    p.alpn.cause = "reset by the server";
    p.npn = {{"spdy/2", "http/1.1"}, true, "", Decides::client};
    p.extensions = {{"extended_main_secret", no("survey")},
                    {"secure_renegotiation", no("survey")},
                    {"compression", yes("extensions", "DEFLATE")},
                    {"heartbeat", yes("extensions")},
                    {"fallback_scsv", Fact::make_unknown({"fallback", 0}, "reset by the server")}};
    p.sessions = {{"client_renegotiation", yes("renegotiation")},
                  {"tickets", no("sessions", "none came")},
                  {"psk_modes", Fact::make_unknown({"sessions", 0}, "no TLS 1.3")}};
    p.tolerance = {
        bears("grease-extension", "an unknown (GREASE) extension", no("tolerance", "closed"), 231),
        bears("long-hello", "a hello of 256 to 511 octets",
              no("tolerance", "silence, though the control works"), 281),
        bears("many-suites", "more than 128 suites", yes("tolerance")),
        bears("split-record", "a hello split over records",
              Fact::make_unknown({"tolerance", 0}, "reset by the server"))};
    p.http.asked = true;
    p.http.status = 302;
    p.http.version = "HTTP/1.0";
    p.http.server = "Apache/1.3.26 (Unix) mod_ssl/2.8.10 OpenSSL/0.9.6";
    p.http.location = "http://old.example.org/welcome";
    p.http.preload_ready = no("http", "no Strict-Transport-Security");
    p.http.plain_redirect = no("http", "200 OK");
    p.weaknesses = {weakness(kNoPq, "secp256r1"),
                    weakness(kOld, "TLS 1.0, TLS 1.1"),
                    weakness(kSweet, "TLS_RSA_WITH_3DES_EDE_CBC_SHA and 2 more"),
                    weakness(kDrown, "SSLv2 with 3 cipher kinds, one of export strength"),
                    weakness(kExport, "TLS_RSA_EXPORT_WITH_RC4_40_MD5"),
                    weakness(kLogjam, "512 bits", "2048 bits or more")};
    p.unknowns = {{"TLS 1.3", "no answer within 5 s, though others were answered"},
                  {"cipher suites of TLS 1.2",
                   "the server does not answer any more, not even what it had answered before"},
                  {"ALPN protocols", "reset by the server"}};
    p.remarks = {"the server did not bear the pace: slowed down to 5 a second"};
    return p;
}

EndpointProfile hostile_endpoint() {
    const std::string bad = hostile_text();
    const std::string longest = bad + std::string(400, 'x') + "\xe6\xbc\xa2\xe5\xad\x97";
    EndpointProfile p = legacy_endpoint();
    p.target = p.name = p.sni = longest;
    p.sni += "?";
    p.labels = {{bad, longest}};
    p.origin = p.file = p.trouble = longest;
    p.line = 7;
    p.column = 1;
    p.end_column = 16;
    p.remarks = {longest};
    p.unknowns = {{bad, longest}, {longest, bad}};
    p.suites[4].cause = p.alpn.cause = longest;
    p.suites[4].oddities = {longest, bad};
    p.versions[5].supported.cause = longest;
    p.versions[0].supported.detail = bad;
    p.client_auth.authorities.assign(9, longest);
    p.alpn.names = {bad, longest, ""};
    p.npn.names = {longest};
    p.http.version = p.http.server = p.http.location = longest;
    p.http.hsts = longest;
    p.http.preload_ready.cause = p.http.plain_redirect.cause = longest;
    p.rejects_unknown_name = Fact::make_yes({"names", 3}, longest);
    p.extensions[2].fact.detail = longest;
    p.sessions = {{"psk_modes", yes("sessions", longest)}, {"tickets", yes("sessions", bad)}};
    p.tolerance[0].bears.cause = longest;
    p.weaknesses[3].finding.found = p.weaknesses[3].finding.expected = longest;
    p.notes = {{1, "contact", longest, 0, 1}};
    add_modern_extras(p);
    p.ech.configs.configs[0].public_name = longest;
    p.service_records.owner = longest;
    profile::ServiceRecord& record = p.service_records.records[0];
    record.target = longest;
    record.alpn.assign(40, bad);
    record.ech->configs.assign(60, p.ech.configs.configs[0]);
    p.service_records.records.resize(30, record);
    p.delegated_credential->key.curve = longest;
    p.delegated_credential->trouble = longest;
    std::vector<profile::CertificateRef> many;
    for (int i = 0; i < 40; ++i)
        many.push_back(make({longest + std::to_string(i), bad, KeyKind::ec, 0, bad, -1, 9,
                             std::vector<std::string>(20, longest)}));
    auto verdict = std::make_shared<trust::ChainVerdict>(*p.chains[0].verdict);
    verdict->store = bad;
    verdict->path = {longest, "CN=" + longest + "\\", ",CN=", bad};
    verdict->path_findings[0].found = longest;
    p.chains = {chain("name", many, verdict), chain("unknown name", many, nullptr)};
    p.chains[0].staple = p.chains[0].chain[0]->summary.serial + bad;
    p.chains[0].scts = {bad};
    return p;
}

EndpointProfile failed_endpoint() {
    EndpointProfile p;
    p.target = "gone.example.net:443";
    p.name = p.sni = "gone.example.net";
    p.port = 443;
    p.depth = "standard";
    p.started = kScanned;
    p.duration = 5'003'000'000;
    p.trouble = "the name gone.example.net does not exist (NXDOMAIN, says 192.0.2.53)";
    return p;
}

EndpointProfile datagram_endpoint() {
    EndpointProfile p = base("vpn.example.com", 4433);
    p.target = "dtls://vpn.example.com:4433";
    p.udp = true;
    p.sni.clear();
    p.versions = {{0xFEFD, yes("dtls")}, {0xFEFF, yes("dtls")}};
    p.suites = {list(0xFEFF, {0xC014}, Decides::client, "dtls", 2),
                list(0xFEFD, {0xC030, 0xC02C}, Decides::client, "dtls", 4)};
    p.groups = {list(0xFEFD, {0x001D}, Decides::unknown, "dtls", 6)};
    p.chains = {chain("name",
                      {make({"vpn.example.com",
                             "Example Root CA",
                             KeyKind::ec,
                             256,
                             "secp256r1",
                             -300,
                             12,
                             {"vpn.example.com"}})},
                      trusted({"CN=vpn.example.com", "CN=Example Root CA"}, 12))};
    p.extensions = {{"dtls_cookie", no("dtls", "ServerHello at once")}};
    p.weaknesses = {weakness(kOld, "DTLS 1.0")};
    return p;
}

std::vector<std::pair<std::string, EndpointProfile>> scan_samples() {
    return {{"modern", modern_endpoint()},
            {"legacy", legacy_endpoint()},
            {"hostile", hostile_endpoint()},
            {"failed", failed_endpoint()},
            {"datagram", datagram_endpoint()}};
}

}  // namespace tlsonar::reports
