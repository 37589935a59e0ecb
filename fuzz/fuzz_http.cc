// HTTP responses and the values in them.
#include "scanner/probe/http_response.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

using namespace tlsonar::scanner;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto response = read_http_response(text);
    if (response) {
        if (response->status < 100 || response->status > 999) std::abort();
        if (response->server.size() > kMostHttpValue) std::abort();
        if (response->hsts) read_strict_transport(*response->hsts);
        read_http_location(response->location);
    }
    has_http_head(text);
    // What conforms keeps doing so when an unknown directive follows, and no longer does when
    // max-age comes again.
    if (const auto sts = read_strict_transport(text); sts && size < kMostHttpValue / 2) {
        const std::string unknown = ";" + std::string(size + 1, 'z');  // longer than any in it
        const auto more = read_strict_transport(std::string(text) + unknown);
        if (!more || more->max_age != sts->max_age) std::abort();
        if (read_strict_transport(std::string(text) + ";max-age=1")) std::abort();
    }
    if (const auto location = read_http_location(text))
        if (location->host.empty() || location->port == 0) std::abort();
    return 0;
}
