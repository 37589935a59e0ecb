// RunWeaknesses: what only shows when a run is over, since it takes two endpoints: a key that some
// other endpoint shows over SSLv2 (DROWN), tickets under the key of another endpoint.
#pragma once

#include "profile/endpoint/endpoint_profile.h"

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace tlsonar::profile {

// A weakness of an endpoint that was delivered before.
struct LateWeakness {
    std::string target;
    IpAddress address;
    Weakness weakness;
};

// A TicketTrial, and whose it is.
struct EndpointTrial {
    std::string target;
    IpAddress address;
    TicketTrial trial;
};

class RunWeaknesses {
  public:
    // Some 100 octets are kept of each endpoint; of further ones only those that speak SSLv2.
    static constexpr std::size_t kMaxEndpoints = 500'000;

    void add(const EndpointProfile& profile);

    // In the order in which the endpoints were added. An endpoint that speaks SSLv2 itself has its
    // own finding already.
    std::vector<LateWeakness> conclude() const;
    // As they came; the first kMostTrials.
    static constexpr std::size_t kMostTrials = 10'000;
    const std::vector<EndpointTrial>& ticket_trials() const { return trials_; }
    // Endpoints that were not kept: nothing can be said of them.
    std::uint64_t left_out() const { return left_out_; }

  private:
    using KeyHash = std::array<std::uint8_t, 32>;
    struct Shown {
        KeyHash key{};
        std::string target;
        IpAddress address;
        Evidence evidence;
    };
    std::vector<Shown> shown_;               // RSA keys of endpoints without SSLv2
    std::map<KeyHash, std::string> broken_;  // keys shown over SSLv2, and by whom

    void add_tickets(const EndpointProfile& profile, const std::vector<KeyHash>& keys);
    void conclude_tickets(std::vector<LateWeakness>& out) const;
    // Who first has tickets under a key of that name, and one of those with another certificate.
    struct TicketKey {
        struct Holder {
            std::string target;
            IpAddress address;
            Evidence evidence;
            std::vector<KeyHash> keys;  // of its certificates
        };
        std::vector<Holder> holders;
    };
    std::map<std::vector<std::uint8_t>, TicketKey> ticket_keys_;
    std::size_t ticket_holders_ = 0;
    std::vector<EndpointTrial> trials_;
    std::uint64_t left_out_ = 0;
};

}  // namespace tlsonar::profile
