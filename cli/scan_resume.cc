#include "cli/scan_resume.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string_view>

#include <unistd.h>

namespace tlsonar::cli {
namespace {

using scanner::Target;

constexpr std::size_t kBatch = 1000;  // names looked up side by side

// The value of a member of a line that this program wrote, between two places. None of these
// strings holds escapes: targets are written in a form that needs none.
std::string member(std::string_view line, std::string_view name) {
    const std::string key = "\"" + std::string(name) + "\":\"";
    const auto at = line.find(key);
    if (at == line.npos) return {};
    const auto begin = at + key.size();
    const auto end = line.find('"', begin);
    return end == line.npos ? std::string() : std::string(line.substr(begin, end - begin));
}

// The members up to the port: target, name, address.
std::string_view head_of(std::string_view line) { return line.substr(0, line.find(",\"port\":")); }

bool is_endpoint(std::string_view head) {
    return head.starts_with("{\"schema\":\"tlsonar.endpoint/");
}

}  // namespace

std::string ResumedRun::read(const std::string& path) {
    std::ifstream lines(path, std::ios::binary);
    if (!lines) return {};  // the first run with this file
    std::string line;
    std::uint64_t whole = 0;
    while (std::getline(lines, line) && !lines.eof()) {
        const std::string_view head = head_of(line);
        const bool ours = head.starts_with("{\"schema\":\"tlsonar.");
        if (!ours && !line.empty())
            return "--resume: " + path +
                   " is no NDJSON of a scan; give the file of an earlier --ndjson -o or --resume";
        // Of a name that leads to several endpoints, each has its line.
        if (const std::string target = member(head, "target");
            !target.empty() && is_endpoint(head)) {
            Done& done = done_[target];
            const auto address = parse_ip_address(member(head, "address"));
            done.whole = done.whole || !address;
            if (address && !member(head, "name").empty()) done.addresses.push_back(*address);
        }
        whole += line.size() + 1;
    }
    lines.close();
    if (::truncate(path.c_str(), static_cast<off_t>(whole)) != 0)
        return "cannot write " + path + ": " + std::strerror(errno);
    return {};
}

bool ResumedRun::is_done(const Target& target, bool resolved) {
    if (done_.empty()) return false;
    const auto found = done_.find(canonical(target));
    if (found == done_.end()) return false;
    if (resolved && !target.address && !found->second.whole) aside_.push_back(target);
    return true;
}

std::vector<Target> ResumedRun::left_of(const Target& target,
                                        const scanner::AddressAnswer& answer) const {
    if (!answer.ok()) return {target};  // the scan will say what is wrong with it
    const std::vector<IpAddress>& done = done_.at(canonical(target)).addresses;
    std::vector<Target> left;
    for (const IpAddress& address : answer.addresses) {
        if (std::find(done.begin(), done.end(), address) != done.end()) continue;
        left.push_back(target);
        left.back().address = address;
    }
    return left;
}

std::vector<Target> ResumedRun::take_rest(scanner::Loop& loop, scanner::Resolver& resolver) {
    std::vector<Target> rest;
    while (rest.empty() && !aside_.empty()) {
        const std::size_t n = std::min(kBatch, aside_.size());
        std::vector<Target> batch(std::make_move_iterator(aside_.end() - static_cast<long>(n)),
                                  std::make_move_iterator(aside_.end()));
        aside_.resize(aside_.size() - n);
        std::vector<scanner::Resolver::Pending> pending;
        pending.reserve(n);
        for (const Target& target : batch)
            pending.push_back(resolver.addresses(
                target.name, [this, &rest, &target](const scanner::AddressAnswer& answer) {
                    std::vector<Target> left = left_of(target, answer);
                    std::move(left.begin(), left.end(), std::back_inserter(rest));
                }));
        loop.run();
    }
    return rest;
}

}  // namespace tlsonar::cli
