// ALPN protocol identifiers that are registered or widely seen.
#pragma once

#include <span>
#include <string_view>

namespace tlsonar::dissect {

struct AlpnProtocol {
    std::string_view id;  // as on the wire
    std::string_view description;
    std::string_view reference;
};

std::span<const AlpnProtocol> alpn_protocols();
const AlpnProtocol* find_alpn_protocol(std::string_view id);

}  // namespace tlsonar::dissect
