#include "dissect/message/handshake_type.h"
#include "dissect/registry/cipher_suite.h"
#include "dissect/session/tracker.h"
#include "profile/codes.h"
#include "profile/derive.h"

#include <algorithm>

namespace tlsonar::profile {
namespace {

using dissect::Content;
using dissect::Ending;
using dissect::HandshakeType;
using dissect::Message;
using dissect::Role;

constexpr std::uint8_t kFatal = 2;
constexpr std::uint8_t kCloseNotify = 0;
constexpr std::uint8_t kUserCanceled = 90;
constexpr std::uint8_t kNoRenegotiation = 100;

std::string_view ending_name(Ending ending) {
    constexpr std::string_view kNames[] = {
        "settled",   "closed", "reset", "end_of_input", "evicted", "idle", "connection_replaced",
        "superseded"};
    return kNames[static_cast<std::size_t>(ending)];
}

std::string_view ssl2_message_name(const Message& message) {
    constexpr std::string_view kNames[] = {
        "error",           "client_hello",        "client_master_key",
        "client_finished", "server_hello",        "server_verify",
        "server_finished", "request_certificate", "client_certificate"};
    if (message.encrypted) return "encrypted_message";
    return message.type < std::size(kNames) ? kNames[message.type] : "unknown_message";
}

// Told by the random alone, which follows the version.
bool is_retry(Bytes server_hello) {
    constexpr std::size_t kVersion = 2;
    constexpr std::size_t kRandom = 32;
    if (server_hello.size() < kVersion + kRandom) return false;
    dissect::ServerHello hello;
    hello.random = server_hello.subspan(kVersion, kRandom);
    return is_hello_retry_request(hello);
}

std::string_view step_name(const Message& message) {
    switch (message.content) {
        case Content::ssl2:
            return ssl2_message_name(message);
        case Content::change_cipher_spec:
            return "change_cipher_spec";
        case Content::alert:
            return message.opaque() ? "encrypted_alert" : "alert";
        case Content::application_data:
            return "application_data";
        case Content::heartbeat:
            return "heartbeat";
        case Content::handshake:
            break;
    }
    if (message.opaque()) return "encrypted_handshake";
    const auto type = static_cast<HandshakeType>(message.type);
    if (type == HandshakeType::server_hello && is_retry(message.body)) return "hello_retry_request";
    const std::string_view name = name_of(type);
    return name.empty() ? "unknown_message" : name;
}

void derive_steps(const dissect::Handshake& handshake, Record& record) {
    record.steps.clear();
    record.alerts.clear();
    record.decrypted = false;
    record.tickets = 0;
    for (const Message& message : handshake.messages) {
        record.steps.push_back({step_name(message), message.sender, message.content, message.type,
                                message.encrypted, message.opened, message.partial, message.length,
                                message.records, message.first, message.last});
        const bool handshake_message = message.content == Content::handshake && !message.opaque();
        record.decrypted = record.decrypted || (handshake_message && message.opened);
        if (handshake_message &&
            message.type == static_cast<std::uint8_t>(HandshakeType::new_session_ticket))
            ++record.tickets;
        if (message.content == Content::alert && message.body.size() == 2)
            record.alerts.push_back({message.sender, message.body[0], alert_code(message.body[1]),
                                     message.encrypted, message.last});
    }
}

bool ends_it(const AlertSeen& alert, bool tls13) {
    const std::uint32_t what = alert.description.value;
    if (what == kCloseNotify || what == kUserCanceled || what == kNoRenegotiation) return false;
    // RFC 8446 section 6: the level says nothing any more.
    return alert.level == kFatal || tls13;
}

Outcome outcome_of(const dissect::Handshake& handshake, const Record& record) {
    const bool tls13 = dissect::is_tls13(handshake.version);
    for (const AlertSeen& alert : record.alerts)
        if (ends_it(alert, tls13)) return Outcome::failed;
    const bool finished = handshake.client_finished && handshake.server_finished;
    return finished ? Outcome::completed : Outcome::unfinished;
}

// Why something of this sender is not there.
std::string_view why(const dissect::Handshake& handshake, const Record& record, Role sender) {
    const auto side = static_cast<std::size_t>(sender);
    if (record.provenance.packets[side] == 0 && record.provenance.first.ordinal != 0)
        return "no packet of this side was captured";
    if (record.provenance.snaplen_cut > 0) return "the capture holds only the beginning of packets";
    if (record.provenance.missing[side] > 0) return "packets are missing in the capture";
    switch (handshake.ending) {
        case Ending::reset:
            return "the connection was reset before";
        case Ending::fin:
            return "the connection was closed before";
        case Ending::evicted:
            return "forgotten to stay within the memory limit";
        case Ending::idle:
            return "silent for too long";
        case Ending::replaced:
            return "another connection took its place";
        case Ending::superseded:
            return "another handshake began before";
        default:
            break;
    }
    return "the capture ended before";
}

std::string_view why_not_at_start(const dissect::Handshake& handshake, const Record& record,
                                  Role sender) {
    const auto side = static_cast<std::size_t>(sender);
    if (record.provenance.packets[side] > 0 && !record.provenance.start_seen &&
        handshake.number == 1 && record.provenance.missing[side] == 0)
        return "the capture began later";
    return why(handshake, record, sender);
}

bool certificate_expected(const dissect::Handshake& handshake, const Record& record) {
    if (!record.server.seen || record.resumption.value_or(Resumption::none) != Resumption::none)
        return false;
    if (dissect::is_tls13(handshake.version)) return true;
    const auto* suite =
        dissect::find_cipher_suite(static_cast<std::uint16_t>(record.server.suite.value));
    if (suite == nullptr) return false;
    using dissect::Authentication;
    return suite->auth == Authentication::rsa || suite->auth == Authentication::dss ||
           suite->auth == Authentication::ecdsa;
}

void derive_missing(const dissect::Handshake& handshake, Record& record) {
    record.missing.clear();
    if (handshake.renegotiation && !record.client.seen && !record.server.seen) {
        record.missing.push_back(
            {"all messages", "a renegotiation is encrypted: give the secrets with --keylog"});
        return;
    }
    const auto add = [&](std::string_view what, std::string_view reason) {
        record.missing.push_back({what, reason});
    };
    if (!record.client.seen)
        add("ClientHello", why_not_at_start(handshake, record, Role::client));
    else if (record.client.partial)
        add("the rest of ClientHello", why(handshake, record, Role::client));
    const bool failed = record.outcome == Outcome::failed;
    if (record.server.partial) add("the rest of ServerHello", why(handshake, record, Role::server));
    if (!record.server.seen) {
        // (A ServerHello of SSLv2 is no choice: it holds the server's list.)
        if (!failed && !handshake.has_server_hello)
            add("ServerHello", why(handshake, record, Role::server));
        return;
    }
    const bool tls13 = dissect::is_tls13(handshake.version);
    if (!record.server_certificate_seen && certificate_expected(handshake, record) && !failed) {
        const bool encrypted = tls13 && !record.server.encrypted_extensions_seen;
        if (!encrypted)
            add("the server's Certificate", why(handshake, record, Role::server));
        else if (handshake.secrets_known)
            add("the server's Certificate", "the given secrets do not open it");
        else
            add("the server's Certificate", "encrypted: give the secrets with --keylog");
    }
    for (const CertificateRef& certificate : record.server_certificates)
        if (certificate->cut)
            add("the rest of the server's Certificate", why(handshake, record, Role::server));
    if (record.outcome == Outcome::unfinished)
        add("Finished",
            why(handshake, record, handshake.server_finished ? Role::client : Role::server));
}

// When the later of the two Finished was complete. Where they stay closed, nothing that comes after
// them is told, and the last step is it.
Moment last_finished(const dissect::Handshake& handshake, const Record& record) {
    bool seen[2] = {};
    for (const Message& message : handshake.messages) {
        // (What stays closed of a handshake before TLS 1.3 is Finished.)
        const bool finished = message.content == Content::handshake &&
                              (message.opaque() ||
                               message.type == static_cast<std::uint8_t>(HandshakeType::finished));
        if (finished) seen[static_cast<std::size_t>(message.sender)] = true;
        if (seen[0] && seen[1]) return message.last;
    }
    return record.last;
}

void derive_timing(const dissect::Handshake& handshake, Record& record) {
    record.tcp_handshake.reset();
    record.server_answer.reset();
    record.handshake_time.reset();
    record.first = record.last = Moment{};
    const Provenance& p = record.provenance;
    if (p.syn.ordinal != 0 && p.ack.ordinal != 0 && handshake.number == 1)
        record.tcp_handshake = p.ack.at - p.syn.at;
    const Step* hello = nullptr;
    for (const Step& step : record.steps) {
        if (record.first.ordinal == 0 || step.first.ordinal < record.first.ordinal)
            record.first = step.first;
        if (step.last.ordinal >= record.last.ordinal) record.last = step.last;
        if (step.name == "client_hello") hello = &step;
        if (step.name == "server_hello" && hello != nullptr && !record.server_answer)
            record.server_answer = step.first.at - hello->last.at;
    }
    if (record.outcome == Outcome::completed && record.client.seen)
        record.handshake_time = last_finished(handshake, record).at - record.first.at;
}

}  // namespace

void derive_course(const dissect::Handshake& handshake, Record& record) {
    record.version = handshake.version == 0 ? Code{} : version_code(handshake.version);
    record.hello_retry = handshake.hello_retry;
    record.renegotiation = handshake.renegotiation;
    record.handshake_of_connection = handshake.number;
    record.dialect = handshake.dialect;
    record.ending = ending_name(handshake.ending);
    record.octets = handshake.octets;
    record.anomalies = handshake.anomalies;
    derive_steps(handshake, record);
    record.outcome = outcome_of(handshake, record);
    derive_security(handshake, record);
    derive_missing(handshake, record);
    derive_timing(handshake, record);
}

}  // namespace tlsonar::profile
