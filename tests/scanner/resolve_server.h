// A name server on loopback for tests: UDP and TCP on one port, answering as it is told.
#pragma once

#include "core/bytes.h"
#include "core/ip_address.h"

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace tlsonar::scanner {

using Octets = std::vector<std::uint8_t>;

struct DnsRequest {
    std::string name;
    std::uint16_t type = 0;
    bool tcp = false;
    bool edns = false;
    Octets message;
};

// Builds an answer to a request.
class DnsAnswerBuilder {
  public:
    explicit DnsAnswerBuilder(const DnsRequest& request, std::uint8_t rcode = 0);
    DnsAnswerBuilder& record(std::string_view owner, std::uint16_t type, const Octets& rdata);
    DnsAnswerBuilder& address(std::string_view owner, std::string_view address);
    DnsAnswerBuilder& alias(std::string_view owner, std::string_view target);
    DnsAnswerBuilder& truncated();
    const Octets& octets() const { return out_; }

  private:
    Octets out_;
};

Octets dns_name(std::string_view name);  // uncompressed
// Concatenation, for RDATA.
Octets join(std::initializer_list<Octets> parts);

class DnsServer {
  public:
    // Nothing: silence. Runs on the server's thread.
    using Handler = std::function<std::optional<Octets>(const DnsRequest&)>;
    explicit DnsServer(Handler handler);
    ~DnsServer();

    Endpoint endpoint() const;
    std::map<std::string, int> asked();  // "name type" → how often

  private:
    void serve();
    std::optional<Octets> handle(const std::uint8_t* data, std::size_t size, bool tcp);

    Handler handler_;
    int udp_ = -1, tcp_ = -1;
    std::uint16_t port_ = 0;
    std::atomic<bool> stop_{false};
    std::mutex lock_;
    std::map<std::string, int> asked_;
    std::thread thread_;
};

}  // namespace tlsonar::scanner
