// TargetSource: everything the user asked for, one target at a time. It keeps what the user wrote,
// not what that stands for: a /8 costs as much memory as one address, a line of a file about 32
// octets and its text.
//
//   TargetSource source(options);
//   source.exclusions().add_file("never.txt");
//   source.add("@hosts.txt");
//   source.start();
//   while (auto target = source.next()) …
#pragma once

#include "scanner/target/exclusions.h"
#include "scanner/target/parse_target.h"
#include "scanner/target/permutation.h"

#include <cstdint>
#include <istream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::scanner {

// The index-th (from 1) of `count` machines that share a run without talking: with the same
// arguments, files and seed they scan every target once.
struct Shard {
    std::uint32_t index = 1;
    std::uint32_t count = 1;
};
// "2/4". The error is a sentence.
Result<Shard, std::string> parse_shard(std::string_view text);

struct TargetSourceOptions {
    TargetDefaults defaults;
    // Of the order. Nothing: single targets as they were written, then ranges in their order.
    std::optional<std::uint64_t> seed = 0;
    Shard shard;
    // Why nothing over UDP can be scanned; empty: it can.
    std::string no_udp;
};

// A target that could not be understood, or a file that could not be read.
struct TargetTrouble {
    std::string text;  // "hosts.txt:17: example.org:99999: port 99999 is not between …"
    std::string file;  // empty when there is none
    std::uint32_t line = 0;
};

class TargetSource {
  public:
    static constexpr std::size_t kMaxTroubles = 10'000;   // kept as text; more are only counted
    static constexpr std::size_t kMaxPieces = 4'000'000;  // of ranges cut up by others

    explicit TargetSource(TargetSourceOptions options);

    // A target (labels may follow it), "@file", or "-" for standard input, which is read to its end
    // here.
    void add(std::string_view argument);
    // A target that was found on the way: "MX of example.org".
    void add_found(std::string_view target, const std::string& origin);
    // One a line. `file` is for reports and may be empty.
    void add_lines(std::istream& lines, const std::string& origin, const std::string& file);
    void add_file(const std::string& path);

    Exclusions& exclusions() { return exclusions_; }
    const Exclusions& exclusions() const { return exclusions_; }

    // After all that is added. Leaves out what is excluded, and from ranges what others have.
    void start();

    // The next target of this shard that is not excluded; nothing at the end.
    std::optional<Target> next();

    // Targets of this shard (after start()). Exact, but for addresses that were named both singly
    // and in a range: these are counted twice and come once.
    Count count() const;
    // Of these, how many next() has gone through.
    Count passed() const;

    const std::vector<TargetTrouble>& troubles() const { return troubles_; }
    std::size_t trouble_count() const { return trouble_count_; }
    // Single targets that were left out.
    std::size_t duplicates() const { return duplicates_; }
    std::size_t excluded_singles() const { return excluded_; }
    // Addresses of ranges (times ports) that were left out as excluded or as another range's.
    Count left_out_of_ranges() const { return left_out_; }

  private:
    // A single target, or what a range was written as.
    struct Entry {
        std::uint64_t text_at = 0;  // its line in texts_
        std::uint64_t hash = 0;     // of canonical()
        std::uint32_t text_size = 0;
        std::uint32_t element = 0;  // which port
        std::uint32_t line = 0;
        std::uint32_t origin = 0;
    };
    struct Range {
        Entry entry;
        Count hosts = 0;
        std::uint32_t ports = 0;
    };
    // Hosts in a row of ranges_[range].
    struct Piece {
        std::uint32_t range = 0;
        Count first = 0;  // host
        Count start = 0;  // elements of all pieces before
    };
    struct Origin {
        std::string text;
        std::string file;
    };

    void add_text(std::string_view line, std::uint32_t number, std::uint32_t origin);
    void add_trouble(std::string_view target, const std::string& what, std::uint32_t number,
                     std::uint32_t origin);
    void add_single(Entry entry, const TargetSpec& spec);
    void make_table();
    // The slot of an equal single target, or the empty one where it belongs.
    std::size_t slot_of(std::uint64_t hash, const std::string& canonical_text) const;
    void drop_excluded_singles();
    void cut_ranges();
    Target make(const Entry& entry, Count element) const;
    Target at(Count index, bool& single) const;

    TargetSourceOptions options_;
    Exclusions exclusions_;
    std::string texts_;
    std::vector<Origin> origins_;
    std::vector<Entry> singles_;
    std::vector<std::uint32_t> table_;  // by hash: index into singles_ plus one; 0 is empty
    std::vector<Range> ranges_;
    std::vector<Piece> pieces_;
    std::vector<TargetTrouble> troubles_;
    std::size_t trouble_count_ = 0;
    std::size_t duplicates_ = 0;
    std::size_t excluded_ = 0;
    Count left_out_ = 0;

    Count total_ = 0;  // of all shards
    Count position_ = 0;
    Permutation order_{0, 0};
};

}  // namespace tlsonar::scanner
