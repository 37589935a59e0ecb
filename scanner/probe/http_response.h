// The head of an HTTP/1.x response (RFC 9112), and Strict-Transport-Security (RFC 6797). Takes any
// octets; pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tlsonar::scanner {

struct HttpResponse {
    std::string version;  // "HTTP/1.1"
    std::uint16_t status = 0;
    std::string server;
    std::string location;
    std::optional<std::string> hsts;  // the first header of that name
    std::string body;                 // as far as it came
};

// More than this of a head is not read.
inline constexpr std::size_t kMostHttpHead = 32768;
inline constexpr std::size_t kMostHttpValue = 2048;  // of a header's value; the rest is cut off

// The final response in these octets: interim ones (1xx) are passed over. Nothing when it is no
// HTTP.
std::optional<HttpResponse> read_http_response(std::string_view octets);
// The head of the final response is there, so that no more need be heard.
bool has_http_head(std::string_view octets);

struct StrictTransport {
    std::uint64_t max_age = 0;
    bool subdomains = false;
    bool preload = false;  // no directive of the RFC's; what the browsers' lists ask for
};
// Nothing when a client must ignore it: it does not conform, a directive comes twice, or max-age is
// missing (RFC 6797 sections 6.1, 8.1).
std::optional<StrictTransport> read_strict_transport(std::string_view value);

// Parts of an absolute URI; nothing when it is none of http or https.
struct HttpLocation {
    bool secure = false;
    std::string host;  // in lower case
    std::uint16_t port = 0;
};
std::optional<HttpLocation> read_http_location(std::string_view location);

}  // namespace tlsonar::scanner
