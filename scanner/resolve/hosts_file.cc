#include "scanner/resolve/hosts_file.h"

#include "core/text.h"
#include "trust/name/peer_name.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

namespace tlsonar::scanner {
namespace {

std::string_view take_word(std::string_view& line) {
    constexpr std::string_view kSpace = " \t\r\v\f";
    const std::size_t begin = std::min(line.find_first_not_of(kSpace), line.size());
    line.remove_prefix(begin);
    const std::string_view word = line.substr(0, line.find_first_of(kSpace));
    line.remove_prefix(word.size());
    return word;
}

}  // namespace

HostsFile HostsFile::read(std::istream& lines, const std::string& origin) {
    HostsFile hosts;
    std::string text;
    for (std::size_t number = 1; std::getline(lines, text); ++number) {
        std::string_view line = std::string_view(text).substr(0, text.find('#'));
        const std::string_view first = take_word(line);
        if (first.empty()) continue;
        const std::string where = origin + ":" + std::to_string(number) + ": ";
        const auto address = parse_ip_address(first);
        if (!address) {
            hosts.troubles_.push_back(where + printable(first) + " is no address");
            continue;
        }
        for (auto word = take_word(line); !word.empty(); word = take_word(line)) {
            const auto name = trust::to_ascii_host(word);
            if (!name) {
                hosts.troubles_.push_back(where + printable(word) + " is no host name");
                continue;
            }
            auto& addresses = hosts.names_[*name];
            const IpAddress plain = unmapped(*address);
            if (std::find(addresses.begin(), addresses.end(), plain) == addresses.end())
                addresses.push_back(plain);
        }
    }
    if (lines.bad()) hosts.troubles_.push_back(origin + ": cannot be read to its end");
    return hosts;
}

Result<HostsFile, std::string> HostsFile::open(const std::string& path) {
    errno = 0;
    std::ifstream file(path);
    if (!file) return path + ": cannot be opened: " + std::strerror(errno);
    return read(file, path);
}

std::span<const IpAddress> HostsFile::find(std::string_view name) const {
    const auto found = names_.find(std::string(name));
    if (found == names_.end()) return {};
    return found->second;
}

}  // namespace tlsonar::scanner
