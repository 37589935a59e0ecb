// Subject: who is judged. An endpoint that was scanned, an endpoint that was seen in a capture, or
// a file with certificates; with what reports show of it. Owns all it holds. Strings may hold what
// a peer said: every writer escapes.
#pragma once

#include "audit/fact/facts.h"
#include "audit/fact/shared_text.h"
#include "core/moment.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tlsonar::audit {

enum class Mode : std::uint8_t {
    active,   // was asked
    passive,  // was overheard
    file,     // certificates of a file
};
std::string_view name_of(Mode mode);

struct CertificateView {
    std::string sha256;   // lower-case hexadecimal
    std::string subject;  // RFC 4514
    std::string issuer;
    std::string common_name;
    std::string serial;                      // lower-case hexadecimal
    std::optional<std::int64_t> not_before;  // seconds since 1970
    std::optional<std::int64_t> not_after;
    std::string key;  // "RSA", "EC", "Ed25519", "ML-DSA-65"
    std::uint32_t key_bits = 0;
    std::string curve;
    std::string signature;                                   // "sha256WithRSAEncryption"
    std::vector<std::pair<std::string, std::string>> names;  // kind ("dns", "ip" …) and value
    std::vector<std::string> key_usage;
    std::vector<std::string> extended_key_usage;
    bool ca = false;
    bool self_issued = false;
    std::string der;  // the octets, where the document has them

    bool operator==(const CertificateView&) const = default;
};
using CertificatePtr = std::shared_ptr<const CertificateView>;

// What tlsonar itself found (weaknesses, path validation, lints): not a policy's verdict.
struct FindingView {
    std::string id;
    std::string severity;
    std::string title;
    std::string source;
    std::string found;
    std::string expected;
    std::optional<std::uint32_t> certificate;  // which of the chain
    std::string evidence;                      // "connection 12"
};

struct ChainView {
    std::string asked;    // "default", "no SNI", "unknown SNI"; of files: the file
    std::string version;  // "TLS 1.3"
    std::vector<CertificatePtr> sent;
    std::string verdict;  // "valid", "invalid", "inconclusive"; empty when nobody validated
    std::string store;
    std::vector<std::string> path;  // subjects, leaf first
    // Programme and whether it trusts ("Mozilla", "yes").
    std::vector<std::pair<std::string, std::string>> programmes;
    std::vector<FindingView> findings;
};

// Suites, groups or signature schemes of one version.
struct ListView {
    struct Item {
        SharedText name;
        SharedText code;             // "0xc02f"
        std::uint32_t strength = 0;  // bits; 0 when not known
        bool post_quantum = false;
        bool forward_secrecy = false;
        SharedText evidence;
    };
    std::string version;  // "TLS 1.2"
    std::vector<Item> items;
    bool ordered = false;
    bool complete = true;
    std::string decides;  // "server", "client", "unknown"
    std::string cause;    // of not complete
};

struct VersionView {
    std::string version;    // "TLS 1.2"
    std::string supported;  // "yes", "no", "unknown"
    std::string cause;
    std::string name = {};  // in facts: "TLSv1.2"
    std::string evidence = {};
};

// One message of a handshake that was overheard.
struct MessageView {
    std::string name;  // "client_hello"
    bool from_client = true;
    std::uint64_t octets = 0;
    std::string protection;  // empty (in the clear), "opened", "closed"
    double at = 0;           // seconds since the first
    std::string detail;
};

struct HandshakeView {
    std::uint64_t number = 0;
    std::string client;  // "192.0.2.1:35040"
    std::string version;
    std::string suite;
    std::string group;
    std::string sni;
    std::string alpn;
    std::string outcome;
    std::string resumption;
    bool post_quantum = false;
    bool decrypted = false;
    std::vector<MessageView> messages;
    std::vector<std::string> anomalies;
};

struct NamedAnswer {
    SharedText name;    // "extensions.encrypt_then_mac"
    SharedText answer;  // "yes", "no", "unknown"
    SharedText detail;
    SharedText cause;
    SharedText evidence;
};

// The facts cert.* of one of several leaf certificates. (A server may have one with an RSA key and
// another with an EC key.)
struct LeafFacts {
    CertificatePtr certificate;
    Facts facts;
};

struct Subject {
    Mode mode = Mode::active;
    // What it is called in reports, the same in every run: "example.org:443", with "/sni",
    // "/udp" or "/smtp" where two would be called the same; the path of a file.
    std::string id;
    // What it is remembered by in baselines: the id without the address among several of a name.
    std::string stable_id;
    std::string name;     // DNS name; empty for an address
    std::string address;  // as text
    std::uint16_t port = 0;
    std::string transport;  // "tcp", "udp"; empty for files
    std::string dialog;     // "smtp"; empty where TLS begins at once
    std::string sni;
    std::vector<std::pair<std::string, std::string>> labels;
    std::string file;  // where the target, or the certificate, stands
    std::uint32_t line = 0;
    // Of the target in its line, from 1, in UTF-16 code units; 0 when not known.
    std::uint32_t column = 0, end_column = 0;

    std::string state = "complete";  // "incomplete", "failed"
    std::string trouble;
    std::string seen;  // RFC 3339: when the scan began, the first handshake
    Time seen_at = 0;
    double seconds = 0;
    std::uint32_t connections = 0;  // of a scan; handshakes of a capture

    std::vector<VersionView> versions;
    std::vector<ListView> suites;
    std::vector<ListView> groups;
    std::vector<ListView> schemes;
    std::vector<ChainView> chains;
    std::vector<NamedAnswer> answers;
    std::vector<std::string> alpn;
    std::vector<FindingView> findings;                          // weaknesses; lints of a file
    std::vector<std::pair<std::string, std::string>> unknowns;  // what, and why
    std::vector<HandshakeView> handshakes;                      // a few of each kind

    Facts facts;
    // Where there are several leaf certificates: what is known of each. `facts` has what holds for
    // all of them, or the worst (docs/facts.md); a rule is judged exactly when it is judged with
    // the facts of each in the place of those.
    std::vector<LeafFacts> leaves;

    bool reached() const { return state != "failed"; }
};

}  // namespace tlsonar::audit
