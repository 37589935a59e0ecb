// Elastic Common Schema: https://www.elastic.co/guide/en/ecs/current/ecs-tls.html and -x509.html.
// What it has no field for stands under "tlsonar".
#include "core/ip_address.h"
#include "core/text.h"
#include "reports/format.h"
#include "reports/json_writer.h"
#include "reports/records/values.h"
#include "reports/records/writers.h"

#include <algorithm>

namespace tlsonar::reports::records {
namespace {

using trust::KeyKind;

// All fields below are in it and in every version since 1.6.
constexpr std::string_view kEcsVersion = "8.17.0";

struct Version {
    std::string_view number;
    std::string_view protocol;
};
Version version(std::uint32_t value) {
    switch (value) {
        case 0x0002:
            return {"2.0", "ssl"};
        case 0x0300:
            return {"3.0", "ssl"};
        case 0x0301:
            return {"1.0", "tls"};
        case 0x0302:
            return {"1.1", "tls"};
        case 0x0303:
            return {"1.2", "tls"};
        default:
            return is_tls13(value) ? Version{"1.3", "tls"} : Version{};
    }
}

void write_text(JsonWriter& json, std::string_view name, std::string_view text) {
    if (!text.empty()) json.string(name, text);
}

void write_texts(JsonWriter& json, std::string_view name, const std::vector<std::string>& texts) {
    if (texts.empty()) return;
    json.begin_array(name);
    for (const std::string& text : texts)
        json.string(text);
    json.end_array();
}

void write_flag(JsonWriter& json, std::string_view name, const std::optional<bool>& flag) {
    if (flag) json.boolean(name, *flag);
}

void write_seconds(JsonWriter& json, std::string_view name,
                   const std::optional<std::int64_t>& seconds) {
    if (seconds) json.string(name, instant(*seconds) + 'Z');
}

void write_name(JsonWriter& json, std::string_view member, const trust::Name& name) {
    struct Part {
        std::string_view attribute;
        std::string_view field;
    };
    constexpr Part kParts[] = {{"CN", "common_name"},
                               {"C", "country"},
                               {"L", "locality"},
                               {"O", "organization"},
                               {"OU", "organizational_unit"},
                               {"ST", "state_or_province"}};
    if (name.empty()) return;
    json.begin_object(member);
    json.string("distinguished_name", name.rfc4514());
    for (const Part& part : kParts) {
        std::vector<std::string> values;
        for (const trust::NameAttribute& attribute : name.attributes)
            if (attribute.type.short_name() == part.attribute) values.push_back(attribute.text());
        write_texts(json, part.field, values);
    }
    json.end_object();
}

// "SHA256-RSA": ECS recommends the names of Go's crypto/x509.
std::string signature_name(const trust::SignatureAlgorithm& signature) {
    std::string hash;
    std::copy_if(signature.hash.begin(), signature.hash.end(), std::back_inserter(hash),
                 [](char c) { return c != '-'; });
    switch (signature.key) {
        case KeyKind::rsa:
            return hash.empty() ? std::string() : hash + "-RSA";
        case KeyKind::rsa_pss:
            return hash.empty() ? std::string() : hash + "-RSAPSS";
        case KeyKind::dsa:
            return hash.empty() ? std::string() : "DSA-" + hash;
        case KeyKind::ec:
            return hash.empty() ? std::string() : "ECDSA-" + hash;
        default:
            return std::string(signature.algorithm.label());
    }
}

// As Go's PublicKeyAlgorithm; of keys that it does not know, their own names.
std::string_view key_name(const trust::PublicKey& key) {
    switch (key.kind) {
        case KeyKind::rsa:
        case KeyKind::rsa_pss:
            return "RSA";
        case KeyKind::dsa:
            return "DSA";
        case KeyKind::ec:
            return "ECDSA";
        default:
            return key.algorithm.label();
    }
}

// As in the schema's example, "nistp521".
std::string_view curve_name(const trust::PublicKey& key) {
    if (key.curve == "secp256r1") return "nistp256";
    if (key.curve == "secp384r1") return "nistp384";
    if (key.curve == "secp521r1") return "nistp521";
    return key.curve;
}

void write_x509(JsonWriter& json, const trust::CertificateSummary& summary) {
    json.begin_object("x509");
    if (summary.version != 0) json.string("version_number", std::to_string(summary.version));
    write_text(json, "serial_number", upper(summary.serial));
    write_name(json, "subject", summary.subject);
    write_name(json, "issuer", summary.issuer);
    write_seconds(json, "not_before", summary.not_before);
    write_seconds(json, "not_after", summary.not_after);
    write_text(json, "signature_algorithm", signature_name(summary.signature));
    const trust::PublicKey& key = summary.public_key;
    write_text(json, "public_key_algorithm", key_name(key));
    if (key.bits != 0) json.number("public_key_size", key.bits);
    // (The field is a long of Java.)
    if (key.rsa_exponent != 0 && key.rsa_exponent >> 63 == 0)
        json.number("public_key_exponent", key.rsa_exponent);
    write_text(json, "public_key_curve", curve_name(key));
    std::vector<std::string> names;
    names.reserve(summary.subject_alt_names.size());
    for (const trust::GeneralName& name : summary.subject_alt_names)
        names.push_back(name.text());
    write_texts(json, "alternative_names", names);
    json.end_object();
}

// The members of tls.client and tls.server that describe its certificate.
void write_certificate(JsonWriter& json, const profile::Certificate* certificate,
                       trust::CertificateHasher& hasher) {
    if (certificate == nullptr) return;
    const trust::CertificateSummary& summary = certificate->summary;
    write_text(json, "subject", summary.subject.rfc4514());
    write_text(json, "issuer", summary.issuer.rfc4514());
    write_seconds(json, "not_before", summary.not_before);
    write_seconds(json, "not_after", summary.not_after);
    json.begin_object("hash");
    json.string("sha1", upper(hex(hasher.sha1(certificate->der))));
    json.string("sha256", upper(hex(certificate->sha256)));
    json.end_object();
    write_x509(json, summary);
}

void write_client(JsonWriter& json, const profile::Record& record,
                  trust::CertificateHasher& hasher) {
    const profile::ClientOffer& client = record.client;
    const profile::Certificate* certificate = leaf(record.client_certificates);
    if (!client.seen && certificate == nullptr) return;
    json.begin_object("client");
    write_text(json, "ja3", client.ja3);
    if (client.sni) json.string("server_name", *client.sni);
    std::vector<std::string> suites;
    for (const profile::Code& code : client.suites)
        suites.push_back(text(code));
    write_texts(json, "supported_ciphers", suites);
    write_certificate(json, certificate, hasher);
    json.end_object();
}

void write_server(JsonWriter& json, const profile::Record& record,
                  trust::CertificateHasher& hasher) {
    const profile::Certificate* certificate = leaf(record.server_certificates);
    if (record.server.ja3s.empty() && certificate == nullptr) return;
    json.begin_object("server");
    write_text(json, "ja3s", record.server.ja3s);
    write_certificate(json, certificate, hasher);
    json.end_object();
}

void write_tls(JsonWriter& json, const profile::Record& record, trust::CertificateHasher& hasher) {
    json.begin_object("tls");
    const Version agreed = version(record.version.value);
    write_text(json, "version", agreed.number);
    write_text(json, "version_protocol", agreed.protocol);
    if (const auto* code = suite(record)) json.string("cipher", text(*code));
    if (const auto* code = curve(record)) json.string("curve", text(*code));
    write_flag(json, "resumed", resumed(record));
    write_flag(json, "established", established(record));
    if (record.server.alpn) json.string("next_protocol", *record.server.alpn);
    write_client(json, record, hasher);
    write_server(json, record, hasher);
    json.end_object();
}

std::string_view outcome(const std::optional<bool>& done) {
    if (!done) return "unknown";
    return *done ? "success" : "failure";
}

std::string time_text(Time at) {
    std::string out;
    append_time(out, at);
    return out;
}

void write_event(JsonWriter& json, const profile::Record& record) {
    json.begin_object("event");
    json.plain("kind", "event");
    json.raw("category", R"(["network"])");
    json.raw("type", R"(["connection","protocol"])");
    json.plain("module", "tlsonar");
    json.plain("dataset", "tlsonar.handshake");
    json.plain("outcome", outcome(established(record)));
    json.number("sequence", record.number);
    if (record.first.ordinal != 0 && record.last.ordinal != 0) {
        json.string("start", time_text(record.first.at));
        json.string("end", time_text(record.last.at));
        if (record.last.at >= record.first.at)
            json.number("duration", static_cast<std::uint64_t>(record.last.at - record.first.at));
    }
    json.end_object();
}

// `host`: what the client asked for, where this end is the server.
void write_end(JsonWriter& json, std::string_view name, const profile::Peer& peer,
               const std::optional<std::string>& host) {
    json.begin_object(name);
    write_text(json, "address", peer.address);
    if (parse_ip_address(peer.address)) json.string("ip", peer.address);
    json.number("port", peer.port);
    if (host) json.string("domain", *host);
    json.end_object();
}

void write_network(JsonWriter& json, const profile::Record& record) {
    json.begin_object("network");
    json.plain("transport", "tcp");
    json.plain("protocol", "tls");
    if (const auto address = parse_ip_address(record.provenance.server.address))
        json.plain("type", address->v6 ? "ipv6" : "ipv4");
    json.end_object();
    const Ends ends = ends_of(record);
    const auto& host = record.client.sni;
    write_end(json, "source", ends.opener, ends.flipped ? host : std::nullopt);
    write_end(json, "destination", ends.other, ends.flipped ? std::nullopt : host);
}

void write_own(JsonWriter& json, const profile::Record& record) {
    json.begin_object("tlsonar");
    json.number("number", record.number);
    json.string("file", record.provenance.file);
    json.plain("outcome", name_of(record.outcome));
    write_text(json, "ending", record.ending);
    write_text(json, "dialect", record.dialect);
    write_text(json, "ja4", record.client.ja4);
    if (record.provenance.start_seen)
        json.boolean("client_opened", record.provenance.client_opened);
    if (record.resumption) json.plain("resumption", name_of(*record.resumption));
    write_flag(json, "forward_secrecy", record.forward_secrecy);
    write_flag(json, "post_quantum", record.post_quantum);
    std::vector<std::string> alerts;
    alerts.reserve(record.alerts.size());
    for (const profile::AlertSeen& alert : record.alerts)
        alerts.push_back(text(alert.description, 2));
    write_texts(json, "alerts", alerts);
    if (record.server_chain)
        json.plain("server_chain", trust::verdict_name(record.server_chain->verdict));
    if (record.client_chain)
        json.plain("client_chain", trust::verdict_name(record.client_chain->verdict));
    json.end_object();
}

class Ecs final : public RecordWriter {
  public:
    void add(std::string& out, const profile::Record& record) override {
        {
            JsonWriter json(out, *buffer_);
            json.begin_object();
            if (record.first.ordinal != 0) json.string("@timestamp", time_text(record.first.at));
            json.begin_object("ecs");
            json.plain("version", kEcsVersion);
            json.end_object();
            write_event(json, record);
            write_network(json, record);
            write_tls(json, record, hasher_);
            write_own(json, record);
            json.end_object();
        }
        out += '\n';
    }

  private:
    trust::CertificateHasher hasher_;
    std::unique_ptr<JsonBuffer> buffer_ = std::make_unique_for_overwrite<JsonBuffer>();
};

}  // namespace
}  // namespace tlsonar::reports::records

namespace tlsonar::reports::writers {

std::unique_ptr<RecordWriter> ecs() { return std::make_unique<records::Ecs>(); }

}  // namespace tlsonar::reports::writers
