#include "trust/revocation/fetch.h"

#include "trust/revocation/fetch_cache_private.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <map>

#include <arpa/inet.h>
#include <curl/curl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace tlsonar::trust {
namespace {

constexpr std::size_t kMaxUrl = 2048;

bool is_local_v4(std::uint32_t address) {
    return (address >> 24) == 127 || (address >> 24) == 0 || (address >> 16) == 0xA9FE ||
           (address >> 28) >= 0xE;  // loopback, this host, link-local, multicast and beyond
}

// Addresses that a URL out of a peer's certificate has no business with.
bool is_local(const sockaddr* address) {
    if (address->sa_family == AF_INET) {
        sockaddr_in v4;
        std::memcpy(&v4, address, sizeof v4);
        return is_local_v4(ntohl(v4.sin_addr.s_addr));
    }
    if (address->sa_family != AF_INET6) return true;
    sockaddr_in6 v6;
    std::memcpy(&v6, address, sizeof v6);
    const in6_addr& a = v6.sin6_addr;
    if (IN6_IS_ADDR_V4MAPPED(&a) || IN6_IS_ADDR_V4COMPAT(&a))
        return is_local_v4(load_be32(a.s6_addr + 12));
    return IN6_IS_ADDR_LOOPBACK(&a) || IN6_IS_ADDR_UNSPECIFIED(&a) || IN6_IS_ADDR_LINKLOCAL(&a) ||
           IN6_IS_ADDR_MULTICAST(&a);
}

bool has_proxy() {
    const char* proxy = std::getenv("http_proxy");
    return proxy != nullptr && *proxy != '\0';
}

// http://host…, printable ASCII, no credentials.
bool is_plain_http(const std::string& url) {
    static constexpr std::string_view kScheme = "http://";
    if (url.size() > kMaxUrl || url.size() <= kScheme.size()) return false;
    for (std::size_t i = 0; i < kScheme.size(); ++i)
        if (std::tolower(static_cast<unsigned char>(url[i])) != kScheme[i]) return false;
    const bool printable =
        std::all_of(url.begin(), url.end(), [](char c) { return c > ' ' && c < 0x7F; });
    const std::string_view rest = std::string_view(url).substr(kScheme.size());
    return printable && rest.substr(0, rest.find_first_of("/?#")).find('@') == std::string::npos;
}

// One transfer's body, and why it was ended.
struct Transfer {
    std::vector<std::uint8_t> body;
    std::size_t max_size = 0;
    bool too_large = false;
    bool refused_address = false;
    bool allow_local = false;
};

std::size_t on_body(char* data, std::size_t size, std::size_t count, void* user) {
    auto& transfer = *static_cast<Transfer*>(user);
    const std::size_t n = size * count;
    if (n > transfer.max_size - transfer.body.size()) {
        transfer.too_large = true;
        return 0;
    }
    const Bytes octets = as_bytes({data, n});
    transfer.body.insert(transfer.body.end(), octets.begin(), octets.end());
    return n;
}

// Asked with the address that the name really led to, also after a redirect.
curl_socket_t on_open(void* user, curlsocktype purpose, curl_sockaddr* address) {
    auto& transfer = *static_cast<Transfer*>(user);
    if (purpose == CURLSOCKTYPE_IPCXN && !transfer.allow_local && is_local(&address->addr)) {
        transfer.refused_address = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

FetchFailure failure_of(CURLcode code, const Transfer& transfer) {
    if (transfer.too_large || code == CURLE_FILESIZE_EXCEEDED) return FetchFailure::too_large;
    if (transfer.refused_address) return FetchFailure::refused;
    switch (code) {
        case CURLE_URL_MALFORMAT:
            return FetchFailure::bad_url;
        case CURLE_UNSUPPORTED_PROTOCOL:
            return FetchFailure::refused;
        case CURLE_OPERATION_TIMEDOUT:
            return FetchFailure::timeout;
        case CURLE_TOO_MANY_REDIRECTS:
            return FetchFailure::too_many_redirects;
        default:
            return FetchFailure::network;
    }
}

struct EasyClose {
    void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct ListClose {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

void set_limits(CURL* easy, const FetchOptions& options, Transfer& transfer) {
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http");
    curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR, "http");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(easy, CURLOPT_MAXREDIRS, options.max_redirects);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, options.connect_timeout_ms);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, options.timeout_ms);
    curl_easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(options.max_size));
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    curl_easy_setopt(easy, CURLOPT_USERAGENT, "tlsonar");
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &transfer);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, on_open);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, &transfer);
}

}  // namespace

struct RevocationFetcher::State {
    explicit State(FetchOptions given)
        : options(std::move(given)),
          cache(options.cache_directory, options.max_cache_octets),
          easy(curl_easy_init()) {}

    FetchOptions options;
    FetchCache cache;
    std::unique_ptr<CURL, EasyClose> easy;
    std::map<std::string, FetchError> failures;  // by URL and request
    std::size_t transfers = 0;
};

RevocationFetcher::RevocationFetcher(FetchOptions options)
    : state_(std::make_unique<State>(std::move(options))) {}
RevocationFetcher::~RevocationFetcher() = default;

FetchResult RevocationFetcher::get(const std::string& url, std::int64_t now) {
    return fetch(url, {}, now);
}

FetchResult RevocationFetcher::post_ocsp(const std::string& url, Bytes request, std::int64_t now) {
    return fetch(url, request, now);
}

void RevocationFetcher::keep(const std::string& url, Bytes request, Bytes body,
                             std::int64_t until) {
    state_->cache.keep(url, request, body, until);
}

std::size_t RevocationFetcher::transfers() const { return state_->transfers; }

FetchResult RevocationFetcher::fetch(const std::string& url, Bytes request, std::int64_t now) {
    if (!is_plain_http(url)) return FetchError{FetchFailure::bad_url, "only http:// is fetched"};
    if (auto known = state_->cache.find(url, request, now)) return std::move(*known);
    std::string key = url;
    key += '\0';
    key += as_text(request);
    if (const auto failed = state_->failures.find(key); failed != state_->failures.end())
        return failed->second;
    if (state_->transfers >= state_->options.max_transfers)
        return FetchError{FetchFailure::refused, "too many transfers"};
    ++state_->transfers;
    FetchResult result = transfer(url, request);
    if (!result) state_->failures.emplace(std::move(key), result.error());
    return result;
}

FetchResult RevocationFetcher::transfer(const std::string& url, Bytes request) {
    CURL* const easy = state_->easy.get();
    if (easy == nullptr) return FetchError{FetchFailure::network, "no libcurl"};
    curl_easy_reset(easy);
    Transfer transfer;
    transfer.max_size = state_->options.max_size;
    // What lies behind a proxy is the proxy's business; its own address is the user's choice.
    transfer.allow_local = state_->options.allow_local_addresses || has_proxy();
    set_limits(easy, state_->options, transfer);
    curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
    std::unique_ptr<curl_slist, ListClose> headers;
    if (!request.empty()) {
        headers.reset(curl_slist_append(nullptr, "Content-Type: application/ocsp-request"));
        curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers.get());
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                         static_cast<curl_off_t>(request.size()));
        curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS,
                         reinterpret_cast<const char*>(request.data()));
    }
    const CURLcode code = curl_easy_perform(easy);
    long status = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    if (code != CURLE_OK)
        return FetchError{failure_of(code, transfer),
                          transfer.refused_address ? "a local address" : curl_easy_strerror(code)};
    if (status != 200) return FetchError{FetchFailure::http_status, std::to_string(status)};
    return std::move(transfer.body);
}

std::string_view fetch_failure_name(FetchFailure failure) {
    switch (failure) {
        case FetchFailure::bad_url:
            return "not an address that is fetched";
        case FetchFailure::refused:
            return "refused";
        case FetchFailure::timeout:
            return "timed out";
        case FetchFailure::too_large:
            return "too large";
        case FetchFailure::too_many_redirects:
            return "too many redirects";
        case FetchFailure::http_status:
            return "HTTP status";
        case FetchFailure::network:
            break;
    }
    return "network failure";
}

}  // namespace tlsonar::trust
