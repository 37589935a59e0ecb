// Resumption of sessions, and all else that whole handshakes tell: four of TLS 1.2 and three of TLS
// 1.3 at the most, when all goes well, share the work.
#include "scanner/probe/sessions.h"

#include "scanner/probe/client_certificate.h"
#include "scanner/probe/http.h"
#include "scanner/probe/probes.h"
#include "scanner/probe/renegotiation.h"
#include "scanner/probe/shared_tickets.h"

#include <algorithm>

namespace tlsonar::scanner {
namespace {

using profile::Answer;
using profile::Fact;

constexpr std::string_view kSessionsId = "sessions";
constexpr std::string_view kNewFacts[] = {"psk", "psk_modes", "tickets", "early_data"};
constexpr std::string_view kOldFacts[] = {"session_id", "ticket", "client_renegotiation"};

class Sessions {
  public:
    explicit Sessions(Survey& survey) : survey_(survey) {}

    Task<void> run() {
        load_identity();
        TaskGroup group;
        group.add(modern());
        group.add(older());
        co_await group.all();
        co_await share_tickets(survey_, tickets_);
        refusal_by_http();
        if (survey_.profile().http.asked) co_await ask_plain_http(survey_);
        judge_preload(survey_.profile(), {"http", 0});
    }

  private:
    void load_identity() {
        const SurveyOptions& options = survey_.options();
        if (options.client_certificate.empty()) return;
        const std::string& key =
            options.client_key.empty() ? options.client_certificate : options.client_key;
        auto identity = ClientIdentity::load(options.client_certificate, key);
        if (identity.ok())
            identity_ = std::move(*identity);
        else
            survey_.host().unknown("the answer to the client certificate", identity.error());
    }

    OpenSslOptions options_for(std::uint16_t version) {
        OpenSslOptions options = full_options(survey_, version);
        options.identity = identity_;
        return options;
    }

    template <class Names>
    void all(const Names& names, const Fact& fact) {
        for (const std::string_view name : names)
            survey_.session(name, fact);
    }

    // There is no such version, or it is not known whether there is.
    template <class Names>
    void not_there(const Names& names, std::uint16_t version, const std::string& cause) {
        const Fact known = survey_.profile().supports(version);
        all(names, known.answer == Answer::unknown
                       ? Fact::make_unknown({kSessionsId, 0}, known.cause)
                       : Fact::make_no({kSessionsId, 0}, cause));
    }

    template <class Names>
    void give_up(const Names& names, std::uint16_t version, const FullTalk& talk) {
        std::string cause = talk.cause;
        if (talk.result.certificate_asked && !identity_ && talk.result.alert_fatal)
            cause = "the server wants a client certificate, and none was given: " + cause;
        all(names, Fact::make_unknown(talk.evidence(kSessionsId), cause));
        survey_.host().unknown("sessions of " + profile::version_title(version), cause);
    }

    void observe(const FullTalk& talk) {
        if (talk.reply.accepted()) survey_.observe(talk.reply, kSessionsId);
        tickets_.note(talk, kSessionsId);
    }

    // Of the first talk of a version; the newest version's counts.
    Task<void> look_at_certificate(const FullTalk& talk, const OpenSslOptions& options) {
        Fact& fact = survey_.profile().client_auth.required;
        if (fact.answer != Answer::unknown) co_return;
        if (!options.identity || !talk.result.certificate_asked) {
            fact = certificate_required_fact(talk, options);
            co_return;
        }
        if (const std::string refusal = refused_certificate(talk); !refusal.empty())
            survey_.profile().remarks.push_back(refusal);
        OpenSslOptions without = options;
        without.identity.reset();
        const FullTalk other = co_await talk_in_full(survey_, without, "client-certificate");
        fact = certificate_required_fact(other, without);
    }

    // Some servers let everybody in, and have HTTP say that a certificate is missing.
    void refusal_by_http() {
        profile::EndpointProfile& profile = survey_.profile();
        const std::uint16_t status = profile.http.status;
        const bool refused = status == 400 || status == 401 || status == 403 || status == 496;
        if (profile.client_auth.asked.yes() && profile.client_auth.required.no() && refused)
            profile.client_auth.required.cause +=
                "; HTTP then answers with status " + std::to_string(status);
    }

    // TLS 1.3.
    Task<void> modern() {
        if (!survey_.supports(kTls13)) {
            not_there(kNewFacts, kTls13, "the server has no TLS 1.3");
            co_return;
        }
        OpenSslOptions options = options_for(kTls13);
        options.linger = true;
        const bool page = ask_for_page(survey_, options);
        const FullTalk first = co_await talk_in_full(survey_, options, kSessionsId);
        observe(first);
        co_await look_at_certificate(first, options);
        if (page) fold_page(survey_, first);
        const bool good = first.completed() && !first.result.alert_fatal && first.certain;
        if (!good) {
            give_up(kNewFacts, kTls13, first);
            co_return;
        }
        tickets(first);
        if (first.result.sessions.empty()) co_return;
        const std::string request = options.request;
        options.request.clear();
        co_await resume13(first, options, request);
    }

    void tickets(const FullTalk& talk) {
        const profile::Evidence from = talk.evidence(kSessionsId);
        const std::string count = std::to_string(talk.result.tickets);
        if (talk.result.sessions.empty()) {
            const Fact none = Fact::make_no(from, "no ticket came after the handshake");
            all(kNewFacts, none);
            return;
        }
        survey_.session("tickets", Fact::make_yes(from, count));
        survey_.session("ticket_lifetime",
                        Fact::make_yes(from, std::to_string(talk.result.sessions[0].lifetime)));
    }

    // With a ticket, and early data where the ticket allows it. A cluster may not know a ticket of
    // its other members: a second one is tried before the answer is no.
    Task<void> resume13(const FullTalk& first, OpenSslOptions options, const std::string& request) {
        const std::vector<SavedSession>& sessions = first.result.sessions;
        options.session = sessions[0];
        if (sessions[0].max_early_data > 0) {
            options.early_data = request.empty() ? "\r\n" : request;
            options.early_data.resize(
                std::min<std::size_t>(options.early_data.size(), sessions[0].max_early_data));
        }
        FullTalk talk = co_await talk_in_full(survey_, options, kSessionsId);
        if (talk.completed() && !talk.result.resumed) {
            options.session = sessions.back();
            talk = co_await talk_in_full(survey_, options, kSessionsId);
        }
        observe(talk);
        const profile::Evidence from = talk.evidence(kSessionsId);
        early_data(talk, sessions[0]);
        if (!talk.completed()) {
            survey_.session("psk", Fact::make_unknown(from, talk.cause));
            survey_.session("psk_modes", Fact::make_unknown(from, talk.cause));
            survey_.host().unknown("resumption in TLS 1.3", talk.cause);
            co_return;
        }
        if (!talk.result.resumed) {
            const Fact no = Fact::make_no(from, "a full handshake took place");
            survey_.session("psk", no);
            survey_.session("psk_modes", no);
            co_return;
        }
        survey_.session("psk", Fact::make_yes(from));
        // Whether another endpoint takes it says something only when it was used for nothing yet.
        const bool spare = sessions.size() > 1 && !talk.result.sessions.empty() &&
                           options.session->ticket != sessions.back().ticket;
        if (spare) tickets_.keep(sessions.back());
        // Tickets may be good for one time only.
        const SavedSession& fresh = !talk.result.sessions.empty() ? talk.result.sessions.back()
                                    : sessions.size() > 1         ? sessions[1]
                                                                  : sessions[0];
        co_await psk_modes(fresh, from);
    }

    void early_data(const FullTalk& talk, const SavedSession& session) {
        const profile::Evidence from = talk.evidence(kSessionsId);
        if (session.max_early_data == 0) {
            survey_.session("early_data", Fact::make_no(from, "no ticket allows it"));
            return;
        }
        survey_.session("max_early_data",
                        Fact::make_yes(from, std::to_string(session.max_early_data)));
        const std::string most = std::to_string(session.max_early_data) + " octets";
        if (!talk.completed())
            survey_.session("early_data", Fact::make_unknown(from, talk.cause));
        else if (talk.result.early_data == EarlyData::accepted)
            survey_.session("early_data", Fact::make_yes(from, most));
        else
            survey_.session("early_data",
                            Fact::make_no(from, "tickets allow " + most + ", but it was rejected"));
    }

    Task<void> psk_modes(const SavedSession& session, profile::Evidence from) {
        constexpr std::string_view kBest = "psk_dhe_ke";
        Host& host = survey_.host();
        const std::string name = survey_.style.no_name ? std::string() : host.sni();
        const Octets hello = psk_only_hello(session, name, *host.tools().draw);
        survey_.session("psk_modes", Fact::make_yes(from, std::string(kBest)));
        if (hello.empty()) co_return;
        const Asked asked = co_await host.ask_octets(hello, kSessionsId, Until::server_hello);
        if (asked.unknown()) {
            host.unknown("resumption without a key exchange (psk_ke)", asked.cause);
            co_return;
        }
        constexpr std::uint16_t kPreSharedKey = 41, kKeyShare = 51;
        const Reply& reply = asked.reply;
        if (reply.kind != ReplyKind::server_hello || !reply.has(kPreSharedKey) ||
            reply.has(kKeyShare))
            co_return;
        for (profile::NamedFact& known : survey_.profile().sessions)
            if (known.name == "psk_modes") known.fact.detail = std::string(kBest) + " psk_ke";
    }

    // TLS 1.2, or the newest before.
    Task<void> older() {
        std::uint16_t version = 0;
        for (const std::uint16_t each : {kTls12, kTls11, kTls10, kSsl3})
            if (version == 0 && survey_.supports(each)) version = each;
        if (version == 0) {
            not_there(kOldFacts, kTls12, "TLS 1.3 alone has no such thing");
            co_return;
        }
        OpenSslOptions options = options_for(version);
        options.renegotiate = true;
        const FullTalk first = co_await talk_in_full(survey_, options, kSessionsId);
        observe(first);
        const bool newest = !survey_.supports(kTls13);
        if (newest) co_await look_at_certificate(first, options);
        if (!first.completed()) {
            give_up(kOldFacts, version, first);
            if (newest && is_http(survey_.profile())) survey_.profile().http.cause = first.cause;
            co_return;
        }
        survey_.session("client_renegotiation", renegotiation_fact(first));
        options.renegotiate = false;
        co_await by_ticket(first, options);
        co_await by_id(options, newest);
    }

    Task<void> by_ticket(const FullTalk& first, OpenSslOptions options) {
        const auto& sessions = first.result.sessions;
        if (sessions.empty() || sessions[0].ticket.empty()) {
            survey_.session("ticket", Fact::make_no(first.evidence(kSessionsId), "no ticket came"));
            co_return;
        }
        options.session = sessions[0];
        const FullTalk talk = co_await talk_in_full(survey_, options, kSessionsId);
        tickets_.note(talk, kSessionsId);
        if (talk.completed() && talk.result.resumed) tickets_.keep(sessions[0]);
        std::string detail;
        if (sessions[0].lifetime != 0)
            detail = "lifetime hint " + std::to_string(sessions[0].lifetime) + " s";
        conclude("ticket", talk, detail);
    }

    Task<void> by_id(OpenSslOptions options, bool newest) {
        options.session_ticket = false;
        options.linger = true;  // some servers forget sessions that do not end well
        OpenSslOptions asking = options;
        const bool page = newest && ask_for_page(survey_, asking);
        const FullTalk first = co_await talk_in_full(survey_, asking, kSessionsId);
        if (page) fold_page(survey_, first);
        if (!first.completed()) {
            survey_.session("session_id",
                            Fact::make_unknown(first.evidence(kSessionsId), first.cause));
            survey_.host().unknown("resumption by session ID", first.cause);
            co_return;
        }
        const auto& sessions = first.result.sessions;
        if (sessions.empty() || sessions[0].id.empty()) {
            survey_.session("session_id", Fact::make_no(first.evidence(kSessionsId),
                                                        "the server gives no session ID"));
            co_return;
        }
        options.session = sessions[0];
        options.linger = false;
        options.alpn = asking.alpn;
        const FullTalk talk = co_await talk_in_full(survey_, options, kSessionsId);
        conclude("session_id", talk, {});
    }

    void conclude(std::string_view name, const FullTalk& talk, const std::string& detail) {
        const profile::Evidence from = talk.evidence(kSessionsId);
        if (!talk.completed()) {
            survey_.session(name, Fact::make_unknown(from, talk.cause));
            survey_.host().unknown("resumption by " + std::string(name), talk.cause);
        } else if (talk.result.resumed) {
            survey_.session(name, Fact::make_yes(from, detail));
        } else {
            survey_.session(name, Fact::make_no(from, "a full handshake took place"));
        }
    }

    Survey& survey_;
    std::optional<ClientIdentity> identity_;
    OwnTickets tickets_;
};

Task<void> probe_sessions(Survey& survey) {
    if (survey.profile().udp) co_return;
    Sessions work(survey);
    co_await work.run();
}

}  // namespace

const ProbeKind probe::kSessions = {
    kSessionsId,   "sessions, renegotiation, client certificates, HTTP",
    Stage::detail, Depth::standard,
    false,         probe_sessions};

}  // namespace tlsonar::scanner
