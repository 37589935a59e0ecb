// FragmentTable: puts fragmented IP datagrams together again, in whatever order they come.
#pragma once

#include "capture/ip/datagram.h"
#include "core/moment.h"

#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <optional>
#include <tuple>
#include <vector>

namespace tlsonar::capture {

// Limits; what they cost is counted.
inline constexpr std::size_t kMaxPendingDatagrams = 4096;
inline constexpr std::size_t kMaxPendingOctets = 16UL * 1024 * 1024;
inline constexpr std::size_t kMaxFragments = 512;        // of one datagram
inline constexpr Time kMaxFragmentAge = 60'000'000'000;  // RFC 8200 section 4.5
inline constexpr std::uint32_t kMaxDatagram = 65535;     // payload, once together

struct FragmentTally {
    std::uint64_t fragments = 0;    // seen
    std::uint64_t reassembled = 0;  // datagrams
    std::uint64_t pending = 0;      // datagrams that still wait for fragments
    std::uint64_t aged = 0;         // datagrams given up after kMaxFragmentAge
    std::uint64_t evicted = 0;      // datagrams given up to stay within the limits
    std::uint64_t overlapping = 0;  // IPv6 datagrams dropped for that (RFC 5722)
    std::uint64_t impossible = 0;   // fragments dropped: too long, contradicting, too many
};

// Where fragments of IPv4 overlap, the octets that came first stay. In IPv6 an overlap that is not
// a mere repetition drops the datagram, and whatever of it is still to come.
class FragmentTable {
  public:
    // The whole datagram when `fragment` completes it; its octets are valid until the next call.
    // Where capture cut a fragment short, the payload ends there; on_wire is that of the whole.
    std::optional<Datagram> add(const Datagram& fragment, Time now);

    FragmentTally tally() const;

  private:
    // RFC 791: source, destination, protocol and identification; RFC 8200: without the protocol.
    using Key = std::tuple<Address, Address, std::uint32_t, std::uint8_t>;
    struct Range {
        std::uint32_t begin = 0;
        std::uint32_t end = 0;
        friend bool operator==(const Range&, const Range&) = default;
    };
    struct Pending {
        Time since = 0;
        std::vector<std::uint8_t> octets;
        std::vector<Range> ranges;            // of fragments, as they came, sorted, without overlap
        std::optional<std::uint32_t> length;  // known from the last fragment
        std::uint32_t seen_end = 0;
        std::uint32_t captured_end = kMaxDatagram;  // octets from here on may be missing
        std::uint8_t protocol = 0;                  // of the first fragment
        bool dropped = false;
        std::list<Key>::iterator age;
    };
    using Table = std::map<Key, Pending>;

    static Key key_of(const Datagram& fragment);
    static bool possible(const Pending& pending, const Datagram& fragment, Range range);
    static bool repeats(const Pending& pending, const Datagram& fragment, Range range);
    static bool overlaps(const Pending& pending, Range range);
    static bool complete(const Pending& pending);
    Table::iterator find_or_begin(const Datagram& fragment, Time now);
    void insert(Pending& pending, const Datagram& fragment, Range range);
    void copy_new(Pending& pending, const Datagram& fragment, Range hole);
    void drop(Pending& pending);
    void forget(Table::iterator entry);
    void expire(Time now);
    Datagram deliver(Table::iterator entry);

    Table table_;
    std::list<Key> by_age_;
    std::size_t octets_ = 0;
    std::vector<std::uint8_t> delivered_;
    FragmentTally tally_;
};

}  // namespace tlsonar::capture
