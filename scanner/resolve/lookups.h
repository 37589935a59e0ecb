// Lookups: single questions of DNS (name, type), asked once for all who want to know.
#pragma once

#include "scanner/resolve/dns_client.h"
#include "scanner/resolve/resolver.h"

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace tlsonar::scanner {

// What became of a question.
struct LookupResult {
    DnsReply::State state = DnsReply::State::failed;
    std::string trouble;  // unless answered
    DnsAnswer answer;     // when answered
    std::vector<std::uint8_t> octets;
};

class Lookups {
  public:
    using Done = std::function<void(const LookupResult&)>;

    Lookups(Loop& loop, const ResolverOptions& options);
    ~Lookups();

    // `done` runs once, from the loop, unless what is returned (or this) dies before.
    [[nodiscard]] std::shared_ptr<void> ask(const std::string& name, DnsType type, Done done);

    Resolver::Counts counts() const { return counts_; }

  private:
    struct Waiter {
        Done done;
    };
    using Result = std::shared_ptr<const LookupResult>;
    struct Question {
        std::string key;
        std::string name;
        DnsType type{};
        std::vector<std::weak_ptr<Waiter>> waiters;
    };

    void send_more();
    void answered(const std::shared_ptr<Question>& question, DnsReply reply);
    void keep(const std::string& key, const Result& result);

    Loop& loop_;
    std::size_t max_in_flight_;
    DnsClient client_;
    std::size_t in_flight_ = 0;
    std::unordered_map<std::string, std::shared_ptr<Question>> open_;
    std::deque<std::shared_ptr<Question>> queue_;
    std::unordered_map<std::string, Result> kept_;
    std::deque<std::string> kept_order_;
    std::size_t kept_octets_ = 0;
    Resolver::Counts counts_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace tlsonar::scanner
