// Fetches CRLs, OCSP responses and issuers' certificates by plain HTTP. The only place of this room
// that uses the network, and only when the caller made a fetcher.
//
// URLs come out of certificates, which come from peers: only http, no credentials, bounded time,
// size and redirects, and neither loopback nor link-local addresses unless they are allowed.
#pragma once

#include "core/bytes.h"
#include "core/result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::trust {

struct FetchOptions {
    long connect_timeout_ms = 5'000;
    long timeout_ms = 15'000;                   // of one transfer, with its redirects
    std::size_t max_size = 64UL * 1024 * 1024;  // of one body
    long max_redirects = 3;
    std::size_t max_transfers = 256;  // of one fetcher; further ones are refused
    bool allow_local_addresses = false;
    std::filesystem::path cache_directory;  // empty: memory only
    // In memory; the directory is not limited.
    std::size_t max_cache_octets = 256UL * 1024 * 1024;
};

enum class FetchFailure : std::uint8_t {
    bad_url,
    refused,  // by our own rules: scheme, address, too many transfers
    timeout,
    too_large,
    too_many_redirects,
    http_status,
    network,
};
std::string_view fetch_failure_name(FetchFailure failure);

struct FetchError {
    FetchFailure failure{};
    std::string detail;  // may hold a peer's octets
};

using FetchResult = Result<std::vector<std::uint8_t>, FetchError>;

// One thread. Failures are remembered for the fetcher's life, so that nobody is asked twice.
class RevocationFetcher {
  public:
    explicit RevocationFetcher(FetchOptions options = {});
    virtual ~RevocationFetcher();
    RevocationFetcher(const RevocationFetcher&) = delete;
    RevocationFetcher& operator=(const RevocationFetcher&) = delete;

    // A CRL, or the certificate of an issuer (AIA caIssuers). `now` decides only about the age of
    // what is in the cache.
    FetchResult get(const std::string& url, std::int64_t now);
    // POST of an OCSPRequest.
    FetchResult post_ocsp(const std::string& url, Bytes request, std::int64_t now);
    // Keeps a body until then: for who has parsed it and knows its nextUpdate. An empty request is
    // a GET.
    void keep(const std::string& url, Bytes request, Bytes body, std::int64_t until);
    std::size_t transfers() const;

  protected:
    // One transfer, without cache. Replaceable.
    virtual FetchResult transfer(const std::string& url, Bytes request);

  private:
    FetchResult fetch(const std::string& url, Bytes request, std::int64_t now);
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace tlsonar::trust
