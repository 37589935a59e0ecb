// Filter: which packets to look at, in the language of pcap-filter(7).
#pragma once

#include "capture/file/packet.h"
#include "core/result.h"

#include <cstdint>
#include <memory>
#include <string>

namespace tlsonar::capture {

// What the filter compiler says about an expression that it does not understand.
struct FilterError {
    std::string sentence;
};

// An expression means different code for each link layer: it is compiled when the first packet of
// one comes. A link layer that it cannot be said for ("vlan" on raw IP) matches nothing.
class Filter {
  public:
    static Result<Filter, FilterError> compile(const std::string& expression);
    Filter(Filter&&) noexcept;
    Filter& operator=(Filter&&) noexcept;
    ~Filter();

    bool matches(const Packet& packet);
    // Packets that matched nothing because of their link layer, and why, for the last such one.
    std::uint64_t inapplicable() const;
    const std::string& inapplicable_why() const;

  private:
    struct Programs;
    explicit Filter(std::unique_ptr<Programs> programs);
    std::unique_ptr<Programs> programs_;
};

}  // namespace tlsonar::capture
