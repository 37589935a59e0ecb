// HandshakeTracker, first part: finding where TLS begins in each stream.
#include "dissect/dialect/dialect.h"
#include "dissect/session/limits.h"
#include "dissect/session/openvpn.h"
#include "dissect/session/tds.h"
#include "dissect/session/tracker.h"

#include <algorithm>

namespace tlsonar::dissect {

bool HandshakeTracker::accepts(Sender from, Hello hello) const {
    const bool other_has_tls = lane(other(from)).mode == Lane::Mode::records;
    switch (hello) {
        case Hello::none:
        case Hello::more:
            return false;
        case Hello::alert:
            return other_has_tls || lane(from).preamble.size() <= 7;
        default:
            return true;
    }
}

// The first octet of the kept preamble where TLS begins, looking on from where the last search
// ended; its size when there is none yet.
std::size_t HandshakeTracker::find_tls(Sender from, Hello& found) {
    Lane& l = lane(from);
    const Bytes octets = l.preamble;
    for (std::size_t i = l.searched; i < octets.size(); ++i) {
        const bool start = i == 0 && !l.lost_step;
        const bool header = octets[i] >= 20 && octets[i] <= 24;
        if (!header && !start) continue;
        found = hello_at(octets.subspan(i), start);
        if (accepts(from, found)) return i;
        if (found == Hello::more) {
            l.searched = i;
            return octets.size();
        }
        // The capture began later, or lost octets: any record will do, where one is likely.
        const bool in_step = i == 0 && octets.size() >= 5 && octets[1] == 3 &&
                             plausible_record_header(octets.data()) && load_be16(&octets[3]) > 0;
        if (header && (in_step || find_record(octets.first(octets.size()), i) == i)) {
            found = Hello::none;
            return i;
        }
    }
    // A record header may straddle the end; find_record() needs nine octets to be sure.
    l.searched = octets.size() - std::min<std::size_t>(octets.size(), 8);
    return octets.size();
}

void HandshakeTracker::search(Sender from, Bytes bytes, Moment when) {
    Lane& l = lane(from);
    const std::uint64_t start = l.offset - bytes.size();
    if (l.preamble.empty() && !l.lost_step) {  // the common case, without a copy
        const Hello hello = hello_at(bytes, true);
        if (hello == Hello::tls_client || hello == Hello::tls_server) {
            begin(from, hello, start);
            return read_octets(from, bytes, when);
        }
    }
    l.search_total += bytes.size();
    const std::size_t room = kMaxPreamble - std::min(kMaxPreamble, l.preamble.size());
    const Bytes kept = bytes.first(std::min(room, bytes.size()));
    l.preamble.insert(l.preamble.end(), kept.begin(), kept.end());
    Hello found = Hello::none;
    const std::size_t at = find_tls(from, found);
    if (at < l.preamble.size()) {
        std::vector<std::uint8_t> tls(l.preamble.begin() + static_cast<std::ptrdiff_t>(at),
                                      l.preamble.end());
        const std::size_t before = l.preamble.size() - kept.size();
        begin(from, found, start + at - before);
        l.preamble.resize(std::min(at, l.preamble.size()));
        read_octets(from, tls, when);
        if (!done_ && kept.size() < bytes.size())
            read_octets(from, bytes.subspan(kept.size()), when);
        return;
    }
    if (l.lost_step && l.search_total < kMaxRecovery && l.preamble.size() >= kMaxPreamble / 2) {
        l.preamble.erase(l.preamble.begin(),
                         l.preamble.begin() + static_cast<std::ptrdiff_t>(l.searched));
        l.searched = 0;
    } else if (l.preamble.size() >= kMaxPreamble) {
        give_up(from);
    }
}

void HandshakeTracker::begin(Sender from, Hello hello, std::uint64_t at) {
    Lane& l = lane(from);
    l.mode = Lane::Mode::records;
    if (hello == Hello::ssl2_client || hello == Hello::ssl2_server) l.mode = Lane::Mode::ssl2;
    const bool wrapped = hello == Hello::tds || hello == Hello::openvpn;
    if (hello == Hello::tds) l.wrapper = std::make_unique<TdsUnwrapper>();
    if (hello == Hello::openvpn)
        l.wrapper = std::make_unique<OpenVpnUnwrapper>(openvpn_hmac_length(l.preamble).value_or(0));
    if (!tls_ || l.tls_from == 0) l.tls_from = at;
    l.records.resync();
    l.records.set_offset(at);
    l.searched = 0;
    if (l.lost_step) l.preamble.clear();
    l.lost_step = false;
    tls_ = tls_ || !wrapped;
    update_pass_by();
}

// This sender will not begin TLS any more.
void HandshakeTracker::give_up(Sender from) {
    Lane& l = lane(from);
    l.mode = Lane::Mode::dead;
    const Lane& o = lane(other(from));
    const bool other_reads = o.mode == Lane::Mode::records || o.mode == Lane::Mode::ssl2;
    if (other_reads && tls_) {
        if (o.preamble.empty() && handshake_ && !l.lost_step)
            note(anomaly::kPlaintextAnswer, from, 0, l.last);
    } else {
        done_ = true;
        if (!tls_) sink_.on_no_tls();
    }
    l.preamble.clear();
    l.preamble.shrink_to_fit();
}

// Octets are missing and with them the place where the next record begins.
void HandshakeTracker::lose_step(Sender from) {
    Lane& l = lane(from);
    l.records.resync();
    l.messages.reset();
    l.preamble.clear();
    l.searched = 0;
    l.search_total = 0;
    l.lost_step = true;
    // After the handshake only renegotiations are of interest: not worth a search.
    l.mode = handshake_ || emitted_ == 0 ? Lane::Mode::searching : Lane::Mode::dead;
    if (protection_) protection_->on_gap(role(from));
    state_ = State::any;
}

}  // namespace tlsonar::dissect
