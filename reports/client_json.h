// The lists of a ClientHello as JSON, each client's written once and then copied.
#pragma once

#include "profile/record.h"
#include "reports/json_writer.h"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace tlsonar::reports {

class ClientJson {
  public:
    ClientJson() : places_(2 * kPairs) {}

    // "suites" and the other lists, but for "alpn".
    void append_lists(JsonWriter& json, const profile::ClientOffer& client);

  private:
    // Lists find their pair of places by their address; the latest two that came there stay.
    static constexpr std::size_t kPairs = 512;
    static constexpr std::size_t kLongest = 16384;  // longer texts are not kept
    struct Place {
        std::shared_ptr<const profile::ClientLists> lists;  // keeps the address from other use
        std::string text;
    };
    std::vector<Place> places_;
};

}  // namespace tlsonar::reports
