#include "report_make_subjects.h"

#include <memory>
#include <string>
#include <utility>

namespace tlsonar::reports {
namespace {

using audit::CertificatePtr;
using audit::CertificateView;
using audit::ChainView;
using audit::ListView;
using audit::Mode;
using audit::Names;
using audit::Subject;
using Item = ListView::Item;

constexpr std::int64_t kSubjectDay = 86400;
constexpr std::int64_t kLookedAt = 1'795'251'600;  // 2026-11-21T09:00:00Z
constexpr Time kSecond = 1'000'000'000;

CertificatePtr root() {
    CertificateView out;
    out.sha256 = std::string(62, '1') + "01";
    out.subject = out.issuer = "CN=Example Root X1,O=Example,C=US";
    out.common_name = "Example Root X1";
    out.serial = "01";
    out.not_before = kLookedAt - 2000 * kSubjectDay;
    out.not_after = kLookedAt + 4000 * kSubjectDay;
    out.key = "RSA";
    out.key_bits = 4096;
    out.signature = "sha256WithRSAEncryption";
    out.key_usage = {"keyCertSign", "cRLSign"};
    out.ca = out.self_issued = true;
    return std::make_shared<const CertificateView>(std::move(out));
}

CertificatePtr issuing() {
    CertificateView out = *root();
    out.sha256 = std::string(62, '2') + "02";
    out.subject = "CN=Example Issuing E5,O=Example,C=US";
    out.common_name = "Example Issuing E5";
    out.serial = "0a0b";
    out.not_after = kLookedAt + 900 * kSubjectDay;
    out.key = "EC";
    out.curve = "secp384r1";
    out.key_bits = 384;
    out.self_issued = false;
    return std::make_shared<const CertificateView>(std::move(out));
}

CertificateView leaf(std::string_view name) {
    CertificateView out;
    out.sha256 = std::string(62, '3') + "03";
    out.subject = "CN=" + std::string(name);
    out.common_name = name;
    out.issuer = issuing()->subject;
    out.serial = "04c3f1";
    out.not_before = kLookedAt - 20 * kSubjectDay;
    out.not_after = kLookedAt + 70 * kSubjectDay;
    out.key = "EC";
    out.curve = "secp256r1";
    out.key_bits = 256;
    out.signature = "ecdsa-with-SHA384";
    out.names = {{"dns", std::string(name)}, {"dns", "example.com"}, {"ip", "192.0.2.10"}};
    out.key_usage = {"digitalSignature"};
    out.extended_key_usage = {"serverAuth"};
    return out;
}

Item item(std::string_view name, std::string_view code, std::uint32_t strength,
          bool forward_secrecy = true, bool post_quantum = false) {
    Item out;
    out.name = name;
    out.code = code;
    out.strength = strength;
    out.forward_secrecy = forward_secrecy;
    out.post_quantum = post_quantum;
    out.evidence = "connection 3";
    return out;
}

audit::NamedAnswer told(std::string_view name, std::string_view answer, std::string_view detail,
                        std::string_view cause, std::string_view evidence) {
    using audit::SharedText;
    return {SharedText(name), SharedText(answer), SharedText(detail), SharedText(cause),
            SharedText(evidence)};
}

ListView list(std::string_view version, std::vector<Item> items) {
    ListView out;
    out.version = version;
    out.items = std::move(items);
    out.ordered = true;
    out.decides = "server";
    return out;
}

audit::FindingView finding(std::string_view id, std::string_view severity, std::string_view title,
                           std::string_view found, std::string_view expected) {
    audit::FindingView out;
    out.id = id;
    out.severity = severity;
    out.title = title;
    out.source = "RFC 5280 section 6.1.3 (a)(2)";
    out.found = found;
    out.expected = expected;
    out.certificate = 0;
    out.evidence = "connection 1";
    return out;
}

Subject base(std::string_view name) {
    Subject out;
    out.id = std::string(name) + ":443";
    out.name = name;
    out.port = 443;
    out.transport = "tcp";
    out.sni = name;
    out.file = "ci/targets.txt";
    out.seen = "2026-11-21T09:00:00Z";
    out.seen_at = kLookedAt * kSecond;
    return out;
}

}  // namespace

Subject good_subject() {
    Subject out = base("www.example.com");
    out.address = "192.0.2.10";
    out.line = 3;
    out.labels = {{"environment", "production"}, {"owner", "web"}};
    out.seconds = 1.25;
    out.connections = 19;
    out.versions = {
        {"TLS 1.3", "yes", ""}, {"TLS 1.2", "yes", ""},
        {"TLS 1.1", "no", ""},  {"TLS 1.0", "no", ""},
        {"SSL 3.0", "no", ""},  {"SSLv2", "unknown", "the connection was closed without a word"}};
    out.suites = {
        list("TLS 1.3", {item("TLS_AES_256_GCM_SHA384", "0x1302", 256),
                         item("TLS_AES_128_GCM_SHA256", "0x1301", 128)}),
        list("TLS 1.2", {item("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "0xc02b", 128)})};
    out.groups = {
        list("TLS 1.3", {item("X25519MLKEM768", "0x11ec", 192, true, true),
                         item("x25519", "0x001d", 128), item("secp256r1", "0x0017", 128)}),
        list("TLS 1.2", {item("x25519", "0x001d", 128)})};
    out.schemes = {list("TLS 1.3", {item("ecdsa_secp256r1_sha256", "0x0403", 0)})};
    ChainView chain;
    chain.asked = "default";
    chain.version = "TLS 1.3";
    chain.sent = {std::make_shared<const CertificateView>(leaf("www.example.com")), issuing()};
    chain.verdict = "valid";
    chain.store = "Mozilla";
    chain.path = {"CN=www.example.com", issuing()->subject, root()->subject};
    chain.programmes = {{"Apple", "yes"}, {"Mozilla", "yes"}, {"Microsoft", "unknown"}};
    out.chains = {std::move(chain)};
    out.answers = {told("extensions.encrypt_then_mac", "yes", "", "", "connection 4"),
                   told("renegotiation.client", "no", "alert no_renegotiation", "", "connection 9"),
                   told("early_data", "unknown", "", "no ticket was given", "")};
    out.alpn = {"h2", "http/1.1"};
    out.unknowns = {{"SSLv2", "the connection was closed without a word"}};
    out.facts.set("server.protocols.accepted", Names{"TLSv1.2", "TLSv1.3"}, "connections 1, 4");
    out.facts.set("server.groups.accepted", Names{"X25519MLKEM768", "secp256r1", "x25519"},
                  "connection 3");
    out.facts.set("cert.leaf.key.bits", std::int64_t{256}, "connection 1");
    out.facts.set_unknown("server.early_data", "no ticket was given");
    return out;
}

Subject bad_subject() {
    Subject out = base("old.example.com");
    out.address = "192.0.2.20";
    out.line = 4;
    out.column = 3;
    out.end_column = 27;
    out.labels = {{"environment", "production"}, {"owner", "tills"}};
    out.state = "incomplete";
    out.trouble = "HTTP answered with a timeout";
    out.seconds = 9.0625;
    out.connections = 71;
    out.versions = {{"TLS 1.3", "no", ""}, {"TLS 1.2", "yes", ""}, {"TLS 1.0", "yes", ""}};
    ListView cut = list("TLS 1.0", {item("TLS_RSA_WITH_RC4_128_MD5", "0x0004", 40, false)});
    cut.complete = false;
    cut.cause = "the server stopped answering";
    out.suites = {list("TLS 1.2", {item("TLS_RSA_WITH_AES_128_CBC_SHA", "0x002f", 128, false),
                                   item("TLS_RSA_WITH_3DES_EDE_CBC_SHA", "0x000a", 112, false)}),
                  std::move(cut)};
    CertificateView weak = leaf("old.example.com");
    weak.sha256 = std::string(62, '4') + "04";
    weak.key = "RSA";
    weak.curve.clear();
    weak.key_bits = 1024;
    weak.signature = "sha1WithRSAEncryption";
    weak.not_before = kLookedAt - 760 * kSubjectDay;
    weak.not_after = kLookedAt - 30 * kSubjectDay;
    ChainView chain;
    chain.asked = "default";
    chain.version = "TLS 1.2";
    chain.sent = {std::make_shared<const CertificateView>(std::move(weak))};
    chain.verdict = "invalid";
    chain.store = "Mozilla";
    chain.programmes = {{"Mozilla", "no"}};
    chain.findings = {finding("path.expired", "high", "The certificate has expired",
                              "2026-10-22T09:00:00Z", "a day after 2026-11-21")};
    out.chains = {std::move(chain)};
    out.findings = {finding("weak.rc4", "high", "RC4 is accepted", "TLS_RSA_WITH_RC4_128_MD5", "")};
    out.findings[0].certificate.reset();
    out.unknowns = {{"HSTS", "HTTP answered with a timeout"}};
    out.facts.set("server.protocols.accepted", Names{"TLSv1", "TLSv1.2"}, "connections 1, 12");
    out.facts.set_partial("server.suites.accepted",
                          Names{"TLS_RSA_WITH_3DES_EDE_CBC_SHA", "TLS_RSA_WITH_AES_128_CBC_SHA",
                                "TLS_RSA_WITH_RC4_128_MD5"},
                          "the server stopped answering", "connections 12 to 40");
    out.facts.set("cert.leaf.key.bits", std::int64_t{1024}, "connection 1");
    out.facts.set("cert.leaf.time_valid", false, "connection 1");
    return out;
}

Subject unreachable_subject() {
    Subject out = base("gone.example.com");
    out.line = 5;
    out.state = "failed";
    out.trouble = "the connection was refused";
    out.seconds = 0.5;
    out.connections = 3;
    return out;
}

Subject overheard_subject() {
    Subject out;
    out.mode = Mode::passive;
    out.id = "192.0.2.40:8443";
    out.address = "192.0.2.40";
    out.port = 8443;
    out.transport = "tcp";
    out.seen = "2026-11-21T02:17:30.5Z";
    out.seen_at = (kLookedAt - 24150) * kSecond + kSecond / 2;
    out.connections = 2;
    out.versions = {{"TLSv1.3", "yes", ""}};  // as captures spell it
    ListView suites = list("TLS 1.3", {item("TLS_AES_128_GCM_SHA256", "0x1301", 128)});
    suites.ordered = suites.complete = false;
    suites.cause = "only what was seen";
    suites.decides = "unknown";
    out.suites = {suites};
    ListView groups = suites;
    groups.items = {item("X25519MLKEM768", "0x11ec", 192, true, true)};
    out.groups = {std::move(groups)};
    audit::HandshakeView handshake;
    handshake.number = 3;
    handshake.client = "192.0.2.1:35040";
    handshake.version = "TLS 1.3";
    handshake.suite = "TLS_AES_128_GCM_SHA256";
    handshake.group = "X25519MLKEM768";
    handshake.sni = "api.example.com";
    handshake.alpn = "h2";
    handshake.outcome = "completed";
    handshake.post_quantum = true;
    handshake.messages = {{"client_hello", true, 1216, "", 0, "TLS 1.3, 4 suites"},
                          {"server_hello", false, 1210, "", 0.0004, "TLS_AES_128_GCM_SHA256"},
                          {"encrypted_extensions", false, 21, "opened", 0.0005, ""},
                          {"application_data", false, 2400, "closed", 0.0006, ""}};
    handshake.anomalies = {"the record is longer than it says"};
    out.handshakes = {std::move(handshake)};
    out.facts.set_partial("server.protocols.accepted", Names{"TLSv1.3"}, "only what was seen",
                          "handshake 3");
    return out;
}

Subject file_subject() {
    Subject out;
    out.mode = Mode::file;
    out.id = out.file = "certs/shop.pem";
    out.line = 1;
    CertificateView shop = leaf("shop.example.com");
    shop.sha256 = std::string(62, '5') + "05";
    shop.not_after = *shop.not_before + 398 * kSubjectDay;
    ChainView chain;
    chain.asked = "certs/shop.pem";
    chain.sent = {std::make_shared<const CertificateView>(std::move(shop))};
    chain.verdict = "inconclusive";
    out.chains = {std::move(chain)};
    out.findings = {finding("lint.validity", "medium", "The certificate is valid for too long",
                            "398 days", "200 days")};
    out.facts.set("cert.leaf.validity_days", std::int64_t{398});
    return out;
}

}  // namespace tlsonar::reports
