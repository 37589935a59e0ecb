// Suricata's EVE, event_type "tls": members and words of its output-json-tls.c, handshake.rs and
// the chapter "Eve JSON Format" of its guide; what "custom" can ask for, but for whole
// certificates.
#include "core/ip_address.h"
#include "core/text.h"
#include "reports/json_writer.h"
#include "reports/records/values.h"
#include "reports/records/writers.h"

#include <algorithm>

namespace tlsonar::reports::records {
namespace {

std::string version_words(std::uint32_t value) {
    switch (value) {
        case 0x0002:
            return "SSLv2";
        case 0x0300:
            return "SSLv3";
        case 0x0301:
            return "TLSv1";
        case 0x0302:
            return "TLS 1.1";
        case 0x0303:
            return "TLS 1.2";
        case 0x0304:
            return "TLS 1.3";
        default:
            break;
    }
    if (const unsigned draft = draft_of(value); draft != 0)
        return "TLS 1.3 draft-" + std::to_string(draft);
    char text[16];
    return {text, pieces::put_hex_number(text, value, 4)};
}

// "2017-04-07T22:24:37.251547+0000"
std::string timestamp(Time at) {
    const Microseconds split = microseconds(at);
    std::string out = instant(split.seconds) + '.';
    append_six_digits(out, split.rest);
    return out + "+0000";
}

// Suricata writes all digits of IPv6: "2001:0db8:0000:…".
std::string address(const std::string& text) {
    const auto parsed = parse_ip_address(text);
    if (!parsed || !parsed->v6) return text;
    std::string out;
    for (std::size_t i = 0; i < parsed->octets.size(); i += 2) {
        if (i > 0) out += ':';
        append_hex(out, Bytes(parsed->octets).subspan(i, 2));
    }
    return out;
}

// "8f:51:12"
std::string with_colons(Bytes octets) {
    std::string out;
    for (const std::uint8_t& octet : octets) {
        if (!out.empty()) out += ':';
        append_hex(out, Bytes(&octet, 1));
    }
    return out;
}

// "C=US, O=Google Inc, CN=Google Internet Authority G2": in the order of the encoding, without
// escapes. Whoever must tell a comma of a value from one between values reads another log.
std::string name_text(const trust::Name& name) {
    std::string out;
    for (const trust::NameAttribute& attribute : name.attributes) {
        if (!out.empty()) out += attribute.joins_previous ? " + " : ", ";
        out.append(attribute.type.label()).append("=").append(attribute.text());
    }
    return out;
}

std::string_view application(std::string_view dialect) {
    struct Name {
        std::string_view ours;
        std::string_view theirs;
    };
    // Names of Suricata's AppProto; of other protocols it knows nothing.
    constexpr Name kNames[] = {
        {"ftp", "ftp"},   {"http-connect", "http"}, {"http-upgrade", "http"}, {"imap", "imap"},
        {"ldap", "ldap"}, {"pop3", "pop3"},         {"postgres", "pgsql"},    {"rdp", "rdp"},
        {"smtp", "smtp"}, {"telnet", "telnet"}};
    const auto* at = std::find_if(std::begin(kNames), std::end(kNames),
                                  [&](const Name& name) { return name.ours == dialect; });
    return at == std::end(kNames) ? std::string_view() : at->theirs;
}

void write_text(JsonWriter& json, std::string_view name, const std::string& text) {
    if (!text.empty()) json.string(name, text);
}

// Numbers, without GREASE; nothing when there are none.
void write_numbers(JsonWriter& json, std::string_view name, std::span<const profile::Code> codes) {
    const auto is_meant = [](const profile::Code& code) { return !code.grease; };
    if (std::none_of(codes.begin(), codes.end(), is_meant)) return;
    json.begin_array(name);
    for (const profile::Code& code : codes)
        if (is_meant(code)) json.raw(std::to_string(code.value));
    json.end_array();
}

void write_hash(JsonWriter& json, std::string_view name, const std::string& hash) {
    if (hash.empty()) return;
    json.begin_object(name);
    json.string("hash", hash);
    json.end_object();
}

std::uint32_t offered_version(const profile::ClientOffer& client) {
    std::uint32_t best = 0;
    for (const profile::Code& code : client.versions)
        if (!code.grease) best = std::max(best, code.value);
    return best != 0 ? best : client.legacy_version;
}

void write_client_hello(JsonWriter& json, const profile::ClientOffer& client) {
    if (!client.seen || client.partial) return;
    if (!client.alpn.empty()) {
        json.begin_array("client_alpns");
        for (const std::string& protocol : client.alpn)
            json.string(protocol);
        json.end_array();
    }
    json.begin_object("client_handshake");
    json.string("version", version_words(offered_version(client)));
    write_numbers(json, "ciphers", client.suites);
    write_numbers(json, "exts", client.extensions);
    write_numbers(json, "sig_algs", client.signature_schemes);
    json.end_object();
}

void write_server_hello(JsonWriter& json, const profile::Record& record) {
    const profile::ServerChoice& server = record.server;
    if (server.alpn) {
        json.begin_array("server_alpns");
        json.string(*server.alpn);
        json.end_array();
    }
    const profile::Code* chosen = suite(record);
    if (chosen == nullptr || server.partial) return;
    json.begin_object("server_handshake");
    json.string("version", version_words(record.version.value));
    json.number("cipher", chosen->value);
    write_numbers(json, "exts", server.extensions);
    json.end_object();
}

class Eve final : public RecordWriter {
  public:
    void add(std::string& out, const profile::Record& record) override {
        {
            JsonWriter json(out, *buffer_);
            json.begin_object();
            write_header(json, record);
            json.begin_object("tls");
            write_tls(json, record);
            json.end_object();
            json.end_object();
        }
        out += '\n';
    }

  private:
    void write_header(JsonWriter& json, const profile::Record& record) {
        if (record.last.ordinal != 0) json.string("timestamp", timestamp(record.last.at));
        json.number("flow_id", flow_id(record));
        write_text(json, "pcap_filename", record.provenance.file);
        if (record.last.ordinal != 0) json.number("pcap_cnt", record.last.ordinal);
        json.plain("event_type", "tls");
        const Ends ends = ends_of(record);
        write_text(json, "src_ip", address(ends.opener.address));
        json.number("src_port", ends.opener.port);
        write_text(json, "dest_ip", address(ends.other.address));
        json.number("dest_port", ends.other.port);
        json.plain("proto", "TCP");
    }

    // 51 bits, as Suricata's: readers that keep numbers as doubles lose none of them.
    std::uint64_t flow_id(const profile::Record& record) {
        constexpr std::uint64_t kMost = (std::uint64_t{1} << 51) - 1;
        std::uint64_t out = 0;
        const auto hash = flows_.of(record);
        for (std::size_t i = 0; i < 8; ++i)
            out = out << 8 | hash[i];
        return out & kMost;
    }

    void write_tls(JsonWriter& json, const profile::Record& record) {
        write_certificate(json, leaf(record.server_certificates), true);
        if (resumed(record).value_or(false)) json.boolean("session_resumed", true);
        if (record.client.sni) json.string("sni", *record.client.sni);
        if (record.version.value != 0) json.string("version", version_words(record.version.value));
        write_hash(json, "ja3", record.client.ja3);
        write_hash(json, "ja3s", record.server.ja3s);
        write_text(json, "ja4", record.client.ja4);
        write_client_hello(json, record.client);
        write_server_hello(json, record);
        if (const auto* certificate = leaf(record.client_certificates)) {
            json.begin_object("client");
            write_certificate(json, certificate, false);
            json.end_object();
        }
        if (const auto protocol = application(record.dialect); !protocol.empty())
            json.plain("from_proto", protocol);
    }

    void write_certificate(JsonWriter& json, const profile::Certificate* certificate,
                           bool alt_names) {
        if (certificate == nullptr) return;
        const trust::CertificateSummary& summary = certificate->summary;
        write_text(json, "subject", name_text(summary.subject));
        write_text(json, "issuerdn", name_text(summary.issuer));
        if (alt_names) write_alt_names(json, summary);
        write_text(json, "serial", upper(with_colons(certificate->bytes(summary.serial_octets))));
        json.string("fingerprint", with_colons(hasher_.sha1(certificate->der)));
        if (summary.not_before) json.string("notbefore", instant(*summary.not_before));
        if (summary.not_after) json.string("notafter", instant(*summary.not_after));
    }

    static void write_alt_names(JsonWriter& json, const trust::CertificateSummary& summary) {
        if (summary.subject_alt_names.empty()) return;
        json.begin_array("subjectaltname");
        for (const trust::GeneralName& name : summary.subject_alt_names)
            json.string(name.text());
        json.end_array();
    }

    FlowHash flows_;
    trust::CertificateHasher hasher_;
    std::unique_ptr<JsonBuffer> buffer_ = std::make_unique_for_overwrite<JsonBuffer>();
};

}  // namespace
}  // namespace tlsonar::reports::records

namespace tlsonar::reports::writers {

std::unique_ptr<RecordWriter> eve() { return std::make_unique<records::Eve>(); }

}  // namespace tlsonar::reports::writers
