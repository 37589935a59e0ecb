#include "scanner/target/exclusions.h"

#include "core/text.h"
#include "scanner/target/parse_target.h"
#include "scanner/target/target_line.h"

#include <cerrno>
#include <cstring>
#include <fstream>

namespace tlsonar::scanner {
namespace {

// The IPv4 address that a packet to this one reaches through a NAT64 with the well-known prefix.
std::optional<IpAddress> behind_nat64(const IpAddress& address) {
    constexpr std::uint8_t kPrefix[12] = {0x00, 0x64, 0xff, 0x9b};
    if (!address.v6 || std::memcmp(address.octets.data(), kPrefix, sizeof kPrefix) != 0)
        return std::nullopt;
    IpAddress v4;
    std::memcpy(v4.octets.data(), address.octets.data() + sizeof kPrefix, 4);
    return v4;
}

}  // namespace

Status<std::string> Exclusions::add(std::string_view text) {
    const bool below = text.starts_with("*.");
    auto spec = parse_target(below ? text.substr(2) : text, {});
    // An exclusion may be larger than any target: it is not walked.
    if (auto range = below ? std::nullopt : parse_address_range(text)) {
        if (!*range) return range->error();
        IntervalSet& set = (*range)->first.v6 ? v6_ : v4_;
        set.add({address_number((*range)->first), address_number((*range)->last)});
        return {};
    }
    if (!spec) return spec.error();
    if (spec->port_written)
        return std::string("hosts are excluded, not their ports: leave the port out");
    if (spec->addresses) {
        if (below) return std::string("\"*.\" stands before names, not before addresses");
        IntervalSet& set = spec->addresses->first.v6 ? v6_ : v4_;
        set.add({address_number(spec->addresses->first), address_number(spec->addresses->last)});
        return {};
    }
    (below ? below_ : names_).insert(std::move(spec->name));
    return {};
}

std::vector<std::string> Exclusions::add_lines(std::istream& lines, const std::string& origin) {
    std::vector<std::string> troubles;
    std::string line;
    for (std::size_t number = 1; std::getline(lines, line); ++number) {
        if (number == 1 && line.starts_with("\xef\xbb\xbf")) line.erase(0, 3);  // byte order mark
        const auto words = split_target_line(line);
        std::string trouble;
        if (words && words->target.empty()) continue;
        if (!words)
            trouble = words.error();
        else if (const auto added = add(words->target); !added)
            trouble = printable(words->target) + ": " + added.error();
        if (!trouble.empty())
            troubles.push_back(origin + ":" + std::to_string(number) + ": " + trouble);
    }
    if (lines.bad()) troubles.push_back(origin + ": cannot be read to its end");
    return troubles;
}

std::vector<std::string> Exclusions::add_file(const std::string& path) {
    errno = 0;
    std::ifstream file(path);
    if (!file) return {path + ": cannot be opened: " + std::strerror(errno)};
    return add_lines(file, path);
}

bool Exclusions::excluded(const IpAddress& address) const {
    const IpAddress plain = unmapped(address);
    const IntervalSet& set = plain.v6 ? v6_ : v4_;
    if (!set.empty() && set.contains(address_number(plain))) return true;
    if (v4_.empty()) return false;
    const auto v4 = behind_nat64(plain);
    return v4 && v4_.contains(address_number(*v4));
}

bool Exclusions::excluded(std::string_view name) const {
    if (names_.empty() && below_.empty()) return false;
    if (names_.contains(std::string(name))) return true;
    if (below_.empty()) return false;
    for (std::size_t dot = name.find('.'); dot != name.npos; dot = name.find('.', dot + 1))
        if (below_.contains(std::string(name.substr(dot + 1)))) return true;
    return false;
}

bool Exclusions::excluded(const Target& target) const {
    return (target.address && excluded(*target.address)) ||
           (!target.name.empty() && excluded(std::string_view(target.name)));
}

}  // namespace tlsonar::scanner
