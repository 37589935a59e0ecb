// Session tickets that several endpoints of a run take: they have the same ticket key.
#pragma once

#include "core/ip_address.h"
#include "scanner/probe/sessions.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::scanner {

// One session of the first endpoint of each group: those of one name, and those that show the same
// key. Of one run; bounded.
class TicketBook {
  public:
    static constexpr std::size_t kMostGroups = 10'000;

    struct Entry {
        std::string target;
        IpAddress address;
        std::uint16_t port = 0;
        std::string sni;
        std::vector<SavedSession> sessions;  // one a version
    };
    // Null when nobody has left one.
    const Entry* find(const std::string& group) const;
    // Kept when the group has none yet.
    void leave(const std::string& group, const Entry& entry);

  private:
    std::map<std::string, Entry> entries_;
};

// What was seen of this endpoint's own tickets.
struct OwnTickets {
    // Of different handshakes, or several of one.
    struct Seen {
        Octets begin;  // the first kSeen octets
        profile::Evidence evidence;
    };
    static constexpr std::size_t kSeen = 32;
    std::vector<Seen> seen;
    std::vector<SavedSession> unused;  // good for another endpoint: one a version

    void note(const FullTalk& talk, std::string_view probe);
    // A session that was used for nothing, of a version that has none yet.
    void keep(const SavedSession& session);
};

// The name of the key: 16 octets in which all tickets agree (RFC 5077 section 4) while the next 16,
// the vector of the cipher, differ. Empty where they do not look like that.
Octets key_name_of(const std::vector<OwnTickets::Seen>& seen);

// Says the key name, offers the ticket of another endpoint, or leaves one for the others.
Task<void> share_tickets(Survey& survey, OwnTickets& own);

}  // namespace tlsonar::scanner
