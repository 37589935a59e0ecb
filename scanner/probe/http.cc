#include "scanner/probe/http.h"

#include "scanner/probe/http_response.h"

#include <algorithm>

namespace tlsonar::scanner {
namespace {

using profile::Fact;
using profile::HttpFacts;

constexpr std::string_view kHttpId = "http";
constexpr std::uint16_t kHttps = 443;
constexpr std::uint16_t kHttp = 80;
constexpr std::uint64_t kYear = 31536000;  // hstspreload.org's least
constexpr std::uint16_t kWebPorts[] = {443, 8443, 9443, 4443, 10443, 80, 8080, 8000, 8888};

bool has_name(const profile::NameList& list, std::string_view name) {
    return std::find(list.names.begin(), list.names.end(), name) != list.names.end();
}

// Sends a request in the clear, and keeps what comes back.
class PlainTalk final : public Conversation {
  public:
    explicit PlainTalk(std::string request) : request_(std::move(request)) {}
    void start(std::vector<std::uint8_t>& out, Moment) override {
        out.insert(out.end(), request_.begin(), request_.end());
    }
    bool received(Bytes octets, std::vector<std::uint8_t>&, Moment) override {
        heard_.append(as_text(octets));
        return ++looks_ > kMostLooks || has_http_head(heard_);
    }
    void ended(End, Moment) override {}
    const std::string& heard() const { return heard_; }

  private:
    static constexpr std::size_t kMostLooks = 512;
    std::string request_, heard_;
    std::size_t looks_ = 0;
};

bool is_redirect(std::uint16_t status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

Fact redirect_fact(const std::string& heard, const Outcome& outcome, profile::Evidence from,
                   HttpFacts& http) {
    const std::optional<HttpResponse> response = read_http_response(heard);
    if (!response) {
        const std::string said =
            outcome.sentence.empty() ? std::string(end_text(outcome.end)) : outcome.sentence;
        return Fact::make_unknown(from, outcome.opened && !heard.empty() ? "port 80 answers no HTTP"
                                                                         : "port 80: " + said);
    }
    http.plain_location = response->location;
    const std::string status = "status " + std::to_string(response->status);
    if (!is_redirect(response->status)) return Fact::make_no(from, status + ", no redirect");
    const std::optional<HttpLocation> to = read_http_location(response->location);
    if (!to || !to->secure) return Fact::make_no(from, status + " to what is not HTTPS");
    return Fact::make_yes(from, status);
}

std::string lower(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

// What hstspreload.org asks of a site, as far as one request to each port shows it; the first that
// is missing.
std::string missing_for_preload(const profile::EndpointProfile& profile) {
    const HttpFacts& http = profile.http;
    if (!http.hsts) return "no Strict-Transport-Security";
    if (!http.hsts_max_age) return "Strict-Transport-Security is malformed";
    if (*http.hsts_max_age < kYear) return "max-age is less than a year";
    if (!http.hsts_subdomains) return "includeSubDomains is missing";
    if (!http.hsts_preload) return "preload is missing";
    if (http.plain_redirect.no()) return "port 80 does not redirect to HTTPS";
    if (!http.plain_redirect.yes()) return {};
    const std::optional<HttpLocation> to = read_http_location(http.plain_location);
    if (!to || to->host != lower(profile.name))
        return "port 80 does not redirect to HTTPS on the same host";
    return {};
}

}  // namespace

bool is_http(const profile::EndpointProfile& profile) {
    if (profile.udp || !profile.dialog.empty()) return false;
    const profile::NameList& alpn = profile.alpn;
    if (has_name(alpn, "http/1.1") || has_name(alpn, "h2") || has_name(alpn, "http/1.0"))
        return true;
    if (!alpn.names.empty()) return false;
    return std::find(std::begin(kWebPorts), std::end(kWebPorts), profile.port) !=
           std::end(kWebPorts);
}

std::string http_request(Survey& survey) {
    const profile::EndpointProfile& profile = survey.profile();
    std::string host = profile.name;
    if (host.empty()) host = to_text(profile.address);
    if (host.find(':') != std::string::npos && host[0] != '[') host = "[" + host + "]";
    if (profile.port != kHttps) host += ":" + std::to_string(profile.port);
    return "GET / HTTP/1.1\r\nHost: " + host + "\r\nUser-Agent: " + survey.options().agent +
           " (+TLS scan)\r\nAccept: */*\r\nConnection: close\r\n\r\n";
}

bool ask_for_page(Survey& survey, OpenSslOptions& options) {
    const profile::NameList& alpn = survey.profile().alpn;
    HttpFacts& http = survey.profile().http;
    if (!survey.options().http) {
        http.cause = "not asked for";
        return false;
    }
    if (!is_http(survey.profile())) {
        http.cause = "not HTTP, by its port and protocols";
        return false;
    }
    if (has_name(alpn, "http/1.1")) {
        options.alpn = {"http/1.1"};
    } else if (!alpn.names.empty()) {
        http.cause = "the server speaks no HTTP/1.1";
        return false;
    }
    options.request = http_request(survey);
    options.enough = [](std::string_view heard) { return has_http_head(heard); };
    http.asked = true;
    return true;
}

void fold_page(Survey& survey, const FullTalk& talk) {
    HttpFacts& http = survey.profile().http;
    const std::optional<HttpResponse> response = read_http_response(talk.result.application);
    if (!response) {
        http.cause = talk.result.application.empty() ? "no answer to the request: " + talk.cause
                                                     : "the server answers no HTTP";
        return;
    }
    http.cause.clear();
    http.status = response->status;
    http.version = response->version;
    http.server = response->server;
    http.location = response->location;
    http.hsts = response->hsts;
    if (!http.hsts) return;
    if (const std::optional<StrictTransport> sts = read_strict_transport(*http.hsts)) {
        http.hsts_max_age = sts->max_age;
        http.hsts_subdomains = sts->subdomains;
        http.hsts_preload = sts->preload;
    }
}

Task<void> ask_plain_http(Survey& survey) {
    Host& host = survey.host();
    Fact& fact = survey.profile().http.plain_redirect;
    if (host.route().endpoint.port != kHttps || !host.route().dialogs.empty()) {
        fact = Fact::make_unknown({kHttpId, 0}, "asked only where HTTPS is at port 443");
        co_return;
    }
    Route route;
    route.endpoint = {host.route().endpoint.address, kHttp};
    PlainTalk talk(http_request(survey));
    const Outcome outcome = co_await host.converse_at(route, talk, kHttpId);
    const profile::Evidence from = {kHttpId, outcome.number};
    fact = redirect_fact(talk.heard(), outcome, from, survey.profile().http);
}

void judge_preload(profile::EndpointProfile& profile, profile::Evidence from) {
    HttpFacts& http = profile.http;
    if (!http.asked || http.status == 0) {
        http.preload_ready = Fact::make_unknown(from, http.cause);
    } else if (profile.name.empty()) {
        // RFC 6797 section 8.1.1.
        http.preload_ready = Fact::make_no(from, "the target is an address, not a name");
    } else {
        const std::string missing = missing_for_preload(profile);
        http.preload_ready = missing.empty() ? Fact::make_yes(from) : Fact::make_no(from, missing);
    }
}

}  // namespace tlsonar::scanner
