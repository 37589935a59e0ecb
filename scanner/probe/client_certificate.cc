#include "scanner/probe/client_certificate.h"

namespace tlsonar::scanner {

using profile::Fact;

namespace {

constexpr std::string_view kClientCertificateId = "client-certificate";

// TLS 1.3: our side was complete before the server had seen that there is no certificate.
Fact of_silence(const FullTalk& talk, const OpenSslOptions& options) {
    const profile::Evidence from = talk.evidence(kClientCertificateId);
    const End end = talk.result.end;
    const bool left = end == End::eof || end == End::reset;
    if (left && talk.certain && !options.request.empty())
        return Fact::make_yes(from, "without one the server closes the connection");
    return Fact::make_unknown(
        from, left ? "asked for one, the server closed without a word: it may have been content"
                   : talk.cause);
}

}  // namespace

Fact certificate_required_fact(const FullTalk& talk, const OpenSslOptions& options) {
    const profile::Evidence from = talk.evidence(kClientCertificateId);
    const OpenSslResult& result = talk.result;
    if (result.completed && !result.certificate_asked)
        return Fact::make_no(from, "the server does not ask for one");
    if (!result.certificate_asked) return Fact::make_unknown(from, talk.cause);
    const bool over = !result.completed || result.version >= kTls13;
    if (over && result.alert_fatal) return Fact::make_yes(from, outcome_text(talk));
    const bool left = result.end == End::eof || result.end == End::reset;
    if (!result.completed)
        return talk.certain && left ? Fact::make_yes(from, "without one " + talk.cause)
                                    : Fact::make_unknown(from, talk.cause);
    if (result.version >= kTls13 && !result.confirmed) return of_silence(talk, options);
    return Fact::make_no(from, "the handshake completes without one");
}

std::string refused_certificate(const FullTalk& talk) {
    const OpenSslResult& result = talk.result;
    if (!result.certificate_asked || !result.alert_fatal) return {};
    if (result.completed && (result.version < kTls13 || result.confirmed)) return {};
    return "the server refused the client certificate: " + outcome_text(talk);
}

}  // namespace tlsonar::scanner
