#include "reports/record_json.h"

#include "reports/certificate_json.h"
#include "reports/client_json.h"
#include "reports/code_json.h"
#include "reports/format.h"
#include "reports/json_writer.h"
#include "reports/message_details.h"
#include "reports/verdict_json.h"

#include <cstring>
#include <string>

namespace tlsonar::reports {
namespace {

using profile::Record;

void write_time(JsonWriter& json, std::string_view name, const Moment& moment, TimeText& times) {
    if (moment.ordinal == 0) return;
    json.plain(name, times.text(moment.at));
}

// Members made by the piece: the literal is what stands before the value, from the comma on.
template <std::size_t N>
char* put_flag(char* at, const char (&literal)[N], bool value) {
    return pieces::put_boolean(pieces::put(at, literal), value);
}

template <std::size_t N>
char* put_flag(char* at, const char (&literal)[N], const std::optional<bool>& value) {
    return value ? put_flag(at, literal, *value) : at;
}

template <std::size_t N>
char* put_name(char* at, const char (&literal)[N], std::string_view name) {
    at = pieces::put_text(pieces::put(at, literal), name);
    *at++ = '"';
    return at;
}

template <std::size_t N>
char* put_code(char* at, const char (&literal)[N], const profile::Code& code) {
    at = pieces::put_hex_number(pieces::put(at, literal), code.value, 4);
    *at++ = '"';
    if (code.grease)
        at = put_name(at, ",\"name\":\"", "GREASE");
    else if (!code.name.empty())
        at = put_name(at, ",\"name\":\"", code.name);
    *at++ = '}';
    return at;
}

char* put_peer(char* at, const profile::Peer& peer) {
    at = pieces::put_text(at, peer.address);
    at = pieces::put_number(pieces::put(at, "\",\"port\":"), peer.port);
    *at++ = '}';
    return at;
}

void write_peer(JsonWriter& json, std::string_view name, const profile::Peer& peer) {
    json.begin_object(name);
    json.string("address", peer.address);
    json.number("port", peer.port);
    json.end_object();
}

// An address as text: anything else is escaped.
bool is_address(std::string_view text) { return text.size() <= 64 && is_plain_json(text); }

void write_flow(JsonWriter& json, const Record& record) {
    const profile::Provenance& p = record.provenance;
    json.begin_object("flow");
    json.plain("transport", "tcp");
    if (is_address(p.client.address) && is_address(p.server.address)) {
        char* at = json.piece();
        at = put_peer(pieces::put(at, ",\"client\":{\"address\":\""), p.client);
        at = put_peer(pieces::put(at, ",\"server\":{\"address\":\""), p.server);
        json.used(at);
    } else {
        write_peer(json, "client", p.client);
        write_peer(json, "server", p.server);
    }
    json.boolean("client_opened", p.client_opened);
    json.number("handshake", record.handshake_of_connection);
    if (!record.dialect.empty()) json.plain("dialect", record.dialect);
    json.end_object();
}

// The answer to "what was agreed", flat, for those who want no more. All names are ours.
void write_summary(JsonWriter& json, const Record& record) {
    char* at = json.piece();
    at = put_name(at, ",\"outcome\":\"", name_of(record.outcome));
    at = put_name(at, ",\"ending\":\"", record.ending);
    if (record.version.value != 0) at = put_code(at, ",\"version\":{\"code\":\"", record.version);
    const bool ssl2 = record.version.value == 0x0002;
    if (record.server.seen && !ssl2)
        at = put_code(at, ",\"suite\":{\"code\":\"", record.server.suite);
    if (record.server.group) at = put_code(at, ",\"group\":{\"code\":\"", *record.server.group);
    json.used(at);
    if (record.client.sni) json.string("sni", *record.client.sni);
    if (record.server.alpn) json.string("alpn", *record.server.alpn);
    at = json.piece();
    if (record.resumption) at = put_name(at, ",\"resumption\":\"", name_of(*record.resumption));
    at = put_flag(at, ",\"forward_secrecy\":", record.forward_secrecy);
    at = put_flag(at, ",\"post_quantum\":", record.post_quantum);
    at = put_flag(at, ",\"hello_retry\":", record.hello_retry);
    at = put_flag(at, ",\"renegotiation\":", record.renegotiation);
    at = put_flag(at, ",\"early_data_offered\":", record.client.early_data);
    at = put_flag(at, ",\"early_data_accepted\":", record.early_data_accepted);
    at = put_flag(at, ",\"server_authenticated\":", record.server_authenticated);
    at = put_flag(at, ",\"client_authenticated\":", record.client_authenticated);
    at = put_flag(at, ",\"client_certificate_requested\":", record.client_certificate_requested);
    at = put_flag(at, ",\"decrypted\":", record.decrypted);
    at = put_flag(at, ",\"complete\":", record.missing.empty());
    json.used(at);
}

// `alone`: with what the record of an answered hello tells outside of this object.
void write_client(JsonWriter& json, std::string_view name, const profile::ClientOffer& client,
                  ClientJson& lists, bool alone) {
    if (!client.seen) return;
    json.begin_object(name);
    if (alone && client.sni) json.string("sni", *client.sni);
    if (alone && !client.ja3.empty()) json.plain("ja3", client.ja3);
    if (alone && !client.ja4.empty()) json.plain("ja4", client.ja4);
    json.boolean("partial", client.partial);
    if (client.ssl2_format) json.boolean("ssl2_format", true);
    json.hex_number("legacy_version", client.legacy_version, 4);
    json.hex("random", as_bytes(client.random));
    if (!client.session_id.empty()) json.hex("session_id", as_bytes(client.session_id));
    lists.append_lists(json, client);
    if (!client.alpn.empty()) {
        json.begin_array("alpn");
        for (const std::string& protocol : client.alpn)
            json.string(protocol);
        json.end_array();
    }
    if (client.ticket_octets) json.number("ticket_octets", *client.ticket_octets);
    if (client.psk_identities > 0) json.number("psk_identities", client.psk_identities);
    if (!client.ech.empty()) json.plain("ech", client.ech);
    json.end_object();
}

void write_server(JsonWriter& json, const profile::ServerChoice& server) {
    if (!server.seen) return;
    json.begin_object("server_hello");
    json.boolean("partial", server.partial);
    json.hex_number("legacy_version", server.legacy_version, 4);
    json.hex("random", as_bytes(server.random));
    if (!server.session_id.empty()) json.hex("session_id", as_bytes(server.session_id));
    if (server.compression_method.value != 0)
        write_code(json, "compression_method", server.compression_method, 2);
    write_codes(json, "extensions", server.extensions);
    if (server.encrypted_extensions_seen)
        write_codes(json, "encrypted_extensions", server.encrypted_extensions);
    if (server.signature_scheme) write_code(json, "signature_scheme", *server.signature_scheme);
    if (server.dh_bits != 0) json.number("dh_bits", server.dh_bits);
    json.end_object();
}

void write_retry(JsonWriter& json, const profile::ServerChoice& retry) {
    if (!retry.seen) return;
    json.begin_object("hello_retry_request");
    write_code(json, "suite", retry.suite);
    if (retry.group) write_code(json, "group", *retry.group);
    write_codes(json, "extensions", retry.extensions);
    if (!retry.ja3s.empty()) json.plain("ja3s", retry.ja3s);
    json.end_object();
}

void write_fingerprints(JsonWriter& json, const Record& record) {
    const bool any = !record.client.ja3.empty() || !record.server.ja3s.empty();
    if (!any) return;
    json.begin_object("fingerprints");
    if (!record.client.ja3.empty()) json.plain("ja3", record.client.ja3);
    if (!record.client.ja4.empty()) json.plain("ja4", record.client.ja4);
    if (!record.server.ja3s.empty()) json.plain("ja3s", record.server.ja3s);
    json.end_object();
}

// Seconds since the first octet of the handshake, to the nanosecond.
void write_offset(JsonWriter& json, std::string_view name, Time nanoseconds) {
    char text[32];
    const char* end = pieces::put_seconds(text, nanoseconds);
    json.raw(name, {text, static_cast<std::size_t>(end - text)});
}

// One element of "messages", but for its details and end. Names of messages are short.
char* put_step(char* at, const profile::Step& step) {
    at = pieces::put(at, "{\"message\":\"");
    at = pieces::put_text(at, step.name);
    at = step.sender == dissect::Role::client
             ? pieces::put(at, "\",\"sender\":\"client\",\"octets\":")
             : pieces::put(at, "\",\"sender\":\"server\",\"octets\":");
    at = pieces::put_number(at, step.octets);
    if (step.encrypted)
        at = step.opened ? pieces::put(at, ",\"protection\":\"opened\"")
                         : pieces::put(at, ",\"protection\":\"closed\"");
    if (step.records > 1) at = pieces::put_number(pieces::put(at, ",\"records\":"), step.records);
    if (step.partial) at = pieces::put(at, ",\"partial\":true");
    return at;
}

// Most of a record's JSON is this list: it is written by the piece.
void write_messages(JsonWriter& json, const Record& record, const dissect::Handshake& handshake,
                    bool details) {
    json.begin_array("messages");
    for (std::size_t i = 0; i < record.steps.size(); ++i) {
        const profile::Step& step = record.steps[i];
        char* at = json.piece();
        if (i > 0) *at++ = ',';
        at = put_step(at, step);
        if (details) {
            json.used(at);
            write_details(json, handshake, i);
            at = json.piece();
        }
        at = pieces::put_number(pieces::put(at, ",\"frame\":"), step.last.ordinal);
        at = pieces::put_seconds(pieces::put(at, ",\"at\":"), step.last.at - record.first.at);
        *at++ = '}';
        json.used(at);
    }
    json.end_array();
}

void write_findings(JsonWriter& json, const Record& record) {
    if (!record.alerts.empty()) {
        json.begin_array("alerts");
        for (const profile::AlertSeen& alert : record.alerts) {
            json.begin_object();
            json.plain("sender", name_of(alert.sender));
            json.plain("level", alert.level == 1   ? "warning"
                                : alert.level == 2 ? "fatal"
                                                   : "unknown");
            write_code(json, "description", alert.description, 2);
            json.boolean("encrypted", alert.encrypted);
            json.number("frame", alert.when.ordinal);
            json.end_object();
        }
        json.end_array();
    }
    if (!record.anomalies.empty()) {
        json.begin_array("anomalies");
        for (const dissect::Anomaly& anomaly : record.anomalies) {
            json.begin_object();
            json.plain("id", anomaly.kind->id);
            json.plain("meaning", anomaly.kind->meaning);
            json.plain("sender", name_of(anomaly.sender));
            json.number("offset", anomaly.offset);
            json.number("value", anomaly.value);
            json.number("frame", anomaly.when.ordinal);
            json.end_object();
        }
        json.end_array();
    }
    if (!record.missing.empty()) {
        json.begin_array("missing");
        for (const profile::Missing& missing : record.missing) {
            json.begin_object();
            json.plain("what", missing.what);
            json.plain("why", missing.why);
            json.end_object();
        }
        json.end_array();
    }
}

void write_pair(JsonWriter& json, std::string_view name, std::uint64_t client,
                std::uint64_t server) {
    json.key(name);
    char* at = json.piece();
    at = pieces::put_number(pieces::put(at, "{\"client\":"), client);
    at = pieces::put_number(pieces::put(at, ",\"server\":"), server);
    *at++ = '}';
    json.used(at);
}

void write_nonzero(JsonWriter& json, std::string_view name, std::uint64_t value) {
    if (value != 0) json.number(name, value);
}

// What depends on how the octets travelled, not on what they say.
void write_seen(JsonWriter& json, const Record& record, TimeText& times) {
    const profile::Provenance& p = record.provenance;
    json.begin_object("seen");
    write_time(json, "start", record.first, times);
    write_time(json, "end", record.last, times);
    write_time(json, "syn", p.syn, times);
    write_time(json, "syn_ack", p.syn_ack, times);
    if (record.tcp_handshake) write_offset(json, "tcp_handshake", *record.tcp_handshake);
    if (record.server_answer) write_offset(json, "server_answer", *record.server_answer);
    if (record.handshake_time) write_offset(json, "handshake_time", *record.handshake_time);
    json.boolean("connection_start", p.start_seen);
    write_pair(json, "tls_octets", record.octets[0], record.octets[1]);
    write_pair(json, "tcp_octets", p.octets[0], p.octets[1]);
    write_pair(json, "packets", p.packets[0], p.packets[1]);
    if (p.missing[0] + p.missing[1] > 0)
        write_pair(json, "missing_octets", p.missing[0], p.missing[1]);
    write_nonzero(json, "out_of_order", p.out_of_order);
    write_nonzero(json, "retransmitted", p.retransmitted);
    write_nonzero(json, "conflicting_retransmissions", p.conflicting_retransmissions);
    write_nonzero(json, "bad_checksums", p.bad_checksums);
    write_nonzero(json, "snaplen_cut", p.snaplen_cut);
    if (p.reset) json.boolean("reset", true);
    json.end_object();
}

}  // namespace

struct RecordJson::State {
    explicit State(JsonOptions o) : options(o), certificates(o.der) {}

    JsonOptions options;
    CertificateJson certificates;
    ClientJson clients;
    VerdictJson verdicts;
    TimeText times;
    JsonBuffer buffer;
};

RecordJson::RecordJson(JsonOptions options) : state_(std::make_unique<State>(options)) {}
RecordJson::~RecordJson() = default;
RecordJson::RecordJson(RecordJson&&) noexcept = default;
RecordJson& RecordJson::operator=(RecordJson&&) noexcept = default;

void RecordJson::append(std::string& out, const Record& record,
                        const dissect::Handshake& handshake) {
    JsonWriter json(out, state_->buffer);
    json.begin_object();
    json.plain("schema", kHandshakeSchema);
    json.string("file", record.provenance.file);
    write_flow(json, record);
    write_summary(json, record);
    write_client(json, "first_client_hello", record.first_client, state_->clients, true);
    write_retry(json, record.retry);
    write_client(json, "client_hello", record.client, state_->clients, false);
    write_server(json, record.server);
    if (record.server_certificate_seen || record.client_certificate_seen) {
        json.begin_object("certificates");
        state_->certificates.append(json, "server", record.server_certificate_seen,
                                    record.server_certificates);
        state_->certificates.append(json, "client", record.client_certificate_seen,
                                    record.client_certificates);
        json.boolean("ocsp_staple", record.ocsp_staple);
        json.end_object();
    }
    if (record.server_chain || record.client_chain) {
        json.begin_object("validation");
        state_->verdicts.append(json, "server", record.server_chain);
        state_->verdicts.append(json, "client", record.client_chain);
        json.end_object();
    }
    if (record.tickets > 0) json.number("tickets", record.tickets);
    write_fingerprints(json, record);
    write_messages(json, record, handshake, state_->options.details);
    write_findings(json, record);
    write_seen(json, record, state_->times);
    json.end_object();
}

void append_number(std::string& out, std::uint64_t number) {
    out += "{\"number\":";
    char text[20];
    out.append(text, pieces::put_number(text, number));
    out += ',';
}

}  // namespace tlsonar::reports
