#include "core/text.h"
#include "dissect/registry/cipher_suite.h"
#include "profile/codes.h"
#include "scanner/probe/sessions.h"

#include <algorithm>

namespace tlsonar::scanner {
namespace {

// So many silences in a row, with a working control after each, are an answer.
constexpr std::size_t kSilences = 3;
constexpr std::size_t kSilencesFlaky = 6;
constexpr std::size_t kTimeouts = 2;  // each costs seconds
constexpr std::size_t kMostRounds = 12;

bool failed_to_connect(End end) {
    return end == End::refused || end == End::unreachable || end == End::local ||
           end == End::dialog;
}

// libssl offers those that need a secret of the client's only to who has one.
bool needs_secret(std::uint16_t code) {
    using dissect::KeyExchange;
    const dissect::CipherSuite* suite = dissect::find_cipher_suite(code);
    if (suite == nullptr) return false;
    switch (suite->kx) {
        case KeyExchange::psk:
        case KeyExchange::dhe_psk:
        case KeyExchange::ecdhe_psk:
        case KeyExchange::rsa_psk:
        case KeyExchange::srp:
            return true;
        default:
            return false;
    }
}

bool is_anonymous(std::uint16_t code) {
    const dissect::CipherSuite* suite = dissect::find_cipher_suite(code);
    return suite != nullptr && suite->auth == dissect::Authentication::anonymous;
}

std::string alert_text(std::uint8_t alert) {
    const std::string name(profile::alert_code(alert).name);
    return "alert " + (name.empty() ? std::to_string(alert) : name);
}

FullTalk take(OpenSslTalk& talk, const Outcome& outcome, profile::EndpointProfile& profile) {
    FullTalk full;
    full.result = std::move(talk.result());
    full.reply = std::move(talk.reply());
    if (!outcome.opened || failed_to_connect(outcome.end)) full.result.end = outcome.end;
    full.reply.trouble = outcome.sentence;
    full.connection = profile.connections;
    if (!profile.notes.empty()) full.connection = profile.notes.back().number;
    full.reply.connection = full.connection;
    full.cause = outcome_text(full);
    if (!full.completed() && !outcome.sentence.empty()) full.cause = outcome.sentence;
    if (!profile.notes.empty()) profile.notes.back().outcome = full.cause;
    return full;
}

}  // namespace

std::string outcome_text(const FullTalk& talk) {
    const OpenSslResult& result = talk.result;
    if (result.alert_fatal && result.alert) return alert_text(*result.alert);
    if (result.completed) return "completed " + profile::version_title(result.version);
    if (!result.error.empty()) return "this program's TLS library: " + result.error;
    if (result.end == End::done) return "the handshake did not complete";
    return std::string(end_text(result.end));
}

OpenSslOptions full_options(Survey& survey, std::uint16_t version) {
    OpenSslOptions options;
    options.min_version = options.max_version = version;
    const Codes accepted = survey.accepted_suites(version);
    for (const bool anonymous : {false, true}) {
        if (!options.suites.empty()) break;
        for (const std::uint16_t code : accepted)
            if (!needs_secret(code) && is_anonymous(code) == anonymous)
                options.suites.push_back(code);
    }
    if (options.suites.empty()) options.suites = accepted;
    if (const profile::AcceptedList* groups = survey.profile().groups_of(version))
        for (const profile::Accepted& entry : groups->accepted)
            options.groups.push_back(static_cast<std::uint16_t>(entry.code));
    if (!survey.style.no_name) options.sni = survey.host().sni();
    return options;
}

bool is_settled(const FullTalk& talk, const OpenSslOptions& options) {
    const OpenSslResult& result = talk.result;
    if (result.alert_fatal) return true;
    if (!result.completed) return false;
    if (result.renegotiation == Renegotiation::unanswered) return false;
    const bool listens = options.linger || !options.request.empty();
    if (result.version < kTls13 || !listens) return true;
    return result.confirmed || result.end == End::done || result.end == End::eof;
}

Task<FullTalk> talk_in_full(Survey& survey, const OpenSslOptions& options, std::string_view probe) {
    Host& host = survey.host();
    FullTalk full;
    std::size_t silences = 0;
    for (std::size_t round = 0; round < kMostRounds; ++round) {
        full.cause = host.given_up();
        if (!full.cause.empty()) co_return full;
        OpenSslTalk talk(options, host.tools());
        full.cause = talk.trouble();
        if (!full.cause.empty()) co_return full;
        Outcome outcome;
        if (round == 0)
            outcome = co_await host.converse(talk, probe);
        else
            outcome = co_await host.converse_alone(talk, probe);
        full = take(talk, outcome, host.profile());
        full.certain = is_settled(full, options);
        // libssl and the server do not understand each other: again would be the same.
        if (full.certain || !full.result.error.empty()) co_return full;
        const bool works = co_await host.still_works();
        if (!works) {
            if (!host.given_up().empty()) full.cause = host.given_up();
            co_return full;
        }
        if (!failed_to_connect(full.result.end)) ++silences;
        const std::size_t patient = full.result.end == End::timeout ? kTimeouts : kSilences;
        full.certain = silences >= (host.flaky() ? kSilencesFlaky : patient);
        if (full.certain) co_return full;
        ++host.profile().retries;
    }
    co_return full;
}

}  // namespace tlsonar::scanner
