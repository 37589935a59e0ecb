#include "scanner/probe/shared_tickets.h"

#include "core/text.h"
#include "scanner/probe/run_tools.h"
#include "trust/certificate.h"

#include <algorithm>
#include <set>

namespace tlsonar::scanner {
namespace {

using profile::Fact;

constexpr std::string_view kSharedId = "shared-tickets";
constexpr std::size_t kKeyName = 16;

// The groups an endpoint is in: by its name, and by the key that it shows for it.
std::vector<std::string> groups_of(const profile::EndpointProfile& profile) {
    std::vector<std::string> out;
    if (!profile.name.empty()) out.push_back("name " + profile.name);
    trust::CertificateHasher hasher;
    for (const profile::ServerChain& chain : profile.chains) {
        if (chain.asked != "name" || chain.chain.empty()) continue;
        const profile::Certificate& leaf = *chain.chain.front();
        const Bytes info = leaf.summary.public_key.info.of(leaf.der);
        if (info.empty()) continue;
        std::string group = "key ";
        append_hex(group, hasher.sha256(info));
        if (std::find(out.begin(), out.end(), group) == out.end()) out.push_back(group);
    }
    return out;
}

std::string place(const TicketBook::Entry& entry) {
    return entry.target + " (" + to_text(entry.address) + ")";
}

// The newest session of the other that this server has a version for.
const SavedSession* usable(Survey& survey, const TicketBook::Entry& entry) {
    for (const std::uint16_t version : {kTls12, kTls13, kTls11, kTls10})
        for (const SavedSession& session : entry.sessions)
            if (session.version == version && survey.supports(version)) return &session;
    return nullptr;
}

Task<Fact> offer(Survey& survey, const TicketBook::Entry& other) {
    const SavedSession* session = usable(survey, other);
    if (session == nullptr)
        co_return Fact::make_unknown({kSharedId, 0}, "it left no ticket of a version here");
    OpenSslOptions options = full_options(survey, session->version);
    options.session = *session;
    options.sni = other.sni;
    const FullTalk talk = co_await talk_in_full(survey, options, kSharedId);
    const profile::Evidence from = talk.evidence(kSharedId);
    if (!talk.completed()) co_return Fact::make_unknown(from, talk.cause);
    if (talk.result.resumed) co_return Fact::make_yes(from);
    co_return Fact::make_no(from, "the session is not resumed");
}

}  // namespace

const TicketBook::Entry* TicketBook::find(const std::string& group) const {
    const auto at = entries_.find(group);
    return at == entries_.end() ? nullptr : &at->second;
}

void TicketBook::leave(const std::string& group, const Entry& entry) {
    if (entries_.size() < kMostGroups) entries_.emplace(group, entry);
}

void OwnTickets::note(const FullTalk& talk, std::string_view probe) {
    constexpr std::size_t kMost = 16;
    for (const SavedSession& session : talk.result.sessions) {
        if (session.ticket.size() < kSeen || seen.size() >= kMost) continue;
        const Octets begin(session.ticket.begin(), session.ticket.begin() + kSeen);
        // libssl gives back a session's own ticket when no new one comes.
        const bool known = std::any_of(seen.begin(), seen.end(),
                                       [&](const Seen& one) { return one.begin == begin; });
        if (!known) seen.push_back({begin, talk.evidence(probe)});
    }
}

void OwnTickets::keep(const SavedSession& session) {
    if (session.ticket.empty()) return;
    const bool known = std::any_of(unused.begin(), unused.end(), [&](const SavedSession& one) {
        return one.version == session.version;
    });
    if (!known) unused.push_back(session);
}

Octets key_name_of(const std::vector<OwnTickets::Seen>& seen) {
    constexpr std::size_t kLeastDifferent = 6;  // octets; a text is a name, too, zeros are none
    if (seen.size() < 2) return {};
    Octets name(seen[0].begin.begin(), seen[0].begin.begin() + kKeyName);
    if (std::set<std::uint8_t>(name.begin(), name.end()).size() < kLeastDifferent) return {};
    std::set<std::uint8_t> differ;
    for (std::size_t i = 1; i < seen.size(); ++i) {
        const Octets& begin = seen[i].begin;
        if (!std::equal(name.begin(), name.end(), begin.begin())) return {};
        // A vector that is drawn anew has hardly an octet at the place where it was.
        std::size_t same = 0;
        for (std::size_t at = kKeyName; at < OwnTickets::kSeen; ++at)
            if (begin[at] == seen[0].begin[at]) ++same;
        if (same > 4) return {};
    }
    return name;
}

Task<void> share_tickets(Survey& survey, OwnTickets& own) {
    profile::EndpointProfile& profile = survey.profile();
    profile::SharedTickets& facts = profile.shared_tickets;
    if (own.seen.size() == 1 && !own.unused.empty()) {
        // TLS 1.2 gives one ticket: a second one shows what in it is the key's name.
        const OpenSslOptions options = full_options(survey, own.unused.front().version);
        const FullTalk talk = co_await talk_in_full(survey, options, kSharedId);
        own.note(talk, kSharedId);
    }
    facts.key_name = key_name_of(own.seen);
    if (!facts.key_name.empty()) facts.key_name_evidence = own.seen.front().evidence;
    TicketBook* book = survey.run.tickets;
    if (book == nullptr) co_return;
    const std::vector<std::string> groups = groups_of(profile);
    for (const std::string& group : groups) {
        const TicketBook::Entry* found = book->find(group);
        if (found == nullptr || (found->address == profile.address && found->port == profile.port))
            continue;
        const TicketBook::Entry other = *found;
        Task<Fact> offered = offer(survey, other);
        Fact taken = co_await offered;
        facts.trial = profile::TicketTrial{place(other), std::move(taken)};
        break;
    }
    if (own.unused.empty()) co_return;
    TicketBook::Entry entry;
    entry.target = profile.target;
    entry.address = profile.address;
    entry.port = profile.port;
    if (!survey.style.no_name) entry.sni = survey.host().sni();
    entry.sessions = own.unused;
    for (const std::string& group : groups)
        book->leave(group, entry);
}

}  // namespace tlsonar::scanner
