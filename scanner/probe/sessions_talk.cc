#include "dissect/registry/cipher_suite.h"
#include "scanner/probe/sessions.h"

#include <algorithm>

namespace tlsonar::scanner {
namespace {

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

FullTalk take(OpenSslTalk& talk, const Outcome& outcome, Host& host) {
    FullTalk full;
    full.result = std::move(talk.result());
    full.reply = std::move(talk.reply());
    if (!outcome.talked) full.result.end = outcome.end;
    full.reply.trouble = outcome.sentence;
    full.reply.connection = full.connection = outcome.number;
    full.cause = outcome_text(full);
    if (!full.completed() && !outcome.sentence.empty()) full.cause = outcome.sentence;
    host.tell(outcome.number, full.cause);
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
    bool useless = false;  // no connection would change that
    const TryOnce try_once = [&](bool alone) -> Task<Tried> {
        OpenSslTalk talk(options, host.tools());
        full.cause = talk.trouble();
        useless = !full.cause.empty();
        if (useless) co_return Tried();
        const Outcome outcome = co_await host.converse(talk, probe, alone);
        full = take(talk, outcome, host);
        if (!outcome.talked) co_return Tried{Manner::missed, false};
        if (is_settled(full, options)) co_return Tried();
        // libssl and the server do not understand each other: again would be the same.
        useless = !full.result.error.empty();
        if (useless) co_return Tried();
        const Manner manner = manner_of(full.result.end);
        co_return Tried{manner == Manner::said ? Manner::other : manner, full.reply.accepted()};
    };
    const Verdict verdict = co_await host.settle(try_once);
    full.certain = !useless && (verdict == Verdict::said || verdict == Verdict::silence);
    if (verdict == Verdict::unknown && !host.given_up().empty())
        full.cause = host.given_up();
    else if (!full.certain && !useless && full.completed())
        full.cause = "after the handshake: " + std::string(end_text(full.result.end));
    co_return full;
}

}  // namespace tlsonar::scanner
