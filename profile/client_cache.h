// ClientCache: clients are few and connect often. What a hello says the same way each time is
// derived once, and shared by the records.
#pragma once

#include "dissect/fingerprint/fingerprinter.h"
#include "dissect/message/hello.h"
#include "profile/record.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace tlsonar::profile {

class ClientCache {
  public:
    ClientCache();

    // Of a whole ClientHello.
    std::shared_ptr<const ClientLists> get(const dissect::ClientHello& hello);
    // Of one that is cut: no fingerprints, and not kept.
    static std::shared_ptr<const ClientLists> read_cut(const dissect::ClientHello& hello);
    // Of a CLIENT-HELLO of SSLv2: cipher specs of three octets.
    static std::shared_ptr<const ClientLists> read_ssl2(Bytes cipher_specs);

  private:
    // A hello finds its pair of places by its traits; the latest two that came there stay. With
    // traits of at most so many octets a place holds 10 kB at worst, and 2 kB as a rule.
    static constexpr std::size_t kPairs = 512;
    static constexpr std::size_t kMaxTraits = 512;
    struct Place {
        std::vector<std::uint8_t> traits;  // empty: nobody here
        std::shared_ptr<const ClientLists> lists;
    };

    dissect::Fingerprinter fingerprinter_;
    std::vector<Place> places_;
    std::vector<std::uint8_t> room_;  // for the traits of the hello at hand
};

}  // namespace tlsonar::profile
