// HostsFile: names with addresses as in /etc/hosts (hosts(5)).
#pragma once

#include "core/ip_address.h"
#include "core/result.h"

#include <istream>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tlsonar::scanner {

class HostsFile {
  public:
    static HostsFile read(std::istream& lines, const std::string& origin);
    // The error is a sentence.
    static Result<HostsFile, std::string> open(const std::string& path);

    // In the order of the file; empty when the name is not there. `name` in A-labels, lower case.
    std::span<const IpAddress> find(std::string_view name) const;

    // Lines that are none: "hosts:3: …".
    const std::vector<std::string>& troubles() const { return troubles_; }

  private:
    std::unordered_map<std::string, std::vector<IpAddress>> names_;
    std::vector<std::string> troubles_;
};

}  // namespace tlsonar::scanner
