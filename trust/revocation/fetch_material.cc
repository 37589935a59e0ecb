#include "trust/revocation/fetch_private.h"

#include <algorithm>

namespace tlsonar::trust {
namespace {

// Of one certificate; more would only be a peer's wish to see us busy.
constexpr std::size_t kMaxOcspUrls = 2;
constexpr std::size_t kMaxCrlUrls = 4;

class Bringer {
  public:
    Bringer(RevocationFetcher& fetcher, const RevocationQuery& query, RevocationState& state,
            std::vector<Finding>& findings)
        : fetcher_(fetcher), query_(query), state_(state), findings_(findings) {}

    bool bring_ocsp(const std::vector<std::string>& urls);
    bool bring_crls(const std::vector<std::string>& urls);

  private:
    void bring_deltas(const Crl& crl);
    CrlPtr bring_crl(const std::string& url);
    void failed(const std::string& url, std::string_view why) {
        findings_.push_back({kind("revocation.fetch-failed"),
                             Finding::kNoCertificate,
                             url + ": " + std::string(why),
                             {}});
    }

    RevocationFetcher& fetcher_;
    const RevocationQuery& query_;
    RevocationState& state_;
    std::vector<Finding>& findings_;
};

std::string why(const FetchError& error) {
    std::string out(fetch_failure_name(error.failure));
    if (!error.detail.empty()) out += " (" + error.detail + ")";
    return out;
}

bool Bringer::bring_ocsp(const std::vector<std::string>& urls) {
    const auto request =
        make_ocsp_request(query_.certificate(), query_.issuer_public_key, state_.hasher);
    if (request.empty()) return false;
    for (std::size_t i = 0; i < std::min(urls.size(), kMaxOcspUrls); ++i) {
        const FetchResult body = fetcher_.post_ocsp(urls[i], request, query_.time);
        if (!body) {
            failed(urls[i], why(body.error()));
            continue;
        }
        OcspResponsePtr response = parse_ocsp_response(*body);
        if (!response->basic) {
            failed(urls[i], response->status == OcspResponseStatus::successful
                                ? "not an OCSP response"
                                : ocsp_response_status_name(response->status));
            continue;
        }
        if (!response->singles.empty() && response->singles.front().next_update)
            fetcher_.keep(urls[i], request, *body, *response->singles.front().next_update);
        state_.add(OcspMaterial{std::move(response), false});
        return true;
    }
    return false;
}

CrlPtr Bringer::bring_crl(const std::string& url) {
    const FetchResult body = fetcher_.get(url, query_.time);
    if (!body) {
        failed(url, why(body.error()));
        return nullptr;
    }
    CrlPtr crl = parse_crl(Bytes(*body));
    if (!crl->complete) {
        failed(url, "not a CRL");
        return nullptr;
    }
    if (crl->next_update) fetcher_.keep(url, {}, *body, *crl->next_update);
    return crl;
}

bool Bringer::bring_crls(const std::vector<std::string>& urls) {
    bool any = false;
    for (std::size_t i = 0; i < std::min(urls.size(), kMaxCrlUrls); ++i) {
        CrlPtr crl = bring_crl(urls[i]);
        if (!crl) continue;
        any = true;
        if (state_.options.use_deltas) bring_deltas(*crl);
        state_.add(std::move(crl));
    }
    return any;
}

void Bringer::bring_deltas(const Crl& crl) {
    std::size_t tried = 0;
    for (const DistributionPoint& point : crl.freshest) {
        if (!point.name) continue;
        for (const GeneralName& name : point.name->full) {
            if (name.kind != GeneralName::Kind::uri || tried++ == kMaxCrlUrls) continue;
            if (CrlPtr delta = bring_crl(name.octets); delta && delta->is_delta()) {
                state_.add(std::move(delta));
                return;
            }
        }
    }
}

}  // namespace

bool fetch_ocsp(RevocationFetcher& fetcher, const RevocationQuery& query, RevocationState& state,
                std::vector<Finding>& findings) {
    return state.options.use_ocsp && Bringer(fetcher, query, state, findings)
                                         .bring_ocsp(query.certificate().summary.ocsp_urls);
}

bool fetch_crls(RevocationFetcher& fetcher, const RevocationQuery& query, RevocationState& state,
                std::vector<Finding>& findings) {
    return state.options.use_crls && Bringer(fetcher, query, state, findings)
                                         .bring_crls(query.certificate().summary.crl_urls);
}

}  // namespace tlsonar::trust
