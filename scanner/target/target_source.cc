#include "scanner/target/target_source.h"

#include "core/quick_hash.h"
#include "core/text.h"
#include "scanner/target/target_line.h"

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>

namespace tlsonar::scanner {
namespace {

// One host with at most so many ports is single targets, which know their doubles; with more it is
// walked like a range.
constexpr std::uint32_t kMaxSinglePorts = 64;

std::uint64_t hash_of(const std::string& canonical_text) {
    return quick_hash(as_bytes(canonical_text));
}

// A target's words without what may stand before an @ in a URL: a password is not for reports.
std::string shown(std::string_view target) {
    constexpr std::size_t kColumns = 100;
    const std::size_t scheme = target.find("://");
    if (scheme != target.npos) {
        const std::size_t begin = scheme + 3;
        const std::size_t at = target.substr(0, target.find('/', begin)).rfind('@');
        if (at != target.npos && at >= begin)
            return fit(printable(std::string(target.substr(0, begin)) + "…" +
                                 std::string(target.substr(at))),
                       kColumns);
    }
    return fit(printable(target), kColumns);
}

// Ranges with the same key overlap where their addresses do.
std::string service_key(const TargetSpec& spec) {
    std::string key = spec.addresses->first.v6 ? "6" : "4";
    key += spec.transport == Transport::udp ? 'u' : 't';
    key += spec.dialog_by_port ? "?" : std::string(spec.dialog) + "!";
    for (const PortRange& range : spec.ports)
        key += std::to_string(range.first) + "-" + std::to_string(range.last) + ",";
    key += std::to_string(spec.addresses->first.scope);
    if (spec.sni) key += "/" + *spec.sni;
    return key;
}

}  // namespace

Result<Shard, std::string> parse_shard(std::string_view text) {
    Shard shard;
    const char* const end = text.data() + text.size();
    const auto index = std::from_chars(text.data(), end, shard.index);
    const bool slash = index.ec == std::errc{} && index.ptr != end && *index.ptr == '/';
    const auto count = slash ? std::from_chars(index.ptr + 1, end, shard.count) : index;
    if (!slash || count.ec != std::errc{} || count.ptr != end)
        return "shard \"" + printable(text) + "\" is not like 2/4";
    if (shard.index == 0 || shard.index > shard.count)
        return "shard " + std::string(text) + ": the first number is between 1 and the second";
    return shard;
}

// Of UTF-8. (What is none counts by octets that could begin a character.)
std::uint32_t utf16_units(std::string_view text) {
    std::uint32_t out = 0;
    for (const char c : text) {
        const auto octet = static_cast<unsigned char>(c);
        if ((octet & 0xC0) != 0x80) out += octet >= 0xF0 ? 2 : 1;
    }
    return out;
}

TargetSource::TargetSource(TargetSourceOptions options) : options_(std::move(options)) {}

void TargetSource::add(std::string_view argument) {
    if (argument == "-") {
        add_lines(std::cin, "standard input", "");
    } else if (argument.starts_with('@')) {
        add_file(std::string(argument.substr(1)));
    } else {
        add_found(argument, "command line");
    }
}

void TargetSource::add_found(std::string_view target, const std::string& origin) {
    if (origins_.empty() || origins_.back().text != origin) origins_.push_back({origin, ""});
    add_text(target, 0, static_cast<std::uint32_t>(origins_.size() - 1));
}

void TargetSource::add_file(const std::string& path) {
    errno = 0;
    std::ifstream file(path);
    if (file) {
        add_lines(file, path, path);
        return;
    }
    const std::string why = errno != 0 ? std::strerror(errno) : "no such file";
    ++trouble_count_;
    troubles_.push_back({printable(path) + ": cannot be opened: " + why, path, 0});
}

void TargetSource::add_lines(std::istream& lines, const std::string& origin,
                             const std::string& file) {
    origins_.push_back({origin, file});
    const auto index = static_cast<std::uint32_t>(origins_.size() - 1);
    std::string line;
    for (std::uint32_t number = 1; std::getline(lines, line); ++number) {
        if (number == 1 && line.starts_with("\xef\xbb\xbf")) line.erase(0, 3);  // byte order mark
        add_text(line, number, index);
    }
    if (lines.bad()) {
        ++trouble_count_;
        troubles_.push_back({printable(origin) + ": cannot be read to its end", file, 0});
    }
}

void TargetSource::add_trouble(std::string_view target, const std::string& what,
                               std::uint32_t number, std::uint32_t origin) {
    if (++trouble_count_ > kMaxTroubles) return;
    const Origin& from = origins_[origin];
    std::string text =
        number == 0 ? "" : printable(from.text) + ":" + std::to_string(number) + ": ";
    if (!target.empty()) text += shown(target) + ": ";
    troubles_.push_back({text + what, from.file, number});
}

void TargetSource::add_text(std::string_view line, std::uint32_t number, std::uint32_t origin) {
    const auto words = split_target_line(line);
    if (!words) return add_trouble("", words.error(), number, origin);
    if (words->target.empty()) {
        if (number == 0) add_trouble("", "a target is empty", number, origin);
        return;
    }
    if (words->target == "-" || words->target.starts_with('@'))
        return add_trouble(words->target, "a file of targets names no other file", number, origin);
    const auto spec = parse_target(words->target, options_.defaults);
    if (!spec) return add_trouble(words->target, spec.error(), number, origin);
    if (spec->transport == Transport::udp && !options_.no_udp.empty())
        return add_trouble(words->target, options_.no_udp, number, origin);

    Entry entry;
    entry.text_at = texts_.size();
    entry.text_size = static_cast<std::uint32_t>(line.size());
    entry.line = number;
    entry.origin = origin;
    texts_ += line;
    if (spec->hosts() == 1 && spec->port_count() <= kMaxSinglePorts) {
        const std::size_t before = singles_.size();
        add_single(entry, *spec);
        if (singles_.size() == before) texts_.resize(entry.text_at);
    } else {
        ranges_.push_back({entry, spec->hosts(), spec->port_count()});
    }
}

void TargetSource::add_single(Entry entry, const TargetSpec& spec) {
    const std::uint32_t ports = spec.port_count();
    for (entry.element = 0; entry.element < ports; ++entry.element) {
        if ((singles_.size() + 1) * 2 > table_.size()) make_table();
        const std::string text = canonical(spec.at(entry.element));
        entry.hash = hash_of(text);
        const std::size_t slot = slot_of(entry.hash, text);
        if (table_[slot] != 0) {
            ++duplicates_;
            continue;
        }
        singles_.push_back(entry);
        table_[slot] = static_cast<std::uint32_t>(singles_.size());
    }
}

void TargetSource::make_table() {
    constexpr std::size_t kLeast = 64;
    std::size_t size = kLeast;
    while (size < (singles_.size() + 1) * 4)  // a quarter to a half of it is used
        size *= 2;
    table_.assign(size, 0);
    for (std::size_t i = 0; i < singles_.size(); ++i) {
        std::size_t slot = singles_[i].hash & (size - 1);
        while (table_[slot] != 0)
            slot = (slot + 1) & (size - 1);
        table_[slot] = static_cast<std::uint32_t>(i + 1);
    }
}

std::size_t TargetSource::slot_of(std::uint64_t hash, const std::string& canonical_text) const {
    const std::size_t mask = table_.size() - 1;
    std::size_t slot = hash & mask;
    for (; table_[slot] != 0; slot = (slot + 1) & mask) {
        const Entry& there = singles_[table_[slot] - 1];
        if (there.hash == hash && canonical(make(there, there.element)) == canonical_text) break;
    }
    return slot;
}

Target TargetSource::make(const Entry& entry, Count element) const {
    const std::string_view line(texts_.data() + entry.text_at, entry.text_size);
    auto words = split_target_line(line);
    assert(words.ok());  // it was read once
    const auto spec = parse_target(words->target, options_.defaults);
    assert(spec.ok());
    Target target = spec->at(element);
    const Origin& origin = origins_[entry.origin];
    target.labels = std::move(words->labels);
    target.text = words->target;
    target.origin = entry.line == 0 ? origin.text : origin.text + ":" + std::to_string(entry.line);
    target.file = origin.file;
    target.line = entry.line;
    if (const std::size_t at = line.find(words->target); entry.line != 0 && at != line.npos) {
        target.column = 1 + utf16_units(line.substr(0, at));
        target.end_column = target.column + utf16_units(words->target);
    }
    return target;
}

void TargetSource::drop_excluded_singles() {
    if (exclusions_.empty()) return;
    excluded_ = std::erase_if(singles_, [&](const Entry& entry) {
        return exclusions_.excluded(make(entry, entry.element));
    });
    make_table();
}

// What is neither excluded nor an earlier range's.
void TargetSource::cut_ranges() {
    std::map<std::string, IntervalSet> taken;
    for (std::uint32_t i = 0; i < ranges_.size(); ++i) {
        const Range& range = ranges_[i];
        const std::string_view line(texts_.data() + range.entry.text_at, range.entry.text_size);
        const auto words = split_target_line(line);
        const auto spec = parse_target(words->target, options_.defaults);
        if (!spec->addresses) {
            const bool leave = exclusions_.excluded(std::string_view(spec->name));
            if (!leave) pieces_.push_back({i, 0, total_});
            (leave ? left_out_ : total_) += range.ports;
            continue;
        }
        const Count base = address_number(spec->addresses->first);
        const Interval whole{base, address_number(spec->addresses->last)};
        IntervalSet& others = taken[service_key(*spec)];
        const IntervalSet& never = exclusions_.addresses(spec->addresses->first.v6);
        Count kept = 0;
        for (const Interval& fresh : others.outside(whole)) {
            for (const Interval& piece : never.outside(fresh)) {
                if (pieces_.size() == kMaxPieces) break;
                pieces_.push_back({i, piece.first - base, total_});
                const Count hosts = piece.last - piece.first + 1;
                kept += hosts;
                total_ += hosts * range.ports;
            }
        }
        others.add(whole);
        left_out_ += (range.hosts - kept) * range.ports;
    }
    if (pieces_.size() == kMaxPieces) {
        ++trouble_count_;
        troubles_.push_back({"exclusions and ranges cut each other into more than " +
                                 std::to_string(kMaxPieces) + " pieces: the rest is not scanned",
                             "", 0});
    }
}

void TargetSource::start() {
    assert(total_ == 0);
    drop_excluded_singles();
    cut_ranges();
    total_ += singles_.size();
    order_ = Permutation(total_, options_.seed.value_or(0));
    position_ = options_.shard.index - 1;
}

// Single targets first, then the pieces of ranges.
Target TargetSource::at(Count index, bool& single) const {
    single = index < singles_.size();
    if (single) {
        const Entry& entry = singles_[static_cast<std::size_t>(index)];
        return make(entry, entry.element);
    }
    index -= singles_.size();
    const auto after =
        std::upper_bound(pieces_.begin(), pieces_.end(), index,
                         [](Count i, const Piece& piece) { return i < piece.start; });
    const Piece& piece = *std::prev(after);
    const Range& range = ranges_[piece.range];
    return make(range.entry, piece.first * range.ports + (index - piece.start));
}

std::optional<Target> TargetSource::next() {
    while (position_ < total_) {
        const Count index = options_.seed ? order_(position_) : position_;
        position_ += options_.shard.count;
        bool single = false;
        Target target = at(index, single);
        if (single) return target;
        // Singles keep their labels: in a range the same target is left out.
        if (!table_.empty()) {
            const std::string text = canonical(target);
            if (table_[slot_of(hash_of(text), text)] != 0) continue;
        }
        if (exclusions_.excluded(target)) continue;  // behind NAT64, say
        return target;
    }
    return std::nullopt;
}

Count TargetSource::count() const {
    const Count first = options_.shard.index - 1;
    return total_ <= first ? 0 : (total_ - first - 1) / options_.shard.count + 1;
}

Count TargetSource::passed() const {
    return (position_ - (options_.shard.index - 1)) / options_.shard.count;
}

}  // namespace tlsonar::scanner
